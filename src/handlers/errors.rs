//! The pages of errors.

use actix_web::http::{Method, header};
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
    back: Option<WayBack>,
}

/// An address and the key of what it is called: where to try it again.
type WayBack = (String, &'static str);

/// The same within a workspace.
#[derive(Template)]
#[template(path = "errors/member.html")]
struct MemberErrorPage {
    frame: Frame,
    title: String,
    explanation: String,
    reference: Option<String>,
    back: Option<WayBack>,
}

/// Whom an error is explained to.
pub struct Reader {
    lang: Lang,
    member: Option<Member>,
    /// The access to this workspace that they had.
    ended: Option<Ended>,
    /// What they asked for.
    path: String,
    /// Whether they sent a form.
    has_posted: bool,
    request_id: Option<String>,
}

impl Reader {
    /// Somebody of whom only the browser's language is known.
    pub fn unknown(lang: Lang, request_id: Option<impl ToString>) -> Reader {
        let request_id = request_id.map(|id| id.to_string());
        let path = String::new();
        Reader { lang, member: None, ended: None, path, has_posted: false, request_id }
    }

    /// The member whom the request was found to come from, if it came that far; nothing is asked
    /// of the database.
    pub fn of(request: &HttpRequest, request_id: Option<impl ToString>) -> Reader {
        let member = request.extensions().get::<Member>().cloned();
        let ended = request.extensions().get::<Ended>().cloned();
        let (path, has_posted) = (request.path().to_owned(), request.method() == Method::POST);
        let unknown = Reader::unknown(reader_lang(request), request_id);
        Reader { member, ended, path, has_posted, ..unknown }
    }

    /// Where to try it again. The address of a form leads to its page; an empty one is the address
    /// the browser is at, with whatever was asked of it.
    fn way_back(&self, error: &AppError) -> Option<WayBack> {
        let is_ours = error.status_code().is_server_error();
        match error {
            AppError::Previewing => Some((self.path.clone(), "error-back")),
            _ if is_ours && self.has_posted => Some((String::new(), "error-back")),
            _ if is_ours => Some((String::new(), "error-again")),
            _ => None,
        }
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
    let (fallback, back) = (title.clone(), reader.way_back(error));
    let html = match &reader.member {
        Some(member) => {
            let frame = Frame::of(member);
            MemberErrorPage { frame, title, explanation, reference, back }.render()
        }
        None => {
            let frame = PlainFrame::new(lang);
            ErrorPage { frame, title, explanation, reference, back }.render()
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
