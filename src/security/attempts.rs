//! Limits on guessing: every password that is checked is counted, by the address it was tried for
//! and by the machine that tried it. The counters know addresses, not accounts, so they tell
//! nobody whether an account exists.

use std::net::IpAddr;

use actix_web::HttpRequest;
use diesel::QueryResult;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::models::rate_counter::RateLimit;
use crate::values::password::typed_password;

/// Wrong passwords for one address.
const PER_ADDRESS: RateLimit = RateLimit { attempts: 10, seconds: 15 * 60 };
/// Wrong passwords from one machine.
const PER_MACHINE: RateLimit = RateLimit { attempts: 100, seconds: 15 * 60 };
/// Password resets for one address.
const RESETS_PER_ADDRESS: RateLimit = RateLimit { attempts: 3, seconds: 60 * 60 };
/// Password resets from one machine.
const RESETS_PER_MACHINE: RateLimit = RateLimit { attempts: 30, seconds: 60 * 60 };

/// Whether the typed password fits the stored hash; with no hash it takes as long and is `false`.
/// [`AppError::TooManyAttempts`], and nothing is checked, once there were too many wrong ones for
/// this address or from this machine; a right one clears the address.
pub async fn password_fits(
    app: &App,
    request: &HttpRequest,
    email_key: &str,
    typed: &str,
    hash: Option<String>,
) -> AppResult<bool> {
    let address = address_key(email_key);
    let machine = format!("sign-in-from:{}", machine(request));
    let (counted, from) = (address.clone(), machine.clone());
    // Counted before it is checked: of many guesses at once, no more than the limit are.
    // The machine comes first, so that one that is stopped locks no further address.
    let allowed = app
        .db
        .run(move |conn| -> QueryResult<bool> {
            Ok(PER_MACHINE.allows(conn, &from)? && PER_ADDRESS.allows(conn, &counted)?)
        })
        .await?;
    if !allowed {
        return Err(AppError::TooManyAttempts);
    }
    let Some(password) = typed_password(typed) else { return Ok(false) };
    let fits = app.passwords.verify(password, hash).await?;
    if fits {
        app.db
            .run(move |conn| {
                RateLimit::forget(conn, &address)?;
                RateLimit::give_back(conn, &machine)
            })
            .await?;
    }
    Ok(fits)
}

/// The key under which wrong passwords for an address are counted; a password reset clears it.
pub fn address_key(email_key: &str) -> String {
    format!("sign-in:{email_key}")
}

/// Whether one more password reset may be mailed to this address.
/// [`AppError::TooManyAttempts`] when the machine has asked for too many.
pub async fn reset_allowed(app: &App, request: &HttpRequest, email_key: &str) -> AppResult<bool> {
    let address = format!("reset:{email_key}");
    let machine = format!("reset-from:{}", machine(request));
    app.db
        .run(move |conn| {
            if !RESETS_PER_MACHINE.allows(conn, &machine)? {
                return Err(AppError::TooManyAttempts);
            }
            Ok(RESETS_PER_ADDRESS.allows(conn, &address)?)
        })
        .await
}

/// The machine a request comes from: the peer, or, when the peer is a reverse proxy on this very
/// machine, the address that proxy saw. IPv6 counts by its network: a person has a /64 of them.
fn machine(request: &HttpRequest) -> String {
    let peer = request.peer_addr().map(|peer| peer.ip().to_canonical());
    let address = match peer {
        Some(peer) if peer.is_loopback() => seen_by_proxy(request).unwrap_or(peer),
        Some(peer) => peer,
        None => return "unknown".to_owned(),
    };
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// The last address of `X-Forwarded-For`, the only one that the nearest proxy wrote itself.
fn seen_by_proxy(request: &HttpRequest) -> Option<IpAddr> {
    let header = request.headers().get_all("x-forwarded-for").last()?;
    let last = header.to_str().ok()?.rsplit(',').next()?;
    last.trim().parse::<IpAddr>().ok().map(|address| address.to_canonical())
}
