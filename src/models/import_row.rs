use diesel::prelude::*;
use diesel::sql_types::{Array, Int4, Int8, Jsonb, Nullable, Text, Uuid as SqlUuid};
use serde_json::Value;
use uuid::Uuid;

use crate::models::user_list::containing;
use crate::schema::import_rows;
use crate::values::text_enum::text_enum;

text_enum! {
    /// How far a row of a file has come.
    RowState {
        /// Would be invited.
        Ready = "ready",
        /// To be mended.
        Work = "work",
        /// About somebody who is here already, or twice in the file.
        Known = "known",
        /// By an admin's wish.
        LeftOut = "left_out",
        /// To be invited by a batch that goes on.
        Queued = "queued",
        /// Invited.
        Sent = "sent",
        /// Put on the waiting list, for want of a seat.
        Waiting = "waiting",
    }
}

impl RowState {
    /// Whether the row can still be changed.
    pub fn is_open(self) -> bool {
        matches!(self, RowState::Ready | RowState::Work | RowState::Known)
    }
}

/// Which rows are looked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Of one state, or of any.
    pub state: Option<RowState>,
    /// A part of the name or the address; empty for all.
    pub search: String,
}

/// A person in a file.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = import_rows, check_for_backend(diesel::pg::Pg))]
pub struct ImportRow {
    /// Counted from 1, in the order of the file.
    pub number: i32,
    /// As a spreadsheet program counts; 0 when it was typed.
    pub row: i32,
    pub email: String,
    pub name: String,
    pub role: String,
    pub team: String,
    pub gender: String,
    pub state: RowState,
    /// Why it is not ready.
    pub said: Option<Value>,
}

/// The rows of one import.
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    pub workspace_id: Uuid,
    pub import_id: Uuid,
}

impl Rows {
    /// How many there are of each state.
    pub fn counts(self, conn: &mut PgConnection) -> QueryResult<Vec<(RowState, i64)>> {
        import_rows::table
            .filter(import_rows::workspace_id.eq(self.workspace_id))
            .filter(import_rows::import_id.eq(self.import_id))
            .group_by(import_rows::state)
            .select((import_rows::state, diesel::dsl::count_star()))
            .load(conn)
    }

    /// Some of those that are looked for, in order.
    pub fn found(
        self,
        conn: &mut PgConnection,
        wanted: &Wanted,
        offset: i64,
        most: i64,
    ) -> QueryResult<Vec<ImportRow>> {
        self.wanted(wanted)
            .order(import_rows::number)
            .select(ImportRow::as_select())
            .limit(most)
            .offset(offset)
            .load(conn)
    }

    /// How many are found.
    pub fn count_found(self, conn: &mut PgConnection, wanted: &Wanted) -> QueryResult<i64> {
        self.wanted(wanted).count().get_result(conn)
    }

    fn wanted(self, wanted: &Wanted) -> import_rows::BoxedQuery<'static, diesel::pg::Pg> {
        let mut rows = import_rows::table
            .filter(import_rows::workspace_id.eq(self.workspace_id))
            .filter(import_rows::import_id.eq(self.import_id))
            .into_boxed();
        if let Some(state) = wanted.state {
            rows = rows.filter(import_rows::state.eq(state));
        }
        if !wanted.search.is_empty() {
            let part = containing(&wanted.search);
            rows = rows
                .filter(import_rows::email.ilike(part.clone()).or(import_rows::name.ilike(part)));
        }
        rows
    }

    /// The number of the last row; 0 when there is none.
    pub fn last_number(self, conn: &mut PgConnection) -> QueryResult<i32> {
        let last = import_rows::table
            .filter(import_rows::workspace_id.eq(self.workspace_id))
            .filter(import_rows::import_id.eq(self.import_id))
            .select(diesel::dsl::max(import_rows::number))
            .first::<Option<i32>>(conn)?;
        Ok(last.unwrap_or_default())
    }

    /// Those of these numbers, in order.
    pub fn numbered(self, conn: &mut PgConnection, numbers: &[i32]) -> QueryResult<Vec<ImportRow>> {
        import_rows::table
            .filter(import_rows::workspace_id.eq(self.workspace_id))
            .filter(import_rows::import_id.eq(self.import_id))
            .filter(import_rows::number.eq_any(numbers))
            .order(import_rows::number)
            .select(ImportRow::as_select())
            .load(conn)
    }

    /// The next that a batch is to invite.
    pub fn queued(
        self,
        conn: &mut PgConnection,
        batch_id: Uuid,
        most: i64,
    ) -> QueryResult<Vec<ImportRow>> {
        import_rows::table
            .filter(import_rows::workspace_id.eq(self.workspace_id))
            .filter(import_rows::import_id.eq(self.import_id))
            .filter(import_rows::batch_id.eq(batch_id))
            .filter(import_rows::state.eq(RowState::Queued))
            .order(import_rows::number)
            .select(ImportRow::as_select())
            .limit(most)
            .load(conn)
    }

    /// Gives the first so many of those that are ready to a batch.
    pub fn give(self, conn: &mut PgConnection, batch_id: Uuid, most: i64) -> QueryResult<usize> {
        let all = diesel::alias!(import_rows as ready_rows);
        let ready = all
            .filter(all.field(import_rows::workspace_id).eq(self.workspace_id))
            .filter(all.field(import_rows::import_id).eq(self.import_id))
            .filter(all.field(import_rows::state).eq(RowState::Ready))
            .order(all.field(import_rows::number))
            .select(all.field(import_rows::number))
            .limit(most);
        diesel::update(import_rows::table)
            .filter(import_rows::workspace_id.eq(self.workspace_id))
            .filter(import_rows::import_id.eq(self.import_id))
            .filter(import_rows::number.eq_any(ready))
            .set((import_rows::state.eq(RowState::Queued), import_rows::batch_id.eq(batch_id)))
            .execute(conn)
    }

    /// How many are ready again that a batch had.
    pub fn ready_of(self, conn: &mut PgConnection, batch_id: Uuid) -> QueryResult<i64> {
        import_rows::table
            .filter(import_rows::workspace_id.eq(self.workspace_id))
            .filter(import_rows::import_id.eq(self.import_id))
            .filter(import_rows::batch_id.eq(batch_id))
            .filter(import_rows::state.eq(RowState::Ready))
            .count()
            .get_result(conn)
    }

    /// All that are ready, in order.
    pub fn ready(self, conn: &mut PgConnection) -> QueryResult<Vec<ImportRow>> {
        import_rows::table
            .filter(import_rows::workspace_id.eq(self.workspace_id))
            .filter(import_rows::import_id.eq(self.import_id))
            .filter(import_rows::state.eq(RowState::Ready))
            .order(import_rows::number)
            .select(ImportRow::as_select())
            .load(conn)
    }

    /// These were put on the waiting list, together with what a batch sends.
    pub fn let_wait(
        self,
        conn: &mut PgConnection,
        batch_id: Option<Uuid>,
        numbers: &[i32],
    ) -> QueryResult<()> {
        diesel::update(import_rows::table)
            .filter(import_rows::workspace_id.eq(self.workspace_id))
            .filter(import_rows::import_id.eq(self.import_id))
            .filter(import_rows::number.eq_any(numbers))
            .set((import_rows::state.eq(RowState::Waiting), import_rows::batch_id.eq(batch_id)))
            .execute(conn)
            .map(drop)
    }

    /// A batch ends before its time: whom it has not invited are ready again.
    pub fn release(self, conn: &mut PgConnection, batch_id: Uuid) -> QueryResult<()> {
        self.turn(conn, batch_id, &[RowState::Queued], RowState::Ready).map(drop)
    }

    /// Nobody of a batch waits for a seat any more: they are ready again.
    pub fn end_waiting(self, conn: &mut PgConnection, batch_id: Uuid) -> QueryResult<()> {
        self.turn(conn, batch_id, &[RowState::Waiting], RowState::Ready).map(drop)
    }

    /// A batch goes on: those it had, and that are still ready, are its own again. How many.
    pub fn take_back(self, conn: &mut PgConnection, batch_id: Uuid) -> QueryResult<usize> {
        self.turn(conn, batch_id, &[RowState::Ready], RowState::Queued)
    }

    /// What a batch sent was taken back: it is ready again, and so is what it has not sent yet, or
    /// could not. How many rows that are.
    pub fn unsend(self, conn: &mut PgConnection, batch_id: Uuid) -> QueryResult<usize> {
        let of_it = [RowState::Queued, RowState::Sent, RowState::Waiting];
        self.turn(conn, batch_id, &of_it, RowState::Ready)
    }

    fn turn(
        self,
        conn: &mut PgConnection,
        batch_id: Uuid,
        from: &[RowState],
        to: RowState,
    ) -> QueryResult<usize> {
        diesel::update(import_rows::table)
            .filter(import_rows::workspace_id.eq(self.workspace_id))
            .filter(import_rows::import_id.eq(self.import_id))
            .filter(import_rows::batch_id.eq(batch_id))
            .filter(import_rows::state.eq_any(from))
            .set(import_rows::state.eq(to))
            .execute(conn)
    }

    /// Those that are neither sent, or about to be, nor waiting or left out: what can still change.
    pub fn open(self, conn: &mut PgConnection) -> QueryResult<Vec<ImportRow>> {
        import_rows::table
            .filter(import_rows::workspace_id.eq(self.workspace_id))
            .filter(import_rows::import_id.eq(self.import_id))
            .filter(import_rows::state.ne_all([
                RowState::Queued,
                RowState::Sent,
                RowState::Waiting,
                RowState::LeftOut,
            ]))
            .order(import_rows::number)
            .select(ImportRow::as_select())
            .load(conn)
    }

    /// All of them.
    pub fn all(self, conn: &mut PgConnection) -> QueryResult<Vec<ImportRow>> {
        import_rows::table
            .filter(import_rows::workspace_id.eq(self.workspace_id))
            .filter(import_rows::import_id.eq(self.import_id))
            .order(import_rows::number)
            .select(ImportRow::as_select())
            .load(conn)
    }

    /// The most frequent texts of a column, case ignored, of the rows of which this is said; and in
    /// how many each stands.
    pub fn most_frequent(
        self,
        conn: &mut PgConnection,
        column: &str,
        said: &Value,
        most: i64,
    ) -> QueryResult<Vec<(String, i64)>> {
        #[derive(QueryableByName)]
        struct Found {
            #[diesel(sql_type = Text)]
            word: String,
            #[diesel(sql_type = Int8)]
            count: i64,
        }
        let found: Vec<Found> = diesel::sql_query(format!(
            "SELECT min(trim({column})) AS word, count(*) FROM import_rows
             WHERE workspace_id = $1 AND import_id = $2 AND state = 'work' AND said @> $3
             GROUP BY lower(trim({column})) ORDER BY count(*) DESC, 1 LIMIT $4"
        ))
        .bind::<SqlUuid, _>(self.workspace_id)
        .bind::<SqlUuid, _>(self.import_id)
        .bind::<Jsonb, _>(said)
        .bind::<Int8, _>(most)
        .load(conn)?;
        Ok(found.into_iter().map(|found| (found.word, found.count)).collect())
    }

    /// Deletes them all, for a file that is read anew.
    pub fn clear(self, conn: &mut PgConnection) -> QueryResult<()> {
        diesel::delete(import_rows::table)
            .filter(import_rows::workspace_id.eq(self.workspace_id))
            .filter(import_rows::import_id.eq(self.import_id))
            .execute(conn)
            .map(drop)
    }

    /// Writes rows, new ones or in place of those of the same number; one statement for any number.
    pub fn write(self, conn: &mut PgConnection, rows: &[ImportRow]) -> QueryResult<()> {
        let texts = |of: fn(&ImportRow) -> &str| rows.iter().map(of).collect::<Vec<_>>();
        diesel::sql_query(
            "INSERT INTO import_rows (workspace_id, import_id, number, row, email, name, role, team,
                                      gender, state, said)
             SELECT $1, $2, * FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11)
             ON CONFLICT (workspace_id, import_id, number) DO UPDATE
             SET email = EXCLUDED.email, name = EXCLUDED.name, role = EXCLUDED.role,
                 team = EXCLUDED.team, gender = EXCLUDED.gender, state = EXCLUDED.state,
                 said = EXCLUDED.said",
        )
        .bind::<SqlUuid, _>(self.workspace_id)
        .bind::<SqlUuid, _>(self.import_id)
        .bind::<Array<Int4>, _>(rows.iter().map(|row| row.number).collect::<Vec<_>>())
        .bind::<Array<Int4>, _>(rows.iter().map(|row| row.row).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(texts(|row| &row.email))
        .bind::<Array<Text>, _>(texts(|row| &row.name))
        .bind::<Array<Text>, _>(texts(|row| &row.role))
        .bind::<Array<Text>, _>(texts(|row| &row.team))
        .bind::<Array<Text>, _>(texts(|row| &row.gender))
        .bind::<Array<Text>, _>(texts(|row| row.state.as_str()))
        .bind::<Array<Nullable<Jsonb>>, _>(rows.iter().map(|row| &row.said).collect::<Vec<_>>())
        .execute(conn)
        .map(drop)
    }

    /// Leaves a row out or takes it back; one that was sent, or is about to be, or waits, stays as it
    /// is.
    pub fn leave_out(
        self,
        conn: &mut PgConnection,
        number: i32,
        is_left_out: bool,
    ) -> QueryResult<()> {
        // Taken back it is checked next.
        let state = if is_left_out { RowState::LeftOut } else { RowState::Work };
        diesel::update(import_rows::table.find((self.workspace_id, self.import_id, number)))
            .filter(import_rows::state.ne_all([
                RowState::Queued,
                RowState::Sent,
                RowState::Waiting,
            ]))
            .set(import_rows::state.eq(state))
            .execute(conn)
            .map(drop)
    }
}

impl ImportRow {
    /// Whether its role is still to be chosen.
    pub fn lacks_role(&self) -> bool {
        self.role.trim().is_empty()
    }
}
