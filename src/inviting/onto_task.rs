//! What a remedy of the invite window does beside itself: the person of its line is put on the task
//! that the window was opened from.

use diesel::PgConnection;
use uuid::Uuid;

use crate::db::transaction;
use crate::error::AppResult;
use crate::models::assignment::Assignment;
use crate::models::authority;
use crate::models::task::Task;
use crate::models::workspace::Workspace;

/// An Admin, the person of a line, and the window's task.
#[derive(Clone, Copy, Debug)]
pub struct OntoTask {
    pub workspace_id: Uuid,
    pub actor_id: Uuid,
    pub user_id: Uuid,
    /// `None` where the window was not opened from a task: nobody is assigned.
    pub task_id: Option<Uuid>,
}

impl OntoTask {
    /// Does `work` and, if that `is_done`, puts the person on the task: both or neither, under the
    /// workspace's lock. The task is `None` when nobody was put on one.
    /// [`crate::error::AppError::NotFound`] when the task is none of this workspace's,
    /// [`crate::error::AppError::Archived`] when it can only be read.
    pub fn after<T>(
        &self,
        conn: &mut PgConnection,
        mut work: impl FnMut(&mut PgConnection) -> AppResult<T>,
        is_done: impl Fn(&T) -> bool,
    ) -> AppResult<(T, Option<Task>)> {
        let OntoTask { workspace_id, actor_id, user_id, task_id } = *self;
        let Some(task_id) = task_id else { return Ok((work(conn)?, None)) };
        transaction(conn, |conn| {
            Workspace::lock(conn, workspace_id)?;
            authority::still_admin(conn, workspace_id, actor_id)?;
            let task = Task::find_to_assign(conn, workspace_id, task_id)?;
            let outcome = work(conn)?;
            if !is_done(&outcome) {
                return Ok((outcome, None));
            }
            Assignment::add(conn, &task, actor_id, user_id)?;
            Ok((outcome, Some(task)))
        })
    }
}
