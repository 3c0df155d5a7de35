//! Sending an invitation again: the next generation of the same invitation, never a second one.

use chrono::TimeDelta;
use diesel::dsl::{IntervalDsl, now};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use serde_json::json;
use uuid::Uuid;

use crate::db::transaction;
use crate::error::AppResult;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::authority;
use crate::models::invitation::Invitation;
use crate::models::outbox_email::{NewOutboxEmail, OutboxEmail};
use crate::models::user::User;
use crate::models::workspace::Workspace;
use crate::schema::{invitations, outbox_emails};
use crate::values::Status;

/// The least time between two repetitions of an invitation.
const SECONDS_BETWEEN: i64 = 60;

/// The most repetitions of an invitation within 24 hours.
const MOST_A_DAY: i64 = 5;

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
    Sent(User),
    /// Somebody was quicker: a newer generation has been sent already. Nothing was changed.
    MovedOn(User),
    /// The newest mail is itself a repetition and less than a minute old. Nothing was changed.
    TooSoon(User),
    /// Sent again five times within a day. Nothing was changed.
    TooOften(User),
    /// The user is not Initiated any more. Nothing was changed.
    NotInitiated(User),
}

/// Makes the next generation of the user's open invitation and its mail, due now; the older link
/// stops working and older mails that still wait are not sent. Works for an expired invitation
/// too. `NotFound` when the workspace has no such user.
pub fn resend(conn: &mut PgConnection, resending: &Resending) -> AppResult<Resent> {
    transaction(conn, |conn| {
        let Resending { workspace_id, actor_id, user_id, .. } = *resending;
        let workspace = Workspace::lock(conn, workspace_id)?;
        authority::still_admin(conn, workspace_id, actor_id)?;
        let user = User::find(conn, workspace_id, user_id)?;
        if let Some(pause) = pause(conn, resending)? {
            return Ok(match pause {
                Pause::Minute => Resent::TooSoon(user),
                Pause::Day => Resent::TooOften(user),
            });
        }
        let Some(invitation) = next_generation(conn, &workspace, resending)? else {
            return Ok(match user.status {
                Status::Initiated => Resent::MovedOn(user),
                Status::Active | Status::Deactivated => Resent::NotInitiated(user),
            });
        };
        OutboxEmail::supersede(conn, workspace_id, invitation.id)?;
        NewOutboxEmail::insert_all(conn, &[invitation.mail(invitation.sent_at)])?;
        let details = json!({ "generation": invitation.generation });
        let actor = Some(actor_id);
        AuditEvent::record(conn, workspace_id, actor, Action::Resent, Some(user_id), details)?;
        Ok(Resent::Sent(user))
    })
}

/// How long nobody can send again.
enum Pause {
    Minute,
    Day,
}

/// A mailbox is not to be filled from here, by an Admin's account in wrong hands for instance. The
/// first mail may be repeated at once: it may just have been refused. `None` also when the open
/// invitation is not of the generation that was seen: that is said first.
fn pause(conn: &mut PgConnection, resending: &Resending) -> QueryResult<Option<Pause>> {
    let Resending { workspace_id, user_id, generation, .. } = *resending;
    let Some(open) = Invitation::open_of(conn, workspace_id, user_id)? else { return Ok(None) };
    if open.generation != generation {
        return Ok(None);
    }
    if generation > 1 && crate::db::now(conn)? - open.sent_at < TimeDelta::seconds(SECONDS_BETWEEN)
    {
        return Ok(Some(Pause::Minute));
    }
    let repeated = outbox_emails::table
        .filter(outbox_emails::workspace_id.eq(workspace_id))
        .filter(outbox_emails::invitation_id.eq(open.id))
        .filter(outbox_emails::generation.gt(1))
        .filter(outbox_emails::created_at.gt(now.into_sql::<Timestamptz>() - 1.day()))
        .count()
        .get_result::<i64>(conn)?;
    Ok((repeated >= MOST_A_DAY).then_some(Pause::Day))
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
