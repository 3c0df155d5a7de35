//! Takes mails from the outbox to the mail server.

use std::convert::Infallible;
use std::time::Duration;

use chrono::Utc;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinHandle, JoinSet};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};

use super::attempt;
use super::handover::Handover;
use super::letter::Letter;
use super::messages::Sender;
use crate::app::App;
use crate::chores;
use crate::error::AppResult;
use crate::models::outbox_email::lease::{Lease, Settlement};

/// How many mails are under way at once: as many as the mailer has connections.
const AT_ONCE: usize = 4;
/// How late a mail may be noticed whose transaction woke nobody here.
const POLL: Duration = Duration::from_secs(1);
/// How often a lease of 60 seconds is renewed while the mail server takes its time.
const RENEWAL: Duration = Duration::from_secs(20);
/// For how long an outcome is kept in mind while the database does not take it.
const PERSISTENCE: Duration = Duration::from_secs(50);
const BETWEEN_CHORES: Duration = Duration::from_secs(3600);

/// A running worker.
pub struct Worker {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Worker {
    /// Takes nothing new and waits until what is in hand is finished.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = self.task.await;
    }
}

/// Starts the worker on the current runtime.
pub fn start(app: App) -> Worker {
    let (stop, stopped) = watch::channel(false);
    let task = tokio::spawn(work(app, stopped));
    Worker { stop, task }
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

/// Each mail has a task of its own, so that a panic ends no other.
async fn work(app: App, mut stopped: watch::Receiver<bool>) {
    let mut in_hand = JoinSet::new();
    let mut hourly = interval(BETWEEN_CHORES);
    hourly.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut answers = true;
    loop {
        // Without a mail server everything stays due, for the day there is one.
        if in_hand.len() < AT_ONCE && !app.mailer.is_off() {
            let taken = claim(&app, AT_ONCE - in_hand.len()).await;
            answers = said_once(&taken, answers);
            for lease in taken.unwrap_or_default() {
                in_hand.spawn(deliver(app.clone(), lease));
            }
        }
        tokio::select! {
            _ = stopped.changed() => break,
            Some(done) = in_hand.join_next() => report(done),
            () = app.mail_waits.notified() => {}
            () = sleep(POLL) => {}
            _ = hourly.tick() => drop(tokio::spawn(chores::run(app.clone()))),
        }
    }
    while let Some(done) = in_hand.join_next().await {
        report(done);
    }
}

async fn claim(app: &App, most: usize) -> AppResult<Vec<Lease>> {
    app.db.run(move |conn| Lease::claim(conn, most)).await
}

/// Logs only the first of many failures in a row; returns whether the outbox answers.
fn said_once(taken: &AppResult<Vec<Lease>>, answered: bool) -> bool {
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

/// Brings one mail to an outcome.
async fn deliver(app: App, lease: Lease) {
    let settlement = match attempt::parked(&lease.mail) {
        Some(parked) => {
            tracing::error!(mail = %lease.mail.id, "parked a mail that ends every delivery");
            parked
        }
        None => attempt(&app, &lease).await,
    };
    tracing::info!(mail = %lease.mail.id, state = %settlement.state, reply = settlement.reply, "mail");
    settle(&app, lease, settlement).await;
}

/// The letter is written after the claim, so that what was withdrawn meanwhile does not leave.
async fn attempt(app: &App, lease: &Lease) -> Settlement {
    let outcome = match letter(app, lease).await {
        Ok(Some(letter)) => hand_over(app, lease, &letter).await,
        Ok(None) => return attempt::superseded(&lease.mail),
        Err(error) => {
            tracing::error!(%error, mail = %lease.mail.id, "a mail could not be written");
            Handover::Retry { reply: "the mail could not be written".to_owned() }
        }
    };
    attempt::settlement(&lease.mail, outcome, Utc::now())
}

async fn letter(app: &App, lease: &Lease) -> AppResult<Option<Letter>> {
    let (settings, keys, mail) = (app.settings.clone(), app.keys.clone(), lease.mail.clone());
    app.db.run(move |conn| Sender { settings: &settings, keys: &keys }.letter(conn, &mail)).await
}

async fn hand_over(app: &App, lease: &Lease, letter: &Letter) -> Handover {
    tokio::select! {
        outcome = app.mailer.hand_over(letter) => outcome,
        never = keep(app, lease) => match never {},
    }
}

/// Renews the lease for as long as it is asked to.
async fn keep(app: &App, lease: &Lease) -> Infallible {
    loop {
        sleep(RENEWAL).await;
        let held = lease.clone();
        if let Err(error) = app.db.run(move |conn| held.renew(conn)).await {
            tracing::warn!(%error, mail = %lease.mail.id, "a lease could not be renewed");
        }
    }
}

/// An outcome that is forgotten means a second copy, so the database gets some time to take it.
async fn settle(app: &App, lease: Lease, settlement: Settlement) {
    let began = Instant::now();
    loop {
        let (held, wanted) = (lease.clone(), settlement.clone());
        match app.db.run(move |conn| held.settle(conn, &wanted)).await {
            Ok(true) => return,
            Ok(false) => {
                tracing::warn!(mail = %lease.mail.id, "somebody else had taken the mail over");
                return;
            }
            Err(error) if began.elapsed() > PERSISTENCE => {
                tracing::error!(%error, mail = %lease.mail.id, "an outcome could not be stored");
                return;
            }
            Err(_) => sleep(POLL).await,
        }
    }
}
