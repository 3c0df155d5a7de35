//! Sending an invitation again: the next generation of the same invitation, never a second one.

use chrono::{DateTime, Utc};
use diesel::dsl::{IntervalDsl, now};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use serde_json::json;
use uuid::Uuid;

use crate::db::{self, transaction};
use crate::error::AppResult;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::authority;
use crate::models::invitation::Invitation;
use crate::models::invitation_slots;
use crate::models::outbox_email::{NewOutboxEmail, OutboxEmail, State};
use crate::models::user::User;
use crate::models::workspace::Workspace;
use crate::schema::{invitations, outbox_emails};
use crate::values::Status;

/// An Admin's wish to send an invitation again.
#[derive(Clone, Copy, Debug)]
pub struct Resending {
    pub workspace_id: Uuid,
    pub actor_id: Uuid,
    pub user_id: Uuid,
    /// The generation the Admin saw: pressing twice sends once.
    pub generation: i32,
}

/// What became of it.
#[derive(Debug)]
pub enum Resent {
    /// The mail leaves now, or then: its address has been sent enough for the moment.
    Sent { user: User, leaves: Option<DateTime<Utc>> },
    /// The newest mail is itself a repetition and has not left yet; it leaves now, or then. Nothing
    /// was changed.
    Waits { user: User, leaves: Option<DateTime<Utc>> },
    /// Somebody was quicker: a newer generation has been sent already. Nothing was changed.
    MovedOn(User),
    /// The user is not Initiated any more. Nothing was changed.
    NotInitiated(User),
    /// The workspace invites nobody at the address's domain any more. Nothing was changed.
    DomainRefused(User),
}

/// Makes the next generation of the user's open invitation and its mail, due as soon as the
/// address may be sent another; the older link stops working and older mails that still wait are
/// not sent. Works for an expired invitation too. `NotFound` when the workspace has no such user.
pub fn resend(conn: &mut PgConnection, resending: &Resending) -> AppResult<Resent> {
    transaction(conn, |conn| {
        let Resending { workspace_id, actor_id, user_id, .. } = *resending;
        let workspace = Workspace::lock(conn, workspace_id)?;
        authority::still_admin(conn, workspace_id, actor_id)?;
        let user = User::find(conn, workspace_id, user_id)?;
        if !workspace.admits(&user.email) {
            return Ok(Resent::DomainRefused(user));
        }
        if let Some(due_at) = waiting(conn, resending)? {
            let leaves = Some(due_at).filter(|due_at| *due_at > Utc::now());
            return Ok(Resent::Waits { user, leaves });
        }
        let Some(invitation) = next_generation(conn, &workspace, resending)? else {
            return Ok(match user.status {
                Status::Initiated => Resent::MovedOn(user),
                Status::Active | Status::Deactivated => Resent::NotInitiated(user),
            });
        };
        OutboxEmail::supersede(conn, workspace_id, invitation.id)?;
        let leaves = invitation_slots::free_at(conn, &user.email_key)?;
        let mail = invitation.mail(leaves.unwrap_or(invitation.sent_at));
        NewOutboxEmail::insert_all(conn, &[mail])?;
        let details = json!({ "generation": invitation.generation });
        let actor = Some(actor_id);
        AuditEvent::record(conn, workspace_id, actor, Action::Resent, Some(user_id), details)?;
        Ok(Resent::Sent { user, leaves })
    })
}

/// When the repetition that was seen leaves, if it still waits to: pressing again and again makes
/// no more of them. The first mail may be repeated at once, and so may one whose link has ended
/// or would admit nobody, for then a new generation repairs it.
fn waiting(conn: &mut PgConnection, resending: &Resending) -> QueryResult<Option<DateTime<Utc>>> {
    let Resending { workspace_id, user_id, generation, .. } = *resending;
    let Some(open) = Invitation::open_of(conn, workspace_id, user_id)? else { return Ok(None) };
    if open.generation != generation || generation == 1 || open.expires_at <= db::now(conn)? {
        return Ok(None);
    }
    if User::admin_preferring(conn, workspace_id, open.invited_by)?.id != open.invited_by {
        return Ok(None);
    }
    outbox_emails::table
        .filter(outbox_emails::workspace_id.eq(workspace_id))
        .filter(outbox_emails::invitation_id.eq(open.id))
        .filter(outbox_emails::generation.eq(generation))
        .filter(outbox_emails::state.eq_any([State::Due, State::Leased]))
        .select(outbox_emails::due_at)
        .first(conn)
        .optional()
}

/// Whoever sends it again is the inviter from now on: the mail speaks in their name.
/// `None` when the invitation is closed or no longer of the generation that was seen.
fn next_generation(
    conn: &mut PgConnection,
    workspace: &Workspace,
    resending: &Resending,
) -> QueryResult<Option<Invitation>> {
    let open = invitations::table
        .filter(invitations::workspace_id.eq(workspace.id))
        .filter(invitations::user_id.eq(resending.user_id))
        .filter(invitations::generation.eq(resending.generation))
        .filter(Invitation::is_open());
    diesel::update(open)
        .set((
            invitations::generation.eq(invitations::generation + 1),
            invitations::invited_by.eq(resending.actor_id),
            invitations::sent_at.eq(now),
            invitations::expires_at
                .eq(now.into_sql::<Timestamptz>() + workspace.invitation_days.days()),
        ))
        .returning(Invitation::as_returning())
        .get_result(conn)
        .optional()
}
