use actix_web::http::header;
use actix_web::{HttpResponse, ResponseError};
use askama::Template;

use crate::error::{AppError, AppResult};
use crate::frame::PlainFrame;
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

/// Answers everything that no route knows.
pub async fn not_found() -> AppResult<HttpResponse> {
    Err(AppError::NotFound)
}

/// The page for an error: a sentence and a way on, never the cause.
pub fn page(lang: Lang, id: Option<impl ToString>, error: &AppError) -> HttpResponse {
    let key = match error {
        AppError::NotFound => "error-not-found",
        AppError::Forbidden => "error-forbidden",
        AppError::BadRequest => "error-bad-request",
        AppError::TooLarge => "error-too-large",
        AppError::TooSlow => "error-too-slow",
        AppError::Compressed => "error-compressed",
        AppError::Misdirected => "error-misdirected",
        AppError::TooManyAttempts => "error-too-many-attempts",
        AppError::Busy => "error-busy",
        AppError::Internal(_) | AppError::SignInNeeded { .. } => "error-internal",
    };
    let page = ErrorPage {
        frame: PlainFrame::new(lang),
        title: lang.t(key),
        explanation: lang.t(&format!("{key}-explanation")),
        reference: id
            .filter(|_| error.status_code().is_server_error())
            .map(|id| lang.say("error-reference").with("id", id.to_string()).to_string()),
    };
    let mut response = HttpResponse::build(error.status_code());
    if matches!(error, AppError::Busy | AppError::TooManyAttempts) {
        response.insert_header((header::RETRY_AFTER, "30"));
    }
    response
        .content_type("text/html; charset=utf-8")
        .body(page.render().unwrap_or_else(|_| page.title.clone()))
}
