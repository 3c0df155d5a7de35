//! Where a request came from, for the audit log: known to everything that is done for it, on
//! whatever thread that is.

use std::cell::RefCell;
use std::future::Future;

/// The machine and the browser of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// An IPv4 address, or the network of an IPv6 address.
    pub address: String,
    /// "Firefox, Windows"; `None` when the browser does not say, or says nothing that is known.
    pub device: Option<String>,
}

tokio::task_local! {
    static ASKED: Origin;
}

thread_local! {
    static WORKING: RefCell<Option<Origin>> = const { RefCell::new(None) };
}

/// Does the work of a request that came from there.
pub async fn asked_from<T>(origin: Origin, work: impl Future<Output = T>) -> T {
    ASKED.scope(origin, work).await
}

/// Where the request came from that this task answers; `None` where it answers none.
pub fn of_this_task() -> Option<Origin> {
    ASKED.try_with(Origin::clone).ok()
}

/// Does a part of that work on this thread.
pub fn during<T>(origin: Option<Origin>, work: impl FnOnce() -> T) -> T {
    let _end = Given(WORKING.replace(origin));
    work()
}

/// Where the request came from that is worked for on this thread.
pub fn here() -> Option<Origin> {
    WORKING.with_borrow(Option::clone)
}

/// Puts back what was there before, also after a panic.
struct Given(Option<Origin>);

impl Drop for Given {
    fn drop(&mut self) {
        WORKING.set(self.0.take());
    }
}
