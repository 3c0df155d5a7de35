use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use uuid::Uuid;

use crate::models::user::User;
use crate::schema::{project_members, projects, tasks, users};
use crate::security::rights::Reach;
use crate::values::{Status, Title};

/// A project of a workspace: it has members and tasks.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = projects, check_for_backend(diesel::pg::Pg))]
pub struct Project {
    pub workspace_id: Uuid,
    pub id: Uuid,
    pub name: String,
}

/// Who may see a project: everybody whose role reads all of them, and its members.
macro_rules! visible {
    ($reach:expr) => {
        $reach.all_projects.into_sql::<Bool>().or(exists(
            project_members::table
                .filter(project_members::workspace_id.eq(projects::workspace_id))
                .filter(project_members::project_id.eq(projects::id))
                .filter(project_members::user_id.eq($reach.user_id)),
        ))
    };
}

impl Project {
    /// The projects within reach, by name.
    pub fn visible(conn: &mut PgConnection, reach: Reach) -> QueryResult<Vec<Project>> {
        projects::table
            .filter(projects::workspace_id.eq(reach.workspace_id))
            .filter(visible!(reach))
            .order((projects::name, projects::id))
            .select(Project::as_select())
            .load(conn)
    }

    /// The project; `NotFound` when there is none of this id within reach.
    pub fn find(conn: &mut PgConnection, reach: Reach, id: Uuid) -> QueryResult<Project> {
        projects::table
            .find((reach.workspace_id, id))
            .filter(visible!(reach))
            .select(Project::as_select())
            .first(conn)
    }

    /// The most projects of a workspace.
    pub const MOST: i64 = 1_000;

    /// Makes a project whose first member is its maker; `None` when the workspace has no room for
    /// it. Call it under the workspace's lock.
    pub fn create(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        name: &Title,
        maker_id: Uuid,
    ) -> QueryResult<Option<Project>> {
        conn.transaction(|conn| {
            let own = projects::table.filter(projects::workspace_id.eq(workspace_id));
            if own.count().get_result::<i64>(conn)? >= Project::MOST {
                return Ok(None);
            }
            let project: Project = diesel::insert_into(projects::table)
                .values((
                    projects::workspace_id.eq(workspace_id),
                    projects::id.eq(Uuid::now_v7()),
                    projects::name.eq(name.as_str()),
                ))
                .returning(Project::as_returning())
                .get_result(conn)?;
            project.add_member(conn, maker_id)?;
            Ok(Some(project))
        })
    }

    /// How many members each project of the workspace has that has any.
    pub fn member_counts(
        conn: &mut PgConnection,
        workspace_id: Uuid,
    ) -> QueryResult<Vec<(Uuid, i64)>> {
        project_members::table
            .filter(project_members::workspace_id.eq(workspace_id))
            .group_by(project_members::project_id)
            .select((project_members::project_id, diesel::dsl::count_star()))
            .load(conn)
    }

    /// How many open tasks each project of the workspace has that has any.
    pub fn open_task_counts(
        conn: &mut PgConnection,
        workspace_id: Uuid,
    ) -> QueryResult<Vec<(Uuid, i64)>> {
        tasks::table
            .filter(tasks::workspace_id.eq(workspace_id))
            .filter(tasks::done_at.is_null())
            .group_by(tasks::project_id)
            .select((tasks::project_id, diesel::dsl::count_star()))
            .load(conn)
    }

    /// The members by name, whatever their status.
    pub fn members(&self, conn: &mut PgConnection) -> QueryResult<Vec<User>> {
        project_members::table
            .inner_join(
                users::table.on(users::workspace_id
                    .eq(project_members::workspace_id)
                    .and(users::id.eq(project_members::user_id))),
            )
            .filter(project_members::workspace_id.eq(self.workspace_id))
            .filter(project_members::project_id.eq(self.id))
            .order((users::name, users::id))
            .select(User::as_select())
            .load(conn)
    }

    /// Everybody who could become a member: Initiated and Active users who are none, by name.
    pub fn others(&self, conn: &mut PgConnection) -> QueryResult<Vec<User>> {
        let members = project_members::table
            .filter(project_members::workspace_id.eq(self.workspace_id))
            .filter(project_members::project_id.eq(self.id))
            .select(project_members::user_id);
        users::table
            .filter(users::workspace_id.eq(self.workspace_id))
            .filter(users::status.ne(Status::Deactivated))
            .filter(users::id.ne_all(members))
            .order((users::name, users::id))
            .select(User::as_select())
            .load(conn)
    }

    /// Adds a member; who is one already stays one. `NotFound` when the workspace has no such user.
    pub fn add_member(&self, conn: &mut PgConnection, user_id: Uuid) -> QueryResult<()> {
        conn.transaction(|conn| {
            User::hold(conn, self.workspace_id, user_id)?;
            diesel::insert_into(project_members::table)
                .values((
                    project_members::workspace_id.eq(self.workspace_id),
                    project_members::project_id.eq(self.id),
                    project_members::user_id.eq(user_id),
                ))
                .on_conflict_do_nothing()
                .execute(conn)
                .map(drop)
        })
    }

    /// Removes a member; their tasks stay theirs. Changes nothing when they are none, `NotFound`
    /// when the workspace has no such user.
    pub fn remove_member(&self, conn: &mut PgConnection, user_id: Uuid) -> QueryResult<()> {
        User::find(conn, self.workspace_id, user_id)?;
        diesel::delete(project_members::table.find((self.workspace_id, self.id, user_id)))
            .execute(conn)
            .map(drop)
    }
}
