//! Step three of inviting: the plan becomes users, invitations and mails, in one transaction.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::db::{self, transaction};
use crate::error::{AppError, AppResult};
use crate::inviting::line::Line;
use crate::inviting::newcomers::Newcomers;
use crate::inviting::plan::{Fact, Known, SendPlan, Verdict};
use crate::inviting::rest::{self, Queue};
use crate::models::authority;
use crate::models::batch::{Batch, Source};
use crate::models::import::Import;
use crate::models::task::Task;
use crate::models::workspace::Workspace;

/// What an admin wants to send.
#[derive(Clone, Debug)]
pub struct Sending {
    pub workspace_id: Uuid,
    pub sender_id: Uuid,
    /// Comes with the form: the same form makes one batch, however often it is posted.
    pub form_id: Uuid,
    pub lines: Vec<Line>,
    pub source: Source,
    /// The invited people are assigned to this task.
    pub task_id: Option<Uuid>,
    /// The file that some of the lines came from.
    pub import_id: Option<Uuid>,
    /// Whoever finds no seat is put on the waiting list; otherwise that refuses the whole send.
    pub keeps_rest: bool,
}

impl Sending {
    /// Tells whether two posts of one form want the same.
    fn digest(&self) -> AppResult<Vec<u8>> {
        let wanted =
            serde_json::to_vec(&(&self.lines, self.task_id)).map_err(AppError::internal)?;
        Ok(Sha256::digest(wanted).to_vec())
    }
}

/// What became of a press of Send.
#[derive(Debug)]
pub enum Outcome {
    /// Invited, or had been invited when this form was sent the first time.
    Sent(Batch),
    /// This form was sent before with other lines. Nothing was changed.
    SentOthers,
    /// Nothing was changed; the plan says why.
    Refused(SendPlan),
}

/// A line that was not sent and stays in the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOver {
    pub line: Line,
    pub fact: Fact,
}

impl Batch {
    /// The lines that stayed in the window; none of a batch that was taken back.
    pub fn left_over_lines(&self) -> Vec<LeftOver> {
        serde_json::from_value(self.left_over.clone()).unwrap_or_default()
    }
}

/// Invites everybody on the lines, or nobody: everything is planned again under the workspace's
/// lock, so that two admins at the last seat cannot both have it. [`AppError::NotFound`] when the
/// task is none of this workspace's, [`AppError::Archived`] when it can only be read.
pub fn apply(conn: &mut PgConnection, sending: &Sending) -> AppResult<Outcome> {
    let outcome = transaction(conn, |conn| apply_once(conn, sending))?;
    failpoint!(AfterCommit);
    Ok(outcome)
}

fn apply_once(conn: &mut PgConnection, sending: &Sending) -> AppResult<Outcome> {
    let workspace = Workspace::lock(conn, sending.workspace_id)?;
    authority::still_admin(conn, workspace.id, sending.sender_id)?;
    if let Some(batch) = Batch::of_form(conn, workspace.id, sending.form_id)? {
        let is_the_same = batch.lines_digest == sending.digest()?;
        return Ok(if is_the_same { Outcome::Sent(batch) } else { Outcome::SentOthers });
    }
    if let Some(task_id) = sending.task_id {
        Task::find_to_assign(conn, workspace.id, task_id)?;
    }
    let plan = SendPlan::of(&sending.lines, &Known::load(conn, &workspace, &sending.lines)?);
    if plan.is_refused() && !(sending.keeps_rest && plan.misses_only_seats()) {
        return Ok(Outcome::Refused(plan));
    }
    Ok(Outcome::Sent(write(conn, &workspace, sending, &plan)?))
}

fn write(
    conn: &mut PgConnection,
    workspace: &Workspace,
    sending: &Sending,
    plan: &SendPlan,
) -> AppResult<Batch> {
    let now = db::now(conn)?;
    let (invitees, without_seat) = plan.seated();
    let invited = i32::try_from(invitees.len()).map_err(AppError::internal)?;
    let batch = Batch {
        left_over: json!(left_over(plan)),
        lines_digest: sending.digest()?,
        import_id: Import::known(conn, workspace.id, sending.import_id)?,
        total: invited,
        invited,
        finished_at: Some(now),
        ..Batch::new(workspace, sending.form_id, sending.source, sending.sender_id, now)
    };
    batch.insert(conn)?;
    if !invitees.is_empty() {
        Newcomers::of(&batch, sending.task_id, &invitees).write(conn, workspace, now)?;
    }
    rest::keep(conn, &Queue::of(&batch, sending.task_id), &without_seat)?;
    Ok(batch)
}

fn left_over(plan: &SendPlan) -> Vec<LeftOver> {
    plan.lines
        .iter()
        .filter_map(|planned| match &planned.verdict {
            Verdict::Known(fact) => {
                Some(LeftOver { line: planned.line.clone(), fact: fact.clone() })
            }
            _ => None,
        })
        .collect()
}

impl Batch {
    /// A batch that has invited nobody yet.
    pub fn new(
        workspace: &Workspace,
        id: Uuid,
        source: Source,
        sender_id: Uuid,
        now: DateTime<Utc>,
    ) -> Batch {
        Batch {
            workspace_id: workspace.id,
            id,
            source,
            created_by: sender_id,
            hold_until: now + TimeDelta::seconds(i64::from(workspace.hold_seconds)),
            undone_at: None,
            invited: 0,
            left_over: json!([]),
            lines_digest: Vec::new(),
            created_at: now,
            import_id: None,
            total: 0,
            finished_at: None,
            stopped: None,
            file_name: String::new(),
        }
    }
}
