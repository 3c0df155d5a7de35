//! Forms that are sent to us: uncompressed, of limited size, within limited time.

use std::rc::Rc;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::header::{self, HeaderMap};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use actix_web::{Error, HttpMessage};
use futures_util::{Stream, StreamExt};

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::security::bodies::{Bodies, Body, refusal};
use crate::server::protection::pattern;

/// The largest form, in bytes: some 5,000 lines.
pub const FORM_SIZE: usize = 1 << 20;

/// Reads the whole form before anything else happens: rights are then checked when it is complete,
/// not when a slow sender began. What no route takes is not read. Refuses compressed bodies, as the
/// extractors would inflate them without any limit.
pub async fn read_body<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let bodies = request.app_data::<Data<Bodies>>().cloned();
    let form = bodies.filter(|bodies| bodies.takes_form(request.method(), &pattern(&request)));
    let form = form.map(|bodies| bodies.body(FORM_SIZE));
    let read = match (is_plain(request.headers()), &form) {
        (false, _) => Err(AppError::Compressed),
        (true, Some(form)) => {
            read_form(&mut request, form).await.map(|body| request.set_payload(body.into()))
        }
        (true, None) => Ok(()),
    };
    match read {
        Ok(()) => Ok(next.call(request).await?.map_into_left_body()),
        Err(error) => Ok(request.error_response(error).map_into_right_body()),
    }
}

fn is_plain(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::CONTENT_ENCODING)
        .all(|coding| coding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

async fn read_form(request: &mut ServiceRequest, form: &Rc<Body>) -> AppResult<Vec<u8>> {
    let app = request.app_data::<Data<App>>().ok_or_else(|| AppError::internal("no app"))?;
    let time = app.settings.body_time();
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok());
    if length.and_then(|text| text.parse::<usize>().ok()).is_some_and(|n| n > FORM_SIZE) {
        return Err(AppError::TooLarge);
    }
    let body = form.clone().read(request.take_payload());
    tokio::time::timeout(time, read_all(body)).await.map_err(|_| AppError::TooSlow)?
}

async fn read_all(body: impl Stream<Item = Result<Bytes, PayloadError>>) -> AppResult<Vec<u8>> {
    let mut body = std::pin::pin!(body);
    let mut all = Vec::new();
    while let Some(chunk) = body.next().await {
        all.extend_from_slice(&chunk.map_err(|error| refusal(&error))?);
    }
    Ok(all)
}
