//! The forms that make and change a permission role.

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Path, Query};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::error::AppResult;
use crate::frame::{FieldError, Frame, Section};
use crate::handlers::{Id, echo, form, ok, refused, see_other, title_error};
use crate::models::role::{Rights, Role, RoleChange, RoleOutcome};
use crate::security::access::Admin;
use crate::security::session::Flash;
use crate::values::{Level, Title};

#[derive(Template)]
#[template(path = "permissions/role.html")]
struct RolePage {
    frame: Frame,
    title: String,
    /// Where the form posts to.
    action: String,
    form: RoleForm,
    /// Presets keep their name.
    has_name: bool,
    errors: Vec<FieldError>,
}

#[derive(Deserialize)]
pub struct Asked {
    /// The role that the new one begins as a copy of.
    copy: Option<Uuid>,
}

#[derive(Clone, Deserialize)]
pub struct RoleForm {
    #[serde(default)]
    name: String,
    projects: Level,
    tasks: Level,
    people: Level,
    settings: Level,
    can_create_projects: Option<String>,
}

/// `GET /w/{slug}/settings/permissions/new`: empty, or filled from the role to copy.
pub async fn new(app: Data<App>, member: Admin, asked: Query<Asked>) -> AppResult<HttpResponse> {
    let workspace_id = member.workspace_id();
    let role = match asked.copy {
        Some(id) => Some(app.db.run(move |conn| Role::find(conn, workspace_id, id)).await?),
        None => None,
    };
    let name = role.as_ref().map(|role| {
        let copy = member.lang.say("role-copy-name").with("role", role.title(member.lang));
        copy.to_string().chars().take(Title::MAX).collect()
    });
    let rights = role.map_or(NOTHING, |role| role.rights());
    let form = RoleForm::of(name.unwrap_or_default(), rights);
    Ok(ok(&RolePage::to_make(&member, form, Vec::new())))
}

/// `POST /w/{slug}/settings/permissions`
pub async fn create(app: Data<App>, member: Admin, body: Bytes) -> AppResult<HttpResponse> {
    let form: RoleForm = form(&body)?;
    let error = match Title::parse(&form.name) {
        Err(error) => title_error("name", error, &member),
        Ok(name) => {
            let (workspace_id, actor_id) = (member.workspace_id(), member.user.id);
            let change = RoleChange { name, rights: form.rights() };
            let create = move |conn: &mut _| Role::create(conn, workspace_id, actor_id, &change);
            match member.change(&app, create).await? {
                RoleOutcome::TooMany => too_many(&member),
                RoleOutcome::NameTaken => name_taken(&member),
                _ => return Ok(saved(&member)),
            }
        }
    };
    Ok(refused(&RolePage::to_make(&member, form, vec![error])))
}

/// `GET /w/{slug}/settings/permissions/{id}`
pub async fn edit(app: Data<App>, member: Admin, path: Path<Id>) -> AppResult<HttpResponse> {
    let role = find(&app, &member, path.id).await?;
    if !role.can_be_edited() {
        return Ok(fixed(&member, &role));
    }
    let form = RoleForm::of(role.name.clone(), role.rights());
    Ok(ok(&RolePage::to_change(&member, &role, form, Vec::new())))
}

/// `POST /w/{slug}/settings/permissions/{id}`
pub async fn update(
    app: Data<App>,
    member: Admin,
    path: Path<Id>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let role = find(&app, &member, path.id).await?;
    let form: RoleForm = form(&body)?;
    // What a preset's form has no field for is not looked at.
    let name = if role.preset.is_some() { role.name.as_str() } else { form.name.as_str() };
    let error = match Title::parse(name) {
        Err(error) => title_error("name", error, &member),
        Ok(name) => {
            let (workspace_id, actor_id, id) = (member.workspace_id(), member.user.id, role.id);
            let change = RoleChange { name, rights: form.rights() };
            let update = move |conn: &mut _| {
                Role::find(conn, workspace_id, id)?.update(conn, actor_id, &change)
            };
            match member.change(&app, update).await? {
                RoleOutcome::NameTaken => name_taken(&member),
                RoleOutcome::Fixed => return Ok(fixed(&member, &role)),
                _ => return Ok(saved(&member)),
            }
        }
    };
    Ok(refused(&RolePage::to_change(&member, &role, form, vec![error])))
}

/// The role; `NotFound` when the workspace has none of this id.
pub async fn find(app: &App, member: &Admin, id: Uuid) -> AppResult<Role> {
    let workspace_id = member.workspace_id();
    app.db.run(move |conn| Role::find(conn, workspace_id, id)).await
}

/// Back to the matrix, which says what cannot be done with this role.
pub fn fixed(member: &Admin, role: &Role) -> HttpResponse {
    let key = if role.can_be_edited() { "role-stays" } else { "role-fixed" };
    let said = member.lang.say(key).with("role", role.title(member.lang));
    Flash::refused(said).leave(&member.session);
    see_other(&member.path("settings/permissions"))
}

fn saved(member: &Admin) -> HttpResponse {
    Flash::done(member.lang.t("role-saved")).leave(&member.session);
    see_other(&member.path("settings/permissions"))
}

fn name_taken(member: &Admin) -> FieldError {
    FieldError::new("name", member.lang.t("role-name-taken"))
}

fn too_many(member: &Admin) -> FieldError {
    FieldError::new("name", member.lang.say("role-too-many").with("max", Role::MOST))
}

/// A role from scratch allows nothing.
const NOTHING: Rights = Rights {
    projects: Level::None,
    tasks: Level::None,
    people: Level::None,
    settings: Level::None,
    can_create_projects: false,
};

impl RoleForm {
    fn of(name: String, rights: Rights) -> RoleForm {
        let Rights { projects, tasks, people, settings, can_create_projects } = rights;
        let can_create_projects = can_create_projects.then(|| "true".to_owned());
        RoleForm { name, projects, tasks, people, settings, can_create_projects }
    }

    fn rights(&self) -> Rights {
        Rights {
            projects: self.projects,
            tasks: self.tasks,
            people: self.people,
            settings: self.settings,
            can_create_projects: self.can_create_projects.is_some(),
        }
    }
}

impl RolePage {
    fn to_make(member: &Admin, form: RoleForm, errors: Vec<FieldError>) -> RolePage {
        RolePage {
            frame: Frame::new(member, Section::Permissions),
            title: member.lang.t("role-new"),
            action: member.path("settings/permissions"),
            form: RoleForm { name: echo(&form.name), ..form },
            has_name: true,
            errors,
        }
    }

    fn to_change(member: &Admin, role: &Role, form: RoleForm, errors: Vec<FieldError>) -> RolePage {
        RolePage {
            title: role.title(member.lang),
            action: member.path(&format!("settings/permissions/{}", role.id)),
            has_name: role.preset.is_none(),
            ..RolePage::to_make(member, form, errors)
        }
    }

    /// Each area and its level.
    fn areas(&self) -> [(&'static str, Level); 4] {
        let RoleForm { projects, tasks, people, settings, .. } = self.form;
        [("projects", projects), ("tasks", tasks), ("people", people), ("settings", settings)]
    }

    fn levels(&self) -> &'static [Level] {
        Level::ALL
    }
}
