use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Int2, Nullable, Record, Text, Uuid as SqlUuid};
use uuid::Uuid;

use crate::db::fixed::fixed;
use crate::models::batch_progress::MAY_GO_ON;
use crate::models::role::{Preset, Role};
use crate::models::team::Team;
use crate::models::user_count::UserCount;
use crate::models::workspace::{Seats, SeatsFound, Workspace};
use crate::schema::{user_counts, workspaces};
use crate::values::Level;

/// What there is in a workspace to give its people, and how many they are: one statement, since
/// most pages about people need all of it.
#[derive(Clone, Debug)]
pub struct Overview {
    pub seats: Seats,
    /// The users of each status that the seats were counted from.
    pub counts: UserCount,
    /// In the order of [`Role::all`].
    pub roles: Vec<Role>,
    /// In the order of [`Team::all`].
    pub teams: Vec<Team>,
    /// Whether a batch of a file may go on; otherwise none does.
    pub may_go_on: bool,
}

/// All but the workspace's id of a [`Role`].
const ROLES: &str = "ARRAY(SELECT ROW(id, name, preset, projects, tasks, people, settings,
    can_create_projects) FROM roles WHERE workspace_id = workspaces.id)";
type RolesType = Array<Record<(SqlUuid, Text, Nullable<Text>, Text, Text, Text, Text, Bool)>>;
type RoleFound = (Uuid, String, Option<Preset>, Level, Level, Level, Level, bool);

/// All but the workspace's id of a [`Team`].
const TEAMS: &str = "ARRAY(SELECT ROW(id, name, colour) FROM teams
    WHERE workspace_id = workspaces.id ORDER BY name, id)";
type TeamsType = Array<Record<(SqlUuid, Text, Int2)>>;
type TeamFound = (Uuid, String, i16);

type Found = (SeatsFound, Vec<RoleFound>, Vec<TeamFound>, bool);

impl Overview {
    /// As it is now; `NotFound` when the workspace is not there any more.
    pub fn of(conn: &mut PgConnection, workspace: &Workspace) -> QueryResult<Overview> {
        let (found, roles, teams, may_go_on): Found = workspaces::table
            .left_join(user_counts::table)
            .filter(workspaces::id.eq(workspace.id))
            .select((
                SeatsFound::as_select(),
                fixed::<RolesType>(ROLES),
                fixed::<TeamsType>(TEAMS),
                fixed::<Bool>(MAY_GO_ON),
            ))
            .first(conn)?;
        let role = |(id, name, preset, projects, tasks, people, settings, can_create_projects)| {
            let workspace_id = workspace.id;
            Role {
                workspace_id,
                id,
                name,
                preset,
                projects,
                tasks,
                people,
                settings,
                can_create_projects,
            }
        };
        let team = |(id, name, colour)| Team { workspace_id: workspace.id, id, name, colour };
        let mut roles: Vec<Role> = roles.into_iter().map(role).collect();
        Role::sort(&mut roles);
        let (seats, counts) = workspace.seats_of(found);
        Ok(Overview {
            seats,
            counts,
            roles,
            teams: teams.into_iter().map(team).collect(),
            may_go_on,
        })
    }
}
