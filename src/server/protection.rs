//! What stands around every request: which are refused before anybody looks at them, headers, the
//! log line, and error pages.

pub mod body;
pub mod errors;
pub mod host;
pub mod log;
pub mod packing;
pub mod share;

use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, web};

use crate::app::App;
use crate::handlers::users;
use crate::security::{ahead, memberships};
use log::RequestId;

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

/// Adds the security headers to every answer, an inner middleware's error included; a handler's
/// own value stands.
pub async fn add_headers<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let https = request.app_data::<web::Data<App>>().is_some_and(|app| app.settings.is_https());
    let id = RequestId::of(request.request());
    match next.call(request).await {
        Ok(mut response) => {
            let says =
                !matches!(response.response().body().size(), BodySize::None | BodySize::Sized(0));
            if says && !response.headers().contains_key(header::CONTENT_TYPE) {
                // What the framework says itself, such as which encodings there are.
                let text = HeaderValue::from_static("text/plain; charset=utf-8");
                response.headers_mut().insert(header::CONTENT_TYPE, text);
            }
            add_to(response.headers_mut(), https, id);
            Ok(response)
        }
        Err(error) => {
            let mut answer = error.as_response_error().error_response();
            add_to(answer.headers_mut(), https, id);
            Err(InternalError::from_response(error.to_string(), answer).into())
        }
    }
}

/// Has who asks looked up as far as the answer needs. What is the same for everybody is asked for by
/// nobody in particular: looking the session up would cost more than the answer, and a probe must
/// not wait for the database. Within a workspace the session's account must belong to it.
pub async fn know_who_asks<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let path = request.path();
    if path.starts_with("/w/") {
        let ahead = users::read_ahead(&request);
        return memberships::wanted(ahead::wanted(ahead, next.call(request))).await;
    }
    if path.starts_with("/static/") || matches!(path, "/healthz" | "/readyz") {
        request.headers_mut().remove(header::COOKIE);
    }
    next.call(request).await
}

fn add_to(headers: &mut HeaderMap, https: bool, id: Option<RequestId>) {
    if let Some(id) = id.and_then(|id| HeaderValue::from_str(&id.to_string()).ok()) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
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
}

fn pattern(request: &ServiceRequest) -> String {
    request.match_pattern().unwrap_or_else(|| "unknown".to_owned())
}
