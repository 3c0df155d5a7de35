use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::upsert::excluded;
use uuid::Uuid;

use crate::schema::waiting_people;
use crate::values::text_enum::text_enum;

/// How many are listed.
const LISTED: i64 = 500;

/// Somebody who is invited as soon as a seat is free.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = waiting_people, check_for_backend(diesel::pg::Pg))]
pub struct WaitingPerson {
    pub workspace_id: Uuid,
    pub id: Uuid,
    /// Who has the lowest one is the next.
    pub place: i64,
    pub email: String,
    pub email_key: String,
    pub name: String,
    /// As it was chosen: an id, or a name.
    pub role: String,
    pub team: String,
    pub gender: String,
    pub task_id: Option<Uuid>,
    /// The send that they came with.
    pub batch_id: Option<Uuid>,
    pub queued_by: Uuid,
    pub queued_at: DateTime<Utc>,
    /// What was chosen for them is gone since.
    pub is_stuck: bool,
}

text_enum! {
    /// Where somebody is moved to.
    Move {
        Up = "up",
        Down = "down",
    }
}

impl WaitingPerson {
    /// The name, or the address of somebody without one.
    pub fn called(&self) -> &str {
        if self.name.is_empty() { &self.email } else { &self.name }
    }

    /// Everybody who waits, in order.
    pub fn all(conn: &mut PgConnection, workspace_id: Uuid) -> QueryResult<Vec<WaitingPerson>> {
        waiting_people::table
            .filter(waiting_people::workspace_id.eq(workspace_id))
            .order((waiting_people::place, waiting_people::id))
            .limit(LISTED)
            .select(WaitingPerson::as_select())
            .load(conn)
    }

    /// `NotFound` when nobody of this id waits.
    pub fn find(conn: &mut PgConnection, workspace_id: Uuid, id: Uuid) -> QueryResult<Self> {
        let person = waiting_people::table.find((workspace_id, id));
        person.select(WaitingPerson::as_select()).first(conn)
    }

    /// The next ones.
    pub fn next(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        most: i64,
    ) -> QueryResult<Vec<WaitingPerson>> {
        waiting_people::table
            .filter(waiting_people::workspace_id.eq(workspace_id))
            .filter(waiting_people::is_stuck.eq(false))
            .order((waiting_people::place, waiting_people::id))
            .limit(most)
            .select(WaitingPerson::as_select())
            .load(conn)
    }

    /// How many of a send wait.
    pub fn count_of_batch(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        batch_id: Uuid,
    ) -> QueryResult<i64> {
        waiting_people::table
            .filter(waiting_people::workspace_id.eq(workspace_id))
            .filter(waiting_people::batch_id.eq(batch_id))
            .count()
            .get_result(conn)
    }

    /// The place behind everybody. Call it under the workspace's lock.
    pub fn last_place(conn: &mut PgConnection, workspace_id: Uuid) -> QueryResult<i64> {
        let last: Option<i64> = waiting_people::table
            .filter(waiting_people::workspace_id.eq(workspace_id))
            .select(diesel::dsl::max(waiting_people::place))
            .first(conn)?;
        Ok(last.unwrap_or_default() + 1)
    }

    /// Puts them on the list; whoever is on it keeps their place.
    pub fn insert_all(conn: &mut PgConnection, people: &[WaitingPerson]) -> QueryResult<usize> {
        diesel::insert_into(waiting_people::table)
            .values(people)
            .on_conflict((waiting_people::workspace_id, waiting_people::email_key))
            .do_update()
            .set((
                waiting_people::name.eq(excluded(waiting_people::name)),
                waiting_people::role.eq(excluded(waiting_people::role)),
                waiting_people::team.eq(excluded(waiting_people::team)),
                waiting_people::gender.eq(excluded(waiting_people::gender)),
                waiting_people::task_id.eq(excluded(waiting_people::task_id)),
                waiting_people::queued_by.eq(excluded(waiting_people::queued_by)),
                waiting_people::is_stuck.eq(false),
            ))
            .execute(conn)
    }

    /// Takes these off the list; whom it took.
    pub fn remove(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        ids: &[Uuid],
    ) -> QueryResult<Vec<WaitingPerson>> {
        let these = waiting_people::table
            .filter(waiting_people::workspace_id.eq(workspace_id))
            .filter(waiting_people::id.eq_any(ids));
        diesel::delete(these).returning(WaitingPerson::as_returning()).get_results(conn)
    }

    /// Takes whoever has one of these addresses off the list: they are invited.
    pub fn forget(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        email_keys: &[&str],
    ) -> QueryResult<()> {
        let these = waiting_people::table
            .filter(waiting_people::workspace_id.eq(workspace_id))
            .filter(waiting_people::email_key.eq_any(email_keys));
        diesel::delete(these).execute(conn).map(drop)
    }

    /// Takes those off the list who came with a send; whom it took, in order.
    pub fn remove_of_batch(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        batch_id: Uuid,
    ) -> QueryResult<Vec<WaitingPerson>> {
        let these = waiting_people::table
            .filter(waiting_people::workspace_id.eq(workspace_id))
            .filter(waiting_people::batch_id.eq(batch_id));
        let mut taken: Vec<WaitingPerson> =
            diesel::delete(these).returning(WaitingPerson::as_returning()).get_results(conn)?;
        taken.sort_by_key(|person| (person.place, person.id));
        Ok(taken)
    }

    /// Lets the others go before these.
    pub fn mark_stuck(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        ids: &[Uuid],
    ) -> QueryResult<()> {
        let these = waiting_people::table
            .filter(waiting_people::workspace_id.eq(workspace_id))
            .filter(waiting_people::id.eq_any(ids));
        diesel::update(these).set(waiting_people::is_stuck.eq(true)).execute(conn).map(drop)
    }

    /// Changes places with the neighbour; nothing happens where there is none. `NotFound` when
    /// nobody of this id waits. Call it under the workspace's lock.
    pub fn shift(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        id: Uuid,
        to: Move,
    ) -> QueryResult<WaitingPerson> {
        let person = WaitingPerson::find(conn, workspace_id, id)?;
        let others = waiting_people::table.filter(waiting_people::workspace_id.eq(workspace_id));
        let other: Option<(Uuid, i64)> = match to {
            Move::Up => others
                .filter(waiting_people::place.lt(person.place))
                .order(waiting_people::place.desc())
                .select((waiting_people::id, waiting_people::place))
                .first(conn)
                .optional()?,
            Move::Down => others
                .filter(waiting_people::place.gt(person.place))
                .order(waiting_people::place)
                .select((waiting_people::id, waiting_people::place))
                .first(conn)
                .optional()?,
        };
        if let Some((other, place)) = other {
            for (id, place) in [(person.id, place), (other, person.place)] {
                diesel::update(waiting_people::table.find((workspace_id, id)))
                    .set(waiting_people::place.eq(place))
                    .execute(conn)?;
            }
        }
        Ok(person)
    }
}
