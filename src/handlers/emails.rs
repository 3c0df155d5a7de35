//! Another address for the person's account: asked for with the password, counts once the link in the
//! mail to it is followed.

use actix_session::Session;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::app::App;
use crate::error::AppResult;
use crate::frame::PlainFrame;
use crate::handlers::profile::ProfilePage;
use crate::handlers::{form, gone, ok, see_other};
use crate::journal::{What, say};
use crate::mail::mailer::Mailer;
use crate::models::confirmation::{Confirmation, Purpose};
use crate::models::new_email::{Moved, ask, refused_by, take};
use crate::security::access::{Viewer, browser_lang};
use crate::security::preview::Preview;
use crate::security::session::{self, Flash};
use crate::security::{attempts, known_device, links};
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

/// `POST /profile/email`: mails a link to the new address, and tells the old one. Whether somebody else has it is not said
/// before its holder asks.
pub async fn create(app: Data<App>, viewer: Viewer, body: Bytes) -> AppResult<HttpResponse> {
    let form: NewEmail = form(&body)?;
    let (id, lang) = (viewer.account.id, viewer.lang);
    let Ok(email) = EmailAddress::parse(&form.email) else {
        let text = lang.t("account-email-refused");
        return ProfilePage::refused_with(&app, &viewer, &form.email, "new_email", text).await;
    };
    if email.key() == viewer.account.email_key {
        let text = lang.t("profile-email-same");
        return ProfilePage::refused_with(&app, &viewer, &form.email, "new_email", text).await;
    }
    let asked = email.clone();
    if let Some(workspace) = app.db.run(move |conn| refused_by(conn, id, &asked)).await? {
        let text = lang.say("profile-email-domain").with("workspace", workspace);
        let text = text.with("domain", email.domain());
        return ProfilePage::refused_with(&app, &viewer, &form.email, "new_email", text).await;
    }
    if !attempts::own_password_fits(&app, &viewer, &form.email_password).await? {
        let (field, text) = ("email_password", lang.t("profile-wrong-password"));
        return ProfilePage::refused_with(&app, &viewer, &form.email, field, text).await;
    }
    let text = lang.say("profile-email-asked").with("email", email.as_str());
    if attempts::change_allowed(&app, id, email.key()).await? {
        let account = viewer.account.clone();
        app.db.run(move |conn| ask(conn, &account, &email, lang)).await?;
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

/// `POST /profile/email/{token}`: from now on the account has this address. Only the session that it
/// is done in goes on.
pub async fn update(
    app: Data<App>,
    request: HttpRequest,
    session: Session,
    token: Path<String>,
) -> AppResult<HttpResponse> {
    Preview::refuse_changes(&session, &request)?;
    let Some(asked) = find(&app, &request, &token).await? else {
        return Ok(ended(&request, "email-over"));
    };
    let is_own = session::account_id(&request) == asked.account_id;
    let (lang, here) = (asked.language, session::id(&session).filter(|_| is_own));
    let moved = app.db.run(move |conn| take(conn, &asked, here)).await?;
    app.mail_waits.notify_one();
    let account = match moved {
        Moved::Done(account) => account,
        Moved::Taken => return Ok(ended(&request, "email-taken")),
        Moved::Refused => return Ok(ended(&request, "email-refused")),
        Moved::Over => return Ok(ended(&request, "email-over")),
    };
    say(What::EmailChanged, Some(account.id));
    let answer = see_other("/profile");
    if here.is_none() {
        return Ok(answer);
    }
    Flash::done(lang.say("profile-email-changed").with("email", &account.email)).leave(&session);
    let hash = account.password_hash.as_deref();
    known_device::remember(&app, account.id, &account.email_key, hash, answer)
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
