//! Browsers that somebody has signed in with. What strangers try cannot lock them out: see
//! [`super::attempts`].

use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use uuid::Uuid;

use super::links::{seal, unseal};
use crate::app::App;
use crate::error::{AppError, AppResult};

/// What the account's id is signed for.
const PURPOSE: &str = "known-device";
const COOKIE: &str = "usher-device";
/// How long a browser is remembered.
const LIFETIME: time::Duration = time::Duration::days(365);

/// Adds to the answer what tells this browser apart later. It signs nobody in.
pub fn remember(app: &App, account_id: Uuid, mut answer: HttpResponse) -> AppResult<HttpResponse> {
    let cookie = Cookie::build(
        app.settings.cookie_name(COOKIE),
        seal(&app.keys, PURPOSE, account_id.as_bytes(), &[]),
    )
    .path("/")
    .max_age(LIFETIME)
    .secure(app.settings.is_https())
    .http_only(true)
    .same_site(SameSite::Lax)
    .finish();
    let value = HeaderValue::from_str(&cookie.to_string()).map_err(AppError::internal)?;
    answer.headers_mut().append(header::SET_COOKIE, value);
    Ok(answer)
}

/// Whether this account was the last that signed in with this browser.
pub fn is_known(app: &App, request: &HttpRequest, account_id: Uuid) -> bool {
    request
        .cookie(&app.settings.cookie_name(COOKIE))
        .and_then(|cookie| unseal(&app.keys, PURPOSE, cookie.value(), 16, &[]))
        .is_some_and(|claim| claim == account_id.as_bytes())
}
