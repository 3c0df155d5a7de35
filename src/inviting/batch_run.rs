//! Batches of a file: invited in the background, some people at a time, each time in one transaction.
//! A row that was sent is marked in the same transaction, so a batch goes on where it stood, whatever
//! ended the program, and nobody is invited twice. A batch has the rows that were ready when it was
//! begun; what becomes ready meanwhile waits for another press of Send.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Uuid as SqlUuid};
use serde_json::json;
use uuid::Uuid;

use crate::db::{self, transaction};
use crate::error::{AppError, AppResult};
use crate::inviting::line::Line;
use crate::inviting::newcomers::Newcomers;
use crate::inviting::plan::{Fact, Invitee, Known, SendPlan, Verdict};
use crate::inviting::rest::{self, Queue};
use crate::inviting::review::{self, Said};
use crate::models::authority;
use crate::models::batch::{Batch, Source, Stop};
use crate::models::import_row::{ImportRow, RowState, Rows};
use crate::models::waiting_person::WaitingPerson;
use crate::models::workspace::Workspace;

/// How many people are invited in one transaction: it holds the workspace's lock, for which others
/// wait, for some hundredths of a second.
const AT_ONCE: i64 = 100;
/// How many mails of a workspace may wait before its batches do: the mails of others, and what the
/// workspace itself sends meanwhile, come after no more than these.
const AHEAD: i64 = 2_000;

/// What became of a press of Send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Started {
    /// This batch goes on in the background, or did so since it was pressed the first time. Another
    /// one that already sends people of the file is named instead.
    Yes(Uuid),
    /// Nobody is ready to be invited.
    Nobody,
    /// So many seats are missing.
    WithoutSeat(i64),
    /// Whoever finds a seat is invited by this batch, where there is anybody; so many wait for one.
    RestWaits { batch: Option<Uuid>, waiting: usize },
}

/// Who of those who are ready is invited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    All,
    /// The first so many.
    First(i64),
    /// Whoever finds a seat; the others wait for one.
    Seated,
}

impl Share {
    /// How many that are, of so many who are ready and so many of them who find a seat.
    fn of(self, ready: i64, fit: i64) -> i64 {
        match self {
            Share::All => ready,
            Share::First(most) => ready.min(most),
            Share::Seated => fit,
        }
    }
}

/// Begins to invite this share of those who are ready; `batch_id` comes with the form, so that
/// pressing twice begins once.
pub fn start(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    sender_id: Uuid,
    import_id: Uuid,
    batch_id: Uuid,
    share: Share,
) -> AppResult<Started> {
    transaction(conn, |conn| {
        let workspace = Workspace::lock(conn, workspace_id)?;
        authority::still_admin(conn, workspace_id, sender_id)?;
        if Batch::of_form(conn, workspace_id, batch_id)?.is_some() {
            return Ok(Started::Yes(batch_id));
        }
        let (import, rows) = review::find(conn, workspace_id, import_id)?;
        if let Some(running) = Batch::running_of_import(conn, workspace_id, import_id)? {
            return Ok(Started::Yes(running.id));
        }
        review::check(conn, &workspace, rows)?;
        let ready = rows.count(conn, RowState::Ready)?;
        let fit = workspace.seats(conn)?.free().unwrap_or(ready).clamp(0, ready);
        let wanted = share.of(ready, fit);
        if ready == 0 || wanted <= 0 && share != Share::Seated {
            return Ok(Started::Nobody);
        }
        if fit < wanted {
            return Ok(Started::WithoutSeat(wanted - fit));
        }
        let now = db::now(conn)?;
        let task_id = import.task_id;
        let batch = Batch {
            import_id: Some(import.id),
            file_name: import.file_name,
            total: i32::try_from(wanted).map_err(AppError::internal)?,
            ..Batch::new(&workspace, batch_id, Source::File, sender_id, now)
        };
        if wanted > 0 {
            batch.insert(conn)?;
            rows.give(conn, batch_id, wanted)?;
        }
        if share != Share::Seated || fit == ready {
            return Ok(Started::Yes(batch_id));
        }
        let begun = Some(batch_id).filter(|_| wanted > 0);
        let queue = Queue { batch_id: begun, ..Queue::of(&batch, task_id) };
        let waiting = let_wait(conn, &workspace, rows, &queue)?;
        Ok(Started::RestWaits { batch: begun, waiting })
    })
}

/// Puts everybody who is ready on the waiting list, in the order of the file. How many.
fn let_wait(
    conn: &mut PgConnection,
    workspace: &Workspace,
    rows: Rows,
    queue: &Queue,
) -> AppResult<usize> {
    let ready = rows.ready(conn)?;
    let lines: Vec<Line> = ready.iter().map(ImportRow::line).collect();
    let plan = SendPlan::of(&lines, &Known::load(conn, workspace, &lines)?);
    let rest = ready.iter().zip(&plan.lines).filter_map(|(row, planned)| match &planned.verdict {
        Verdict::Invite(invitee) => Some((row.number, (planned, invitee))),
        _ => None,
    });
    let (numbers, people): (Vec<i32>, Vec<_>) = rest.unzip();
    rest::keep(conn, queue, &people)?;
    rows.let_wait(conn, queue.batch_id, &numbers)?;
    Ok(numbers.len())
}

/// Ends a batch that goes on; whom it has not invited are ready again. Nothing when it has ended.
pub fn end(conn: &mut PgConnection, batch: &Batch, stop: Stop) -> QueryResult<()> {
    if batch.finished_at.is_some() {
        return Ok(());
    }
    if let Some(import_id) = batch.import_id {
        Rows { workspace_id: batch.workspace_id, import_id }.release(conn, batch.id)?;
    }
    batch.finish(conn, Some(stop))
}

/// Takes whoever waits for a seat with this batch off the list; of a file's they are ready again.
pub fn forget_waiting(conn: &mut PgConnection, batch: &Batch) -> QueryResult<()> {
    WaitingPerson::remove_of_batch(conn, batch.workspace_id, batch.id)?;
    match batch.import_id {
        Some(import_id) => {
            Rows { workspace_id: batch.workspace_id, import_id }.end_waiting(conn, batch.id)
        }
        None => Ok(()),
    }
}

/// Lets a batch that was stopped go on with those of its people who are still ready, in the name of
/// this Admin. Nothing when it was not stopped, or another sends people of the file now.
pub fn resume(conn: &mut PgConnection, actor_id: Uuid, batch: &Batch) -> QueryResult<()> {
    let Some(import_id) = batch.import_id else { return Ok(()) };
    if batch.stopped.is_none() || batch.undone_at.is_some() {
        return Ok(());
    }
    if Batch::running_of_import(conn, batch.workspace_id, import_id)?.is_some() {
        return Ok(());
    }
    let rows = Rows { workspace_id: batch.workspace_id, import_id };
    let people = rows.take_back(conn, batch.id)?;
    batch.resume(conn, actor_id, people)
}

/// How a turn ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Done,
    /// Somebody has the workspace locked, or enough of its mails wait.
    Waits,
}

/// Invites the next people of a batch.
pub(super) fn advance(conn: &mut PgConnection, found: &Batch) -> AppResult<Turn> {
    if mails_ahead(conn, found.workspace_id)? >= AHEAD {
        return Ok(Turn::Waits);
    }
    transaction(conn, |conn| {
        let Some(workspace) = Workspace::try_lock(conn, found.workspace_id)? else {
            return Ok(Turn::Waits);
        };
        // Another process may have been quicker.
        let batch = Batch::of_form(conn, workspace.id, found.id)?;
        let Some(batch) = batch.filter(|batch| batch.finished_at.is_none()) else {
            return Ok(Turn::Done);
        };
        match authority::still_admin(conn, workspace.id, batch.created_by) {
            Ok(()) => invite_some(conn, &workspace, &batch)?,
            Err(AppError::Forbidden) => end(conn, &batch, Stop::Rights)?,
            Err(error) => return Err(error),
        }
        Ok(Turn::Done)
    })
}

/// Gives a batch up that fails again and again.
pub(super) fn give_up(conn: &mut PgConnection, found: &Batch) -> AppResult<()> {
    transaction(conn, |conn| {
        Workspace::lock(conn, found.workspace_id)?;
        let batch = Batch::of_form(conn, found.workspace_id, found.id)?;
        batch.map_or(Ok(()), |batch| Ok(end(conn, &batch, Stop::Failed)?))
    })
}

/// How many mails of a workspace wait for their first attempt, counted up to [`AHEAD`].
fn mails_ahead(conn: &mut PgConnection, workspace_id: Uuid) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    diesel::sql_query(
        "SELECT count(*) FROM (SELECT FROM outbox_emails
         WHERE state = 'due' AND workspace_id = $1 AND attempts = 0 LIMIT $2) AS waiting",
    )
    .bind::<SqlUuid, _>(workspace_id)
    .bind::<BigInt, _>(AHEAD)
    .get_result::<Found>(conn)
    .map(|found| found.count)
}

fn invite_some(conn: &mut PgConnection, workspace: &Workspace, batch: &Batch) -> AppResult<()> {
    let Some(import_id) = batch.import_id else { return Ok(batch.finish(conn, None)?) };
    let (import, rows) = review::find(conn, workspace.id, import_id)?;
    let next = rows.queued(conn, batch.id, AT_ONCE)?;
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
        return Ok(end(conn, batch, Stop::Seats)?);
    }
    if !invitees.is_empty() {
        let now = db::now(conn)?;
        Newcomers::of(batch, import.task_id, &invitees).write(conn, workspace, now)?;
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
