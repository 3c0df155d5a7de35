//! Batches of a file: invited in the background, some people at a time, each time in one transaction.
//! A row that was sent is marked in the same transaction, so a batch goes on where it stood, whatever
//! ended the program, and nobody is invited twice.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use serde_json::json;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::app::App;
use crate::db::{self, transaction};
use crate::error::{AppError, AppResult};
use crate::inviting::line::Line;
use crate::inviting::plan::{Fact, Invitee, Known, SendPlan, Verdict};
use crate::inviting::review::{self, Said};
use crate::inviting::send::{self, Sending};
use crate::models::authority;
use crate::models::batch::{Batch, Source, Stop};
use crate::models::import_row::{ImportRow, RowState, Rows};
use crate::models::workspace::Workspace;

/// How many people are invited in one transaction: it holds the workspace's lock, for which others
/// wait, for some hundredths of a second.
const AT_ONCE: i64 = 100;
/// How late a batch may be noticed that another process began.
const POLL: Duration = Duration::from_secs(1);
/// How long a batch that failed stands aside.
const ASIDE: Duration = Duration::from_secs(5);

/// What became of a press of Send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Started {
    /// It goes on in the background, or did so since it was pressed the first time.
    Yes,
    /// Nobody is ready to be invited.
    Nobody,
    /// So many seats are missing.
    WithoutSeat(i64),
}

/// Begins to invite everybody who is ready; `batch_id` comes with the form, so that pressing twice
/// begins once.
pub fn start(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    sender_id: Uuid,
    import_id: Uuid,
    batch_id: Uuid,
) -> AppResult<Started> {
    transaction(conn, |conn| {
        let workspace = Workspace::lock(conn, workspace_id)?;
        authority::still_admin(conn, workspace_id, sender_id)?;
        if Batch::of_form(conn, workspace_id, batch_id)?.is_some() {
            return Ok(Started::Yes);
        }
        let (import, rows) = review::find(conn, workspace_id, import_id)?;
        review::check(conn, &workspace, rows)?;
        let ready = rows.count(conn, RowState::Ready)?;
        if ready == 0 {
            return Ok(Started::Nobody);
        }
        if let Some(free) = workspace.seats(conn)?.free().filter(|free| *free < ready) {
            return Ok(Started::WithoutSeat(ready - free.max(0)));
        }
        let now = db::now(conn)?;
        let batch = Batch {
            import_id: Some(import.id),
            total: i32::try_from(ready).map_err(AppError::internal)?,
            ..Batch::new(&workspace, batch_id, Source::File, sender_id, now)
        };
        batch.insert(conn)?;
        Ok(Started::Yes)
    })
}

/// Whose turn it is: all batches go on by turns, so that none waits for the end of a large one or
/// for one that fails.
#[derive(Debug, Default)]
pub struct Rota {
    last: Uuid,
    /// Those that failed, and when they are tried again.
    aside: HashMap<Uuid, Instant>,
}

impl Rota {
    /// Invites the next people of the batch whose turn it is. Whether there was one. An error is
    /// one of finding it; what fails in a batch is logged and puts that batch aside.
    pub fn step(&mut self, conn: &mut PgConnection) -> AppResult<bool> {
        self.aside.retain(|_, until| Instant::now() < *until);
        let aside: Vec<Uuid> = self.aside.keys().copied().collect();
        let Some(found) = Batch::unfinished(conn, self.last, &aside)? else { return Ok(false) };
        self.last = found.id;
        if let Err(error) = advance(conn, &found) {
            tracing::error!(batch = %found.id, %error, "a batch cannot go on");
            self.aside.insert(found.id, Instant::now() + ASIDE);
        }
        Ok(true)
    }
}

fn advance(conn: &mut PgConnection, found: &Batch) -> AppResult<()> {
    transaction(conn, |conn| {
        let workspace = Workspace::lock(conn, found.workspace_id)?;
        // Another process may have been quicker.
        let batch = Batch::of_form(conn, workspace.id, found.id)?;
        let Some(batch) = batch.filter(|batch| batch.finished_at.is_none()) else {
            return Ok(());
        };
        match authority::still_admin(conn, workspace.id, batch.created_by) {
            Ok(()) => invite_some(conn, &workspace, &batch),
            Err(AppError::Forbidden) => Ok(batch.finish(conn, Some(Stop::Rights))?),
            Err(error) => Err(error),
        }
    })
}

fn invite_some(conn: &mut PgConnection, workspace: &Workspace, batch: &Batch) -> AppResult<()> {
    let Some(import_id) = batch.import_id else { return Ok(batch.finish(conn, None)?) };
    let (import, rows) = review::find(conn, workspace.id, import_id)?;
    let next = rows.some(conn, Some(RowState::Ready), 0, AT_ONCE)?;
    if next.is_empty() {
        return Ok(batch.finish(conn, None)?);
    }
    let lines: Vec<Line> = next.iter().map(ImportRow::line).collect();
    let plan = SendPlan::of(&lines, &Known::load(conn, workspace, &lines)?);
    let mut seats = plan.seats.free().unwrap_or(AT_ONCE).max(0);
    let (mut invitees, mut done) = (Vec::<&Invitee>::new(), Vec::new());
    for (row, planned) in next.iter().zip(&plan.lines) {
        match &planned.verdict {
            Verdict::Invite(_) if seats == 0 => {}
            Verdict::Invite(invitee) => {
                seats -= 1;
                invitees.push(invitee);
                done.push(row.with(RowState::Sent, None));
            }
            Verdict::Known(fact) => {
                done.push(row.with(RowState::Known, Some(Said::Known(own_number(fact, &next)))));
            }
            Verdict::Mistakes(mistakes) => {
                done.push(row.with(RowState::Work, Some(Said::Mistakes(mistakes.clone()))));
            }
        }
    }
    if done.is_empty() {
        return Ok(batch.finish(conn, Some(Stop::Seats))?);
    }
    let sending = Sending {
        workspace_id: workspace.id,
        sender_id: batch.created_by,
        form_id: batch.id,
        lines: Vec::new(),
        source: batch.source,
        task_id: import.task_id,
        import_id: Some(import_id),
    };
    if !invitees.is_empty() {
        let now = db::now(conn)?;
        send::write_people(conn, workspace, &sending, batch, &invitees, now)?;
        batch.add_invited(conn, i32::try_from(invitees.len()).map_err(AppError::internal)?)?;
    }
    rows.write(conn, &done)?;
    failpoint!(BatchStep);
    Ok(())
}

/// Lines are counted among those of one step, rows as the file has them.
fn own_number(fact: &Fact, rows: &[ImportRow]) -> Fact {
    match fact {
        Fact::SameAddress { line } => {
            let first = rows.get(line - 1).and_then(|row| usize::try_from(row.number).ok());
            Fact::SameAddress { line: first.unwrap_or(*line) }
        }
        other => other.clone(),
    }
}

impl ImportRow {
    fn with(&self, state: RowState, said: Option<Said>) -> ImportRow {
        ImportRow { state, said: said.map(|said| json!(said)), ..self.clone() }
    }
}

impl Rows {
    fn count(self, conn: &mut PgConnection, state: RowState) -> QueryResult<i64> {
        let counts = self.counts(conn)?;
        Ok(counts.iter().find(|(one, _)| *one == state).map_or(0, |(_, count)| *count))
    }
}

/// Invites in the background until it is stopped.
pub struct Runner {
    ending: watch::Sender<bool>,
    task: JoinHandle<()>,
}

/// Starts it on the current runtime.
pub fn run(app: App) -> Runner {
    let (ending, mut told) = watch::channel(false);
    let app = App { db: app.db.reserved(), ..app };
    let rota = Arc::new(Mutex::new(Rota::default()));
    let task = tokio::spawn(async move {
        while !*told.borrow() {
            let rota = rota.clone();
            let step = move |conn: &mut PgConnection| {
                rota.lock().unwrap_or_else(PoisonError::into_inner).step(conn)
            };
            match app.db.run(step).await {
                // The mails wait for the worker.
                Ok(true) => app.mail_waits.notify_one(),
                Ok(false) => pause(&app, &mut told).await,
                Err(error) => {
                    tracing::error!(%error, "the batches cannot be found");
                    pause(&app, &mut told).await;
                }
            }
        }
    });
    Runner { ending, task }
}

async fn pause(app: &App, told: &mut watch::Receiver<bool>) {
    tokio::select! {
        _ = told.changed() => {}
        () = app.batch_waits.notified() => {}
        () = tokio::time::sleep(POLL) => {}
    }
}

impl Runner {
    /// Finishes the step it is at.
    pub async fn stop(self) {
        let _ = self.ending.send(true);
        let _ = self.task.await;
    }
}
