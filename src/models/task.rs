use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use uuid::Uuid;

use crate::models::project::Project;
use crate::schema::{projects, task_assignees, tasks};
use crate::security::rights::Reach;
use crate::values::{Description, Title};

/// How many of a person's finished tasks their start page shows, the newest first.
const FINISHED_SHOWN: i64 = 10;

/// A task of a project.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = tasks, check_for_backend(diesel::pg::Pg))]
pub struct Task {
    pub workspace_id: Uuid,
    pub id: Uuid,
    pub project_id: Uuid,
    pub title: String,
    pub description: String,
    pub due_on: Option<NaiveDate>,
    pub done_at: Option<DateTime<Utc>>,
}

/// What the task's form changes.
#[derive(Clone, Debug)]
pub struct TaskChange {
    pub title: Title,
    pub description: Description,
    pub due_on: Option<NaiveDate>,
}

/// Who may see a task: everybody whose role reads all of them, and who is assigned to it.
macro_rules! visible {
    ($reach:expr) => {
        $reach.all_tasks.into_sql::<Bool>().or(assigned!($reach.user_id))
    };
}

macro_rules! assigned {
    ($user_id:expr) => {
        exists(
            task_assignees::table
                .filter(task_assignees::workspace_id.eq(tasks::workspace_id))
                .filter(task_assignees::task_id.eq(tasks::id))
                .filter(task_assignees::user_id.eq($user_id)),
        )
    };
}

macro_rules! with_project {
    () => {
        tasks::table.inner_join(projects::table.on(
            projects::workspace_id.eq(tasks::workspace_id).and(projects::id.eq(tasks::project_id)),
        ))
    };
}

impl Task {
    /// The task and its project; `NotFound` when there is none of this id within reach.
    pub fn find(conn: &mut PgConnection, reach: Reach, id: Uuid) -> QueryResult<(Task, Project)> {
        with_project!()
            .filter(tasks::workspace_id.eq(reach.workspace_id))
            .filter(tasks::id.eq(id))
            .filter(visible!(reach))
            .select((Task::as_select(), Project::as_select()))
            .first(conn)
    }

    /// The project's tasks within reach: open ones by due date, then finished ones.
    pub fn of_project(
        conn: &mut PgConnection,
        reach: Reach,
        project_id: Uuid,
    ) -> QueryResult<Vec<Task>> {
        tasks::table
            .filter(tasks::workspace_id.eq(reach.workspace_id))
            .filter(tasks::project_id.eq(project_id))
            .filter(visible!(reach))
            .order((
                tasks::done_at.desc().nulls_first(),
                tasks::due_on.asc().nulls_last(),
                tasks::id,
            ))
            .select(Task::as_select())
            .load(conn)
    }

    /// The person's own tasks with their projects: all open ones by due date, then those they
    /// finished last.
    pub fn assigned_to(conn: &mut PgConnection, reach: Reach) -> QueryResult<Vec<(Task, Project)>> {
        let mut list = with_project!()
            .filter(tasks::workspace_id.eq(reach.workspace_id))
            .filter(assigned!(reach.user_id))
            .filter(tasks::done_at.is_null())
            .order((tasks::due_on.asc().nulls_last(), tasks::id))
            .select((Task::as_select(), Project::as_select()))
            .load(conn)?;
        list.extend(
            with_project!()
                .filter(tasks::workspace_id.eq(reach.workspace_id))
                .filter(assigned!(reach.user_id))
                .filter(tasks::done_at.is_not_null())
                .order((tasks::done_at.desc(), tasks::id))
                .limit(FINISHED_SHOWN)
                .select((Task::as_select(), Project::as_select()))
                .load(conn)?,
        );
        Ok(list)
    }

    /// The most tasks of a project, done ones included.
    pub const MOST: i64 = 1_000;

    /// Makes a task in a project of the workspace; `None` when that has no room for it. Call it
    /// under the workspace's lock.
    pub fn create(
        conn: &mut PgConnection,
        project: &Project,
        title: &Title,
    ) -> QueryResult<Option<Task>> {
        let all = tasks::table
            .filter(tasks::workspace_id.eq(project.workspace_id))
            .filter(tasks::project_id.eq(project.id));
        if all.count().get_result::<i64>(conn)? >= Task::MOST {
            return Ok(None);
        }
        diesel::insert_into(tasks::table)
            .values((
                tasks::workspace_id.eq(project.workspace_id),
                tasks::id.eq(Uuid::now_v7()),
                tasks::project_id.eq(project.id),
                tasks::title.eq(title.as_str()),
            ))
            .returning(Task::as_returning())
            .get_result(conn)
            .map(Some)
    }

    /// Changes what the form shows.
    pub fn update(&self, conn: &mut PgConnection, change: &TaskChange) -> QueryResult<()> {
        diesel::update(tasks::table.find((self.workspace_id, self.id)))
            .set((
                tasks::title.eq(change.title.as_str()),
                tasks::description.eq(change.description.as_str()),
                tasks::due_on.eq(change.due_on),
            ))
            .execute(conn)
            .map(drop)
    }

    /// Marks the task done or open. What is so already keeps its time.
    pub fn set_done(&self, conn: &mut PgConnection, done: bool) -> QueryResult<()> {
        let task = tasks::table.find((self.workspace_id, self.id));
        if done {
            diesel::update(task.filter(tasks::done_at.is_null()))
                .set(tasks::done_at.eq(diesel::dsl::now))
                .execute(conn)
        } else {
            diesel::update(task).set(tasks::done_at.eq(None::<DateTime<Utc>>)).execute(conn)
        }
        .map(drop)
    }
}
