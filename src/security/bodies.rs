//! The bodies that are held in memory: each of limited size, and never more of them at once than there
//! is room for.

use std::cell::Cell;
use std::collections::HashSet;
use std::io::ErrorKind;
use std::rc::Rc;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::Method;
use actix_web::web::Bytes;
use futures_util::{Stream, StreamExt};
use tokio::sync::Semaphore;

use crate::error::AppError;

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

    /// Whether a form is what is sent to the route of this path.
    pub fn takes_form(&self, method: &Method, path: &str) -> bool {
        *method == Method::POST && self.forms.contains(path)
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
