//! Bringing a Deactivated user back.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

use crate::db::transaction;
use crate::error::AppResult;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::authority;
use crate::models::deactivation::tell;
use crate::models::invitation::Invitation;
use crate::models::invitation_slots;
use crate::models::outbox_email::{Kind, NewOutboxEmail};
use crate::models::user::User;
use crate::models::workspace::Workspace;
use crate::schema::users;
use crate::values::{Note, Status};

/// What became of it.
#[derive(Debug)]
pub enum Activated {
    /// The user has accepted before and is Active at once.
    /// The mail about it leaves then, where the address has been sent enough for the moment.
    Active { user: User, told_at: Option<DateTime<Utc>> },
    /// The user never accepted, is Initiated again, and gets a new invitation.
    Invited(User),
    /// No seat is free; nothing was changed.
    NoSeat(User),
    /// The user is not Deactivated; nothing was changed.
    NotNow(User),
    /// The workspace invites nobody at the address's domain any more; nothing was changed.
    DomainRefused(User),
}

/// Gives a Deactivated user a seat again, under the workspace's lock. `NotFound` when the
/// workspace has no such user.
pub fn activate(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    actor_id: Uuid,
    user_id: Uuid,
) -> AppResult<Activated> {
    transaction(conn, |conn| {
        let workspace = Workspace::lock(conn, workspace_id)?;
        authority::still_admin(conn, workspace_id, actor_id)?;
        let user = User::find(conn, workspace_id, user_id)?;
        if user.status != Status::Deactivated {
            return Ok(Activated::NotNow(user));
        }
        if !workspace.admits(&user.email) {
            return Ok(Activated::DomainRefused(user));
        }
        if workspace.seats(conn)?.free() == Some(0) {
            return Ok(Activated::NoSeat(user));
        }
        let is_known = user.has_joined();
        let status = if is_known { Status::Active } else { Status::Initiated };
        diesel::update(users::table.find((workspace_id, user_id)))
            .set((users::status.eq(status), users::note.eq(None::<Note>)))
            .execute(conn)?;
        let mut told_at = None;
        if is_known {
            told_at = tell(conn, &workspace, &user, actor_id, Kind::AccessGiven)?;
        } else {
            let invitation = Invitation::renew(conn, &workspace, user_id, actor_id)?;
            let leaves = invitation_slots::free_at(conn, &user.email_key)?;
            let mail = invitation.mail(leaves.unwrap_or(invitation.sent_at));
            NewOutboxEmail::insert_all(conn, &[mail])?;
        }
        let details = json!({ "status": status });
        let actor = Some(actor_id);
        AuditEvent::record(conn, workspace_id, actor, Action::Activated, Some(user_id), details)?;
        Ok(match is_known {
            true => Activated::Active { user, told_at },
            false => Activated::Invited(user),
        })
    })
}
