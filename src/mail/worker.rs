//! Takes mails from the outbox to the mail server.

mod delivery;
mod known;
mod records;

use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use diesel::QueryResult;
use futures_util::FutureExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::{JoinError, JoinHandle, JoinSet};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};
use uuid::Uuid;

use crate::app::App;
use crate::chores;
use crate::error::AppResult;
use crate::models::outbox_email::lease::{Lease, Wanted};
use known::Known;
use records::Records;

/// How many mails are under way at once: as many as the mailer has connections.
const AT_ONCE: usize = 4;
/// How many are in hand at once: beside those under way some that are claimed and wait for their
/// turn, and some whose outcome is being recorded. Claims and records are then few for many mails.
const IN_HAND: usize = 20;
/// More are claimed when no more than these are left, many at a time: fewer would leave connections
/// idle meanwhile.
const FEW: usize = 8;
const BETWEEN_CHORES: Duration = Duration::from_secs(3600);
/// The pause before a worker that panicked begins anew.
const RESTART: Duration = Duration::from_millis(500);

/// How often a worker does what it does.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How late a mail may be noticed whose transaction woke nobody here.
    pub poll: Duration,
    /// How often a lease of 60 seconds is renewed while the mail server takes its time.
    pub renewal: Duration,
    /// How often it is asked meanwhile whether the mail is still wanted.
    pub doubt: Duration,
    /// How long a worker that is told to end waits for the mail server's answers. With the 30
    /// seconds that requests are given and the time for a record it stays under the minute after
    /// which systemd, as the README sets it up, kills.
    pub grace: Duration,
}

impl Default for Pace {
    fn default() -> Pace {
        let [poll, renewal, doubt, grace] = [1, 20, 1, 15].map(Duration::from_secs);
        Pace { poll, renewal, doubt, grace }
    }
}

/// A running worker.
pub struct Worker {
    phase: watch::Sender<Phase>,
    grace: Duration,
    task: JoinHandle<()>,
}

/// How a worker's life goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
enum Phase {
    Working,
    /// Takes nothing new.
    Ending,
    /// Waits for no mail server any more.
    Hurrying,
}

impl Worker {
    /// Takes nothing new and waits until what is in hand is finished; after the time of grace only
    /// until it is recorded how far it had come.
    pub async fn stop(mut self) {
        let _ = self.phase.send(Phase::Ending);
        if timeout(self.grace, &mut self.task).await.is_err() {
            let _ = self.phase.send(Phase::Hurrying);
            let _ = self.task.await;
        }
    }
}

/// Starts the worker on the current runtime.
pub fn start(app: App) -> Worker {
    start_at(app, Pace::default())
}

/// The same at another pace than the usual one.
pub fn start_at(app: App, pace: Pace) -> Worker {
    let (sender, phase) = watch::channel(Phase::Working);
    let app = App { db: app.db.reserved(), ..app };
    let hands = Hands {
        app,
        pace,
        phase,
        held: Arc::default(),
        turns: Arc::new(Semaphore::new(AT_ONCE)),
        records: Arc::default(),
        suspicion: Arc::new(Semaphore::new(1)),
    };
    Worker { phase: sender, grace: pace.grace, task: tokio::spawn(supervise(hands)) }
}

/// Waits for Ctrl-C or SIGTERM.
pub async fn told_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminated) = signal(SignalKind::terminate()) else {
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated.recv() => {}
    }
}

/// What the deliveries of one worker share.
#[derive(Clone)]
struct Hands {
    app: App,
    pace: Pace,
    phase: watch::Receiver<Phase>,
    /// The mails in hand.
    held: Arc<Mutex<HashSet<Uuid>>>,
    /// Held by the mails that are under way.
    turns: Arc<Semaphore>,
    records: Arc<Records>,
    /// Held by the one mail in hand that may have ended its last worker, so that whatever else is
    /// in hand when this worker ends with it falls under no suspicion again.
    suspicion: Arc<Semaphore>,
}

/// The worker begins anew when it panics, without letting go of the mails in hand.
async fn supervise(hands: Hands) {
    let mut in_hand = JoinSet::new();
    while AssertUnwindSafe(work(&hands, &mut in_hand)).catch_unwind().await.is_err() {
        tracing::error!("the mail worker panicked; it begins anew");
        sleep(RESTART).await;
    }
    while let Some(done) = in_hand.join_next().await {
        report(done);
    }
}

/// Each mail has a task of its own, so that a panic ends no other.
async fn work(hands: &Hands, in_hand: &mut JoinSet<()>) {
    let mut phase = hands.phase.clone();
    let mut hourly = interval(BETWEEN_CHORES);
    hourly.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut answers = true;
    loop {
        failpoint!(Turn);
        let room = if in_hand.len() > FEW { 0 } else { IN_HAND - in_hand.len() };
        let taken = hands.take(room).await;
        answers = said_once(&taken, answers);
        for (lease, known, holding) in taken.unwrap_or_default() {
            in_hand.spawn(delivery::deliver(lease, known, holding));
        }
        tokio::select! {
            _ = phase.wait_for(|phase| *phase > Phase::Working) => break,
            Some(done) = in_hand.join_next() => report(done),
            () = hands.app.mail_waits.notified() => {}
            () = sleep(hands.pace.poll) => {}
            _ = hourly.tick() => drop(tokio::spawn(chores::run(hands.app.clone()))),
        }
    }
}

type Taken = (Lease, Option<Known>, Holding);

impl Hands {
    /// Takes up to so many mails, and never again what is still in hand: when the database was away
    /// the lease may have run out before the outcome could be recorded. Without a mail server
    /// everything stays due, for the day there is one.
    async fn take(&self, most: usize) -> AppResult<Vec<Taken>> {
        if most == 0 || self.app.mailer.is_off() {
            return Ok(Vec::new());
        }
        let mut suspicion = self.suspicion.clone().try_acquire_owned().ok();
        let in_hand = self.held().iter().copied().collect();
        let wanted = Wanted { most, abandoned: usize::from(suspicion.is_some()), in_hand };
        let is_limited = self.app.mailer.reaches_people();
        let taken = self.app.db.run(move |conn| {
            let claimed = Lease::claim(conn, &wanted)?;
            let leases = if is_limited { Lease::admit(conn, claimed)? } else { claimed };
            let known = Known::of(conn, &leases);
            QueryResult::Ok((leases, known))
        });
        let (leases, mut known) = taken.await?;
        let hold = |lease: Lease| {
            let suspicion = if lease.was_abandoned() { suspicion.take() } else { None };
            let known = known.remove(&lease.mail.id);
            let holding = Holding::new(self.clone(), lease.mail.id, suspicion);
            (lease, known, holding)
        };
        Ok(leases.into_iter().map(hold).collect())
    }

    fn held(&self) -> MutexGuard<'_, HashSet<Uuid>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A mail is in hand for as long as this lives: until its delivery ends, however it ends.
struct Holding {
    hands: Hands,
    mail: Uuid,
    _suspicion: Option<OwnedSemaphorePermit>,
}

impl Holding {
    fn new(hands: Hands, mail: Uuid, suspicion: Option<OwnedSemaphorePermit>) -> Holding {
        hands.held().insert(mail);
        Holding { hands, mail, _suspicion: suspicion }
    }
}

impl Drop for Holding {
    fn drop(&mut self) {
        self.hands.held().remove(&self.mail);
    }
}

/// Logs only the first of many failures in a row; returns whether the outbox answers.
fn said_once(taken: &AppResult<Vec<Taken>>, answered: bool) -> bool {
    match taken {
        Ok(_) if !answered => tracing::info!("the outbox can be read again"),
        Err(error) if answered => tracing::error!(%error, "the outbox cannot be read"),
        _ => {}
    }
    taken.is_ok()
}

fn report(done: Result<(), JoinError>) {
    if let Err(error) = done {
        // The lease runs out by itself; after the third time the mail is parked.
        tracing::error!(%error, "a delivery ended without an outcome");
    }
}
