use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::schema::{batches, invitations, users};
use crate::values::text_enum::text_enum;

text_enum! {
    /// Where a batch's lines came from.
    Source {
        Typed = "typed",
        File = "file",
        CommandLine = "command_line",
        /// They found no seat when they were sent.
        WaitingList = "waiting_list",
    }
}

/// What one press of Send made. Its id comes with the form, so that a form posted again, however
/// late, finds what it made the first time.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = batches, check_for_backend(diesel::pg::Pg))]
pub struct Batch {
    pub workspace_id: Uuid,
    pub id: Uuid,
    pub source: Source,
    pub created_by: Uuid,
    pub hold_until: DateTime<Utc>,
    pub undone_at: Option<DateTime<Utc>>,
    pub invited: i32,
    /// The lines that stayed in the window, with their verdicts; once it was taken back, its own.
    pub left_over: Value,
    /// Of everything the form asked for, to tell the same form from one that was changed since.
    pub lines_digest: Vec<u8>,
    pub created_at: DateTime<Utc>,
    /// The file its people came from.
    pub import_id: Option<Uuid>,
    /// How many people it was for.
    pub total: i32,
    /// When the last of them was invited; `None` while it goes on.
    pub finished_at: Option<DateTime<Utc>>,
    /// Why it ended before everybody was invited.
    pub stopped: Option<Stop>,
    /// Of that file; empty when there was none.
    pub file_name: String,
}

text_enum! {
    /// What ends a batch early.
    Stop {
        /// No seat was left.
        Seats = "seats",
        /// Who sent it is no Admin any more.
        Rights = "rights",
        /// An Admin stopped it.
        Admin = "admin",
        /// It failed several times in a row, as the log says.
        Failed = "failed",
    }
}

impl Batch {
    /// The batch of a form that was sent before; `None` when it was not.
    pub fn of_form(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        form_id: Uuid,
    ) -> QueryResult<Option<Batch>> {
        Batch::find(conn, workspace_id, form_id).optional()
    }

    pub fn find(conn: &mut PgConnection, workspace_id: Uuid, id: Uuid) -> QueryResult<Batch> {
        batches::table.find((workspace_id, id)).select(Batch::as_select()).first(conn)
    }

    /// The name of whom it has invited, where that is one person alone.
    pub fn only_name(&self, conn: &mut PgConnection) -> QueryResult<Option<String>> {
        if self.invited != 1 {
            return Ok(None);
        }
        let invited = invitations::table
            .filter(invitations::workspace_id.eq(self.workspace_id))
            .filter(invitations::batch_id.eq(self.id));
        users::table
            .filter(users::workspace_id.eq(self.workspace_id))
            .filter(users::id.eq_any(invited.select(invitations::user_id)))
            .select(users::name)
            .first(conn)
            .optional()
    }

    pub fn insert(&self, conn: &mut PgConnection) -> QueryResult<()> {
        diesel::insert_into(batches::table).values(self).execute(conn).map(drop)
    }

    /// The batches that sent the people of a file, the newest first: id, and when.
    pub fn of_import(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        import_id: Uuid,
    ) -> QueryResult<Vec<(Uuid, DateTime<Utc>)>> {
        batches::table
            .filter(batches::workspace_id.eq(workspace_id))
            .filter(batches::import_id.eq(import_id))
            .order(batches::created_at.desc())
            .select((batches::id, batches::created_at))
            .limit(5)
            .load(conn)
    }

    /// A batch that goes on and is none of `except`: the first after `last` in the order of their
    /// ids, or else the first of all. `None` when there is none.
    pub fn unfinished(
        conn: &mut PgConnection,
        last: Uuid,
        except: &[Uuid],
    ) -> QueryResult<Option<Batch>> {
        batches::table
            .filter(batches::finished_at.is_null())
            .filter(batches::id.ne_all(except))
            .order((batches::id.gt(last).desc(), batches::id))
            .select(Batch::as_select())
            .first(conn)
            .optional()
    }

    /// Notes that so many more are invited.
    pub fn add_invited(&self, conn: &mut PgConnection, more: i32) -> QueryResult<()> {
        diesel::update(batches::table.find((self.workspace_id, self.id)))
            .set(batches::invited.eq(batches::invited + more))
            .execute(conn)
            .map(drop)
    }

    /// Notes that nobody else will be invited, and why.
    pub fn finish(&self, conn: &mut PgConnection, stopped: Option<Stop>) -> QueryResult<()> {
        diesel::update(batches::table.find((self.workspace_id, self.id)))
            .set((batches::finished_at.eq(diesel::dsl::now), batches::stopped.eq(stopped)))
            .execute(conn)
            .map(drop)
    }

    /// The batch that just sends people of this file; `None` when there is none.
    pub fn running_of_import(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        import_id: Uuid,
    ) -> QueryResult<Option<Batch>> {
        batches::table
            .filter(batches::workspace_id.eq(workspace_id))
            .filter(batches::import_id.eq(import_id))
            .filter(batches::finished_at.is_null())
            .select(Batch::as_select())
            .first(conn)
            .optional()
    }

    /// Whether any of the workspace still invites people.
    pub fn any_goes_on(conn: &mut PgConnection, workspace_id: Uuid) -> QueryResult<bool> {
        let running = batches::table
            .filter(batches::workspace_id.eq(workspace_id))
            .filter(batches::finished_at.is_null());
        diesel::select(diesel::dsl::exists(running)).get_result(conn)
    }

    /// Lets a batch that was stopped go on with so many people, in the name of this Admin.
    pub fn resume(
        &self,
        conn: &mut PgConnection,
        actor_id: Uuid,
        people: usize,
    ) -> QueryResult<()> {
        let people = i32::try_from(people).unwrap_or(i32::MAX);
        diesel::update(batches::table.find((self.workspace_id, self.id)))
            .set((
                batches::created_by.eq(actor_id),
                batches::total.eq(batches::invited + people),
                batches::finished_at.eq(None::<DateTime<Utc>>),
                batches::stopped.eq(None::<Stop>),
            ))
            .execute(conn)
            .map(drop)
    }

    /// Notes that the batch was taken back, and what it had been asked for.
    pub fn mark_undone<L: Serialize>(
        &self,
        conn: &mut PgConnection,
        lines: &[L],
    ) -> QueryResult<()> {
        diesel::update(batches::table.find((self.workspace_id, self.id)))
            .set((
                batches::undone_at.eq(diesel::dsl::now),
                batches::left_over.eq(json!(lines)),
                batches::finished_at.eq(diesel::dsl::now),
            ))
            .execute(conn)
            .map(drop)
    }
}
