//! What a worker and the mailer tell each other about one letter on its way.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// One letter's way out. A letter must not leave once somebody else may have taken it over, and
/// after the final dot only the mail server can tell whether it has left.
#[derive(Debug, Default)]
pub struct Passage {
    /// Until when the letter is ours; `None` for ever.
    ours_until: Mutex<Option<Instant>>,
    dot: AtomicBool,
}

impl Passage {
    /// A way that is open until then.
    pub fn until(end: Instant) -> Passage {
        Passage { ours_until: Mutex::new(Some(end)), dot: AtomicBool::new(false) }
    }

    /// The letter is ours until then.
    pub fn extend(&self, end: Instant) {
        *self.ours_until.lock().unwrap_or_else(PoisonError::into_inner) = Some(end);
    }

    /// Whether the letter is still ours to send.
    pub fn is_open(&self) -> bool {
        let end = *self.ours_until.lock().unwrap_or_else(PoisonError::into_inner);
        end.is_none_or(|end| Instant::now() < end)
    }

    /// The final dot goes out now.
    pub(super) fn note_dot(&self) {
        self.dot.store(true, Ordering::Relaxed);
    }

    /// Whether the final dot went out, so that the letter may have arrived.
    pub fn is_dotted(&self) -> bool {
        self.dot.load(Ordering::Relaxed)
    }
}
