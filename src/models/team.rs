use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};
use uuid::Uuid;

use crate::schema::{team_members, teams};
use crate::values::{Colour, Title};

/// A team of a workspace. Until the first one exists no team field appears anywhere.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = teams, check_for_backend(diesel::pg::Pg))]
pub struct Team {
    pub workspace_id: Uuid,
    pub id: Uuid,
    pub name: String,
    pub colour: i16,
}

impl Team {
    /// The workspace's teams by name.
    pub fn all(conn: &mut PgConnection, workspace_id: Uuid) -> QueryResult<Vec<Team>> {
        teams::table
            .filter(teams::workspace_id.eq(workspace_id))
            .order((teams::name, teams::id))
            .select(Team::as_select())
            .load(conn)
    }

    /// The team; `NotFound` when the workspace has none of this id.
    pub fn find(conn: &mut PgConnection, workspace_id: Uuid, id: Uuid) -> QueryResult<Team> {
        teams::table.find((workspace_id, id)).select(Team::as_select()).first(conn)
    }

    /// Makes a team; `None`, and nothing changes, when another one has this name, case ignored.
    pub fn create(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        name: &Title,
        colour: Colour,
    ) -> QueryResult<Option<Team>> {
        diesel::insert_into(teams::table)
            .values((
                teams::workspace_id.eq(workspace_id),
                teams::id.eq(Uuid::now_v7()),
                teams::name.eq(name.as_str()),
                teams::colour.eq(colour.number()),
            ))
            .on_conflict_do_nothing()
            .returning(Team::as_returning())
            .get_result(conn)
            .optional()
    }

    /// Changes name and colour; `false`, and nothing changes, when another team has this name.
    pub fn update(
        &self,
        conn: &mut PgConnection,
        name: &Title,
        colour: Colour,
    ) -> QueryResult<bool> {
        let result = diesel::update(teams::table.find((self.workspace_id, self.id)))
            .set((teams::name.eq(name.as_str()), teams::colour.eq(colour.number())))
            .execute(conn);
        match result {
            Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => Ok(false),
            result => result.map(|_| true),
        }
    }

    /// Puts users into a team; who is in it already stays in it.
    pub fn add_members(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        team_id: Uuid,
        user_ids: &[Uuid],
    ) -> QueryResult<()> {
        let rows: Vec<_> = user_ids
            .iter()
            .map(|user_id| {
                (
                    team_members::workspace_id.eq(workspace_id),
                    team_members::team_id.eq(team_id),
                    team_members::user_id.eq(user_id),
                )
            })
            .collect();
        diesel::insert_into(team_members::table)
            .values(rows)
            .on_conflict_do_nothing()
            .execute(conn)
            .map(drop)
    }

    /// Whether a word from a file or form means this team: its id, or its name, case ignored.
    pub fn is_meant_by(&self, word: &str) -> bool {
        let word = word.trim().to_lowercase();
        self.id.to_string() == word || self.name.to_lowercase() == word
    }
}
