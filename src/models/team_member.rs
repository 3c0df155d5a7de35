use diesel::prelude::*;
use diesel::sql_types::BigInt;
use serde_json::json;
use uuid::Uuid;

use crate::db::fixed::fixed;
use crate::db::transaction;
use crate::error::{AppError, AppResult};
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::team::Team;
use crate::models::user::User;
use crate::schema::{team_members, users};

/// How many members a team's page lists; the user list shows them all.
const LISTED: i64 = 50;

/// Who is in a team. There is no struct of a row: nothing needs more than the person.
pub struct TeamMember;

impl TeamMember {
    /// How many members each team of the workspace has that has any.
    pub fn counts(conn: &mut PgConnection, workspace_id: Uuid) -> QueryResult<Vec<(Uuid, i64)>> {
        team_members::table
            .filter(team_members::workspace_id.eq(workspace_id))
            .group_by(team_members::team_id)
            .select((team_members::team_id, diesel::dsl::count_star()))
            .load(conn)
    }

    /// How many members it has, and the first of them by name, whatever their status.
    pub fn of_team(conn: &mut PgConnection, team: &Team) -> QueryResult<(i64, Vec<User>)> {
        let first: Vec<(User, i64)> = team_members::table
            .inner_join(
                users::table.on(users::workspace_id
                    .eq(team_members::workspace_id)
                    .and(users::id.eq(team_members::user_id))),
            )
            .filter(team_members::workspace_id.eq(team.workspace_id))
            .filter(team_members::team_id.eq(team.id))
            .order((users::name, users::id))
            .limit(LISTED)
            .select((User::as_select(), fixed::<BigInt>("count(*) OVER ()")))
            .load(conn)?;
        let count = first.first().map_or(0, |(_, count)| *count);
        Ok((count, first.into_iter().map(|(user, _)| user).collect()))
    }

    /// Adds a person to the team; `NotFound` when the workspace has none of this id.
    pub fn add(
        conn: &mut PgConnection,
        team: &Team,
        actor_id: Uuid,
        user_id: Uuid,
    ) -> AppResult<()> {
        transaction(conn, |conn| {
            let user = User::hold(conn, team.workspace_id, user_id)?;
            Team::add_members(conn, team.workspace_id, team.id, &[user.id])?;
            record(conn, team, actor_id, user_id, "added")
        })
    }

    /// Removes a person from the team; changes nothing when they are not in it. `NotFound` when the
    /// workspace has none of this id.
    pub fn remove(
        conn: &mut PgConnection,
        team: &Team,
        actor_id: Uuid,
        user_id: Uuid,
    ) -> AppResult<()> {
        transaction(conn, |conn| {
            User::find(conn, team.workspace_id, user_id)?;
            let row = team_members::table.find((team.workspace_id, team.id, user_id));
            if diesel::delete(row).execute(conn)? == 0 {
                return Ok(());
            }
            record(conn, team, actor_id, user_id, "removed")
        })
    }
}

fn record(
    conn: &mut PgConnection,
    team: &Team,
    actor_id: Uuid,
    user_id: Uuid,
    what: &str,
) -> Result<(), AppError> {
    let details = json!({ what: [&team.name] });
    let (workspace_id, actor) = (team.workspace_id, Some(actor_id));
    AuditEvent::record(conn, workspace_id, actor, Action::TeamsChanged, Some(user_id), details)?;
    Ok(())
}
