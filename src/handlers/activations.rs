//! Somebody who was deactivated, back in their seat, or invited anew.

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::app::App;
use crate::error::AppResult;
use crate::handlers::users::back::Back;
use crate::handlers::{Id, deactivations, done, form, is_fragment, resends};
use crate::inviting::activate::{Activated, activate};
use crate::security::access::Admin;
use crate::security::session::Flash;

/// `POST /w/{slug}/settings/users/{id}/activation`: "Activate again", or "Invite again" for
/// somebody who never accepted.
pub async fn create(
    app: Data<App>,
    request: HttpRequest,
    member: Admin,
    path: Path<Id>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let back = form::<Back>(&body)?.address(&member);
    let (workspace_id, actor_id, id) = (member.workspace_id(), member.user.id, path.id);
    let outcome = app.db.run(move |conn| activate(conn, workspace_id, actor_id, id)).await?;
    let lang = member.lang;
    let flash = match outcome {
        Activated::Active { user, told_at } => {
            app.mail_waits.notify_one();
            Flash::done(deactivations::told(&member, "activate-ok", &user.name, told_at))
        }
        Activated::Invited(user) => {
            app.mail_waits.notify_one();
            let flash = Flash::done(lang.say("activate-invited").with("name", user.name));
            Flash { mailbox: app.settings.mailbox, ..flash }
        }
        Activated::NoSeat(user) => {
            let flash = Flash::refused(lang.say("activate-no-seat").with("name", user.name));
            Flash { book: Some(member.path("settings/plan")), ..flash }
        }
        Activated::NotNow(user) => {
            Flash::refused(lang.say("activate-not-now").with("name", user.name))
        }
        Activated::DomainRefused(user) => resends::domain_refused(lang, &user.email),
    };
    flash.leave(&member.session);
    Ok(done(is_fragment(&request), &back))
}
