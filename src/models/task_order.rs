//! The order of a project's open tasks.

use diesel::prelude::*;
use diesel::sql_types;
use uuid::Uuid;

use crate::models::audit_event::Action;
use crate::models::task::Task;
use crate::schema::tasks;

/// Where a task is to stand among the open tasks of its project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// One further up.
    Up,
    /// One further down.
    Down,
    /// Directly above this task.
    Above(Uuid),
    /// Directly below this task.
    Below(Uuid),
}

impl Task {
    /// Moves the task, and returns its index among the open ones of its project. `None`, and nothing
    /// changes, when it, or the task it shall stand beside, is not among them
    /// any more. Call it under the workspace's lock, so that of two moves one sees what the
    /// other has done.
    pub fn move_to(
        &self,
        conn: &mut PgConnection,
        actor_id: Uuid,
        place: Place,
    ) -> QueryResult<Option<usize>> {
        let before: Vec<(Uuid, i64)> = tasks::table
            .filter(tasks::workspace_id.eq(self.workspace_id))
            .filter(tasks::project_id.eq(self.project_id))
            .filter(tasks::done_at.is_null())
            .order(tasks::position)
            .select((tasks::id, tasks::position))
            .load(conn)?;
        let ids: Vec<Uuid> = before.iter().map(|(id, _)| *id).collect();
        let Some((after, index)) = moved(&ids, self.id, place) else { return Ok(None) };
        let moves = after.into_iter().zip(&before).filter(|(id, (was, _))| id != was);
        let (ids, positions): (Vec<Uuid>, Vec<i64>) =
            moves.map(|(id, (_, position))| (id, *position)).unzip();
        if ids.is_empty() {
            return Ok(Some(index));
        }
        diesel::sql_query(
            "UPDATE tasks SET position = moved.position
             FROM unnest($2, $3) AS moved (id, position)
             WHERE workspace_id = $1 AND tasks.id = moved.id",
        )
        .bind::<sql_types::Uuid, _>(self.workspace_id)
        .bind::<sql_types::Array<sql_types::Uuid>, _>(ids)
        .bind::<sql_types::Array<sql_types::BigInt>, _>(positions)
        .execute(conn)?;
        self.record(conn, actor_id, Action::TaskMoved)?;
        Ok(Some(index))
    }
}

/// The ids with this one at its place, and its index there; `None` when one of them is missing.
fn moved(ids: &[Uuid], id: Uuid, place: Place) -> Option<(Vec<Uuid>, usize)> {
    let from = ids.iter().position(|one| *one == id)?;
    let mut others = ids.to_vec();
    others.remove(from);
    let to = match place {
        Place::Up => from.saturating_sub(1),
        Place::Down => (from + 1).min(others.len()),
        Place::Above(other) => others.iter().position(|one| *one == other)?,
        Place::Below(other) => others.iter().position(|one| *one == other)? + 1,
    };
    others.insert(to, id);
    Some((others, to))
}
