//! The outbox: mails to be sent. A worker takes them by [`lease`]; [`backlog`] counts what waits.

pub mod backlog;
pub mod lease;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Text, Timestamptz, Uuid as SqlUuid};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::db::statement::statement;
use crate::models::account::Account;
use crate::schema::outbox_emails;
use crate::values::text_enum::text_enum;

text_enum! {
    /// What a mail says.
    Kind {
        Invitation = "invitation",
        PasswordReset = "password_reset",
        /// Tells an Admin that the trial ends soon.
        TrialEnding = "trial_ending",
        /// Tells an Admin that people from the waiting list were invited.
        SeatsFilled = "seats_filled",
        /// Tells that somebody has accepted their invitation.
        Joined = "joined",
        /// The link by which a further workspace is made.
        SignUp = "sign_up",
        /// The link that confirms an account's new address.
        EmailChange = "email_change",
        /// Tells the address of an account that another one was asked for.
        EmailAsked = "email_asked",
        /// Tells the old address of an account that it has another one.
        EmailChanged = "email_changed",
        /// Tells somebody that they were deactivated.
        AccessEnded = "access_ended",
        /// Tells somebody that they are Active again.
        AccessGiven = "access_given",
    }
}

text_enum! {
    /// Where a mail stands on its way.
    State {
        /// Waits for its time.
        Due = "due",
        /// A worker has it.
        Leased = "leased",
        /// The mail server took it.
        Sent = "sent",
        /// The mail server asked to come again, or was not there.
        Retry = "retry",
        /// The mail server refused it for good.
        Refused = "refused",
        /// The connection broke after the message was handed over: it may have arrived.
        Unknown = "unknown",
        /// It took its worker down three times.
        Parked = "parked",
        /// Not wanted any more: accepted, withdrawn, resent or expired before it left.
        Superseded = "superseded",
    }
}

/// For how many days a mail is tried at most. RFC 5321, 4.5.4.1: at least four to five.
const DAYS: i64 = 4;

/// A mail that must leave, written in the transaction of the fact it announces.
#[derive(Clone, Debug, Queryable, Selectable, QueryableByName)]
#[diesel(table_name = outbox_emails, check_for_backend(diesel::pg::Pg))]
pub struct OutboxEmail {
    pub id: Uuid,
    pub workspace_id: Option<Uuid>,
    pub kind: Kind,
    pub account_id: Option<Uuid>,
    pub invitation_id: Option<Uuid>,
    pub generation: Option<i32>,
    /// The user who is told something.
    pub user_id: Option<Uuid>,
    /// What only this kind of mail has to say; never a secret.
    pub details: Value,
    /// The address that it asks to confirm.
    pub confirmation_id: Option<Uuid>,
    pub state: State,
    pub attempts: i32,
    pub claims: i32,
    pub due_at: DateTime<Utc>,
    pub give_up_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    /// When it first became unknown whether it had arrived; it is tried once more after that.
    pub unknown_at: Option<DateTime<Utc>>,
    pub reply: Option<String>,
}

impl OutboxEmail {
    /// The mails of these invitations, every generation, oldest first.
    pub fn of_invitations(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        invitation_ids: &[Uuid],
    ) -> QueryResult<Vec<OutboxEmail>> {
        outbox_emails::table
            .filter(outbox_emails::workspace_id.eq(workspace_id))
            .filter(outbox_emails::invitation_id.eq_any(invitation_ids))
            .order((outbox_emails::generation, outbox_emails::id))
            .select(OutboxEmail::as_select())
            .load(conn)
    }

    /// Marks the mails of an invitation that still wait as not wanted any more. A mail that a
    /// worker has in hand is left to it: the worker looks again before it hands the mail over.
    pub fn supersede(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        invitation_id: Uuid,
    ) -> QueryResult<()> {
        OutboxEmail::supersede_all(conn, workspace_id, &[invitation_id])
    }

    /// Marks what a user was to be told of these kinds and still waits as not wanted any more.
    /// Returns which mails that were.
    pub fn supersede_notices(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        user_id: Uuid,
        kinds: &[Kind],
    ) -> QueryResult<Vec<Uuid>> {
        diesel::update(outbox_emails::table)
            .filter(outbox_emails::workspace_id.eq(workspace_id))
            .filter(outbox_emails::user_id.eq(user_id))
            .filter(outbox_emails::kind.eq_any(kinds))
            .filter(outbox_emails::state.eq_any([State::Due, State::Retry]))
            .set(outbox_emails::state.eq(State::Superseded))
            .returning(outbox_emails::id)
            .get_results(conn)
    }

    /// The same for many invitations.
    pub fn supersede_all(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        invitation_ids: &[Uuid],
    ) -> QueryResult<()> {
        let waiting = [State::Due, State::Retry, State::Unknown];
        diesel::update(outbox_emails::table)
            .filter(outbox_emails::workspace_id.eq(workspace_id))
            .filter(outbox_emails::invitation_id.eq_any(invitation_ids))
            .filter(outbox_emails::state.eq_any(waiting))
            .set(outbox_emails::state.eq(State::Superseded))
            .execute(conn)
            .map(drop)
    }
}

statement! {
    FirstMails {
        workspace_id: Uuid => SqlUuid,
        kind: Kind => Text,
        due_at: DateTime<Utc> => Timestamptz,
        give_up_at: DateTime<Utc> => Timestamptz,
        ids: Vec<Uuid> => Array<SqlUuid>,
        invitations: Vec<Uuid> => Array<SqlUuid>,
    } = "
        INSERT INTO outbox_emails (workspace_id, kind, generation, due_at, give_up_at,
                                   id, invitation_id)
        SELECT ?, ?, 1, ?, ?, mails.* FROM unnest((SELECT ?), (SELECT ?)) AS mails"
}

/// A mail to be written into the outbox.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = outbox_emails)]
pub struct NewOutboxEmail {
    pub id: Uuid,
    pub workspace_id: Option<Uuid>,
    pub kind: Kind,
    pub account_id: Option<Uuid>,
    pub invitation_id: Option<Uuid>,
    pub generation: Option<i32>,
    pub user_id: Option<Uuid>,
    pub details: Value,
    pub confirmation_id: Option<Uuid>,
    pub due_at: DateTime<Utc>,
    pub give_up_at: DateTime<Utc>,
}

impl NewOutboxEmail {
    /// The mail of one generation of an invitation.
    pub fn invitation(
        workspace_id: Uuid,
        invitation_id: Uuid,
        generation: i32,
        due_at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> NewOutboxEmail {
        NewOutboxEmail {
            workspace_id: Some(workspace_id),
            kind: Kind::Invitation,
            invitation_id: Some(invitation_id),
            generation: Some(generation),
            due_at,
            give_up_at: give_up_at(due_at, expires_at),
            ..NewOutboxEmail::nothing()
        }
    }

    /// A password reset, worth nothing after `expires_at`.
    pub fn password_reset(account_id: Uuid, now: DateTime<Utc>, expires_at: DateTime<Utc>) -> Self {
        NewOutboxEmail {
            kind: Kind::PasswordReset,
            account_id: Some(account_id),
            due_at: now,
            give_up_at: expires_at,
            ..NewOutboxEmail::nothing()
        }
    }

    /// Asks whoever has an address to confirm it; worth nothing after `expires_at`.
    pub fn confirmation(
        kind: Kind,
        confirmation_id: Uuid,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> NewOutboxEmail {
        NewOutboxEmail {
            kind,
            confirmation_id: Some(confirmation_id),
            due_at: now,
            give_up_at: expires_at,
            ..NewOutboxEmail::nothing()
        }
    }

    /// Tells the address that an account has, or had until now, of another one.
    pub fn of_address(
        kind: Kind,
        account: &Account,
        new: &str,
        now: DateTime<Utc>,
    ) -> NewOutboxEmail {
        NewOutboxEmail {
            kind,
            account_id: Some(account.id),
            details: json!({ "from": account.email, "to": new }),
            due_at: now,
            give_up_at: now + TimeDelta::days(DAYS),
            ..NewOutboxEmail::nothing()
        }
    }

    fn nothing() -> NewOutboxEmail {
        NewOutboxEmail {
            id: Uuid::now_v7(),
            workspace_id: None,
            kind: Kind::PasswordReset,
            account_id: None,
            invitation_id: None,
            generation: None,
            user_id: None,
            details: json!({}),
            confirmation_id: None,
            due_at: DateTime::UNIX_EPOCH,
            give_up_at: DateTime::UNIX_EPOCH,
        }
    }

    /// Tells a user of a workspace something, from now on and for four days at most.
    pub fn notice(
        kind: Kind,
        workspace_id: Uuid,
        user_id: Uuid,
        now: DateTime<Utc>,
        details: Value,
    ) -> NewOutboxEmail {
        NewOutboxEmail {
            workspace_id: Some(workspace_id),
            kind,
            user_id: Some(user_id),
            details,
            due_at: now,
            give_up_at: now + TimeDelta::days(DAYS),
            ..NewOutboxEmail::nothing()
        }
    }

    /// Lets it leave then, and be tried as long as otherwise.
    pub fn delay(&mut self, until: DateTime<Utc>) {
        self.give_up_at += until - self.due_at;
        self.due_at = until;
    }

    pub fn insert_all(conn: &mut PgConnection, list: &[NewOutboxEmail]) -> QueryResult<()> {
        diesel::insert_into(outbox_emails::table).values(list).execute(conn).map(drop)
    }

    /// Writes the mails of the first generation of these invitations, as
    /// [`NewOutboxEmail::invitation`] makes them.
    pub fn insert_first(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        invitations: Vec<Uuid>,
        due_at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> QueryResult<()> {
        let ids = invitations.iter().map(|_| Uuid::now_v7()).collect();
        let (kind, give_up_at) = (Kind::Invitation, give_up_at(due_at, expires_at));
        FirstMails { workspace_id, kind, due_at, give_up_at, ids, invitations }
            .execute(conn)
            .map(drop)
    }
}

/// An invitation's mail is tried for some days, and never after the invitation has expired.
fn give_up_at(due_at: DateTime<Utc>, expires_at: DateTime<Utc>) -> DateTime<Utc> {
    expires_at.min(due_at + TimeDelta::days(DAYS))
}
