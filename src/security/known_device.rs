//! Browsers that somebody has signed in with. What strangers try cannot lock them out: see
//! [`super::attempts`].

use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use uuid::Uuid;

use super::links::{seal, unseal};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::models::account::Account;

/// What the ids of account and device are signed for. The account's address and the hash of its
/// password are bound to them, so that another of either forgets every device.
const PURPOSE: &str = "known-device";
const COOKIE: &str = "usher-device";
/// How long a browser is remembered, unless the password or the address changes.
const LIFETIME: time::Duration = time::Duration::days(365);

/// Adds to the answer what tells this browser apart later. It signs nobody in.
pub fn remember(
    app: &App,
    account_id: Uuid,
    email_key: &str,
    password_hash: Option<&str>,
    mut answer: HttpResponse,
) -> AppResult<HttpResponse> {
    let device = Uuid::now_v7();
    let claim = [account_id.into_bytes(), device.into_bytes()].concat();
    let cookie = Cookie::build(
        app.settings.cookie_name(COOKIE),
        seal(&app.keys, PURPOSE, &claim, bound(email_key, password_hash).as_bytes()),
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

/// The id of this browser when the account was the last that signed in with it, by the address and
/// the password it still has.
pub fn known(app: &App, request: &HttpRequest, account: &Account) -> Option<Uuid> {
    let cookie = request.cookie(&app.settings.cookie_name(COOKIE))?;
    let bound = bound(&account.email_key, account.password_hash.as_deref());
    let claim = unseal(&app.keys, PURPOSE, cookie.value(), 32, bound.as_bytes())?;
    let (whose, device) = claim.split_at(16);
    if whose == account.id.as_bytes() { Uuid::from_slice(device).ok() } else { None }
}

fn bound(email_key: &str, password_hash: Option<&str>) -> String {
    format!("{email_key} {}", password_hash.unwrap_or_default())
}
