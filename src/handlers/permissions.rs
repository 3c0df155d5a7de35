//! What each role may do.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;
use uuid::Uuid;

use crate::app::App;
use crate::error::AppResult;
use crate::frame::{Frame, Section};
use crate::handlers::ok;
use crate::models::rights;
use crate::models::role::Role;
use crate::security::access::SettingsReader;
use crate::values::Level;

#[derive(Template)]
#[template(path = "permissions/show.html")]
struct PermissionsPage {
    frame: Frame,
    roles: Vec<RoleColumn>,
    areas: Vec<Area>,
    /// Whether the reader makes and changes roles.
    can_manage: bool,
    is_full: bool,
}

/// A role as a column of the matrix.
struct RoleColumn {
    id: Uuid,
    title: String,
    users: i64,
    creates_projects: bool,
    invites: bool,
    can_be_edited: bool,
    can_be_deleted: bool,
}

/// A row of the matrix: what each role may do in one area.
struct Area {
    key: &'static str,
    levels: Vec<Level>,
}

/// `GET /w/{slug}/settings/permissions`
pub async fn show(app: Data<App>, member: SettingsReader) -> AppResult<HttpResponse> {
    let workspace_id = member.workspace_id();
    let (roles, counts) = app
        .db
        .run(move |conn| {
            let roles = Role::all(conn, workspace_id)?;
            AppResult::Ok((roles, Role::user_counts(conn, workspace_id)?))
        })
        .await?;
    let counts: HashMap<Uuid, i64> = counts.into_iter().collect();
    let column = |role: &Role| RoleColumn {
        id: role.id,
        title: role.title(member.lang),
        users: counts.get(&role.id).copied().unwrap_or_default(),
        creates_projects: rights::can_create_projects(role),
        invites: rights::can_invite(role),
        can_be_edited: role.can_be_edited(),
        can_be_deleted: role.can_be_deleted(),
    };
    Ok(ok(&PermissionsPage {
        frame: Frame::new(&member, Section::Permissions),
        areas: vec![
            Area::new("projects", &roles, |role| role.projects),
            Area::new("tasks", &roles, |role| role.tasks),
            Area::new("people", &roles, |role| role.people),
            Area::new("settings", &roles, |role| role.settings),
        ],
        can_manage: rights::can_invite(&member.role),
        is_full: roles.len() >= Role::MOST,
        roles: roles.iter().map(column).collect(),
    }))
}

impl Area {
    /// An Admin manages everything, whatever the row says.
    fn new(key: &'static str, roles: &[Role], level: fn(&Role) -> Level) -> Area {
        let of = |role: &Role| if role.is_admin() { Level::Manage } else { level(role) };
        Area { key, levels: roles.iter().map(of).collect() }
    }

    fn name_key(&self) -> String {
        format!("permissions-{}", self.key)
    }

    fn note_key(&self) -> String {
        format!("permissions-{}-note", self.key)
    }
}
