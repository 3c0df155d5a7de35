//! A user as the list and the details show them: status, note, and what the reader may do.

use chrono::{DateTime, Utc};

use crate::dates::{short_day, soon};
use crate::handlers::person::email_parts;
use crate::inviting::standing::Standing;
use crate::mail::reasons;
use crate::models::rights;
use crate::models::team::Team;
use crate::models::user::{avatar, initials};
use crate::models::user_list::UserRow;
use crate::security::access::Member;
use crate::values::{Note, Status};

/// The most characters of a mail server's words in a note.
const LONGEST_REPLY: usize = 120;

/// The classes of the avatars' colours.
const AVATARS: [&str; 10] = [
    "avatar-0", "avatar-1", "avatar-2", "avatar-3", "avatar-4", "avatar-5", "avatar-6", "avatar-7",
    "avatar-8", "avatar-9",
];

/// A user and what the reader may do with them.
pub struct Person {
    /// The address of the details.
    pub path: String,
    pub name: String,
    pub email: String,
    pub initials: String,
    /// The class of the avatar's colour; people who have not accepted have none.
    pub avatar: &'static str,
    pub role: String,
    pub teams: Vec<Team>,
    pub status: Status,
    pub status_title: &'static str,
    /// What the status alone does not say; empty when there is nothing.
    pub note: String,
    pub note_is_bad: bool,
    pub can_edit: bool,
    /// Resend, withdraw, deactivate and activate; nobody is offered to deactivate themselves.
    pub can_administer: bool,
    /// Of these resend and activate, which rest while the workspace is paused.
    pub can_bring_in: bool,
    /// What giving a Deactivated user a seat again is called.
    pub again: &'static str,
    /// The generation of the open invitation.
    pub generation: i32,
}

impl Person {
    pub fn new(reader: &Member, row: UserRow) -> Person {
        let lang = reader.lang;
        let can_administer = rights::can_invite(&reader.role) && row.user.id != reader.user.id;
        let standing = standing(&row);
        let note = match (&standing, row.user.status, row.user.note) {
            (Some(standing), ..) => standing_note(reader, standing),
            (None, Status::Deactivated, Some(Note::Withdrawn)) => lang.t("users-note-withdrawn"),
            (None, Status::Deactivated, Some(Note::Declined)) => lang.t("users-note-declined"),
            _ => String::new(),
        };
        Person {
            path: reader.path(&format!("settings/users/{}", row.user.id)),
            initials: initials(&row.user.name, &row.user.email),
            avatar: match row.user.status {
                Status::Initiated => "avatar-waiting",
                _ => AVATARS[usize::from(avatar(row.user.id))],
            },
            role: row.role.title(lang),
            teams: row.teams,
            status: row.user.status,
            status_title: row.user.status.title(lang),
            note,
            note_is_bad: standing.is_some_and(|standing| standing.is_bad()),
            can_edit: rights::can_manage_people(&reader.role) || row.user.id == reader.user.id,
            can_administer,
            can_bring_in: can_administer && !reader.workspace.is_paused(),
            again: lang.text(if row.user.account_id.is_some() {
                "users-activate"
            } else {
                "users-invite-again"
            }),
            generation: row.invitation.map_or(0, |invitation| invitation.generation),
            name: row.user.name,
            email: row.user.email,
        }
    }

    /// The address, as [`email_parts`] cuts it.
    pub fn email_parts(&self) -> (&str, &str) {
        email_parts(&self.email)
    }

    /// Whether the reader may do something about their access.
    pub fn has_actions(&self) -> bool {
        self.can_bring_in || (self.can_administer && !self.is_deactivated())
    }

    pub fn is_initiated(&self) -> bool {
        self.status == Status::Initiated
    }

    pub fn is_active(&self) -> bool {
        self.status == Status::Active
    }

    pub fn is_deactivated(&self) -> bool {
        self.status == Status::Deactivated
    }
}

/// The words of a mail server, cut to what a row can hold.
pub fn shortened(reply: &str) -> String {
    let mut short: String = reply.chars().take(LONGEST_REPLY).collect();
    if short.len() < reply.len() {
        short.push('…');
    }
    short
}

/// How far the invitation of an Initiated user has come; `None` for everybody else.
fn standing(row: &UserRow) -> Option<Standing> {
    let invitation = row.invitation.as_ref().filter(|_| row.user.status == Status::Initiated)?;
    Some(Standing::of(invitation, row.mail.as_ref(), Utc::now()))
}

fn standing_note(reader: &Member, standing: &Standing) -> String {
    let lang = reader.lang;
    let zone = reader.workspace.zone();
    let day = |at: &DateTime<Utc>| short_day(lang, at.with_timezone(&zone).date_naive());
    let phrase = match standing {
        Standing::Queued => lang.say("users-note-queued"),
        Standing::Held { until } => {
            lang.say("users-note-held").with("when", soon(lang, zone, *until, Utc::now()))
        }
        Standing::Delayed(reply) if reply.is_empty() => lang.say("users-note-delayed"),
        Standing::Delayed(reply) => lang
            .say("users-note-delayed-because")
            .with("reply", shortened(&reasons::said(lang, reply))),
        Standing::Undeliverable(reply) if reply.is_empty() => lang.say("users-note-undeliverable"),
        Standing::Undeliverable(reply) => lang
            .say("users-note-undeliverable-because")
            .with("reply", shortened(&reasons::said(lang, reply))),
        Standing::Unconfirmed => lang.say("users-note-unconfirmed"),
        Standing::Sent { until } => lang.say("users-note-expires").with("day", day(until)),
        Standing::Expired { since } => lang.say("users-note-expired").with("day", day(since)),
    };
    phrase.to_string()
}
