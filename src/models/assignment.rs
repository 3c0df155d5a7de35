use std::collections::HashMap;

use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

use crate::models::audit_event::{Action, AuditEvent};
use crate::models::task::Task;
use crate::models::user::User;
use crate::schema::{task_assignees, users};
use crate::values::Status;

/// Who works on a task. There is no struct of a row: nothing needs more than the person.
pub struct Assignment;

impl Assignment {
    /// The people on each of these tasks, by name. A task without anybody has no entry.
    pub fn people_of(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        task_ids: &[Uuid],
    ) -> QueryResult<HashMap<Uuid, Vec<User>>> {
        let rows: Vec<(Uuid, User)> = task_assignees::table
            .inner_join(
                users::table.on(users::workspace_id
                    .eq(task_assignees::workspace_id)
                    .and(users::id.eq(task_assignees::user_id))),
            )
            .filter(task_assignees::workspace_id.eq(workspace_id))
            .filter(task_assignees::task_id.eq_any(task_ids))
            .order((users::name, users::id))
            .select((task_assignees::task_id, User::as_select()))
            .load(conn)?;
        let mut people: HashMap<Uuid, Vec<User>> = HashMap::new();
        for (task_id, user) in rows {
            people.entry(task_id).or_default().push(user);
        }
        Ok(people)
    }

    /// Puts a person on the task; who is on it stays on it. `NotFound` when the workspace has no
    /// such person or they are Deactivated. Adds no membership of the project.
    pub fn add(
        conn: &mut PgConnection,
        task: &Task,
        actor_id: Uuid,
        user_id: Uuid,
    ) -> QueryResult<()> {
        conn.transaction(|conn| {
            // Locked, so that an Undo of the invitation cannot remove the person in between.
            users::table
                .find((task.workspace_id, user_id))
                .filter(users::status.ne(Status::Deactivated))
                .select(users::id)
                .for_key_share()
                .first::<Uuid>(conn)?;
            let added = diesel::insert_into(task_assignees::table)
                .values((
                    task_assignees::workspace_id.eq(task.workspace_id),
                    task_assignees::task_id.eq(task.id),
                    task_assignees::user_id.eq(user_id),
                ))
                .on_conflict_do_nothing()
                .execute(conn)?;
            record(conn, task, actor_id, Action::Assigned, user_id, added)
        })
    }

    /// Takes a person off the task; changes nothing when they are not on it.
    pub fn remove(
        conn: &mut PgConnection,
        task: &Task,
        actor_id: Uuid,
        user_id: Uuid,
    ) -> QueryResult<()> {
        let assignment = task_assignees::table.find((task.workspace_id, task.id, user_id));
        let removed = diesel::delete(assignment).execute(conn)?;
        record(conn, task, actor_id, Action::Unassigned, user_id, removed)
    }
}

/// Records what happened to a user unless it happened to nobody.
fn record(
    conn: &mut PgConnection,
    task: &Task,
    actor_id: Uuid,
    action: Action,
    user_id: Uuid,
    changed: usize,
) -> QueryResult<()> {
    if changed == 0 {
        return Ok(());
    }
    let (subject, details) = (Some(user_id), json!({ "task": task.title }));
    AuditEvent::record(conn, task.workspace_id, Some(actor_id), action, subject, details)
}
