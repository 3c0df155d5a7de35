//! A role goes; who holds it gets another.

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use uuid::Uuid;

use super::roles::{find, fixed};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::frame::Section;
use crate::handlers::confirm::{Choice, Confirm, More};
use crate::handlers::{Id, done, form, is_fragment};
use crate::models::role::{Role, RoleOutcome};
use crate::security::access::Admin;
use crate::security::session::Flash;

#[derive(Deserialize)]
pub struct Replacement {
    /// The role that the holders get; empty when none was chosen.
    #[serde(default)]
    role: String,
}

/// `GET /w/{slug}/settings/permissions/{id}/deletion`: asks first, and which role its holders get.
pub async fn new(
    app: Data<App>,
    request: HttpRequest,
    member: Admin,
    path: Path<Id>,
) -> AppResult<HttpResponse> {
    let role = find(&app, &member, path.id).await?;
    if !role.can_be_deleted() {
        return Ok(fixed(&member, &role));
    }
    ask(&app, &request, &member, role, None).await
}

/// `POST /w/{slug}/settings/permissions/{id}/deletion`
pub async fn create(
    app: Data<App>,
    request: HttpRequest,
    member: Admin,
    path: Path<Id>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let role = find(&app, &member, path.id).await?;
    let form: Replacement = form(&body)?;
    let instead = match form.role.as_str() {
        "" => None,
        id => Some(Uuid::parse_str(id).map_err(|_| AppError::BadRequest)?),
    };
    let (workspace_id, actor_id, id) = (member.workspace_id(), member.user.id, role.id);
    let delete =
        move |conn: &mut _| Role::find(conn, workspace_id, id)?.delete(conn, actor_id, instead);
    match member.change(&app, delete).await? {
        RoleOutcome::InUse => {
            let error = member.lang.t("role-delete-choose");
            ask(&app, &request, &member, role, Some(error)).await
        }
        RoleOutcome::Fixed => Ok(fixed(&member, &role)),
        _ => {
            let said = member.lang.say("deleted").with("name", &role.name);
            Flash::done(said).leave(&member.session);
            Ok(done(is_fragment(&request), &member.path("settings/permissions")))
        }
    }
}

/// The question; with a choice of another role while anybody holds this one.
async fn ask(
    app: &App,
    request: &HttpRequest,
    member: &Admin,
    role: Role,
    error: Option<String>,
) -> AppResult<HttpResponse> {
    let lang = member.lang;
    let (holders, roles, role) = app
        .db
        .run(move |conn| {
            let holders = role.holders(conn)?;
            AppResult::Ok((holders, Role::all(conn, role.workspace_id)?, role))
        })
        .await?;
    let others = roles.iter().filter(|other| other.id != role.id);
    let choice = Choice {
        name: "role",
        label: lang.t("role-delete-instead"),
        none: lang.t("role-delete-none"),
        hint: lang.t("role-delete-hint"),
        options: others.map(|other| (other.id.to_string(), other.title(lang))).collect(),
        error,
    };
    let question = match holders {
        0 => lang.say("role-delete-ask").with("role", &role.name),
        n => lang.say("role-delete-ask-used").with("role", &role.name).with("n", n),
    };
    let confirm = Confirm {
        section: Section::Permissions,
        title: lang.t("role-delete-title"),
        question: question.to_string(),
        yes: Some(lang.t("role-delete-yes")),
        no: lang.t("keep"),
        action: member.path(&format!("settings/permissions/{}/deletion", role.id)),
        back: member.path("settings/permissions"),
        is_dangerous: true,
        more: More { choice: (holders > 0).then_some(choice), ..More::default() },
    };
    Ok(confirm.answer(request, member))
}
