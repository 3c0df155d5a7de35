//! The pages of errors.

use actix_web::http::header;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError};
use askama::Template;

use crate::error::{AppError, AppResult};
use crate::frame::{Frame, PlainFrame};
use crate::handlers::{home, see_other};
use crate::models::membership::Ended;
use crate::security::access::{Member, member_of, reader_lang};
use crate::values::Lang;

#[derive(Template)]
#[template(path = "errors/show.html")]
struct ErrorPage {
    frame: PlainFrame,
    title: String,
    explanation: String,
    /// What to name when reporting it: the request's id, where the fault is ours.
    reference: Option<String>,
}

impl MemberErrorPage {
    /// Where a page goes on from here, and what that is called.
    fn way_on(&self) -> (String, &'static str) {
        match &self.back {
            Some(back) => (back.clone(), "error-back"),
            None => (self.frame.path(""), "error-way-on"),
        }
    }
}

/// The same within a workspace.
#[derive(Template)]
#[template(path = "errors/member.html")]
struct MemberErrorPage {
    frame: Frame,
    title: String,
    explanation: String,
    reference: Option<String>,
    /// The page that was refused to be changed.
    back: Option<String>,
}

/// Whom an error is explained to.
pub struct Reader {
    lang: Lang,
    member: Option<Member>,
    /// The access to this workspace that they had.
    ended: Option<Ended>,
    /// What they asked for.
    path: String,
    request_id: Option<String>,
}

impl Reader {
    /// Somebody of whom only the browser's language is known.
    pub fn unknown(lang: Lang, request_id: Option<impl ToString>) -> Reader {
        let request_id = request_id.map(|id| id.to_string());
        Reader { lang, member: None, ended: None, path: String::new(), request_id }
    }

    /// The member whom the request was found to come from, if it came that far; nothing is asked
    /// of the database.
    pub fn of(request: &HttpRequest, request_id: Option<impl ToString>) -> Reader {
        let member = request.extensions().get::<Member>().cloned();
        let ended = request.extensions().get::<Ended>().cloned();
        let path = request.path().to_owned();
        Reader { member, ended, path, ..Reader::unknown(reader_lang(request), request_id) }
    }
}

/// Answers everything that no route knows; below a workspace's address its members stay in its
/// frame.
pub async fn not_found(request: HttpRequest) -> AppResult<HttpResponse> {
    // Who asks is found out for the page of the error alone: nobody is sent to sign in for nothing.
    if let Some(slug) = request.path().strip_prefix("/w/").and_then(|rest| rest.split('/').next()) {
        let _ = member_of(&request, slug).await;
    }
    Err(AppError::NotFound)
}

/// To the page this many steps above the address, with whatever is asked of it left out.
pub async fn lead_up(request: HttpRequest, levels: usize) -> HttpResponse {
    let above = |path: &str| path.rsplit_once('/').map_or("", |(up, _)| up).to_owned();
    let path = (0..levels).fold(request.path().to_owned(), |path, _| above(&path));
    see_other(if path.is_empty() { "/" } else { &path })
}

/// The page for an error: a sentence and a way on, never the cause. A member's stands in the frame
/// of their workspace.
pub fn page(reader: &Reader, error: &AppError) -> HttpResponse {
    let mut response = HttpResponse::build(error.status_code());
    let wait = match error {
        AppError::Busy => Some(30),
        AppError::TooManyAttempts { seconds } => Some(*seconds),
        _ => None,
    };
    if let Some(seconds) = wait {
        response.insert_header((header::RETRY_AFTER, seconds));
    }
    response.content_type("text/html; charset=utf-8").body(html(reader, error))
}

fn html(reader: &Reader, error: &AppError) -> String {
    let (lang, key) = (reader.lang, key(error));
    let (title, explanation) = match (&reader.ended, error) {
        (Some(ended), AppError::NotFound) => (lang.t("error-ended"), home::ended(lang, ended)),
        _ => (lang.t(key), lang.t(&format!("{key}-explanation"))),
    };
    let reference = reader
        .request_id
        .as_ref()
        .filter(|_| error.status_code().is_server_error())
        .map(|id| lang.say("error-reference").with("id", id).to_string());
    let fallback = title.clone();
    let html = match &reader.member {
        Some(member) => {
            let (frame, is_preview) = (Frame::of(member), matches!(error, AppError::Previewing));
            // The address of a form leads to its page.
            let back = is_preview.then(|| reader.path.clone());
            MemberErrorPage { frame, title, explanation, reference, back }.render()
        }
        None => {
            let frame = PlainFrame::new(lang);
            ErrorPage { frame, title, explanation, reference }.render()
        }
    };
    html.unwrap_or(fallback)
}

fn key(error: &AppError) -> &'static str {
    match error {
        AppError::NotFound => "error-not-found",
        AppError::Forbidden => "error-forbidden",
        AppError::Previewing => "error-previewing",
        AppError::Archived => "error-archived",
        AppError::BadRequest => "error-bad-request",
        AppError::TooLarge => "error-too-large",
        AppError::TooSlow => "error-too-slow",
        AppError::Compressed => "error-compressed",
        AppError::Misdirected => "error-misdirected",
        AppError::TooManyAttempts { .. } => "error-too-many-attempts",
        AppError::Busy => "error-busy",
        AppError::Internal(_) | AppError::SignInNeeded { .. } | AppError::Paused { .. } => {
            "error-internal"
        }
    }
}
