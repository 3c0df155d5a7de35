//! What is sent to us: uncompressed, of limited size, and within limited time.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::header::{self, HeaderMap};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use actix_web::{Error, HttpMessage, http::Method};
use futures_util::{Stream, StreamExt};

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::server::protection::pattern;

/// The largest form, in bytes: some 5,000 lines.
pub const FORM_SIZE: usize = 1 << 20;

/// The route that takes a file. It reads its body itself, once it knows that an Admin sends it.
const UPLOAD: &str = "/w/{slug}/settings/invite/import";

/// Reads the whole body before anything else happens: rights are then checked when it is complete,
/// not when a slow sender began. Refuses compressed bodies, as the extractors would inflate them
/// without any limit.
pub async fn read_body<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let read = match is_plain(request.headers()) {
        false => Err(AppError::Compressed),
        true if *request.method() == Method::POST && pattern(&request) != UPLOAD => {
            read_form(&mut request).await.map(|body| request.set_payload(body.into()))
        }
        true => Ok(()),
    };
    match read {
        Ok(()) => Ok(next.call(request).await?.map_into_left_body()),
        Err(error) => Ok(request.error_response(error).map_into_right_body()),
    }
}

/// The body until it has sent `limit` bytes; then [`PayloadError::Overflow`].
pub fn limited(body: Payload, limit: usize) -> impl Stream<Item = Result<Bytes, PayloadError>> {
    let mut rest = limit;
    body.map(move |chunk| {
        let chunk = chunk?;
        rest = rest.checked_sub(chunk.len()).ok_or(PayloadError::Overflow)?;
        Ok(chunk)
    })
}

fn is_plain(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::CONTENT_ENCODING)
        .all(|coding| coding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

async fn read_form(request: &mut ServiceRequest) -> AppResult<Vec<u8>> {
    let app = request.app_data::<Data<App>>().ok_or_else(|| AppError::internal("no app"))?;
    let time = app.settings.body_time();
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok());
    if length.and_then(|text| text.parse::<usize>().ok()).is_some_and(|n| n > FORM_SIZE) {
        return Err(AppError::TooLarge);
    }
    let body = limited(request.take_payload(), FORM_SIZE);
    tokio::time::timeout(time, read_all(body)).await.map_err(|_| AppError::TooSlow)?
}

async fn read_all(body: impl Stream<Item = Result<Bytes, PayloadError>>) -> AppResult<Vec<u8>> {
    let mut body = std::pin::pin!(body);
    let mut all = Vec::new();
    while let Some(chunk) = body.next().await {
        match chunk {
            Ok(chunk) => all.extend_from_slice(&chunk),
            Err(PayloadError::Overflow) => return Err(AppError::TooLarge),
            Err(_) => return Err(AppError::BadRequest),
        }
    }
    Ok(all)
}
