//! How far an open invitation has come, as the user list and the details say it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::models::invitation::Invitation;
use crate::models::outbox_email::{OutboxEmail, State};

/// A mail that leaves sooner is queued like any other: the hold time of a batch is shorter.
const A_WHILE: TimeDelta = TimeDelta::minutes(1);

/// How far an open invitation has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The mail has not left yet.
    Queued,
    /// The mail leaves then, since its address has been sent enough for now.
    Held { until: DateTime<Utc> },
    /// The mail server asked to come again, with its words where it had any.
    Delayed(String),
    /// The mail server refused the mail for good, with its words where it had any.
    Undeliverable(String),
    /// The mail may or may not have arrived: the mail server did not answer after it was handed
    /// over.
    Unconfirmed,
    /// The mail has left, and its link works until then.
    Sent { until: DateTime<Utc> },
    /// The link stopped working then.
    Expired { since: DateTime<Utc> },
}

impl Standing {
    /// Tells it from the invitation and the mail of its present generation. What the mail server
    /// refused stays undeliverable after its link has expired: sending it again would not help.
    pub fn of(invitation: &Invitation, mail: Option<&OutboxEmail>, now: DateTime<Utc>) -> Standing {
        let reply = || mail.and_then(|mail| mail.reply.clone()).unwrap_or_default();
        let state = mail.map_or(State::Superseded, |mail| mail.state);
        let may_have_arrived = mail.is_some_and(|mail| mail.unknown_at.is_some());
        match state {
            State::Refused | State::Parked => Standing::Undeliverable(reply()),
            _ if invitation.expires_at <= now => Standing::Expired { since: invitation.expires_at },
            State::Due | State::Leased | State::Retry if may_have_arrived => Standing::Unconfirmed,
            State::Due | State::Leased => match mail {
                Some(mail) if mail.due_at - now > A_WHILE => Standing::Held { until: mail.due_at },
                _ => Standing::Queued,
            },
            State::Retry => Standing::Delayed(reply()),
            State::Unknown => Standing::Unconfirmed,
            State::Sent | State::Superseded => Standing::Sent { until: invitation.expires_at },
        }
    }

    /// Whether it is news that asks for somebody to do something.
    pub fn is_bad(&self) -> bool {
        matches!(self, Standing::Undeliverable(_))
    }
}
