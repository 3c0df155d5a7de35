use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;
use uuid::Uuid;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::frame::{Frame, Section};
use crate::handlers::ok;
use crate::models::role::Role;
use crate::security::access::SettingsReader;
use crate::security::rights;
use crate::values::Level;

#[derive(Template)]
#[template(path = "permissions/show.html")]
struct PermissionsPage {
    frame: Frame,
    roles: Vec<RoleColumn>,
    areas: Vec<Area>,
}

/// A role as a column of the matrix.
struct RoleColumn {
    title: String,
    users: i64,
    creates_projects: bool,
    invites: bool,
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
            Ok::<_, AppError>((roles, Role::user_counts(conn, workspace_id)?))
        })
        .await?;
    let counts: HashMap<Uuid, i64> = counts.into_iter().collect();
    let column = |role: &Role| RoleColumn {
        title: role.title(member.lang),
        users: counts.get(&role.id).copied().unwrap_or_default(),
        creates_projects: rights::can_create_projects(role),
        invites: rights::can_invite(role),
    };
    Ok(ok(&PermissionsPage {
        frame: Frame::new(&member, Section::Permissions),
        areas: vec![
            Area::new("projects", &roles, |role| role.projects),
            Area::new("tasks", &roles, |role| role.tasks),
            Area::new("people", &roles, |role| role.people),
            Area::new("settings", &roles, |role| role.settings),
        ],
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
