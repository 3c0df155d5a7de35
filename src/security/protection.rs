//! What stands around every request: origin check, headers, the log line, and error pages.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, web};
use url::Url;
use uuid::Uuid;

use crate::app::App;
use crate::error::AppError;
use crate::handlers::errors;
use crate::security::access::reader_lang;

/// Scripts ask for a part of a page with this header.
pub const FRAGMENT: HeaderName = HeaderName::from_static("x-fragment");
/// Answers to them say with this one where to go next.
pub const LOCATION_AFTER: HeaderName = HeaderName::from_static("location-after");

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

/// Refuses every request that changes something and does not come from our own pages.
/// Rule: OWASP CSRF cheat sheet, Fetch Metadata with Origin as the fallback.
pub async fn check_origin<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let base = request.app_data::<web::Data<App>>().map(|app| app.settings.base());
    if is_safe || is_own_origin(request.headers(), base.as_deref()) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    tracing::warn!(path = pattern(&request), "refused: the request comes from another site");
    Ok(request.error_response(AppError::Forbidden).map_into_right_body())
}

fn is_own_origin(headers: &HeaderMap, base: Option<&str>) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    match text(header::HeaderName::from_static("sec-fetch-site")) {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => {
            let origin = text(header::ORIGIN).and_then(|origin| Url::parse(origin).ok());
            let own = base.and_then(|base| Url::parse(base).ok());
            match (origin, own) {
                (Some(origin), Some(own)) => origin.origin() == own.origin(),
                _ => false,
            }
        }
    }
}

/// Adds the security headers to every answer; a handler's own value stands.
pub async fn add_headers<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let https = request.app_data::<web::Data<App>>().is_some_and(|app| app.settings.is_https());
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    let mut add = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    add(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    add(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(header::REFERRER_POLICY, "no-referrer");
    add(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    add(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    add(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()");
    add(header::CACHE_CONTROL, "no-store");
    if https {
        add(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    Ok(response)
}

/// Logs each request once, by its route's pattern: addresses hold tokens, patterns do not.
pub async fn log<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let start = std::time::Instant::now();
    let id = Uuid::now_v7();
    let method = request.method().clone();
    let response = next.call(request).await?;
    let path = response.request().match_pattern().unwrap_or_else(|| "unknown".to_owned());
    let status = response.status().as_u16();
    let ms = start.elapsed().as_secs_f64() * 1000.0;
    match response.response().error() {
        Some(error) if status >= 500 => {
            tracing::error!(%id, %method, path, status, ms, %error, "request failed");
        }
        _ => tracing::info!(%id, %method, path, status, ms, "request"),
    }
    Ok(response)
}

/// Turns errors into pages, or into the redirect to the sign-in page.
pub async fn show_errors<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let response = next.call(request).await?;
    let answer = match response.response().error().and_then(|error| error.as_error::<AppError>()) {
        Some(AppError::SignInNeeded { next }) => {
            Some(sign_in(next, response.request().headers().contains_key(FRAGMENT)))
        }
        Some(error) => Some(errors::page(reader_lang(response.request()), error)),
        None => None,
    };
    match answer {
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

/// To the sign-in page and afterwards back.
fn sign_in(next: &str, is_fragment: bool) -> HttpResponse {
    let address = if next.is_empty() {
        "/sign-in".to_owned()
    } else {
        let query = url::form_urlencoded::Serializer::new(String::new());
        format!("/sign-in?{}", { query }.append_pair("next", next).finish())
    };
    if is_fragment {
        // The fragment's own address is no page to come back to.
        HttpResponse::NoContent().insert_header((LOCATION_AFTER, "/sign-in")).finish()
    } else {
        HttpResponse::build(StatusCode::SEE_OTHER)
            .insert_header((header::LOCATION, address))
            .finish()
    }
}

fn pattern(request: &ServiceRequest) -> String {
    request.match_pattern().unwrap_or_else(|| "unknown".to_owned())
}
