use actix_session::Session;
use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::app::App;
use crate::error::AppResult;
use crate::frame::{FieldError, PlainFrame};
use crate::handlers::{echo, ok, refused, see_other};
use crate::models::account::Account;
use crate::security::access::{Viewer, browser_lang};
use crate::security::{attempts, known_device, session};
use crate::values::EmailAddress;

#[derive(Template)]
#[template(path = "sessions/new.html")]
struct SignInPage {
    frame: PlainFrame,
    email: String,
    next: String,
    errors: Vec<FieldError>,
}

#[derive(Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
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
    request: HttpRequest,
    session: Session,
    viewer: Option<Viewer>,
    query: Query<Next>,
) -> HttpResponse {
    if viewer.is_some() {
        return see_other(own_page(&query.next).unwrap_or("/"));
    }
    ok(&SignInPage {
        frame: PlainFrame::new(browser_lang(&request)).with_flash(&session),
        email: String::new(),
        next: own_page(&query.next).unwrap_or_default().to_owned(),
        errors: Vec::new(),
    })
}

/// `POST /sign-in`: one answer for an unknown address and for a wrong password.
pub async fn create(
    app: Data<App>,
    request: HttpRequest,
    session: Session,
    Form(form): Form<SignIn>,
) -> AppResult<HttpResponse> {
    match account_of(&app, &request, &form).await? {
        Some(account) => {
            let hash = account.password_hash.as_deref();
            session::sign_in(&session, &app.keys, account.id, hash)?;
            let answer = see_other(own_page(&form.next).unwrap_or("/"));
            known_device::remember(&app, account.id, answer)
        }
        None => {
            let lang = browser_lang(&request);
            Ok(refused(&SignInPage {
                frame: PlainFrame::new(lang),
                next: own_page(&form.next).unwrap_or_default().to_owned(),
                email: echo(&form.email),
                errors: vec![FieldError::new("email", lang.t("sign-in-refused"))],
            }))
        }
    }
}

/// `POST /sign-out`: ends this session on the server.
pub async fn delete(viewer: Viewer, form: Option<Form<Next>>) -> HttpResponse {
    viewer.session.purge();
    let next = form.as_ref().and_then(|form| own_page(&form.next));
    see_other(next.unwrap_or("/sign-in"))
}

/// The verified account of this address and password; `None` when they fit none.
async fn account_of(app: &App, request: &HttpRequest, form: &SignIn) -> AppResult<Option<Account>> {
    let Ok(email) = EmailAddress::parse(&form.email) else { return Ok(None) };
    let key = email.key().to_owned();
    let account = app.db.run(move |conn| Account::by_email(conn, &key)).await?;
    let account = account.filter(|account| account.verified_at.is_some());
    let (key, typed) = (email.key(), form.password.as_str());
    let fits = attempts::password_fits(app, request, key, typed, account.as_ref()).await?;
    Ok(account.filter(|_| fits))
}

/// The longest address to come back to, in bytes.
const LONGEST_NEXT: usize = 2000;

/// The address when it is a page of our own: it must begin with one slash, and resolving it must
/// not leave the origin (`\\evil`, `/%09/evil` and their kind do).
fn own_page(next: &str) -> Option<&str> {
    if next.len() > LONGEST_NEXT {
        return None;
    }
    let base = url::Url::parse("http://own.invalid/").ok()?;
    let resolved = base.join(next).ok()?;
    let plain = next.starts_with('/') && next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    (plain && resolved.origin() == base.origin()).then_some(next)
}
