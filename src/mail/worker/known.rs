//! What the letters of claimed mails say, found out for all of them at once.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use diesel::PgConnection;
use uuid::Uuid;

use crate::mail::messages::invitation::facts::Facts;
use crate::models::outbox_email::lease::Lease;

/// For how long facts are taken for true. A quick mail server gets each mail of a claim before that;
/// what waits longer for its turn is looked at again by itself, for it may have been withdrawn.
const MOMENT: Duration = Duration::from_millis(50);

/// What one letter said a moment ago.
pub(super) struct Known {
    facts: Facts,
    asked: Instant,
}

impl Known {
    /// By mail. It lacks those whose letters are written by themselves: mails that are no
    /// invitation's, those that are no longer wanted, and all of them when the database refuses to
    /// answer, which shall not stop those that it would answer for.
    pub(super) fn of(conn: &mut PgConnection, leases: &[Lease]) -> HashMap<Uuid, Known> {
        let asked = Instant::now();
        let found = Facts::of(conn, leases.iter().map(|lease| &lease.mail));
        let found = found.unwrap_or_else(|error| {
            tracing::warn!(%error, "each letter is looked up by itself");
            HashMap::new()
        });
        found.into_iter().map(|(mail, facts)| (mail, Known { facts, asked })).collect()
    }

    /// The facts, unless too much may have happened since.
    pub(super) fn still(&self) -> Option<&Facts> {
        (self.asked.elapsed() < MOMENT).then_some(&self.facts)
    }
}
