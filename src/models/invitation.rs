use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::schema::invitations;
use crate::security::links::JoinClaim;

/// One way in for one Initiated user. Resending makes the next generation of the same invitation;
/// only the newest generation's link works.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = invitations, check_for_backend(diesel::pg::Pg))]
pub struct Invitation {
    pub workspace_id: Uuid,
    pub id: Uuid,
    pub user_id: Uuid,
    pub generation: i32,
    pub batch_id: Option<Uuid>,
    pub task_id: Option<Uuid>,
    pub invited_by: Uuid,
    pub sent_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub accepted_at: Option<DateTime<Utc>>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub declined_at: Option<DateTime<Utc>>,
}

impl Invitation {
    /// The invitation; `NotFound` when the workspace has none of this id.
    pub fn find(conn: &mut PgConnection, workspace_id: Uuid, id: Uuid) -> QueryResult<Invitation> {
        invitations::table.find((workspace_id, id)).select(Invitation::as_select()).first(conn)
    }

    /// The user's open invitation; `None` when there is none.
    pub fn open_of(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        user_id: Uuid,
    ) -> QueryResult<Option<Invitation>> {
        invitations::table
            .filter(invitations::workspace_id.eq(workspace_id))
            .filter(invitations::user_id.eq(user_id))
            .filter(is_open())
            .select(Invitation::as_select())
            .first(conn)
            .optional()
    }

    /// The invitation a mail speaks of, as long as the mail's link can be used: open, of this
    /// generation, not expired. `None` otherwise.
    pub fn still_wanted(
        conn: &mut PgConnection,
        claim: &JoinClaim,
    ) -> QueryResult<Option<Invitation>> {
        invitations::table
            .find((claim.workspace_id, claim.invitation_id))
            .filter(invitations::generation.eq(claim.generation))
            .filter(invitations::expires_at.gt(diesel::dsl::now))
            .filter(is_open())
            .select(Invitation::as_select())
            .first(conn)
            .optional()
    }

    pub fn insert_all(conn: &mut PgConnection, list: &[Invitation]) -> QueryResult<()> {
        diesel::insert_into(invitations::table).values(list).execute(conn).map(drop)
    }
}

/// Neither accepted nor withdrawn nor declined; it may still have expired.
#[diesel::dsl::auto_type]
fn is_open() -> _ {
    invitations::accepted_at
        .is_null()
        .and(invitations::withdrawn_at.is_null())
        .and(invitations::declined_at.is_null())
}
