//! What whoever asks belongs to: read with their session, in one statement, and kept for the
//! extractor that wants it a moment later.

use std::cell::RefCell;
use std::future::Future;

use uuid::Uuid;

use crate::models::membership::Membership;

tokio::task_local! {
    static READ: RefCell<Option<(Uuid, Vec<Membership>)>>;
}

/// Has them read with the session that is loaded inside.
pub async fn wanted<T>(work: impl Future<Output = T>) -> T {
    READ.scope(RefCell::default(), work).await
}

/// Whether this task wants them.
pub(super) fn are_wanted() -> bool {
    READ.try_with(|_| ()).is_ok()
}

/// Keeps all of an account; nobody does where none are wanted.
pub(super) fn keep(account_id: Uuid, all: Vec<Membership>) {
    let _ = READ.try_with(|read| read.replace(Some((account_id, all))));
}

/// All of this account, once: whoever asks again may have changed them. `None` when they were not
/// read.
pub(super) fn take(account_id: Uuid) -> Option<Vec<Membership>> {
    let kept = READ.try_with(RefCell::take).ok().flatten();
    kept.filter(|(whose, _)| *whose == account_id).map(|(_, all)| all)
}
