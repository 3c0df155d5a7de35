use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use uuid::Uuid;

use crate::app::App;
use crate::error::AppResult;
use crate::handlers::users::back::Back;
use crate::handlers::users::confirm::Confirm;
use crate::handlers::{done, form, is_fragment};
use crate::models::user::{Change, User};
use crate::security::access::Admin;
use crate::security::session::{Flash, Undo};
use crate::values::Status;

/// `GET /w/{slug}/settings/users/{id}/deactivation`: asks first, naming person and consequence.
pub async fn new(
    app: Data<App>,
    request: HttpRequest,
    member: Admin,
    path: Path<(String, Uuid)>,
    asked: Query<Back>,
) -> AppResult<HttpResponse> {
    let (workspace_id, id) = (member.workspace_id(), path.1);
    let (user, is_last_admin) = app
        .db
        .run(move |conn| {
            let (user, role) = User::find_with_role(conn, workspace_id, id)?;
            let is_last_admin = user.is_last_admin(conn, &role)?;
            Ok::<_, diesel::result::Error>((user, is_last_admin))
        })
        .await?;
    let (lang, back) = (member.lang, asked.address(&member));
    if user.status != Status::Active {
        let flash = Flash::refused(lang.say("deactivate-not-now").with("name", user.name));
        flash.leave(&member.session);
        return Ok(done(is_fragment(&request), &back));
    }
    let question = if is_last_admin {
        lang.say("deactivate-last-admin").with("name", user.name)
    } else if id == member.user.id {
        lang.say("deactivate-ask-own").with("workspace", member.workspace.name.as_str())
    } else {
        lang.say("deactivate-ask").with("name", user.name)
    };
    let confirm = Confirm {
        title: lang.t("deactivate-title"),
        question: question.to_string(),
        yes: (!is_last_admin).then(|| lang.t("deactivate-yes")),
        no: lang.t(if is_last_admin { "back" } else { "deactivate-no" }),
        action: member.path(&format!("settings/users/{id}/deactivation")),
        back,
        is_dangerous: true,
        fields: Vec::new(),
    };
    Ok(confirm.answer(&request, &member))
}

/// `POST /w/{slug}/settings/users/{id}/deactivation`
pub async fn create(
    app: Data<App>,
    request: HttpRequest,
    member: Admin,
    path: Path<(String, Uuid)>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let back = form::<Back>(&body)?.address(&member);
    let (workspace_id, actor_id, id) = (member.workspace_id(), member.user.id, path.1);
    let (user, change) = app
        .db
        .run(move |conn| {
            let change = User::deactivate(conn, workspace_id, actor_id, id)?;
            AppResult::Ok((User::find(conn, workspace_id, id)?, change))
        })
        .await?;
    let key = match change {
        Change::Done => "deactivate-ok",
        Change::LastAdmin => "deactivate-last-admin",
        Change::NoSeat | Change::NotNow => "deactivate-not-now",
    };
    let text = member.lang.say(key).with("name", user.name);
    // Who deactivated themselves may not see this workspace any more.
    let is_own = id == actor_id;
    let flash = if change == Change::Done {
        let undo = member.path(&format!("settings/users/{id}/activation"));
        Flash { undo: (!is_own).then_some(Undo { path: undo, until: None }), ..Flash::done(text) }
    } else {
        Flash::refused(text)
    };
    flash.leave(&member.session);
    let next = if change == Change::Done && is_own { "/" } else { back.as_str() };
    Ok(done(is_fragment(&request), next))
}
