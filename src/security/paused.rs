//! What is open to Admins while the trial is over and too little is booked.

use actix_web::HttpRequest;
use actix_web::http::Method;

/// What Admins still reach when the workspace is paused: they see who takes the seats, free some of
/// them, and take their lists along. Nobody comes in meanwhile.
const OPEN_WHEN_PAUSED: [(Method, &str); 8] = [
    (Method::GET, "/w/{slug}/settings/users"),
    (Method::GET, "/w/{slug}/settings/users/export.xlsx"),
    (Method::GET, "/w/{slug}/settings/users/export.csv"),
    (Method::GET, "/w/{slug}/settings/users/{id}"),
    (Method::GET, "/w/{slug}/settings/users/{id}/deactivation"),
    (Method::POST, "/w/{slug}/settings/users/{id}/deactivation"),
    (Method::GET, "/w/{slug}/settings/users/{id}/withdrawal"),
    (Method::POST, "/w/{slug}/settings/users/{id}/withdrawal"),
];

/// Whether this is one of them.
pub(super) fn stays_open(request: &HttpRequest) -> bool {
    let pattern = request.match_pattern().unwrap_or_default();
    OPEN_WHEN_PAUSED.iter().any(|(method, path)| request.method() == method && pattern == *path)
}
