//! What is booked: changed by Admins, and by the end of a cycle.

use chrono::{DateTime, Months, TimeDelta, Utc};
use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

use crate::db::{self, transaction};
use crate::error::AppResult;
use crate::models::admins;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::authority;
use crate::models::outbox_email::{Kind, NewOutboxEmail};
use crate::models::workspace::{Seats, Workspace};
use crate::schema::workspaces;

/// So long before the trial ends the Admins are told.
const WARNING: TimeDelta = TimeDelta::days(3);

/// A cycle is a month.
const CYCLE: Months = Months::new(1);

/// What booking another number of seats would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// That many are booked already, and no fewer are planned.
    Nothing,
    /// They are booked at once.
    AtOnce,
    /// They are booked from the next cycle on.
    NextCycle,
    /// The planned reduction is taken back.
    Keep,
}

/// What became of a change of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Booking {
    Done(Step),
    /// So many seats are used, more than were to be booked; nothing was changed.
    BelowUsed(i64),
    /// Somebody else has changed the plan since it was looked at; nothing was changed.
    MovedOn,
}

/// An Admin's wish to book so many seats.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    pub workspace_id: Uuid,
    pub actor_id: Uuid,
    pub seats: i32,
    /// How many were booked when they looked; `None` where that does not matter.
    pub seen: Option<i32>,
}

impl Workspace {
    /// What booking this many would do now.
    pub fn step_to(&self, seats: i32, now: &Seats) -> Step {
        match seats.cmp(&self.booked_seats) {
            std::cmp::Ordering::Greater => Step::AtOnce,
            std::cmp::Ordering::Equal if self.planned_seats.is_some() => Step::Keep,
            std::cmp::Ordering::Equal => Step::Nothing,
            // What is booked in the trial counts from its end.
            std::cmp::Ordering::Less if now.in_trial => Step::AtOnce,
            std::cmp::Ordering::Less if self.planned_seats == Some(seats) => Step::Nothing,
            std::cmp::Ordering::Less => Step::NextCycle,
        }
    }

    /// When the next cycle begins, if there were a change of the plan now: the first one begins
    /// with the first booking, in the trial with its end.
    pub fn next_cycle(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.cycle_ends_at.unwrap_or_else(|| self.trial_ends_at.max(now) + CYCLE)
    }
}

impl Wish {
    /// Does it: more seats at once, fewer from the next cycle on. Never fewer than are used: counted
    /// under the workspace's lock, so that no invitation takes a seat in between.
    pub fn fulfil(&self, conn: &mut PgConnection) -> AppResult<Booking> {
        transaction(conn, |conn| {
            let workspace = Workspace::lock(conn, self.workspace_id)?;
            authority::still_admin(conn, self.workspace_id, self.actor_id)?;
            if self.seen.is_some_and(|seen| seen != workspace.booked_seats) {
                return Ok(Booking::MovedOn);
            }
            let seats = workspace.seats(conn)?;
            if i64::from(self.seats) < seats.used() {
                return Ok(Booking::BelowUsed(seats.used()));
            }
            let step = workspace.step_to(self.seats, &seats);
            self.take(conn, &workspace, step)?;
            Ok(Booking::Done(step))
        })
    }

    fn take(&self, conn: &mut PgConnection, workspace: &Workspace, step: Step) -> QueryResult<()> {
        let (from, to, planned) = (workspace.booked_seats, self.seats, workspace.planned_seats);
        let cycle = workspace.next_cycle(db::now(conn)?);
        let (booked, planned, action, details) = match step {
            Step::Nothing => return Ok(()),
            Step::AtOnce => (to, None, Action::PlanChanged, json!({ "from": from, "to": to })),
            Step::NextCycle => {
                let details = json!({ "from": from, "to": to, "at": cycle });
                (from, Some(to), Action::SeatsPlanned, details)
            }
            Step::Keep => (from, None, Action::SeatsKept, json!({ "planned": planned })),
        };
        write(conn, workspace, booked, planned, cycle)?;
        AuditEvent::record(conn, workspace.id, Some(self.actor_id), action, None, details)
    }
}

/// Turns the cycle of a workspace whose time has come: what was planned is booked, or as much as is
/// used. `false` when it has not, or another process was quicker.
pub fn turn_cycle(conn: &mut PgConnection, workspace_id: Uuid) -> AppResult<bool> {
    transaction(conn, |conn| {
        let workspace = Workspace::lock(conn, workspace_id)?;
        let now = db::now(conn)?;
        let Some(end) = workspace.cycle_ends_at.filter(|end| *end <= now) else { return Ok(false) };
        let next = (1..).map(|n| end + Months::new(n)).find(|next| *next > now).unwrap_or(now);
        let (from, used) = (workspace.booked_seats, workspace.seats(conn)?.used());
        let least = i32::try_from(used).unwrap_or(from);
        let to = workspace.planned_seats.map_or(from, |planned| planned.max(least).min(from));
        write(conn, &workspace, to, None, next)?;
        if to != from {
            let details = json!({ "from": from, "to": to, "cycle": true });
            AuditEvent::record(conn, workspace_id, None, Action::PlanChanged, None, details)?;
        }
        Ok(true)
    })
}

/// Tells the Admins of a workspace, once, that its trial ends soon and too few seats are booked.
/// `false` when there is nothing to tell, or another process was quicker.
pub fn warn_of_end(conn: &mut PgConnection, workspace_id: Uuid) -> AppResult<bool> {
    transaction(conn, |conn| {
        let workspace = Workspace::lock(conn, workspace_id)?;
        let now = db::now(conn)?;
        let is_near = workspace.trial_ends_at > now && workspace.trial_ends_at - now <= WARNING;
        if !is_near || !workspace.is_short() {
            return Ok(false);
        }
        let warned = diesel::update(workspaces::table.find(workspace_id))
            .filter(workspaces::trial_warned_at.is_null())
            .set(workspaces::trial_warned_at.eq(now))
            .execute(conn)?;
        if warned == 0 {
            return Ok(false);
        }
        let admins = admins::ids(conn, workspace_id)?;
        let mail = |id: &Uuid| {
            NewOutboxEmail::notice(Kind::TrialEnding, workspace_id, *id, now, json!({}))
        };
        let mails: Vec<_> = admins.iter().map(mail).collect();
        NewOutboxEmail::insert_all(conn, &mails)?;
        let details = json!({ "admins": mails.len() });
        AuditEvent::record(conn, workspace_id, None, Action::TrialWarned, None, details)?;
        Ok(true)
    })
}

fn write(
    conn: &mut PgConnection,
    workspace: &Workspace,
    booked: i32,
    planned: Option<i32>,
    cycle_ends_at: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(workspaces::table.find(workspace.id))
        .set((
            workspaces::booked_seats.eq(booked),
            workspaces::planned_seats.eq(planned),
            workspaces::cycle_ends_at.eq(cycle_ends_at),
        ))
        .execute(conn)
        .map(drop)
}
