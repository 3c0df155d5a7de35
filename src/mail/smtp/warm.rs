//! Connections kept open between two letters.

use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use tokio::time::{sleep, timeout};

use super::connect::Link;

/// How long a server may take to say goodbye before it is hung up on.
const FAREWELL: Duration = Duration::from_secs(5);

/// Signed-in connections with no letter under way, oldest first.
pub(super) struct Warm {
    /// Longest time a connection is kept without use.
    keep: Duration,
    shelf: Mutex<Shelf>,
}

#[derive(Default)]
struct Shelf {
    idle: Vec<(Link, Instant)>,
    swept: bool,
}

impl Warm {
    pub(super) fn new(keep: Duration) -> Arc<Self> {
        Arc::new(Self { keep, shelf: Mutex::default() })
    }

    /// The connection used last, or `None`. The server may have closed it since.
    pub(super) fn take(&self) -> Option<Link> {
        let (connection, since) = self.shelf().idle.pop()?;
        (since.elapsed() < self.keep).then_some(connection)
    }

    /// Keeps a connection for the next letter.
    pub(super) fn park(self: &Arc<Self>, connection: Link) {
        let mut shelf = self.shelf();
        shelf.idle.push((connection, Instant::now()));
        if !mem::replace(&mut shelf.swept, true) {
            tokio::spawn(sweep(Arc::downgrade(self), self.keep));
        }
    }

    /// Takes what lay idle too long; the sweeping ends with the last connection.
    fn expired(&self) -> (Vec<Link>, bool) {
        let mut shelf = self.shelf();
        let fresh = shelf.idle.iter().position(|(_, since)| since.elapsed() < self.keep);
        let old = fresh.unwrap_or(shelf.idle.len());
        let expired = shelf.idle.drain(..old).map(|(connection, _)| connection).collect();
        shelf.swept = !shelf.idle.is_empty();
        (expired, shelf.swept)
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says goodbye to idle connections, for many servers allow only a few at a time.
async fn sweep(warm: Weak<Warm>, keep: Duration) {
    let mut go_on = true;
    while go_on {
        sleep(keep / 2).await;
        let Some(warm) = warm.upgrade() else { return };
        let (expired, more) = warm.expired();
        drop(warm);
        for mut connection in expired {
            let _ = timeout(FAREWELL, connection.smtp.quit()).await;
        }
        go_on = more;
    }
}
