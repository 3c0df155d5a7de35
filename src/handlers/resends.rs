use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::handlers::users::back::Back;
use crate::handlers::{done, form, is_fragment};
use crate::inviting::resend::{Resending, Resent, resend};
use crate::security::access::Admin;
use crate::security::session::Flash;

/// What stands in the form, or in the address when another form is sent by a button of its own.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ResendForm {
    generation: Option<i32>,
    back: String,
}

/// `POST /w/{slug}/settings/users/{id}/resend`: sends the next generation of the invitation.
pub async fn create(
    app: Data<App>,
    request: HttpRequest,
    member: Admin,
    path: Path<(String, Uuid)>,
    address: Query<ResendForm>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    // The invite window's button sends that window's own fields, which mean nothing here.
    let asked = if address.generation.is_some() {
        address.into_inner()
    } else {
        form::<ResendForm>(&body)?
    };
    let resending = Resending {
        workspace_id: member.workspace_id(),
        actor_id: member.user.id,
        user_id: path.1,
        generation: asked.generation.ok_or(AppError::BadRequest)?,
    };
    let outcome = app.db.run(move |conn| resend(conn, &resending)).await?;
    let lang = member.lang;
    let flash = match outcome {
        Resent::Sent(user) => {
            app.mail_waits.notify_one();
            let flash = Flash::done(lang.say("resend-ok").with("email", user.email));
            Flash { mailbox: app.settings.mailbox, ..flash }
        }
        Resent::MovedOn(user) => {
            Flash::refused(lang.say("resend-moved-on").with("email", user.email))
        }
        Resent::TooSoon(_) => Flash::refused(lang.t("resend-too-soon")),
        Resent::TooOften(user) => {
            Flash::refused(lang.say("resend-too-often").with("email", user.email))
        }
        Resent::NotInitiated(user) => {
            Flash::refused(lang.say("resend-not-initiated").with("name", user.name))
        }
    };
    flash.leave(&member.session);
    Ok(done(is_fragment(&request), &Back { back: asked.back }.address(&member)))
}
