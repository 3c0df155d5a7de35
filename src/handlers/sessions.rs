//! Signing in and out.

use actix_session::Session;
use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::app::App;
use crate::error::AppResult;
use crate::frame::{FieldError, PlainFrame};
use crate::handlers::{echo, form, ok, refused, see_other};
use crate::journal::{What, say};
use crate::models::account::Account;
use crate::security::access::{Viewer, Visitor, browser_lang};
use crate::security::own_pages::OwnPages;
use crate::security::{attempts, known_device, session};
use crate::values::EmailAddress;

#[derive(Template)]
#[template(path = "sessions/new.html")]
struct SignInPage {
    frame: PlainFrame,
    email: String,
    next: String,
    /// Whether a form was sent that nobody was signed in for.
    is_lost: bool,
    /// Whether further workspaces can be made.
    offers_sign_up: bool,
    errors: Vec<FieldError>,
}

#[derive(Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
    #[serde(default)]
    lost: bool,
}

#[derive(Deserialize)]
pub struct SignIn {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// `GET /sign-in`; who is signed in already goes straight on.
pub async fn new(
    app: Data<App>,
    pages: Data<OwnPages>,
    request: HttpRequest,
    session: Session,
    Visitor(viewer): Visitor,
    query: Query<Next>,
) -> HttpResponse {
    if viewer.is_some() {
        return see_other(pages.find(&query.next).as_deref().unwrap_or("/"));
    }
    ok(&SignInPage {
        frame: PlainFrame::new(browser_lang(&request)).with_flash(&session),
        email: String::new(),
        next: pages.find(&query.next).unwrap_or_default(),
        is_lost: query.lost,
        offers_sign_up: offers_sign_up(&app),
        errors: Vec::new(),
    })
}

/// `POST /sign-in`: one answer for an unknown address and for a wrong password.
pub async fn create(
    app: Data<App>,
    pages: Data<OwnPages>,
    request: HttpRequest,
    session: Session,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let form: SignIn = form(&body)?;
    match account_of(&app, &request, &form).await? {
        Some(account) => {
            let hash = account.password_hash.as_deref();
            session::sign_in(&session, &app.keys, account.id, hash)?;
            say(What::SignedIn, Some(account.id));
            let answer = see_other(pages.find(&form.next).as_deref().unwrap_or("/"));
            known_device::remember(&app, account.id, &account.email_key, hash, answer)
        }
        None => {
            let lang = browser_lang(&request);
            Ok(refused(&SignInPage {
                frame: PlainFrame::new(lang),
                next: pages.find(&form.next).unwrap_or_default(),
                email: echo(&form.email),
                is_lost: false,
                offers_sign_up: offers_sign_up(&app),
                errors: vec![FieldError::new("email", lang.t("sign-in-refused"))],
            }))
        }
    }
}

/// `POST /sign-out`: ends this session on the server.
pub async fn delete(pages: Data<OwnPages>, viewer: Viewer, body: Bytes) -> HttpResponse {
    viewer.session.purge();
    say(What::SignedOut, Some(viewer.account.id));
    let next = form::<Next>(&body).ok().and_then(|form| pages.find(&form.next));
    see_other(next.as_deref().unwrap_or("/sign-in"))
}

fn offers_sign_up(app: &App) -> bool {
    !app.settings.no_sign_up && !app.mailer.is_off()
}

/// The verified account of this address and password; `None` when they fit none.
async fn account_of(app: &App, request: &HttpRequest, form: &SignIn) -> AppResult<Option<Account>> {
    let Ok(email) = EmailAddress::parse(&form.email) else { return Ok(None) };
    let key = email.key().to_owned();
    let account = app.db.run(move |conn| Account::by_email(conn, &key)).await?;
    let account = account.filter(|account| account.verified_at.is_some());
    let (key, typed) = (email.key(), form.password.as_str());
    let fits = attempts::password_fits(app, request, key, typed, account.as_ref()).await?;
    if !fits {
        // Not the address: some type their password into its field.
        say(What::SignInRefused, account.as_ref().map(|account| account.id));
    }
    Ok(account.filter(|_| fits))
}
