//! One file a noun: parse, authorise, one call, a page or a redirect; the page structs beside
//! them. What they share stands here: how a form is read and how it is answered. Besides, [`confirm`] is the
//! question before a loss, [`pages`] what stands below a long list, [`people_choice`] the popup in which
//! people are chosen, and [`errors`] the page of whatever went wrong.

pub mod activations;
pub mod assignees;
pub mod audit;
pub mod batches;
pub mod confirm;
pub mod deactivations;
pub mod emails;
pub mod errors;
pub mod exports;
pub mod health;
pub mod home;
pub mod imports;
pub mod invite;
pub mod join;
pub mod mailbox;
pub mod membership;
pub mod my_tasks;
pub mod new_workspace;
pub mod own_sessions;
pub mod pages;
pub mod password_resets;
pub mod paused;
pub mod people_choice;
pub mod permissions;
pub mod person;
pub mod plan;
pub mod previews;
pub mod profile;
pub mod project_archive;
pub mod project_deletions;
pub mod project_forms;
pub mod project_members;
pub mod projects;
pub mod resends;
pub mod role_deletions;
pub mod roles;
pub mod sessions;
pub mod setup;
pub mod sign_ups;
pub mod task_deletions;
pub mod task_order;
pub mod task_rows;
pub mod tasks;
pub mod team_deletions;
pub mod team_members;
pub mod teams;
pub mod undos;
pub mod user_details;
pub mod users;
pub mod waiting;
pub mod withdrawals;
pub mod workspace;

use actix_web::http::header::{
    Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue, HeaderName,
};
use actix_web::http::{StatusCode, header};
use actix_web::web::Query;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::form_urlencoded::Serializer;
use uuid::Uuid;

use crate::error::{AppError, AppResult};
use crate::files::Format;
use crate::frame::FieldError;
use crate::security::access::Member;
use crate::values::title::is_invisible_control;
use crate::values::{Title, TitleError};

/// Scripts ask for a part of a page with this header.
const FRAGMENT: HeaderName = HeaderName::from_static("x-fragment");
/// Answers to them say with this one where to go next.
const LOCATION_AFTER: HeaderName = HeaderName::from_static("location-after");

/// The `{id}` in an address of a workspace: which of its users, teams, tasks … is meant.
#[derive(Deserialize)]
pub struct Id {
    pub id: Uuid,
}

/// Reads a posted form; [`AppError::BadRequest`] when a field is missing or is none of its kind.
/// Handlers take the body and read it themselves: extractors run side by side, and whoever may not
/// post the form is told that first.
pub fn form<T: DeserializeOwned>(body: &[u8]) -> AppResult<T> {
    let text = std::str::from_utf8(body).map_err(|_| AppError::BadRequest)?;
    Query::from_query(text).map(Query::into_inner).map_err(|_| AppError::BadRequest)
}

/// What was typed, for a page that shows it again: no field takes more than 200 characters, so
/// whoever sends more gets a part of it back.
pub fn echo(typed: &str) -> String {
    typed.chars().take(200).collect()
}

/// The message for a name or title that is none, at this field.
pub fn title_error(field: &str, error: TitleError, member: &Member) -> FieldError {
    let is_name = field == "name";
    let key = match error {
        TitleError::Empty if is_name => "name-empty",
        TitleError::Empty => "title-empty",
        TitleError::TooLong if is_name => "name-too-long",
        TitleError::TooLong => "title-too-long",
        TitleError::ControlCharacter if is_name => "name-control-character",
        TitleError::ControlCharacter => "title-control-character",
    };
    FieldError::new(field, member.lang.say(key).with("max", Title::MAX))
}

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

/// The page of a thing that is not there and has a page of its own for that.
pub fn missing(page: &impl Template) -> HttpResponse {
    respond(StatusCode::NOT_FOUND, page)
}

/// The page of a choice that must be made before what was asked can be done.
pub fn undecided(page: &impl Template) -> HttpResponse {
    respond(StatusCode::CONFLICT, page)
}

/// A file to keep, under this name and the ending of its format.
pub fn file(name: &str, format: Format, contents: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(format.media_type())
        .insert_header(attachment(&format!("{name}.{}", format.ending())))
        .body(contents)
}

/// Says what a download is called. The name may be somebody else's: what ends a text in a header, or
/// leads to another folder, is taken out of it. Beyond ASCII it is said twice, for old programs.
fn attachment(name: &str) -> ContentDisposition {
    let is_unsafe = |letter: char| "\"\\/".contains(letter) || is_invisible_control(letter);
    let name = name.replace(is_unsafe, "_");
    let plain = name.replace(|letter: char| !letter.is_ascii(), "_");
    let mut parameters = vec![DispositionParam::Filename(plain)];
    if !name.is_ascii() {
        parameters.push(DispositionParam::FilenameExt(ExtendedValue {
            charset: Charset::Ext("UTF-8".to_owned()),
            language_tag: None,
            value: name.into_bytes(),
        }));
    }
    ContentDisposition { disposition: DispositionType::Attachment, parameters }
}

/// The parameters of an address that say something, with their question mark; empty when none does.
pub fn query(parameters: &[(&str, &str)]) -> String {
    let given = parameters.iter().filter(|(_, value)| !value.is_empty());
    let query = Serializer::new(String::new()).extend_pairs(given).finish();
    if query.is_empty() { query } else { format!("?{query}") }
}

/// To another page, by GET.
pub fn see_other(address: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish()
}

/// Tells the script that asked for a fragment to go to another page.
pub fn go_to(address: &str) -> HttpResponse {
    HttpResponse::NoContent().insert_header((LOCATION_AFTER, address)).finish()
}

/// Whether a script asks for a part of a page, to show it in a dialog.
pub fn is_fragment(request: &HttpRequest) -> bool {
    request.headers().contains_key(FRAGMENT)
}

/// To another page after something was done, for a script or a browser.
pub fn done(is_fragment: bool, address: &str) -> HttpResponse {
    if is_fragment { go_to(address) } else { see_other(address) }
}

fn respond(status: StatusCode, page: &impl Template) -> HttpResponse {
    match page.render() {
        Ok(html) => HttpResponse::build(status)
            .content_type("text/html; charset=utf-8")
            .insert_header((header::VARY, "X-Fragment"))
            .body(html),
        Err(error) => HttpResponse::from_error(AppError::internal(error)),
    }
}
