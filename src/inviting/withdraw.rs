//! Taking an invitation back after it was sent.

use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

use crate::db::transaction;
use crate::error::AppResult;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::authority;
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
