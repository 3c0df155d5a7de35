//! The security log: who did what, where, one line each, under the target `security`.
//!
//! Request, machine and account stand in the span around it (`server::protection::log`). What is
//! recorded inside a transaction is said once that has been committed: one that is taken back or
//! run again says nothing. No line ever holds a token, a password, a cookie or a link.

pub mod origin;

use std::cell::RefCell;

use serde_json::Value;
use tracing::Span;
use tracing::field::display;
use uuid::Uuid;

/// What is told beside the facts of a workspace, which are named like their audit events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    SignedIn,
    SignInRefused,
    SignedOut,
    PasswordChanged,
    PasswordChangeRefused,
    PasswordResetAsked,
    PasswordReset,
    EmailChanged,
    /// 403: a right is missing, or the request came from another site.
    Denied,
    /// 429: too many attempts.
    Stopped,
}

/// One line.
#[derive(Clone, Debug)]
pub struct Entry {
    what: &'static str,
    account: Option<Uuid>,
    workspace: Option<Uuid>,
    actor: Option<Uuid>,
    subject: Option<Uuid>,
    details: Option<Value>,
}

#[derive(Default)]
struct Waiting {
    /// How many transactions are open in each other.
    depth: usize,
    entries: Vec<Entry>,
}

thread_local! {
    /// A transaction begins and ends on one thread.
    static WAITING: RefCell<Waiting> = RefCell::default();
}

/// Says what happened to, or by, an account; `None` where there is none.
pub fn say(what: What, account: Option<Uuid>) {
    Entry { account, ..Entry::new(what.as_str()) }.log();
}

/// Adds to every further line of this request who has signed in.
pub fn is_by(account: Uuid) {
    Span::current().record("account", display(account));
}

impl Entry {
    pub fn new(what: &'static str) -> Entry {
        Entry { what, account: None, workspace: None, actor: None, subject: None, details: None }
    }

    /// What a user did in a workspace, to whom, and how; never a secret in `details`.
    pub fn in_workspace(
        self,
        workspace: Uuid,
        actor: Option<Uuid>,
        subject: Option<Uuid>,
        details: Value,
    ) -> Entry {
        Entry { workspace: Some(workspace), actor, subject, details: Some(details), ..self }
    }

    /// Says it now, or when the transaction that is open on this thread has been committed.
    pub fn record(self) {
        let now = WAITING.with_borrow_mut(|waiting| match waiting.depth {
            0 => Some(self),
            _ => {
                waiting.entries.push(self);
                None
            }
        });
        now.into_iter().for_each(Entry::log);
    }

    fn log(self) {
        tracing::info!(
            target: "security",
            account = self.account.map(display),
            workspace = self.workspace.map(display),
            actor = self.actor.map(display),
            subject = self.subject.map(display),
            details = self.details.map(display),
            "{}", self.what
        );
    }
}

/// Runs a transaction; what it records is said when the outermost one has succeeded.
pub fn transaction<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let open = Open::begin();
    let result = work();
    if result.is_ok() {
        open.commit().into_iter().for_each(Entry::log);
    }
    result
}

/// A transaction that forgets what it recorded unless it is committed, also in a panic.
struct Open {
    mark: usize,
    is_committed: bool,
}

impl Open {
    fn begin() -> Open {
        let mark = WAITING.with_borrow_mut(|waiting| {
            waiting.depth += 1;
            waiting.entries.len()
        });
        Open { mark, is_committed: false }
    }

    /// What may be said now.
    fn commit(mut self) -> Vec<Entry> {
        self.is_committed = true;
        WAITING.with_borrow_mut(|waiting| match waiting.depth {
            1 => std::mem::take(&mut waiting.entries),
            _ => Vec::new(),
        })
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        WAITING.with_borrow_mut(|waiting| {
            waiting.depth -= 1;
            if !self.is_committed {
                waiting.entries.truncate(self.mark);
            }
        });
    }
}

impl What {
    pub fn as_str(self) -> &'static str {
        match self {
            What::SignedIn => "signed_in",
            What::SignInRefused => "sign_in_refused",
            What::SignedOut => "signed_out",
            What::PasswordChanged => "password_changed",
            What::PasswordChangeRefused => "password_change_refused",
            What::PasswordResetAsked => "password_reset_asked",
            What::PasswordReset => "password_reset",
            What::EmailChanged => "account_email_changed",
            What::Denied => "denied",
            What::Stopped => "stopped",
        }
    }
}
