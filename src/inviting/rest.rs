//! Those of a send who find no seat, and wait for one.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

use crate::inviting::plan::{Invitee, PlannedLine};
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::batch::Batch;
use crate::models::waiting_person::WaitingPerson;

/// How many are put on the list in one statement.
const AT_ONCE: usize = 1_000;

/// What those have in common who are put on the list together.
pub(super) struct Queue {
    pub workspace_id: Uuid,
    /// What the others of them were sent with.
    pub batch_id: Option<Uuid>,
    pub task_id: Option<Uuid>,
    pub queued_by: Uuid,
    pub queued_at: DateTime<Utc>,
}

impl Queue {
    pub fn of(batch: &Batch, task_id: Option<Uuid>) -> Queue {
        Queue {
            workspace_id: batch.workspace_id,
            batch_id: Some(batch.id),
            task_id,
            queued_by: batch.created_by,
            queued_at: batch.created_at,
        }
    }
}

/// Puts the people of these lines on the waiting list, behind everybody; whoever is on it keeps their
/// place. Call it under the workspace's lock.
pub(super) fn keep(
    conn: &mut PgConnection,
    queue: &Queue,
    rest: &[(&PlannedLine, &Invitee)],
) -> QueryResult<()> {
    rest.chunks(AT_ONCE).try_for_each(|some| keep_some(conn, queue, some))
}

fn keep_some(
    conn: &mut PgConnection,
    queue: &Queue,
    rest: &[(&PlannedLine, &Invitee)],
) -> QueryResult<()> {
    let first = WaitingPerson::last_place(conn, queue.workspace_id)?;
    let person = |(place, (planned, invitee)): (i64, &(&PlannedLine, &Invitee))| WaitingPerson {
        workspace_id: queue.workspace_id,
        id: Uuid::now_v7(),
        place,
        email: invitee.email.as_str().to_owned(),
        email_key: invitee.email.key().to_owned(),
        name: invitee.name.to_string(),
        role: planned.line.role.clone(),
        team: planned.line.team.clone(),
        gender: planned.line.gender.clone(),
        task_id: queue.task_id,
        batch_id: queue.batch_id,
        queued_by: queue.queued_by,
        queued_at: queue.queued_at,
        is_stuck: false,
    };
    let people: Vec<_> = (first..).zip(rest).map(person).collect();
    let count = WaitingPerson::insert_all(conn, &people)?;
    let emails: Vec<_> = people.iter().map(|person| &person.email).collect();
    let (actor, details) = (Some(queue.queued_by), json!({ "people": count, "emails": emails }));
    AuditEvent::record(conn, queue.workspace_id, actor, Action::WaitingAdded, None, details)
}
