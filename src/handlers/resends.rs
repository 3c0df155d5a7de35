//! An invitation is sent again.

use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::app::App;
use crate::dates::soon;
use crate::error::{AppError, AppResult};
use crate::handlers::users::back::Back;
use crate::handlers::{Id, done, form, is_fragment};
use crate::inviting::resend::{Resending, Resent, resend};
use crate::security::access::{Admin, Member};
use crate::security::session::Flash;
use crate::values::Lang;

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
    path: Path<Id>,
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
        user_id: path.id,
        generation: asked.generation.ok_or(AppError::BadRequest)?,
    };
    let outcome = app.db.run(move |conn| resend(conn, &resending)).await?;
    let flash = match outcome {
        Resent::Sent { .. } => {
            app.mail_waits.notify_one();
            Flash { mailbox: app.settings.mailbox, ..said(&member, &outcome) }
        }
        _ => said(&member, &outcome),
    };
    flash.leave(&member.session);
    Ok(done(is_fragment(&request), &Back { back: asked.back }.address(&member)))
}

/// The workspace invites nobody at this address's domain.
pub(super) fn domain_refused(lang: Lang, email: &str) -> Flash {
    let domain = email.rsplit('@').next().unwrap_or_default();
    Flash::refused(lang.say("invite-err-domain").with("value", domain))
}

/// What became of sending again, also at a line of the invite window.
pub(super) fn said(member: &Member, outcome: &Resent) -> Flash {
    let lang = member.lang;
    let when = |at: &DateTime<Utc>| soon(lang, member.workspace.zone(), *at, Utc::now());
    match outcome {
        Resent::Sent { user, leaves: None } => {
            Flash::done(lang.say("resend-ok").with("email", &user.email))
        }
        Resent::Sent { user, leaves: Some(at) } => {
            Flash::done(lang.say("resend-later").with("email", &user.email).with("when", when(at)))
        }
        Resent::Waits { user, leaves: None } => {
            Flash::done(lang.say("resend-leaving").with("email", &user.email))
        }
        Resent::Waits { user, leaves: Some(at) } => {
            Flash::done(lang.say("resend-waits").with("email", &user.email).with("when", when(at)))
        }
        Resent::MovedOn(user) => {
            Flash::refused(lang.say("resend-moved-on").with("email", &user.email))
        }
        Resent::DomainRefused(user) => domain_refused(lang, &user.email),
        Resent::NotInitiated(user) => {
            Flash::refused(lang.say("resend-not-initiated").with("name", &user.name))
        }
    }
}
