//! An invitation is taken back.

use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};

use crate::app::App;
use crate::error::AppResult;
use crate::frame::Section;
use crate::handlers::confirm::{Confirm, More};
use crate::handlers::users::back::Back;
use crate::handlers::{Id, done, form, is_fragment};
use crate::inviting::withdraw::withdraw;
use crate::models::user::{Change, User};
use crate::security::access::Admin;
use crate::security::session::Flash;
use crate::values::Status;

/// `GET /w/{slug}/settings/users/{id}/withdrawal`: asks first, naming person and consequence.
pub async fn new(
    app: Data<App>,
    request: HttpRequest,
    member: Admin,
    path: Path<Id>,
    asked: Query<Back>,
) -> AppResult<HttpResponse> {
    let (workspace_id, id) = (member.workspace_id(), path.id);
    let user = app.db.run(move |conn| User::find(conn, workspace_id, id)).await?;
    let (lang, back) = (member.lang, asked.address(&member));
    if user.status != Status::Initiated {
        Flash::refused(lang.say("withdraw-not-now").with("name", user.name)).leave(&member.session);
        return Ok(done(is_fragment(&request), &back));
    }
    let confirm = Confirm {
        section: Section::Users,
        title: lang.t("withdraw-title"),
        question: lang.say("withdraw-ask").with("name", user.name).to_string(),
        yes: Some(lang.t("withdraw-yes")),
        no: lang.t("keep"),
        action: member.path(&format!("settings/users/{id}/withdrawal")),
        back,
        is_dangerous: true,
        more: More::default(),
    };
    Ok(confirm.answer(&request, &member))
}

/// `POST /w/{slug}/settings/users/{id}/withdrawal`
pub async fn create(
    app: Data<App>,
    request: HttpRequest,
    member: Admin,
    path: Path<Id>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let back = form::<Back>(&body)?.address(&member);
    let (workspace_id, actor_id, id) = (member.workspace_id(), member.user.id, path.id);
    let (user, change) = app
        .db
        .run(move |conn| {
            let change = withdraw(conn, workspace_id, actor_id, id)?;
            AppResult::Ok((User::find(conn, workspace_id, id)?, change))
        })
        .await?;
    let flash = match change {
        Change::Done => {
            let done = Flash::done(member.lang.say("withdraw-ok").with("name", user.name));
            let again = member.path(&format!("settings/users/{id}/activation"));
            Flash { again: Some(again), ..done }
        }
        _ => Flash::refused(member.lang.say("withdraw-not-now").with("name", user.name)),
    };
    flash.leave(&member.session);
    Ok(done(is_fragment(&request), &back))
}
