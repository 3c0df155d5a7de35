use diesel::prelude::*;
use diesel::sql_types::{Int8, Nullable, Text, Uuid as SqlUuid};
use uuid::Uuid;

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

/// Every invitation of a batch, and the newest mail of its present generation.
const INVITED: &str = "
    FROM invitations
    LEFT JOIN LATERAL (
        SELECT state, reply FROM outbox_emails
        WHERE outbox_emails.workspace_id = invitations.workspace_id
          AND outbox_emails.invitation_id = invitations.id
          AND outbox_emails.generation = invitations.generation
        ORDER BY id DESC LIMIT 1
    ) mail ON true";

/// Neither accepted, withdrawn nor declined.
const OPEN: &str = "invitations.accepted_at IS NULL AND invitations.withdrawn_at IS NULL
    AND invitations.declined_at IS NULL";

impl BatchProgress {
    /// Of a batch of this workspace; all 0 when it has none of this id.
    pub fn of(conn: &mut PgConnection, workspace_id: Uuid, batch: Uuid) -> QueryResult<Self> {
        let open = |states: &str| format!("count(*) FILTER (WHERE {OPEN} AND mail.state {states})");
        diesel::sql_query(format!(
            "SELECT {waiting} AS waiting, {sent} AS sent, {failed} AS failed,
                    count(*) FILTER (WHERE accepted_at IS NOT NULL) AS accepted,
                    count(*) FILTER (WHERE withdrawn_at IS NOT NULL OR declined_at IS NOT NULL)
                        AS ended
             {INVITED} WHERE invitations.workspace_id = $1 AND invitations.batch_id = $2",
            waiting = open("IN ('due', 'leased', 'retry', 'unknown')"),
            sent = open("IN ('sent', 'superseded')"),
            failed = open("IN ('refused', 'parked')"),
        ))
        .bind::<SqlUuid, _>(workspace_id)
        .bind::<SqlUuid, _>(batch)
        .get_result(conn)
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
        diesel::sql_query(format!(
            "SELECT users.id AS user_id, users.name, users.email, invitations.generation, mail.reply
             {INVITED}
             JOIN users ON users.workspace_id = invitations.workspace_id
                       AND users.id = invitations.user_id
             WHERE invitations.workspace_id = $1 AND invitations.batch_id = $2
               AND {OPEN} AND mail.state IN ('refused', 'parked')
             ORDER BY invitations.id LIMIT $3"
        ))
        .bind::<SqlUuid, _>(workspace_id)
        .bind::<SqlUuid, _>(batch)
        .bind::<Int8, _>(most)
        .load(conn)
    }
}
