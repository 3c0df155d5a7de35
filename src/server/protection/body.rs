//! What is sent to us: uncompressed, of limited size, within limited time, and never more of it at
//! once than there is room for.

use std::cell::Cell;
use std::collections::HashSet;
use std::io::ErrorKind;
use std::rc::Rc;
use std::sync::Arc;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::header::{self, HeaderMap};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use actix_web::{Error, HttpMessage, http::Method};
use futures_util::{Stream, StreamExt};
use tokio::sync::Semaphore;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::server::protection::pattern;

/// The largest form, in bytes: some 5,000 lines.
pub const FORM_SIZE: usize = 1 << 20;

/// The most bytes of bodies that are held at once, beside the small ones.
const ROOM: usize = 64 << 20;

/// So many bytes of each body take no room: who fills it with large ones stops no small form.
const SMALL: usize = 16 << 10;

/// The route that takes a file. It reads its body itself, once it knows that an Admin sends it.
const UPLOAD: &str = "/w/{slug}/settings/invite/import";

/// Whose bodies are read, and the room for all of them.
pub struct Bodies {
    /// The paths of the routes that take a form.
    forms: HashSet<&'static str>,
    room: Arc<Semaphore>,
}

/// What one body may take and has taken, which is given back when this is dropped: that is after
/// the answer is made.
pub struct Body {
    room: Arc<Semaphore>,
    limit: usize,
    size: Cell<usize>,
    taken: Cell<usize>,
}

impl Bodies {
    /// For the routes with these paths that somebody can post to.
    pub fn of(posted: impl Iterator<Item = &'static str>) -> Bodies {
        let forms = posted.filter(|path| *path != UPLOAD).collect();
        Bodies { forms, room: Arc::new(Semaphore::new(ROOM)) }
    }

    /// A body of at most `limit` bytes.
    pub fn body(&self, limit: usize) -> Rc<Body> {
        let (size, taken) = Default::default();
        Rc::new(Body { room: self.room.clone(), limit, size, taken })
    }

    fn takes_form(&self, request: &ServiceRequest) -> bool {
        *request.method() == Method::POST && self.forms.contains(pattern(request).as_str())
    }
}

impl Body {
    /// The bytes as they come: [`PayloadError::Overflow`] when there are too many, and an
    /// I/O error when there is no room for more; [`refusal`] tells them apart.
    pub fn read(self: Rc<Body>, body: Payload) -> impl Stream<Item = Result<Bytes, PayloadError>> {
        body.map(move |chunk| {
            let chunk = chunk?;
            self.take(chunk.len())?;
            Ok(chunk)
        })
    }

    fn take(&self, bytes: usize) -> Result<(), PayloadError> {
        let size = self.size.get() + bytes;
        if size > self.limit {
            return Err(PayloadError::Overflow);
        }
        let more = size.saturating_sub(SMALL) - self.taken.get();
        let permits = u32::try_from(more).map_err(|_| PayloadError::Overflow)?;
        let full = |_| PayloadError::Io(ErrorKind::QuotaExceeded.into());
        self.room.try_acquire_many(permits).map_err(full)?.forget();
        self.size.set(size);
        self.taken.set(self.taken.get() + more);
        Ok(())
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        self.room.add_permits(self.taken.get());
    }
}

/// What to answer when a body could not be read.
pub fn refusal(error: &PayloadError) -> AppError {
    match error {
        PayloadError::Overflow => AppError::TooLarge,
        PayloadError::Io(error) if error.kind() == ErrorKind::QuotaExceeded => AppError::Busy,
        _ => AppError::BadRequest,
    }
}

/// Reads the whole form before anything else happens: rights are then checked when it is complete,
/// not when a slow sender began. What no route takes is not read. Refuses compressed bodies, as the
/// extractors would inflate them without any limit.
pub async fn read_body<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let bodies = request.app_data::<Data<Bodies>>().cloned();
    let form = bodies.filter(|bodies| bodies.takes_form(&request));
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
