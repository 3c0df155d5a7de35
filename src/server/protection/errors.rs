//! Errors become pages here, whoever made them.

use std::panic::AssertUnwindSafe;

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};
use futures_util::FutureExt;

use crate::error::{AppError, Panicked};
use crate::handlers::errors::{self, Reader};
use crate::handlers::{done, go_to, is_fragment, query, see_other};
use crate::security::access::browser_lang;
use crate::security::session;
use crate::server::protection::log::RequestId;

/// Turns errors into pages, or into the redirect to the sign-in page. The answer keeps its cause,
/// for the log.
pub async fn show_errors<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let asking = request.request();
    let reader = Reader::unknown(browser_lang(asking), RequestId::of(asking));
    // A panic ends this request and no other; its words and place are logged by the panic hook.
    let answered = AssertUnwindSafe(async move { next.call(request).await }).catch_unwind().await;
    let response = match answered {
        Ok(Ok(response)) => response,
        // The request is gone, so the error itself has to carry the page. It comes from
        // actix-session, whose errors tell their causes in Debug only.
        Ok(Err(error)) => return Err(explained(page(&reader, &error), format!("{error:?}"))),
        Err(_) => {
            let error = AppError::internal(Panicked);
            return Err(explained(errors::page(&reader, &error), error.to_string()));
        }
    };
    match answer(&response) {
        Some(mut answer) => {
            // Cookies that were set on the way, a deleted session's for one, stay.
            for cookie in response.headers().get_all(header::SET_COOKIE) {
                answer.headers_mut().append(header::SET_COOKIE, cookie.clone());
            }
            Ok(response.into_response(answer).map_into_right_body())
        }
        None => Ok(response.map_into_left_body()),
    }
}

/// What to answer instead; `None` when the answer stands.
fn answer<B>(response: &ServiceResponse<B>) -> Option<HttpResponse> {
    let (request, status) = (response.request(), response.status());
    let reader = Reader::of(request, RequestId::of(request));
    match response.response().error() {
        Some(error) => match error.as_error::<AppError>() {
            Some(AppError::SignInNeeded { next, is_lost }) => {
                Some(sign_in(next, *is_lost, is_fragment(request)))
            }
            Some(AppError::Paused { page }) => Some(done(is_fragment(request), page)),
            _ => Some(explained(page(&reader, error), error.to_string()).into()),
        },
        None if is_bare(response) => Some(page_of(&reader, status)),
        None => None,
    }
}

/// Whether it reports a failure without saying so in a page.
fn is_bare<B>(response: &ServiceResponse<B>) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    (response.status().is_client_error() || response.status().is_server_error()) && !is_page
}

fn page(reader: &Reader, error: &Error) -> HttpResponse {
    match error.as_error::<AppError>() {
        Some(error) => errors::page(reader, error),
        None if session::is_unreadable(error) => errors::page(reader, &AppError::Busy),
        None => page_of(reader, error.as_response_error().status_code()),
    }
}

/// The page that fits a status, which stays as it is.
fn page_of(reader: &Reader, status: StatusCode) -> HttpResponse {
    let mut page = errors::page(reader, &AppError::from(status));
    *page.status_mut() = status;
    page
}

/// An error that is answered with this page.
fn explained(page: HttpResponse, cause: String) -> Error {
    InternalError::from_response(cause, page).into()
}

/// To the sign-in page and afterwards back.
fn sign_in(next: &str, is_lost: bool, is_fragment: bool) -> HttpResponse {
    if is_fragment {
        // The fragment's own address is no page to come back to.
        return go_to("/sign-in");
    }
    let lost = if is_lost { "true" } else { "" };
    see_other(&format!("/sign-in{}", query(&[("next", next), ("lost", lost)])))
}
