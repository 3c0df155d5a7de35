//! What happened to a user's invitation and seat, in the reader's words.

use chrono::{DateTime, Utc};

use crate::dates::moment;
use crate::mail::reasons;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::invitation::Invitation;
use crate::models::outbox_email::{OutboxEmail, State};
use crate::models::user_details::UserDetails;
use crate::security::access::Member;
use crate::values::{Lang, Status};

/// One line of the history.
pub struct Happening {
    at: DateTime<Utc>,
    /// For people.
    pub when: String,
    /// For machines.
    pub datetime: String,
    pub text: String,
    pub mood: Mood,
}

/// Whether a line is news to be glad or sorry about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Good,
    Neutral,
    Bad,
}

/// The history, oldest first: what people did (audit log), what the mail server said (outbox), and
/// when links ended (invitations).
pub fn of(member: &Member, details: &UserDetails) -> Vec<Happening> {
    let lang = member.lang;
    let done =
        details.events.iter().filter_map(|event| Some((event.at, deed(lang, details, event)?)));
    let sent = details.mails.iter().filter_map(|mail| report(lang, mail));
    let ended = details.invitations.iter().filter_map(|one| end(lang, one));
    let zone = member.workspace.zone();
    let all = done.map(|(at, (text, mood))| (at, text, mood)).chain(sent).chain(ended);
    let mut list: Vec<Happening> = all
        .map(|(at, text, mood)| Happening {
            at,
            when: moment(lang, zone, at),
            datetime: at.to_rfc3339(),
            text,
            mood,
        })
        .collect();
    list.sort_by_key(|happening| happening.at);
    list
}

impl Happening {
    pub fn class(&self) -> &'static str {
        match self.mood {
            Mood::Good => "is-good",
            Mood::Neutral => "is-neutral",
            Mood::Bad => "is-bad",
        }
    }
}

/// What somebody did; `None` for what the history leaves to the audit log.
fn deed(lang: Lang, details: &UserDetails, event: &AuditEvent) -> Option<(String, Mood)> {
    let (key, mood) = match event.action {
        Action::Invited => ("user-happened-invited", Mood::Neutral),
        Action::Resent => ("user-happened-resent", Mood::Neutral),
        Action::Withdrawn => ("user-happened-withdrawn", Mood::Bad),
        Action::Accepted => return Some((lang.t("user-happened-accepted"), Mood::Good)),
        Action::Deactivated => ("user-happened-deactivated", Mood::Bad),
        Action::Activated if event.details["status"] == Status::Initiated.as_str() => {
            ("user-happened-invited-again", Mood::Neutral)
        }
        Action::Activated => ("user-happened-activated", Mood::Good),
        _ => return None,
    };
    let actor = event.actor_id.and_then(|id| details.actors.get(&id).cloned());
    let actor = actor.unwrap_or_else(|| lang.t("user-happened-somebody"));
    Some((lang.say(key).with("actor", actor).to_string(), mood))
}

/// Where a mail stands; `None` for one that was not wanted any more.
fn report(lang: Lang, mail: &OutboxEmail) -> Option<(DateTime<Utc>, String, Mood)> {
    let (key, at, mood) = match mail.state {
        State::Due | State::Leased | State::Retry if mail.unknown_at.is_some() => {
            ("user-mail-unknown", mail.due_at, Mood::Bad)
        }
        State::Due | State::Leased => ("user-mail-queued", mail.due_at, Mood::Neutral),
        State::Retry => ("user-mail-retry", mail.due_at, Mood::Neutral),
        State::Sent => ("user-mail-sent", mail.sent_at.unwrap_or(mail.due_at), Mood::Good),
        State::Refused => ("user-mail-refused", mail.due_at, Mood::Bad),
        State::Unknown => ("user-mail-unknown", mail.due_at, Mood::Bad),
        State::Parked => ("user-mail-parked", mail.due_at, Mood::Bad),
        State::Superseded => return None,
    };
    let mut text = lang.t(key);
    if let Some(reply) = mail.reply.as_deref().filter(|reply| !reply.is_empty()) {
        text = format!("{text}: {}", reasons::said(lang, reply));
    }
    Some((at, text, mood))
}

/// When the link of an invitation ended by itself; `None` when it did not, or not yet.
fn end(lang: Lang, invitation: &Invitation) -> Option<(DateTime<Utc>, String, Mood)> {
    let is_open = [invitation.accepted_at, invitation.withdrawn_at, invitation.declined_at]
        .iter()
        .all(Option::is_none);
    let is_over = is_open && invitation.expires_at <= Utc::now();
    is_over.then(|| (invitation.expires_at, lang.t("user-link-expired"), Mood::Bad))
}
