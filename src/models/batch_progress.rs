use diesel::prelude::*;
use diesel::sql_types::{Int8, Nullable, Text, Uuid as SqlUuid};
use uuid::Uuid;

use crate::db::statement::statement;

/// How far the invitations of a batch have come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, QueryableByName)]
pub struct BatchProgress {
    /// The mail waits or is on its way.
    #[diesel(sql_type = Int8)]
    pub waiting: i64,
    /// The mail server took the mail, and nobody has answered it yet.
    #[diesel(sql_type = Int8)]
    pub sent: i64,
    #[diesel(sql_type = Int8)]
    pub accepted: i64,
    /// The mail could not be delivered.
    #[diesel(sql_type = Int8)]
    pub failed: i64,
    /// Withdrawn by an Admin or declined by the person.
    #[diesel(sql_type = Int8)]
    pub ended: i64,
}

/// Somebody whose mail could not be delivered.
#[derive(Clone, Debug, QueryableByName)]
pub struct FailedMail {
    #[diesel(sql_type = SqlUuid)]
    pub user_id: Uuid,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub email: String,
    #[diesel(sql_type = diesel::sql_types::Int4)]
    pub generation: i32,
    /// The mail server's words.
    #[diesel(sql_type = Nullable<Text>)]
    pub reply: Option<String>,
}

/// The newest batch of a file that goes on, as people look for it.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct BatchGoingOn {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// How many people it is for: of a stopped one, how many it came to.
    #[diesel(sql_type = Int8)]
    pub total: i64,
    /// How many mails have left.
    #[diesel(sql_type = Int8)]
    pub sent: i64,
}

/// The states of a mail that waits or is on its way.
macro_rules! waiting {
    () => {
        "'due', 'leased', 'retry', 'unknown'"
    };
}

/// Every invitation of a batch, and the newest mail of its present generation.
macro_rules! invited {
    () => {
        "
    FROM invitations
    LEFT JOIN LATERAL (
        SELECT state, reply FROM outbox_emails
        WHERE outbox_emails.workspace_id = invitations.workspace_id
          AND outbox_emails.invitation_id = invitations.id
          AND outbox_emails.generation = invitations.generation
        ORDER BY id DESC LIMIT 1
    ) mail ON true"
    };
}

/// Neither accepted, withdrawn nor declined.
macro_rules! open {
    () => {
        "invitations.accepted_at IS NULL AND invitations.withdrawn_at IS NULL
    AND invitations.declined_at IS NULL"
    };
}

/// A batch of the last day that came from a file, if there is one: most workspaces have none, and
/// need not look for the one that goes on.
macro_rules! of_a_file {
    () => {
        "batches.import_id IS NOT NULL AND batches.undone_at IS NULL
       AND batches.created_at > now() - interval '1 day'"
    };
}

/// Whether one of the workspace's batches may go on, as a column of the workspace.
pub(super) const MAY_GO_ON: &str = concat!(
    "EXISTS (SELECT FROM batches WHERE batches.workspace_id = workspaces.id AND ",
    of_a_file!(),
    ")"
);

statement! {
    // The mails of a batch are not counted where none waits.
    GoingOn { workspace_id: Uuid => SqlUuid } = concat!(
        "SELECT batches.id, mails.sent,
                CASE WHEN batches.stopped IS NULL THEN batches.total ELSE batches.invited END::int8
                    AS total
         FROM batches, LATERAL (
            SELECT count(*) FILTER (WHERE ", open!(), " AND mail.state IN (", waiting!(), "))
                       AS waiting,
                   count(*) FILTER (WHERE mail.state = 'sent') AS sent
            ", invited!(), "
            WHERE invitations.workspace_id = batches.workspace_id
              AND invitations.batch_id = batches.id
              AND (batches.finished_at IS NULL OR EXISTS (
                  SELECT FROM outbox_emails waiting
                  WHERE waiting.workspace_id = batches.workspace_id
                    AND waiting.state IN (", waiting!(), ")))
         ) mails
         WHERE batches.workspace_id = ? AND ", of_a_file!(), "
           AND (batches.finished_at IS NULL OR mails.waiting > 0)
         ORDER BY batches.created_at DESC LIMIT 1"
    )
}

statement! {
    Progress { workspace_id: Uuid => SqlUuid, batch: Uuid => SqlUuid } = concat!(
        "SELECT count(*) FILTER (WHERE ", open!(), " AND mail.state IN (", waiting!(), "))
                    AS waiting,
                count(*) FILTER (WHERE ", open!(), " AND mail.state IN ('sent', 'superseded'))
                    AS sent,
                count(*) FILTER (WHERE ", open!(), " AND mail.state IN ('refused', 'parked'))
                    AS failed,
                count(*) FILTER (WHERE accepted_at IS NOT NULL) AS accepted,
                count(*) FILTER (WHERE withdrawn_at IS NOT NULL OR declined_at IS NOT NULL)
                    AS ended
         ", invited!(), " WHERE invitations.workspace_id = ? AND invitations.batch_id = ?"
    )
}

statement! {
    Failed { workspace_id: Uuid => SqlUuid, batch: Uuid => SqlUuid, most: i64 => Int8 } = concat!(
        "SELECT users.id AS user_id, users.name, users.email, invitations.generation, mail.reply
         ", invited!(), "
         JOIN users ON users.workspace_id = invitations.workspace_id
                   AND users.id = invitations.user_id
         WHERE invitations.workspace_id = ? AND invitations.batch_id = ?
           AND ", open!(), " AND mail.state IN ('refused', 'parked')
         ORDER BY invitations.id LIMIT ?"
    )
}

impl BatchProgress {
    /// Of a batch of this workspace; all 0 when it has none of this id.
    pub fn of(conn: &mut PgConnection, workspace_id: Uuid, batch: Uuid) -> QueryResult<Self> {
        Progress { workspace_id, batch }.get_result(conn)
    }
}

impl BatchGoingOn {
    /// Of this workspace; `None` when no batch of the last day has people to invite or mails to
    /// send.
    pub fn of(conn: &mut PgConnection, workspace_id: Uuid) -> QueryResult<Option<BatchGoingOn>> {
        GoingOn { workspace_id }.get_result(conn).optional()
    }
}

impl FailedMail {
    /// The first of a batch's, in the order in which they were invited.
    pub fn some(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        batch: Uuid,
        most: i64,
    ) -> QueryResult<Vec<FailedMail>> {
        Failed { workspace_id, batch, most }.load(conn)
    }
}
