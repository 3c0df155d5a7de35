//! Places at which a test ends or breaks the running program; only in builds with the feature
//! `failpoints`, which no release build takes.
//!
//! `USHER_FAILPOINT` says what happens where: `kill after-claim 7` ends the process, as `kill -9`
//! does, when it comes to this place the seventh time; `panic after-letter poison@` panics whenever
//! it comes there with an address that contains the word.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// A place in the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Invitations and their mails are committed; nobody was told.
    AfterCommit,
    /// Some people of a batch are invited; this is not committed yet.
    BatchStep,
    /// Some who waited for a seat are off the list, and not invited yet.
    Promoting,
    /// The worker begins to look for mails.
    Turn,
    /// A mail was claimed.
    AfterClaim,
    /// The letter is being written.
    Writing,
    /// It is written.
    AfterLetter,
    /// The mail server has accepted MAIL FROM.
    AfterMail,
    /// The final dot went out; there is no answer yet.
    AfterDot,
    /// The mail server has taken the letter on itself; this is not recorded yet.
    AfterAnswer,
    /// It is recorded.
    AfterRecord,
}

impl Place {
    fn name(self) -> &'static str {
        match self {
            Place::AfterCommit => "after-commit",
            Place::BatchStep => "batch-step",
            Place::Promoting => "promoting",
            Place::Turn => "turn",
            Place::AfterClaim => "after-claim",
            Place::Writing => "writing",
            Place::AfterLetter => "after-letter",
            Place::AfterMail => "after-mail",
            Place::AfterDot => "after-dot",
            Place::AfterAnswer => "after-answer",
            Place::AfterRecord => "after-record",
        }
    }
}

struct Plan {
    kills: bool,
    place: String,
    which: String,
}

static PLAN: LazyLock<Option<Plan>> = LazyLock::new(|| {
    let text = std::env::var("USHER_FAILPOINT").ok()?;
    let words: Vec<&str> = text.split(' ').collect();
    let [action @ ("kill" | "panic"), place, which] = words[..] else {
        panic!("USHER_FAILPOINT is no plan: {text:?}");
    };
    Some(Plan { kills: action == "kill", place: place.to_owned(), which: which.to_owned() })
});

static ARRIVALS: AtomicU64 = AtomicU64::new(0);

/// The program is at this place, with this in hand.
pub fn reach(place: Place, subject: &str) {
    let Some(plan) = PLAN.as_ref().filter(|plan| plan.place == place.name()) else { return };
    let is_meant = match plan.which.parse::<u64>() {
        Ok(nth) => ARRIVALS.fetch_add(1, Ordering::SeqCst) + 1 == nth,
        Err(_) => subject.contains(&plan.which),
    };
    if is_meant && plan.kills {
        // SAFETY: a system call without pointers; it ends this process.
        unsafe { libc::kill(libc::getpid(), libc::SIGKILL) };
        loop {
            std::thread::park();
        }
    }
    assert!(!is_meant, "failpoint {}", plan.place);
}
