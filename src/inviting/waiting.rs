//! The waiting list: who found no seat ([`super::rest`]) is invited by itself when one is free.

use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

use crate::db::{self, transaction};
use crate::error::{AppError, AppResult};
use crate::inviting::line::Line;
use crate::inviting::newcomers::Newcomers;
use crate::inviting::plan::{Invitee, Known, SendPlan, Verdict};
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::authority;
use crate::models::batch::{Batch, Source};
use crate::models::outbox_email::{Kind, NewOutboxEmail};
use crate::models::rights::can_invite;
use crate::models::role::Role;
use crate::models::user::User;
use crate::models::waiting_person::{Move, WaitingPerson};
use crate::models::workspace::Workspace;

/// How many are invited in one transaction.
const AT_ONCE: i64 = 100;
/// How many names the mail to the admin has.
const NAMED: usize = 5;

/// Invites those who wait the longest, as far as there are seats. `false` when nobody could be
/// invited: the seats of a batch that goes on are for its people. All in one transaction under the workspace's lock: whatever ends the program, and however
/// many do it at once, there are never more people than seats, and nobody is invited twice.
pub fn promote(conn: &mut PgConnection, workspace_id: Uuid) -> AppResult<bool> {
    transaction(conn, |conn| {
        let workspace = Workspace::lock(conn, workspace_id)?;
        if Batch::any_goes_on(conn, workspace_id)? {
            return Ok(false);
        }
        let free = workspace.seats(conn)?.free().unwrap_or(AT_ONCE).min(AT_ONCE);
        let next = WaitingPerson::next(conn, workspace_id, free)?;
        let Some(first) = next.first() else { return Ok(false) };
        // In the name of one admin, and for one task.
        let is_alike =
            |one: &&WaitingPerson| (one.queued_by, one.task_id) == (first.queued_by, first.task_id);
        let people: Vec<&WaitingPerson> = next.iter().take_while(is_alike).collect();
        let lines: Vec<Line> = people.iter().map(|person| person.line()).collect();
        let plan = SendPlan::of(&lines, &Known::load(conn, &workspace, &lines)?);
        let judged = || people.iter().zip(&plan.lines);
        let ids = |is_wanted: &dyn Fn(&Verdict) -> bool| -> Vec<Uuid> {
            let wanted = judged().filter(|(_, planned)| is_wanted(&planned.verdict));
            wanted.map(|(person, _)| person.id).collect()
        };
        // Who put them on the list may be no Admin any more; then nobody stands for an Admin.
        let sender = User::admin_preferring(conn, workspace_id, first.queued_by)?.id;
        let admin_role = Role::admin(conn, workspace_id)?.id;
        let is_backed = |one: &Invitee| sender == first.queued_by || one.role_id != admin_role;
        let may_come = |verdict: &Verdict| match verdict {
            Verdict::Mistakes(_) => false,
            Verdict::Invite(one) => is_backed(one),
            Verdict::Known(_) => true,
        };
        WaitingPerson::mark_stuck(conn, workspace_id, &ids(&|verdict| !may_come(verdict)))?;
        WaitingPerson::remove(conn, workspace_id, &ids(&may_come))?;
        failpoint!(Promoting);
        let invitees: Vec<&Invitee> = plan.invitees().filter(|one| is_backed(one)).collect();
        if !invitees.is_empty() {
            invite(conn, &workspace, first, sender, &invitees)?;
        }
        Ok(true)
    })
}

fn invite(
    conn: &mut PgConnection,
    workspace: &Workspace,
    first: &WaitingPerson,
    sender: Uuid,
    invitees: &[&Invitee],
) -> AppResult<()> {
    let (workspace_id, now) = (workspace.id, db::now(conn)?);
    let count = i32::try_from(invitees.len()).map_err(AppError::internal)?;
    let batch = Batch {
        hold_until: now,
        total: count,
        invited: count,
        finished_at: Some(now),
        ..Batch::new(workspace, Uuid::now_v7(), Source::WaitingList, sender, now)
    };
    batch.insert(conn)?;
    let details = json!({ "people": count });
    AuditEvent::record(conn, workspace_id, None, Action::WaitingInvited, None, details)?;
    Newcomers::of(&batch, first.task_id, invitees).write(conn, workspace, now)?;
    let names: Vec<_> = invitees.iter().take(NAMED).map(|one| one.name.as_ref()).collect();
    let details = json!({ "people": count, "names": names });
    let mail = NewOutboxEmail::notice(Kind::SeatsFilled, workspace_id, sender, now, details);
    NewOutboxEmail::insert_all(conn, &[mail])?;
    Ok(())
}

/// Takes somebody off the list. [`AppError::NotFound`] when nobody of this id waits.
pub fn remove(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    actor_id: Uuid,
    id: Uuid,
) -> AppResult<WaitingPerson> {
    authority::while_may(conn, workspace_id, actor_id, can_invite, |conn| {
        let removed = WaitingPerson::remove(conn, workspace_id, &[id])?;
        let person = removed.into_iter().next().ok_or(AppError::NotFound)?;
        record(conn, workspace_id, actor_id, Action::WaitingRemoved, &person)?;
        AppResult::Ok(person)
    })
}

/// Moves somebody on the list. [`AppError::NotFound`] when nobody of this id waits.
pub fn shift(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    actor_id: Uuid,
    id: Uuid,
    to: Move,
) -> AppResult<()> {
    authority::while_may(conn, workspace_id, actor_id, can_invite, |conn| {
        let person = WaitingPerson::shift(conn, workspace_id, id, to)?;
        record(conn, workspace_id, actor_id, Action::WaitingMoved, &person)
    })
}

fn record(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    actor_id: Uuid,
    action: Action,
    person: &WaitingPerson,
) -> QueryResult<()> {
    let details = json!({ "name": person.email });
    AuditEvent::record(conn, workspace_id, Some(actor_id), action, None, details)
}

impl WaitingPerson {
    /// What was typed for them.
    fn line(&self) -> Line {
        Line {
            email: self.email.clone(),
            name: self.name.clone(),
            role: self.role.clone(),
            team: self.team.clone(),
            gender: self.gender.clone(),
        }
    }
}
