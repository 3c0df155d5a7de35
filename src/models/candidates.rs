//! People to choose among: who is on a task, in a project or in a team, and who could be.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::db::fixed::fixed;
use crate::models::project::Project;
use crate::models::task::Task;
use crate::models::team::Team;
use crate::models::user::User;
use crate::models::user_list::{containing, search_words};
use crate::schema::{project_members, task_assignees, team_members, users};
use crate::values::Status;

/// Somebody to choose.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub user: User,
    pub is_chosen: bool,
}

/// Those who are chosen first, then Initiated and Active users, by name.
#[derive(Clone, Debug)]
pub struct Candidates {
    pub people: Vec<Candidate>,
    /// Whether more people match than are listed.
    pub has_more: bool,
}

/// Who is looked for: those whose name and address have every word in them.
#[derive(Clone, Debug)]
pub struct Search {
    pub words: String,
    /// Not so for whoever must not find out addresses: their words are looked for in names alone.
    pub by_address: bool,
}

/// How many people are listed; the search finds the others.
const LISTED: usize = 50;

/// What a user's search key would be without their address.
const NAME_KEY: &str = "replace(lower(regexp_replace(normalize(users.name, NFKD), \
    '[\\u0300-\\u036f]', '', 'g')), 'ß', 'ss')";

macro_rules! find {
    ($conn:expr, $workspace_id:expr, $chosen:expr, $search:expr) => {{
        let mut found = users::table
            .filter(users::workspace_id.eq($workspace_id))
            .filter(users::status.ne(Status::Deactivated).or($chosen))
            .into_boxed();
        for word in search_words(&$search.words) {
            found = match $search.by_address {
                true => found.filter(users::search_key.like(containing(&word))),
                false => found.filter(fixed::<Text>(NAME_KEY).like(containing(&word))),
            };
        }
        found
            .order(($chosen.desc(), users::name, users::id))
            .limit(LISTED as i64 + 1)
            .select((User::as_select(), $chosen))
            .load($conn)
            .map(Candidates::of)
    }};
}

impl Candidates {
    /// Who is on the task, and who could be.
    pub fn of_task(
        conn: &mut PgConnection,
        task: &Task,
        search: &Search,
    ) -> QueryResult<Candidates> {
        let assigned = exists(
            task_assignees::table
                .filter(task_assignees::workspace_id.eq(users::workspace_id))
                .filter(task_assignees::user_id.eq(users::id))
                .filter(task_assignees::task_id.eq(task.id)),
        );
        find!(conn, task.workspace_id, assigned, search)
    }

    /// Who is a member of the project, and who could be.
    pub fn of_project(
        conn: &mut PgConnection,
        project: &Project,
        search: &Search,
    ) -> QueryResult<Candidates> {
        let member = exists(
            project_members::table
                .filter(project_members::workspace_id.eq(users::workspace_id))
                .filter(project_members::user_id.eq(users::id))
                .filter(project_members::project_id.eq(project.id)),
        );
        find!(conn, project.workspace_id, member, search)
    }

    /// Who is a member of the team, and who could be.
    pub fn of_team(
        conn: &mut PgConnection,
        team: &Team,
        search: &Search,
    ) -> QueryResult<Candidates> {
        let member = exists(
            team_members::table
                .filter(team_members::workspace_id.eq(users::workspace_id))
                .filter(team_members::user_id.eq(users::id))
                .filter(team_members::team_id.eq(team.id)),
        );
        find!(conn, team.workspace_id, member, search)
    }

    fn of(mut rows: Vec<(User, bool)>) -> Candidates {
        let has_more = rows.len() > LISTED;
        rows.truncate(LISTED);
        let candidate = |(user, is_chosen)| Candidate { user, is_chosen };
        Candidates { people: rows.into_iter().map(candidate).collect(), has_more }
    }
}
