use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use serde_json::json;
use uuid::Uuid;

use crate::db::fixed::fixed;
use crate::error::AppResult;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::project::Project;
use crate::models::rights::Reach;
use crate::models::user_list::{PAGE, Total};
use crate::schema::{projects, task_assignees, tasks};
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

/// One page of a project's tasks: open ones in their order, then finished ones.
#[derive(Debug)]
pub struct TaskList {
    pub tasks: Vec<Task>,
    /// How many there are on all pages.
    pub open: i64,
    pub done: i64,
    pub page: i64,
}

/// One page of somebody's own tasks with their projects: open ones by due date and, behind the last
/// of them, those they finished last.
#[derive(Debug)]
pub struct OwnTasks {
    pub tasks: Vec<(Task, Project)>,
    /// How many open ones are due on each day, on all pages.
    pub days: Vec<(Option<NaiveDate>, i64)>,
    pub page: i64,
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

impl TaskList {
    /// The page of the project's tasks within reach; the last one for whoever asks for one behind
    /// it.
    pub fn load(
        conn: &mut PgConnection,
        reach: Reach,
        project_id: Uuid,
        page: i64,
    ) -> QueryResult<TaskList> {
        let within = || {
            let all = tasks::table.filter(tasks::workspace_id.eq(reach.workspace_id));
            all.filter(tasks::project_id.eq(project_id)).filter(visible!(reach))
        };
        let (open, done) = within()
            .select((
                fixed::<BigInt>("count(*) FILTER (WHERE done_at IS NULL)"),
                fixed::<BigInt>("count(*) FILTER (WHERE done_at IS NOT NULL)"),
            ))
            .first::<(i64, i64)>(conn)?;
        let page = Total::of(open + done).page(page);
        let tasks = within()
            .order((tasks::done_at.desc().nulls_first(), tasks::position))
            .limit(PAGE)
            .offset((page - 1) * PAGE)
            .select(Task::as_select())
            .load(conn)?;
        Ok(TaskList { tasks, open, done, page })
    }
}

impl OwnTasks {
    /// The page; archived projects are left out.
    pub fn load(conn: &mut PgConnection, reach: Reach, page: i64) -> QueryResult<OwnTasks> {
        let own = || {
            with_project!()
                .filter(tasks::workspace_id.eq(reach.workspace_id))
                .filter(assigned!(reach.user_id))
                .filter(projects::archived_at.is_null())
        };
        let days: Vec<(Option<NaiveDate>, i64)> = own()
            .filter(tasks::done_at.is_null())
            .group_by(tasks::due_on)
            .select((tasks::due_on, count_star()))
            .load(conn)?;
        let total = Total::of(days.iter().map(|(_, count)| count).sum());
        let page = total.page(page);
        let mut tasks = own()
            .filter(tasks::done_at.is_null())
            .order((tasks::due_on.asc().nulls_last(), tasks::id))
            .limit(PAGE)
            .offset((page - 1) * PAGE)
            .select((Task::as_select(), Project::as_select()))
            .load(conn)?;
        if page == total.pages() {
            let finished = own()
                .filter(tasks::done_at.is_not_null())
                .order((tasks::done_at.desc(), tasks::id))
                .limit(FINISHED_SHOWN)
                .select((Task::as_select(), Project::as_select()));
            tasks.extend(finished.load(conn)?);
        }
        Ok(OwnTasks { tasks, days, page })
    }
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

    /// The same, to change the task; [`crate::error::AppError::Archived`] when its project can only
    /// be read. Call it under the workspace's lock.
    pub fn find_open(
        conn: &mut PgConnection,
        reach: Reach,
        id: Uuid,
    ) -> AppResult<(Task, Project)> {
        let (task, project) = Task::find(conn, reach, id)?;
        Ok((task, project.opened()?))
    }

    /// The workspace's task of this id, to put people on it; `NotFound` when there is none,
    /// [`crate::error::AppError::Archived`] when its project can only be read.
    pub fn find_to_assign(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        id: Uuid,
    ) -> AppResult<Task> {
        let tasks = with_project!().filter(tasks::workspace_id.eq(workspace_id));
        let found =
            tasks.filter(tasks::id.eq(id)).select((Task::as_select(), Project::as_select()));
        let (task, project) = found.first::<(Task, Project)>(conn)?;
        project.opened()?;
        Ok(task)
    }

    /// The most tasks of a project, done ones included.
    pub const MOST: i64 = 1_000;

    /// Makes a task, the last of its project; `None` when that has no room for it. Call it under
    /// the workspace's lock.
    pub fn create(
        conn: &mut PgConnection,
        project: &Project,
        actor_id: Uuid,
        title: &Title,
    ) -> QueryResult<Option<Task>> {
        let all = tasks::table
            .filter(tasks::workspace_id.eq(project.workspace_id))
            .filter(tasks::project_id.eq(project.id));
        if all.count().get_result::<i64>(conn)? >= Task::MOST {
            return Ok(None);
        }
        let task: Task = diesel::insert_into(tasks::table)
            .values((
                tasks::workspace_id.eq(project.workspace_id),
                tasks::id.eq(Uuid::now_v7()),
                tasks::project_id.eq(project.id),
                tasks::title.eq(title.as_str()),
            ))
            .returning(Task::as_returning())
            .get_result(conn)?;
        task.record(conn, actor_id, Action::TaskCreated)?;
        Ok(Some(task))
    }

    /// How many open tasks the project has.
    pub fn open_of(conn: &mut PgConnection, project: &Project) -> QueryResult<i64> {
        tasks::table
            .filter(tasks::workspace_id.eq(project.workspace_id))
            .filter(tasks::project_id.eq(project.id))
            .filter(tasks::done_at.is_null())
            .count()
            .get_result(conn)
    }

    /// Changes what the form shows.
    pub fn update(
        &self,
        conn: &mut PgConnection,
        actor_id: Uuid,
        change: &TaskChange,
    ) -> QueryResult<()> {
        diesel::update(tasks::table.find((self.workspace_id, self.id)))
            .set((
                tasks::title.eq(change.title.as_str()),
                tasks::description.eq(change.description.as_str()),
                tasks::due_on.eq(change.due_on),
            ))
            .execute(conn)?;
        self.record(conn, actor_id, Action::TaskChanged)
    }

    /// Marks the task done or open. What is so already keeps its time.
    pub fn set_done(&self, conn: &mut PgConnection, actor_id: Uuid, done: bool) -> QueryResult<()> {
        if self.done_at.is_some() == done {
            return Ok(());
        }
        diesel::update(tasks::table.find((self.workspace_id, self.id)))
            .set(tasks::done_at.eq(done.then(Utc::now)))
            .execute(conn)?;
        self.record(conn, actor_id, if done { Action::TaskDone } else { Action::TaskReopened })
    }

    /// Deletes the task.
    pub fn delete(&self, conn: &mut PgConnection, actor_id: Uuid) -> QueryResult<()> {
        diesel::delete(tasks::table.find((self.workspace_id, self.id))).execute(conn)?;
        self.record(conn, actor_id, Action::TaskDeleted)
    }

    pub(super) fn record(
        &self,
        conn: &mut PgConnection,
        actor_id: Uuid,
        action: Action,
    ) -> QueryResult<()> {
        let (subject, details) = (Some(self.id), json!({ "task": self.title }));
        AuditEvent::record(conn, self.workspace_id, Some(actor_id), action, subject, details)
    }
}
