use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Uuid as SqlUuid};
use serde_json::json;
use uuid::Uuid;

use crate::db::statement::statement;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::rights::Reach;
use crate::models::task::Task;
use crate::models::user::User;
use crate::schema::{task_assignees, users};
use crate::values::Status;

/// Who works on a task. There is no struct of a row: nothing needs more than the person.
pub struct Assignment;

/// Who is on a task: of many people the first.
#[derive(Clone, Debug, Default)]
pub struct Assigned {
    /// By name.
    pub first: Vec<User>,
    pub count: i64,
    /// Whether whoever asks is on it.
    pub has_reader: bool,
}

#[derive(QueryableByName)]
struct Placed {
    #[diesel(sql_type = SqlUuid)]
    task_id: Uuid,
    #[diesel(sql_type = BigInt)]
    count: i64,
    #[diesel(sql_type = Bool)]
    has_reader: bool,
    #[diesel(embed)]
    user: User,
}

statement! {
    FirstOf {
        reader_id: Uuid => SqlUuid,
        workspace_id: Uuid => SqlUuid,
        task_ids: Vec<Uuid> => Array<SqlUuid>,
        most: i64 => BigInt,
    } = "
        SELECT placed.task_id, placed.count, placed.has_reader, users.*
        FROM (
            SELECT on_it.workspace_id, task_id, user_id,
                count(*) OVER (PARTITION BY task_id) AS count,
                bool_or(user_id = ?) OVER (PARTITION BY task_id) AS has_reader,
                row_number() OVER (PARTITION BY task_id ORDER BY name, id) AS place
            FROM task_assignees on_it
            JOIN users ON users.workspace_id = on_it.workspace_id AND users.id = user_id
            WHERE on_it.workspace_id = ? AND task_id = ANY(?)
        ) placed
        JOIN users ON users.workspace_id = placed.workspace_id AND users.id = placed.user_id
        WHERE place <= ?
        ORDER BY place"
}

impl Assignment {
    /// Who is on each of these tasks, as far as there are no more than `most`. A task without
    /// anybody has no entry.
    pub fn people_of(
        conn: &mut PgConnection,
        reach: Reach,
        task_ids: Vec<Uuid>,
        most: i64,
    ) -> QueryResult<HashMap<Uuid, Assigned>> {
        let Reach { workspace_id, user_id: reader_id, .. } = reach;
        let rows: Vec<Placed> = FirstOf { reader_id, workspace_id, task_ids, most }.load(conn)?;
        let mut people: HashMap<Uuid, Assigned> = HashMap::new();
        for Placed { task_id, count, has_reader, user } in rows {
            let assigned = people.entry(task_id).or_default();
            (assigned.count, assigned.has_reader) = (count, has_reader);
            assigned.first.push(user);
        }
        Ok(people)
    }

    /// Whether somebody is on a task.
    pub fn exists(conn: &mut PgConnection, task: &Task, user_id: Uuid) -> QueryResult<bool> {
        let own = task_assignees::table.find((task.workspace_id, task.id, user_id));
        diesel::select(diesel::dsl::exists(own)).get_result(conn)
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
