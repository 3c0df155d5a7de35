use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::dsl::{IntervalDsl, now};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use uuid::Uuid;

use crate::models::outbox_email::{NewOutboxEmail, OutboxEmail};
use crate::models::workspace::Workspace;
use crate::schema::{invitations, outbox_emails};

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
            .filter(Invitation::is_open())
            .select(Invitation::as_select())
            .first(conn)
            .optional()
    }

    /// The newest invitation of each of these users, open or closed, in no order, with the newest
    /// mail of its present generation.
    pub fn newest_with_mail(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        user_ids: &[Uuid],
    ) -> QueryResult<Vec<(Invitation, Option<OutboxEmail>)>> {
        let is_its_mail = outbox_emails::workspace_id
            .eq(invitations::workspace_id.nullable())
            .and(outbox_emails::invitation_id.eq(invitations::id.nullable()))
            .and(outbox_emails::generation.eq(invitations::generation.nullable()));
        invitations::table
            .left_join(outbox_emails::table.on(is_its_mail))
            .filter(invitations::workspace_id.eq(workspace_id))
            .filter(invitations::user_id.eq_any(user_ids))
            .distinct_on(invitations::user_id)
            .order((invitations::user_id, invitations::id.desc(), outbox_emails::id.desc()))
            .select((Invitation::as_select(), Option::<OutboxEmail>::as_select()))
            .load(conn)
    }

    /// The open invitations of these users, by user.
    pub fn all_open_of(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        user_ids: &[Uuid],
    ) -> QueryResult<HashMap<Uuid, Invitation>> {
        if user_ids.is_empty() {
            return Ok(HashMap::new());
        }
        let open: Vec<Invitation> = invitations::table
            .filter(invitations::workspace_id.eq(workspace_id))
            .filter(invitations::user_id.eq_any(user_ids))
            .filter(Invitation::is_open())
            .select(Invitation::as_select())
            .load(conn)?;
        Ok(open.into_iter().map(|invitation| (invitation.user_id, invitation)).collect())
    }

    /// Every invitation of a user, oldest first.
    pub fn all_of(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        user_id: Uuid,
    ) -> QueryResult<Vec<Invitation>> {
        invitations::table
            .filter(invitations::workspace_id.eq(workspace_id))
            .filter(invitations::user_id.eq(user_id))
            .order(invitations::id)
            .limit(50)
            .select(Invitation::as_select())
            .load(conn)
    }

    /// A new invitation, sent now, for a user who has no open one.
    pub fn renew(
        conn: &mut PgConnection,
        workspace: &Workspace,
        user_id: Uuid,
        invited_by: Uuid,
    ) -> QueryResult<Invitation> {
        diesel::insert_into(invitations::table)
            .values((
                invitations::workspace_id.eq(workspace.id),
                invitations::id.eq(Uuid::now_v7()),
                invitations::user_id.eq(user_id),
                invitations::invited_by.eq(invited_by),
                invitations::sent_at.eq(now),
                invitations::expires_at
                    .eq(now.into_sql::<Timestamptz>() + workspace.invitation_days.days()),
            ))
            .returning(Invitation::as_returning())
            .get_result(conn)
    }

    /// The mail of the present generation.
    pub fn mail(&self, due_at: DateTime<Utc>) -> NewOutboxEmail {
        NewOutboxEmail::invitation(
            self.workspace_id,
            self.id,
            self.generation,
            due_at,
            self.expires_at,
        )
    }

    pub fn insert(&self, conn: &mut PgConnection) -> QueryResult<()> {
        diesel::insert_into(invitations::table).values(self).execute(conn).map(drop)
    }

    /// In a query: neither accepted nor withdrawn nor declined; it may still have expired.
    #[diesel::dsl::auto_type(no_type_alias)]
    pub fn is_open() -> _ {
        invitations::accepted_at
            .is_null()
            .and(invitations::withdrawn_at.is_null())
            .and(invitations::declined_at.is_null())
    }
}
