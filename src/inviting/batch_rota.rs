//! Whose turn it is among the batches that go on. What else is due by itself is done between them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::inviting::batch_run::{self, Turn};
use crate::inviting::duties;
use crate::models::batch::Batch;

/// How late a batch may be noticed that another process began.
const POLL: Duration = Duration::from_secs(1);
/// How soon those that wait are looked at again.
const SOON: Duration = Duration::from_millis(100);
/// How often a batch may fail in a row.
const FAILURES: u32 = 3;

/// All batches go on by turns, so that none waits for the end of a large one or for one that fails.
#[derive(Debug)]
pub struct Rota {
    last: Uuid,
    /// How long a batch that failed stands aside.
    pause: Duration,
    failed: HashMap<Uuid, Failed>,
}

#[derive(Debug)]
struct Failed {
    times: u32,
    /// It stands aside until then.
    until: Instant,
}

/// What a step came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Some people were invited, or a batch ended.
    Done,
    /// Those that go on wait, for their mails or for a lock.
    Waits,
    /// None goes on.
    Nothing,
}

impl Default for Rota {
    fn default() -> Rota {
        Rota::new(Duration::from_secs(5))
    }
}

impl Rota {
    /// One in which a batch that failed stands aside for so long.
    pub fn new(pause: Duration) -> Rota {
        Rota { last: Uuid::nil(), pause, failed: HashMap::new() }
    }

    /// Invites the next people of the batch whose turn it is. An error is one of finding it; what
    /// fails in a batch is logged, puts that batch aside, and ends it in the long run.
    pub fn step(&mut self, conn: &mut PgConnection) -> AppResult<Step> {
        let now = Instant::now();
        let aside = self.failed.iter().filter(|(_, failed)| now < failed.until);
        let mut except: Vec<Uuid> = aside.map(|(id, _)| *id).collect();
        let mut step = Step::Nothing;
        while let Some(batch) = Batch::unfinished(conn, self.last, &except)? {
            self.last = batch.id;
            match batch_run::advance(conn, &batch) {
                Ok(Turn::Done) => {
                    self.failed.remove(&batch.id);
                    return Ok(Step::Done);
                }
                Ok(Turn::Waits) | Err(AppError::Busy) => {
                    step = Step::Waits;
                    except.push(batch.id);
                }
                Err(error) => {
                    tracing::error!(batch = %batch.id, %error, "a batch cannot go on");
                    self.put_aside(conn, &batch)?;
                    return Ok(Step::Done);
                }
            }
        }
        Ok(step)
    }

    fn put_aside(&mut self, conn: &mut PgConnection, batch: &Batch) -> AppResult<()> {
        let until = Instant::now() + self.pause;
        let failed = self.failed.entry(batch.id).or_insert(Failed { times: 0, until });
        *failed = Failed { times: failed.times + 1, until };
        if failed.times < FAILURES {
            return Ok(());
        }
        self.failed.remove(&batch.id);
        batch_run::give_up(conn, batch)
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
                // What fails there holds up no batch.
                let has_done = duties::step(conn).unwrap_or_else(|error| {
                    tracing::error!(%error, "what was due was not done");
                    false
                });
                let step = rota.lock().unwrap_or_else(PoisonError::into_inner).step(conn)?;
                AppResult::Ok(if has_done { Step::Done } else { step })
            };
            match app.db.run(step).await {
                // The mails wait for the worker.
                Ok(Step::Done) => app.mail_waits.notify_one(),
                Ok(Step::Waits) => pause(&app, &mut told, SOON).await,
                Ok(Step::Nothing) => pause(&app, &mut told, POLL).await,
                Err(error) => {
                    tracing::error!(%error, "the batches cannot be found");
                    pause(&app, &mut told, POLL).await;
                }
            }
        }
    });
    Runner { ending, task }
}

async fn pause(app: &App, told: &mut watch::Receiver<bool>, most: Duration) {
    tokio::select! {
        _ = told.changed() => {}
        () = app.batch_waits.notified() => {}
        () = tokio::time::sleep(most) => {}
    }
}

impl Runner {
    /// Finishes the step it is at.
    pub async fn stop(self) {
        let _ = self.ending.send(true);
        let _ = self.task.await;
    }
}
