//! What one attempt at a mail means for its way on.

use chrono::{DateTime, TimeDelta, Utc};

use super::handover::Handover;
use crate::models::outbox_email::lease::Settlement;
use crate::models::outbox_email::{OutboxEmail, State};

/// Minutes until the next attempt after the first, second … deferral; later ones take the last.
/// RFC 5321, 4.5.4.1, asks for at least 30 minutes once the first hour is over.
const PAUSES: [i64; 5] = [1, 5, 15, 30, 60];

/// Minutes until a mail that may have arrived is sent once more: long enough for a slow server
/// to have shown the first copy.
const LATE: i64 = 60;

/// A mail that was claimed this often without any outcome takes its workers down.
const POISONOUS: i32 = 3;

/// The way on after an attempt at `now`. A deferral that would wait beyond the mail's own end is
/// a refusal; an unknown outcome is tried again once, late, and then stays unknown.
pub fn settlement(mail: &OutboxEmail, outcome: Handover, now: DateTime<Utc>) -> Settlement {
    let (state, reply, due_at) = match outcome {
        Handover::Accepted { reply } => (State::Sent, reply, mail.due_at),
        Handover::Refused { reply } => (State::Refused, reply, mail.due_at),
        Handover::Unknown { reply } => {
            let again = mail.unknown_at.is_none().then(|| now + TimeDelta::minutes(LATE));
            let due_at = again.map_or(mail.give_up_at, |again| again.min(mail.give_up_at));
            (State::Unknown, reply, due_at)
        }
        Handover::Retry { reply } => {
            let due_at = now + pause(mail.attempts);
            if due_at < mail.give_up_at {
                (State::Retry, reply, due_at)
            } else {
                (State::Refused, format!("could not be delivered in time: {reply}"), mail.due_at)
            }
        }
    };
    Settlement { state, reply: Some(reply), due_at }
}

/// The way on of a mail that nobody wants any more.
pub fn superseded(mail: &OutboxEmail) -> Settlement {
    Settlement { state: State::Superseded, reply: None, due_at: mail.due_at }
}

/// The way on of a mail that ended every worker that had it; `None` while it may be tried.
pub fn parked(mail: &OutboxEmail) -> Option<Settlement> {
    (mail.claims > POISONOUS).then(|| Settlement {
        state: State::Parked,
        reply: Some(format!("sending it failed {POISONOUS} times without an answer")),
        due_at: mail.due_at,
    })
}

/// With ±20 %, so that mails deferred together do not come back together.
fn pause(attempts: i32) -> TimeDelta {
    let nth = usize::try_from(attempts).unwrap_or(0).min(PAUSES.len() - 1);
    TimeDelta::seconds(PAUSES[nth] * rand::random_range(48..=72))
}
