//! What a page shows, read together with who asks: each further turn at the database has a thread
//! woken and waited for, which costs a quick page as much as a statement. Whether they may see it
//! is decided afterwards, where it always is: by the extractor of the page.

use std::any::Any;
use std::cell::RefCell;
use std::future::Future;

use diesel::PgConnection;

use crate::models::membership::Membership;

/// What is read, whatever it is.
pub(super) type Found = Box<dyn Any + Send>;

/// Reads it, or leaves it to the page.
type Read = dyn FnOnce(&mut PgConnection, &Membership) -> Option<Found> + Send;

/// What is to be read for a member of the workspace with this slug.
pub struct Ahead {
    slug: String,
    read: Box<Read>,
}

enum State {
    Wanted(Ahead),
    Read(Found),
    Neither,
}

tokio::task_local! {
    static AHEAD: RefCell<State>;
}

impl Ahead {
    /// Something that `read` finds, or leaves to the page.
    pub fn new<T: Send + 'static>(
        slug: &str,
        read: impl FnOnce(&mut PgConnection, &Membership) -> Option<T> + Send + 'static,
    ) -> Ahead {
        let read = |conn: &mut PgConnection, member: &Membership| -> Option<Found> {
            Some(Box::new(read(conn, member)?))
        };
        Ahead { slug: slug.to_owned(), read: Box::new(read) }
    }

    /// Reads it if one of these belongs to the workspace.
    pub(super) fn read(self, conn: &mut PgConnection, all: &[Membership]) -> Option<Found> {
        let here = all.iter().find(|one| one.workspace.slug == self.slug)?;
        (self.read)(conn, here)
    }
}

/// Has it read with the session that is loaded inside.
pub async fn wanted<T>(ahead: Option<Ahead>, work: impl Future<Output = T>) -> T {
    let state = ahead.map_or(State::Neither, State::Wanted);
    AHEAD.scope(RefCell::new(state), work).await
}

/// What this task wants, once.
pub(super) fn to_read() -> Option<Ahead> {
    match AHEAD.try_with(|state| state.replace(State::Neither)) {
        Ok(State::Wanted(ahead)) => Some(ahead),
        _ => None,
    }
}

/// Keeps what was read for the page.
pub(super) fn keep(found: Found) {
    let _ = AHEAD.try_with(|state| state.replace(State::Read(found)));
}

/// What was read, once; `None` when nothing was, and the page reads it itself.
pub fn take<T: 'static>() -> Option<T> {
    match AHEAD.try_with(|state| state.replace(State::Neither)) {
        Ok(State::Read(found)) => found.downcast().ok().map(|found| *found),
        _ => None,
    }
}
