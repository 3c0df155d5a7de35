//! Those of a send who find no seat, and wait for one.

use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

use crate::inviting::plan::{Invitee, PlannedLine};
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::batch::Batch;
use crate::models::waiting_person::WaitingPerson;

/// Puts the people of these lines on the waiting list, behind everybody; whoever is on it keeps their
/// place. Call it under the workspace's lock.
pub(super) fn keep(
    conn: &mut PgConnection,
    batch: &Batch,
    task_id: Option<Uuid>,
    rest: &[(&PlannedLine, &Invitee)],
) -> QueryResult<()> {
    if rest.is_empty() {
        return Ok(());
    }
    let first = WaitingPerson::last_place(conn, batch.workspace_id)?;
    let person = |(place, (planned, invitee)): (i64, &(&PlannedLine, &Invitee))| WaitingPerson {
        workspace_id: batch.workspace_id,
        id: Uuid::now_v7(),
        place,
        email: invitee.email.as_str().to_owned(),
        email_key: invitee.email.key().to_owned(),
        name: invitee.name.to_string(),
        role: planned.line.role.clone(),
        team: planned.line.team.clone(),
        gender: planned.line.gender.clone(),
        task_id,
        batch_id: Some(batch.id),
        queued_by: batch.created_by,
        queued_at: batch.created_at,
        is_stuck: false,
    };
    let people: Vec<_> = (first..).zip(rest).map(person).collect();
    let count = WaitingPerson::insert_all(conn, &people)?;
    let emails: Vec<_> = people.iter().map(|person| &person.email).collect();
    let (actor, details) = (Some(batch.created_by), json!({ "people": count, "emails": emails }));
    AuditEvent::record(conn, batch.workspace_id, actor, Action::WaitingAdded, None, details)
}
