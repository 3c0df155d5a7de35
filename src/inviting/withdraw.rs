//! Taking an invitation back after it was sent.

use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

use crate::db::transaction;
use crate::error::AppResult;
use crate::inviting::batch_run;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::authority;
use crate::models::batch::{Batch, Stop};
use crate::models::invitation::Invitation;
use crate::models::outbox_email::OutboxEmail;
use crate::models::user::{Change, User};
use crate::models::workspace::Workspace;
use crate::schema::{invitations, users};
use crate::values::{Note, Status};

/// Withdraws the user's open invitation: its link stops working, mails that still wait are not
/// sent, and the user is Deactivated, so that their seat is free; tasks and teams are kept.
/// [`Change::NotNow`] when the user is not Initiated, `NotFound` when the workspace has no such
/// user.
pub fn withdraw(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    actor_id: Uuid,
    user_id: Uuid,
) -> AppResult<Change> {
    transaction(conn, |conn| {
        Workspace::lock(conn, workspace_id)?;
        authority::still_admin(conn, workspace_id, actor_id)?;
        User::find(conn, workspace_id, user_id)?;
        // The invitation first, as accepting does: whoever is second finds it closed.
        let Some(invitation) = close(conn, workspace_id, user_id)? else {
            return Ok(Change::NotNow);
        };
        diesel::update(users::table.find((workspace_id, user_id)))
            .set((users::status.eq(Status::Deactivated), users::note.eq(Note::Withdrawn)))
            .execute(conn)?;
        OutboxEmail::supersede(conn, workspace_id, invitation.id)?;
        let details = json!({ "generation": invitation.generation });
        let actor = Some(actor_id);
        AuditEvent::record(conn, workspace_id, actor, Action::Withdrawn, Some(user_id), details)?;
        Ok(Change::Done)
    })
}

/// The most that are withdrawn in one transaction, for which others wait.
pub const AT_ONCE: i64 = 1_000;

/// Withdraws the first [`AT_ONCE`] open invitations of a batch; how many. A batch that goes on is
/// stopped before. `NotFound` when the workspace has no such batch.
pub fn withdraw_batch(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    actor_id: Uuid,
    batch_id: Uuid,
) -> AppResult<usize> {
    transaction(conn, |conn| {
        Workspace::lock(conn, workspace_id)?;
        authority::still_admin(conn, workspace_id, actor_id)?;
        let batch = Batch::find(conn, workspace_id, batch_id)?;
        batch_run::end(conn, &batch, Stop::Admin)?;
        // Or they would get the seats that become free.
        batch_run::forget_waiting(conn, &batch)?;
        let open = invitations::table
            .filter(invitations::workspace_id.eq(workspace_id))
            .filter(invitations::batch_id.eq(batch_id))
            .filter(Invitation::is_open());
        let next: Vec<Uuid> =
            open.order(invitations::id).select(invitations::id).limit(AT_ONCE).load(conn)?;
        // Whoever accepts meanwhile was quicker.
        let closed: Vec<Invitation> = diesel::update(open)
            .filter(invitations::id.eq_any(next))
            .set(invitations::withdrawn_at.eq(diesel::dsl::now))
            .returning(Invitation::as_returning())
            .get_results(conn)?;
        let ids: Vec<Uuid> = closed.iter().map(|invitation| invitation.id).collect();
        let people: Vec<Uuid> = closed.iter().map(|invitation| invitation.user_id).collect();
        diesel::update(users::table)
            .filter(users::workspace_id.eq(workspace_id))
            .filter(users::id.eq_any(&people))
            .set((users::status.eq(Status::Deactivated), users::note.eq(Note::Withdrawn)))
            .execute(conn)?;
        OutboxEmail::supersede_all(conn, workspace_id, &ids)?;
        let facts = closed.iter().map(|invitation| {
            let details = json!({ "generation": invitation.generation, "batch": batch_id });
            (Some(invitation.user_id), details)
        });
        let (actor, facts) = (Some(actor_id), facts.collect());
        AuditEvent::record_all(conn, workspace_id, actor, Action::Withdrawn, facts)?;
        Ok(closed.len())
    })
}

fn close(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    user_id: Uuid,
) -> QueryResult<Option<Invitation>> {
    let open = invitations::table
        .filter(invitations::workspace_id.eq(workspace_id))
        .filter(invitations::user_id.eq(user_id))
        .filter(Invitation::is_open());
    diesel::update(open)
        .set(invitations::withdrawn_at.eq(diesel::dsl::now))
        .returning(Invitation::as_returning())
        .get_result(conn)
        .optional()
}
