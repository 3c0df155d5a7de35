use std::collections::HashSet;

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::error::AppResult;
use crate::models::audit_event::{Action, AuditEvent};
use crate::schema::{team_members, teams, waiting_people};
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

/// What became of a change of a team.
#[derive(Clone, Debug)]
pub enum TeamOutcome {
    Done(Team),
    /// Another team of the workspace has this name, case and width of letters ignored; nothing was
    /// changed.
    NameTaken,
    /// The workspace has no room for another team; nothing was changed.
    TooMany,
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

    /// The teams a user is in.
    pub fn ids_of(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        user_id: Uuid,
    ) -> QueryResult<Vec<Uuid>> {
        team_members::table
            .filter(team_members::workspace_id.eq(workspace_id))
            .filter(team_members::user_id.eq(user_id))
            .select(team_members::team_id)
            .load(conn)
    }

    /// The most teams of a workspace.
    pub const MOST: usize = 200;

    /// Makes a team. Call it, like all that changes teams, under the workspace's lock.
    pub fn create(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        actor_id: Uuid,
        name: &Title,
        colour: Colour,
    ) -> QueryResult<TeamOutcome> {
        let all = Team::all(conn, workspace_id)?;
        if all.iter().any(|team| team.is_meant_by(name.as_str())) {
            return Ok(TeamOutcome::NameTaken);
        }
        if all.len() >= Team::MOST {
            return Ok(TeamOutcome::TooMany);
        }
        let made: Option<Team> = diesel::insert_into(teams::table)
            .values((
                teams::workspace_id.eq(workspace_id),
                teams::id.eq(Uuid::now_v7()),
                teams::name.eq(name.as_str()),
                teams::colour.eq(colour.number()),
            ))
            .on_conflict_do_nothing()
            .returning(Team::as_returning())
            .get_result(conn)
            .optional()?;
        let Some(team) = made else { return Ok(TeamOutcome::NameTaken) };
        team.record(conn, actor_id, Action::TeamMade, json!({ "name": team.name }))?;
        Ok(TeamOutcome::Done(team))
    }

    /// Changes name and colour.
    pub fn update(
        self,
        conn: &mut PgConnection,
        actor_id: Uuid,
        name: &Title,
        colour: Colour,
    ) -> AppResult<TeamOutcome> {
        let all = Team::all(conn, self.workspace_id)?;
        if all.iter().any(|team| team.id != self.id && team.is_meant_by(name.as_str())) {
            return Ok(TeamOutcome::NameTaken);
        }
        // Apart, so that a name that is taken does not end the transaction around it.
        let result = conn.transaction(|conn| {
            diesel::update(teams::table.find((self.workspace_id, self.id)))
                .set((teams::name.eq(name.as_str()), teams::colour.eq(colour.number())))
                .execute(conn)
        });
        match result {
            Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
                return Ok(TeamOutcome::NameTaken);
            }
            result => result?,
        };
        let details = json!({
            "was": self.name, "name": name.as_str(),
            "was_colour": self.colour, "colour": colour.number(),
        });
        self.record(conn, actor_id, Action::TeamEdited, details)?;
        Ok(TeamOutcome::Done(self))
    }

    /// Deletes the team; its members stay who and where they are otherwise, and whoever waits for a
    /// seat is invited without it.
    pub fn delete(&self, conn: &mut PgConnection, actor_id: Uuid) -> QueryResult<()> {
        diesel::delete(teams::table.find((self.workspace_id, self.id))).execute(conn)?;
        let waiting: Vec<(Uuid, String)> = waiting_people::table
            .filter(waiting_people::workspace_id.eq(self.workspace_id))
            .filter(waiting_people::team.ne(""))
            .select((waiting_people::id, waiting_people::team))
            .load(conn)?;
        let waiting = waiting.into_iter().filter(|(_, word)| self.is_meant_by(word));
        diesel::update(waiting_people::table)
            .filter(waiting_people::workspace_id.eq(self.workspace_id))
            .filter(waiting_people::id.eq_any(waiting.map(|(id, _)| id).collect::<Vec<_>>()))
            .set(waiting_people::team.eq(""))
            .execute(conn)?;
        self.record(conn, actor_id, Action::TeamDeleted, json!({ "name": self.name }))
    }

    fn record(
        &self,
        conn: &mut PgConnection,
        actor_id: Uuid,
        action: Action,
        details: Value,
    ) -> QueryResult<()> {
        let (workspace_id, subject) = (self.workspace_id, Some(self.id));
        AuditEvent::record(conn, workspace_id, Some(actor_id), action, subject, details)
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

    /// Puts a user into exactly these teams, within the transaction that changed the user.
    /// `NotFound` when the workspace lacks one of the teams.
    pub fn set_teams_of(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        actor_id: Uuid,
        user_id: Uuid,
        team_ids: &HashSet<Uuid>,
    ) -> QueryResult<()> {
        let before: HashSet<Uuid> =
            Team::ids_of(conn, workspace_id, user_id)?.into_iter().collect();
        // Locked, so that none of them is deleted before the members are written.
        let known: Vec<(Uuid, String)> = teams::table
            .filter(teams::workspace_id.eq(workspace_id))
            .filter(teams::id.eq_any(before.union(team_ids)))
            .order((teams::name, teams::id))
            .select((teams::id, teams::name))
            .for_key_share()
            .load(conn)?;
        let names_of = |are_wanted: &dyn Fn(&Uuid) -> bool| -> Vec<&str> {
            let wanted = known.iter().filter(|(id, _)| are_wanted(id));
            wanted.map(|(_, name)| name.as_str()).collect()
        };
        if names_of(&|id| team_ids.contains(id)).len() != team_ids.len() {
            return Err(Error::NotFound);
        }
        if before == *team_ids {
            return Ok(());
        }
        diesel::delete(team_members::table)
            .filter(team_members::workspace_id.eq(workspace_id))
            .filter(team_members::user_id.eq(user_id))
            .filter(team_members::team_id.ne_all(team_ids))
            .execute(conn)?;
        for team_id in team_ids {
            Team::add_members(conn, workspace_id, *team_id, &[user_id])?;
        }
        let details = json!({
            "added": names_of(&|id| team_ids.contains(id) && !before.contains(id)),
            "removed": names_of(&|id| !team_ids.contains(id)),
        });
        let action = Action::TeamsChanged;
        AuditEvent::record(conn, workspace_id, Some(actor_id), action, Some(user_id), details)
    }

    /// Whether a word from a file or form means this team: its id, or its name, case and width of
    /// letters ignored.
    pub fn is_meant_by(&self, word: &str) -> bool {
        let word = Title::folded(word);
        self.id.to_string() == word || Title::folded(&self.name) == word
    }
}
