//! Another address for the person's account: asked for with the password, counts once the link in the
//! mail to it is followed.

use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::app::App;
use crate::error::AppResult;
use crate::frame::PlainFrame;
use crate::handlers::profile::ProfilePage;
use crate::handlers::{gone, ok, see_other};
use crate::journal::{What, say};
use crate::mail::mailer::Mailer;
use crate::models::confirmation::{Confirmation, Purpose};
use crate::models::new_email::{Moved, take};
use crate::security::access::{Viewer, browser_lang};
use crate::security::session::Flash;
use crate::security::{attempts, links};
use crate::values::EmailAddress;

#[derive(Template)]
#[template(path = "emails/edit.html")]
struct ConfirmPage {
    frame: PlainFrame,
    token: String,
    email: String,
}

#[derive(Template)]
#[template(path = "emails/ended.html")]
struct EndedPage {
    frame: PlainFrame,
    title: String,
    text: String,
}

#[derive(Deserialize)]
pub struct NewEmail {
    #[serde(rename = "new_email")]
    email: String,
    email_password: String,
}

/// `POST /profile/email`: mails a link to the new address. Whether somebody else has it is not said
/// before its holder asks.
pub async fn create(
    app: Data<App>,
    viewer: Viewer,
    Form(form): Form<NewEmail>,
) -> AppResult<HttpResponse> {
    let Ok(email) = EmailAddress::parse(&form.email) else {
        return ProfilePage::refused_with(
            &app,
            &viewer,
            &form.email,
            "new_email",
            "account-email-refused",
        )
        .await;
    };
    if email.key() == viewer.account.email_key {
        return ProfilePage::refused_with(
            &app,
            &viewer,
            &form.email,
            "new_email",
            "profile-email-same",
        )
        .await;
    }
    if !attempts::own_password_fits(&app, &viewer, &form.email_password).await? {
        let (field, key) = ("email_password", "profile-wrong-password");
        return ProfilePage::refused_with(&app, &viewer, &form.email, field, key).await;
    }
    let (id, lang) = (viewer.account.id, viewer.lang);
    let text = lang.say("profile-email-asked").with("email", email.as_str());
    if attempts::confirmation_allowed(&app, id.to_string(), email.key()).await? {
        let ask = move |conn: &mut _| {
            Confirmation::ask(conn, Purpose::EmailChange, Some(id), &email, lang)
        };
        app.db.run(ask).await?;
        app.mail_waits.notify_one();
    }
    let mailbox = matches!(*app.mailer, Mailer::Mailbox(_));
    Flash { mailbox, ..Flash::done(text) }.leave(&viewer.session);
    Ok(see_other("/profile"))
}

/// `GET /profile/email/{token}`: looking at it changes nothing.
pub async fn edit(
    app: Data<App>,
    request: HttpRequest,
    token: Path<String>,
) -> AppResult<HttpResponse> {
    let Some(asked) = find(&app, &request, &token).await? else {
        return Ok(ended(&request, "email-over"));
    };
    let frame = PlainFrame::new(asked.language);
    Ok(ok(&ConfirmPage { frame, token: token.into_inner(), email: asked.email }))
}

/// `POST /profile/email/{token}`: from now on the account has this address.
pub async fn update(
    app: Data<App>,
    request: HttpRequest,
    token: Path<String>,
) -> AppResult<HttpResponse> {
    let Some(asked) = find(&app, &request, &token).await? else {
        return Ok(ended(&request, "email-over"));
    };
    let account_id = asked.account_id;
    let moved = app.db.run(move |conn| take(conn, &asked)).await?;
    app.mail_waits.notify_one();
    Ok(match moved {
        Moved::Done => {
            say(What::EmailChanged, account_id);
            see_other("/profile")
        }
        Moved::Taken => ended(&request, "email-taken"),
        Moved::Over => ended(&request, "email-over"),
    })
}

async fn find(app: &App, request: &HttpRequest, token: &str) -> AppResult<Option<Confirmation>> {
    let purpose = Purpose::EmailChange;
    let found = match links::confirmation_of(&app.keys, purpose, token) {
        Some(id) => app.db.run(move |conn| Confirmation::open(conn, id, purpose)).await?,
        None => None,
    };
    if found.is_none() {
        attempts::count_unknown_link(app, request).await?;
    }
    Ok(found)
}

fn ended(request: &HttpRequest, key: &'static str) -> HttpResponse {
    let lang = browser_lang(request);
    let (title, text) = (lang.t(&format!("{key}-title")), lang.t(key));
    gone(&EndedPage { frame: PlainFrame::new(lang), title, text })
}
