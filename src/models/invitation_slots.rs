//! How often one address is sent invitations, by all workspaces together: at most one in five
//! minutes and three in 24 hours, or a mailbox could be filled from here.
//!
//! The slots are given out when a mail is claimed, under the lock of the address's own row, so the
//! limit holds for any number of workers on any number of nodes. A mail that finds no slot goes
//! back to the outbox, due when there is one. Password resets are not counted and never wait.
//!
//! Mails that tell of an access that has ended or is there again have slots of their own, as many,
//! and take them when they are written: one that waits is dropped once the opposite happens, so
//! there is never more than one of a user.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Text, Timestamptz, Uuid as SqlUuid};
use uuid::Uuid;

use crate::db::statement::statement;

/// When the next slot of a row is free; in the past or null when that is now.
macro_rules! free_at {
    ($row:literal) => {
        concat!(
            "GREATEST(",
            $row,
            ".newest_at + interval '5 minutes', ",
            $row,
            ".third_at + interval '24 hours')"
        )
    };
}

/// The mailbox of an address, as most mail servers deliver: what follows a plus sign does not make
/// another one (RFC 5233).
macro_rules! mailbox {
    ($key:literal) => {
        concat!("regexp_replace(", $key, ", '\\+[^@]*@', '@')")
    };
}

/// The mail whose slot is the newest keeps it: its worker died before it could say what became of
/// the mail, or the mail may have arrived and is sent once more.
///
/// Of several claimed mails to one address the first takes the slot. A held mail may see the row
/// as it was before another node took the slot; it is then due again in a second, and sees more.
const ADMIT: &str = concat!(
    "WITH asked AS MATERIALIZED (
        SELECT mail.id, mailbox.email_key, row_number() OVER (
            PARTITION BY mailbox.email_key ORDER BY mail.due_at, mail.id) = 1 AS is_first
        FROM outbox_emails mail
        JOIN invitations ON invitations.workspace_id = mail.workspace_id
            AND invitations.id = mail.invitation_id
        JOIN users ON users.workspace_id = invitations.workspace_id
            AND users.id = invitations.user_id
        CROSS JOIN LATERAL (SELECT ",
    mailbox!("users.email_key"),
    " AS email_key) mailbox
        WHERE mail.id = ANY(?)
    ), admitted AS (
        INSERT INTO invitation_slots AS slots (email_key, newest_mail, newest_at)
        SELECT email_key, id, now() FROM asked WHERE is_first ORDER BY email_key
        ON CONFLICT (email_key) DO UPDATE SET
            newest_mail = EXCLUDED.newest_mail,
            newest_at = EXCLUDED.newest_at,
            second_at = CASE WHEN slots.newest_mail = EXCLUDED.newest_mail
                THEN slots.second_at ELSE slots.newest_at END,
            third_at = CASE WHEN slots.newest_mail = EXCLUDED.newest_mail
                THEN slots.third_at ELSE slots.second_at END,
            fourth_at = CASE WHEN slots.newest_mail = EXCLUDED.newest_mail
                THEN slots.fourth_at ELSE slots.third_at END
        WHERE slots.newest_mail = EXCLUDED.newest_mail OR COALESCE(",
    free_at!("slots"),
    " <= now(), true)
        RETURNING newest_mail AS id
    )
    UPDATE outbox_emails
    SET state = 'due', lease = NULL, leased_until = NULL, claims = claims - 1,
        due_at = GREATEST(",
    free_at!("slots"),
    ", now() + interval '1 second')
    FROM asked LEFT JOIN invitation_slots slots USING (email_key)
    WHERE outbox_emails.id = asked.id AND outbox_emails.lease = ANY(?)
        AND asked.id NOT IN (SELECT id FROM admitted)
    RETURNING outbox_emails.id"
);

statement! {
    Admit { mails: Vec<Uuid> => Array<SqlUuid>, leases: Vec<Uuid> => Array<SqlUuid> } = ADMIT
}

const GIVE_BACK: &str = concat!(
    "UPDATE invitation_slots
    SET newest_mail = NULL, newest_at = second_at, second_at = third_at, third_at = fourth_at,
        fourth_at = NULL
    WHERE newest_mail = ? AND email_key = (
        SELECT ",
    mailbox!("users.email_key"),
    " FROM outbox_emails mail
        JOIN invitations ON invitations.workspace_id = mail.workspace_id
            AND invitations.id = mail.invitation_id
        JOIN users ON users.workspace_id = invitations.workspace_id
            AND users.id = invitations.user_id
        WHERE mail.id = ?)"
);

statement! { GiveBack { newest: Uuid => SqlUuid, mail: Uuid => SqlUuid } = GIVE_BACK }

const FREE_AT: &str = concat!(
    "SELECT ",
    free_at!("slots"),
    " AS at FROM invitation_slots slots WHERE email_key = ",
    mailbox!("?"),
    " AND ",
    free_at!("slots"),
    " > now()"
);

statement! { FreeAt { email_key: String => Text } = FREE_AT }

/// The row of these mails, so that they and invitations do not wait for each other.
macro_rules! of_access {
    () => {
        concat!("'access ' || ", mailbox!("?"))
    };
}

const RESERVE: &str = concat!(
    "INSERT INTO invitation_slots AS slots (email_key, newest_mail, newest_at)
    VALUES (",
    of_access!(),
    ", ?, ?)
    ON CONFLICT (email_key) DO UPDATE SET
        newest_mail = EXCLUDED.newest_mail,
        newest_at = GREATEST(EXCLUDED.newest_at, ",
    free_at!("slots"),
    "),
        second_at = slots.newest_at,
        third_at = slots.second_at,
        fourth_at = slots.third_at
    RETURNING newest_at AS at"
);

const CANCEL: &str = concat!(
    "UPDATE invitation_slots
    SET newest_mail = NULL, newest_at = second_at, second_at = third_at, third_at = fourth_at,
        fourth_at = NULL
    WHERE email_key = ",
    of_access!(),
    " AND newest_mail = ANY(?)"
);

statement! {
    Reserve {
        email_key: String => Text,
        mail: Uuid => SqlUuid,
        earliest: DateTime<Utc> => Timestamptz,
    } = RESERVE
}

statement! { Cancel { email_key: String => Text, mails: Vec<Uuid> => Array<SqlUuid> } = CANCEL }

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

#[derive(QueryableByName)]
struct Free {
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
}

/// Takes a slot for each of these claimed mails that is an invitation. Returns those that found
/// none: they are back in the outbox, due when their address has one, and nobody's any more.
pub fn admit(conn: &mut PgConnection, mails: &[Uuid], leases: &[Uuid]) -> QueryResult<Vec<Uuid>> {
    let ask = Admit { mails: mails.to_owned(), leases: leases.to_owned() };
    let held: Vec<Held> = ask.load(conn)?;
    Ok(held.into_iter().map(|held| held.id).collect())
}

/// Gives back the slot of a mail that did not reach anybody. Nothing changes for other mails.
pub fn give_back(conn: &mut PgConnection, mail: Uuid) -> QueryResult<()> {
    GiveBack { newest: mail, mail }.execute(conn).map(drop)
}

/// When this address can be sent the next invitation; `None` when that is now. Other mails that
/// wait for the same address may still come first.
pub fn free_at(conn: &mut PgConnection, email_key: &str) -> QueryResult<Option<DateTime<Utc>>> {
    let free = FreeAt { email_key: email_key.to_owned() }.get_result::<Free>(conn);
    Ok(free.optional()?.map(|free| free.at))
}

/// Takes the next slot for mails about access of this address that is free at this time or later.
/// Returns when that is.
pub fn reserve(
    conn: &mut PgConnection,
    email_key: &str,
    mail: Uuid,
    earliest: DateTime<Utc>,
) -> QueryResult<DateTime<Utc>> {
    let reserve = Reserve { email_key: email_key.to_owned(), mail, earliest };
    Ok(reserve.get_result::<Free>(conn)?.at)
}

/// Gives back the slot of a mail about access that does not leave after all.
pub fn cancel(conn: &mut PgConnection, email_key: &str, mails: &[Uuid]) -> QueryResult<()> {
    let cancel = Cancel { email_key: email_key.to_owned(), mails: mails.to_owned() };
    cancel.execute(conn).map(drop)
}

/// Deletes what no limit counts any more.
pub fn delete_old(conn: &mut PgConnection) -> QueryResult<usize> {
    let query = "DELETE FROM invitation_slots
                 WHERE newest_at IS NULL OR newest_at < now() - interval '1 day'";
    diesel::sql_query(query).execute(conn)
}
