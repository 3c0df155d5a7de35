//! One file a noun: parse, authorise, one call, a page or a redirect; the page structs beside
//! them.

pub mod batches;
pub mod errors;
pub mod health;
pub mod home;
pub mod invite;
pub mod join;
pub mod mailbox;
pub mod password_resets;
pub mod profile;
pub mod sessions;
pub mod setup;
pub mod users;

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use askama::Template;

use crate::security::protection::LOCATION_AFTER;

/// A page.
pub fn ok(page: &impl Template) -> HttpResponse {
    respond(StatusCode::OK, page)
}

/// The page of a form that was refused: what was typed, and what to mend.
pub fn refused(page: &impl Template) -> HttpResponse {
    respond(StatusCode::UNPROCESSABLE_ENTITY, page)
}

/// The page of a link that has done its work or never will.
pub fn gone(page: &impl Template) -> HttpResponse {
    respond(StatusCode::GONE, page)
}

/// The page of a choice that must be made before what was asked can be done.
pub fn undecided(page: &impl Template) -> HttpResponse {
    respond(StatusCode::CONFLICT, page)
}

/// To another page, by GET.
pub fn see_other(address: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish()
}

/// Tells the script that asked for a fragment to go to another page.
pub fn go_to(address: &str) -> HttpResponse {
    HttpResponse::NoContent().insert_header((LOCATION_AFTER, address)).finish()
}

fn respond(status: StatusCode, page: &impl Template) -> HttpResponse {
    match page.render() {
        Ok(html) => HttpResponse::build(status)
            .content_type("text/html; charset=utf-8")
            .insert_header((header::VARY, "X-Fragment"))
            .body(html),
        Err(error) => HttpResponse::from_error(crate::error::AppError::internal(error)),
    }
}
