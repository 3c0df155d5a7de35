//! One line in the log per request, and the id that holds together everything said about it.

use std::fmt;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, web};
use tracing::field::Empty;
use tracing::{Instrument, error_span};

use super::pattern;
use crate::app::App;
use crate::journal::origin::{Origin, asked_from};
use crate::journal::{What, say};
use crate::security::machine::machine;
use crate::values::device;

/// What a request is called in the log, in its answer's `X-Request-Id`, and on the page that says
/// we failed. Made here, whatever the request claims.
#[derive(Clone, Copy, Debug)]
pub struct RequestId(u64);

impl RequestId {
    /// The id that [`log`] gave to this request.
    pub fn of(request: &HttpRequest) -> Option<RequestId> {
        request.extensions().get().copied()
    }

    fn new() -> RequestId {
        RequestId(rand::random::<u64>() >> 16)
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012x}", self.0)
    }
}

/// Logs each request once, by its route's pattern: addresses hold tokens, patterns do not. What is
/// our fault is logged with its cause. The span around it tells which request every other line is
/// about; [`crate::journal::is_by`] adds the account.
pub async fn log<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let id = RequestId::new();
    request.extensions_mut().insert(id);
    let from =
        request.app_data::<web::Data<App>>().map(|app| machine(app.get_ref(), request.request()));
    let origin =
        Origin { address: from.clone().unwrap_or_default(), device: device_of(request.request()) };
    // Of the highest level, so that no filter takes it from the lines it belongs to.
    let span = error_span!(
        "request", %id, method = %request.method(), path = pattern(&request), from, account = Empty
    );
    let answer = async move {
        let start = std::time::Instant::now();
        let result = next.call(request).await;
        tell(&result, start.elapsed().as_secs_f64() * 1000.0);
        result
    };
    asked_from(origin, answer.instrument(span)).await
}

fn device_of(request: &HttpRequest) -> Option<String> {
    device(request.headers().get(header::USER_AGENT)?.to_str().ok()?)
}

fn tell<B>(result: &Result<ServiceResponse<B>, Error>, ms: f64) {
    let (status, error) = match result {
        Ok(response) => (response.status(), response.response().error()),
        Err(error) => (error.as_response_error().status_code(), Some(error)),
    };
    match status {
        StatusCode::FORBIDDEN => say(What::Denied, None),
        StatusCode::TOO_MANY_REQUESTS => say(What::Stopped, None),
        _ => {}
    }
    let status = status.as_u16();
    if status >= 500 {
        let error = error.map_or_else(|| "no cause is known".to_owned(), Error::to_string);
        tracing::error!(status, ms, error, "request failed");
    } else {
        tracing::info!(status, ms, "request");
    }
}
