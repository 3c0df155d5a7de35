use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::result::Error::NotFound;
use diesel::sql_types::{BigInt, Bool};
use serde_json::json;
use uuid::Uuid;

use crate::db::fixed::fixed;
use crate::error::{AppError, AppResult};
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::rights::Reach;
use crate::models::user::User;
use crate::models::user_list::{PAGE, Total};
use crate::schema::{project_members, projects, tasks, users};
use crate::values::{Colour, Description, Status, Title};

/// A project of a workspace: it has members and tasks.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = projects, check_for_backend(diesel::pg::Pg))]
pub struct Project {
    pub workspace_id: Uuid,
    pub id: Uuid,
    pub name: String,
    pub description: String,
    pub colour: i16,
    /// Since when it can only be read.
    pub archived_at: Option<DateTime<Utc>>,
}

/// What the project's form says.
#[derive(Clone, Debug)]
pub struct ProjectChange {
    pub name: Title,
    pub description: Description,
    pub colour: Colour,
}

/// A project in the list.
#[derive(Clone, Debug, Queryable)]
pub struct ProjectRow {
    pub project: Project,
    pub members: i64,
    pub open_tasks: i64,
}

/// One page of the projects within reach: of those that are worked on, or of the archived ones.
#[derive(Debug)]
pub struct ProjectList {
    pub rows: Vec<ProjectRow>,
    /// How many are worked on, and how many are archived, on all pages.
    pub current: i64,
    pub archived: i64,
    pub page: i64,
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

const MEMBERS: &str = "(SELECT count(*) FROM project_members
    WHERE project_members.workspace_id = projects.workspace_id AND project_id = projects.id)";
const OPEN_TASKS: &str = "(SELECT count(*) FROM tasks
    WHERE tasks.workspace_id = projects.workspace_id AND project_id = projects.id
      AND done_at IS NULL)";

impl ProjectList {
    /// The page, by name; the last one for whoever asks for one behind it.
    pub fn load(
        conn: &mut PgConnection,
        reach: Reach,
        of_archive: bool,
        page: i64,
    ) -> QueryResult<ProjectList> {
        let within = || {
            let own = projects::table.filter(projects::workspace_id.eq(reach.workspace_id));
            own.filter(visible!(reach))
        };
        let (current, archived) = within()
            .select((
                fixed::<BigInt>("count(*) FILTER (WHERE archived_at IS NULL)"),
                fixed::<BigInt>("count(*) FILTER (WHERE archived_at IS NOT NULL)"),
            ))
            .first(conn)?;
        let page = Total::of(if of_archive { archived } else { current }).page(page);
        let rows = within()
            .filter(projects::archived_at.is_not_null().eq(of_archive))
            .order((projects::name, projects::id))
            .limit(PAGE)
            .offset((page - 1) * PAGE)
            .select((Project::as_select(), fixed::<BigInt>(MEMBERS), fixed::<BigInt>(OPEN_TASKS)))
            .load(conn)?;
        Ok(ProjectList { rows, current, archived, page })
    }
}

impl Project {
    /// The project; `NotFound` when there is none of this id within reach.
    pub fn find(conn: &mut PgConnection, reach: Reach, id: Uuid) -> QueryResult<Project> {
        projects::table
            .find((reach.workspace_id, id))
            .filter(visible!(reach))
            .select(Project::as_select())
            .first(conn)
    }

    /// The same, to change what is in it; [`AppError::Archived`] when it can only be read. Call it
    /// under the workspace's lock.
    pub fn find_open(conn: &mut PgConnection, reach: Reach, id: Uuid) -> AppResult<Project> {
        Project::find(conn, reach, id)?.opened()
    }

    /// The project unless it is archived.
    pub(super) fn opened(self) -> AppResult<Project> {
        if self.is_archived() { Err(AppError::Archived) } else { Ok(self) }
    }

    pub fn is_archived(&self) -> bool {
        self.archived_at.is_some()
    }

    /// The most projects of a workspace, archived ones included.
    pub const MOST: i64 = 1_000;

    /// Makes a project whose first member is its maker; `None` when the workspace has no room for
    /// it. Call it under the workspace's lock.
    pub fn create(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        change: &ProjectChange,
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
                    projects::name.eq(change.name.as_str()),
                    projects::description.eq(change.description.as_str()),
                    projects::colour.eq(change.colour.number()),
                ))
                .returning(Project::as_returning())
                .get_result(conn)?;
            project.record(conn, maker_id, Action::ProjectCreated)?;
            project.add_member(conn, maker_id, maker_id)?;
            Ok(Some(project))
        })
    }

    /// The colour to offer for the next project: each of them in turn.
    pub fn next_colour(conn: &mut PgConnection, workspace_id: Uuid) -> QueryResult<Colour> {
        let own = projects::table.filter(projects::workspace_id.eq(workspace_id));
        own.count().get_result(conn).map(Colour::in_turn)
    }

    /// Changes what the form says.
    pub fn update(
        &self,
        conn: &mut PgConnection,
        actor_id: Uuid,
        change: &ProjectChange,
    ) -> QueryResult<()> {
        diesel::update(projects::table.find((self.workspace_id, self.id)))
            .set((
                projects::name.eq(change.name.as_str()),
                projects::description.eq(change.description.as_str()),
                projects::colour.eq(change.colour.number()),
            ))
            .execute(conn)?;
        self.record(conn, actor_id, Action::ProjectChanged)
    }

    /// Archives the project or takes it back. What is so already keeps its time.
    pub fn set_archived(
        &self,
        conn: &mut PgConnection,
        actor_id: Uuid,
        archived: bool,
    ) -> QueryResult<()> {
        if self.is_archived() == archived {
            return Ok(());
        }
        let action = if archived { Action::ProjectArchived } else { Action::ProjectRestored };
        diesel::update(projects::table.find((self.workspace_id, self.id)))
            .set(projects::archived_at.eq(archived.then(Utc::now)))
            .execute(conn)?;
        self.record(conn, actor_id, action)
    }

    /// How many tasks it has, whoever sees them.
    pub fn task_count(&self, conn: &mut PgConnection) -> QueryResult<i64> {
        tasks::table
            .filter(tasks::workspace_id.eq(self.workspace_id))
            .filter(tasks::project_id.eq(self.id))
            .count()
            .get_result(conn)
    }

    /// Deletes the project and its tasks.
    pub fn delete(&self, conn: &mut PgConnection, actor_id: Uuid) -> QueryResult<()> {
        diesel::delete(projects::table.find((self.workspace_id, self.id))).execute(conn)?;
        self.record(conn, actor_id, Action::ProjectDeleted)
    }

    /// How many members it has, and the first of them by name, whatever their status.
    pub fn members(&self, conn: &mut PgConnection) -> QueryResult<(i64, Vec<User>)> {
        let own = || {
            let all =
                project_members::table.filter(project_members::workspace_id.eq(self.workspace_id));
            all.filter(project_members::project_id.eq(self.id))
        };
        let first = own()
            .inner_join(
                users::table.on(users::workspace_id
                    .eq(project_members::workspace_id)
                    .and(users::id.eq(project_members::user_id))),
            )
            .order((users::name, users::id))
            .limit(PAGE)
            .select(User::as_select())
            .load(conn)?;
        // Most projects need no second look.
        let count = match first.len() as i64 {
            PAGE => own().count().get_result(conn)?,
            all => all,
        };
        Ok((count, first))
    }

    /// Adds a member; who is one already stays one. `NotFound` when the workspace has no such user
    /// or they are Deactivated.
    pub fn add_member(
        &self,
        conn: &mut PgConnection,
        actor_id: Uuid,
        user_id: Uuid,
    ) -> QueryResult<()> {
        conn.transaction(|conn| {
            if User::hold(conn, self.workspace_id, user_id)?.status == Status::Deactivated {
                return Err(NotFound);
            }
            let added = diesel::insert_into(project_members::table)
                .values((
                    project_members::workspace_id.eq(self.workspace_id),
                    project_members::project_id.eq(self.id),
                    project_members::user_id.eq(user_id),
                ))
                .on_conflict_do_nothing()
                .execute(conn)?;
            self.record_member(conn, actor_id, Action::ProjectJoined, user_id, added)
        })
    }

    /// Removes a member; their tasks stay theirs. Changes nothing when they are none, `NotFound`
    /// when the workspace has no such user.
    pub fn remove_member(
        &self,
        conn: &mut PgConnection,
        actor_id: Uuid,
        user_id: Uuid,
    ) -> QueryResult<()> {
        User::find(conn, self.workspace_id, user_id)?;
        let member = project_members::table.find((self.workspace_id, self.id, user_id));
        let removed = diesel::delete(member).execute(conn)?;
        self.record_member(conn, actor_id, Action::ProjectLeft, user_id, removed)
    }

    fn record(&self, conn: &mut PgConnection, actor_id: Uuid, action: Action) -> QueryResult<()> {
        let (subject, details) = (Some(self.id), json!({ "project": self.name }));
        AuditEvent::record(conn, self.workspace_id, Some(actor_id), action, subject, details)
    }

    /// Records what happened to a user unless it happened to nobody.
    fn record_member(
        &self,
        conn: &mut PgConnection,
        actor_id: Uuid,
        action: Action,
        user_id: Uuid,
        changed: usize,
    ) -> QueryResult<()> {
        if changed == 0 {
            return Ok(());
        }
        let (subject, details) = (Some(user_id), json!({ "project": self.name }));
        AuditEvent::record(conn, self.workspace_id, Some(actor_id), action, subject, details)
    }
}
