//! One mail from the claim to its record.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, sleep};

use super::{Hands, Phase};
use crate::error::{AppError, AppResult};
use crate::mail::attempt;
use crate::mail::handover::Handover;
use crate::mail::letter::Letter;
use crate::mail::messages::Sender;
use crate::mail::passage::Passage;
use crate::models::outbox_email::lease::{Lease, Settlement};

/// How soon the database is asked again to take an outcome.
const AGAIN: Duration = Duration::from_millis(500);
/// For how long that goes on once the worker has to end.
const LAST_TRIES: Duration = Duration::from_secs(8);

impl Hands {
    /// Brings one mail to an outcome. Suspicion lasts until the delivery ends, however it ends.
    pub(super) async fn deliver(self, lease: Lease, _suspicion: Option<OwnedSemaphorePermit>) {
        failpoint!(AfterClaim);
        let settlement = match attempt::parked(&lease.mail) {
            Some(parked) => {
                tracing::error!(mail = %lease.mail.id, "parked a mail that ends every delivery");
                parked
            }
            None => match self.attempt(&lease).await {
                Some(settlement) => settlement,
                None => return,
            },
        };
        failpoint!(AfterAnswer);
        let (mail, state) = (lease.mail.id, settlement.state);
        tracing::info!(%mail, %state, reply = settlement.reply, "mail");
        self.settle(lease, settlement).await;
        failpoint!(AfterRecord);
    }

    /// The letter is written after the claim, so that what was withdrawn meanwhile does not leave.
    /// `None` when that panicked: the lease runs out, and the third time the mail is parked.
    async fn attempt(&self, lease: &Lease) -> Option<Settlement> {
        let outcome = match self.letter(lease).await {
            Ok(Some(letter)) => {
                failpoint!(AfterLetter, &letter.to.address);
                self.hand_over(lease, &letter).await
            }
            Ok(None) => return Some(attempt::superseded(&lease.mail)),
            Err(error) => {
                tracing::error!(%error, mail = %lease.mail.id, "a mail could not be written");
                if error.is_panic() {
                    return None;
                }
                Handover::Retry { reply: "the mail could not be written".to_owned() }
            }
        };
        Some(attempt::settlement(&lease.mail, outcome, lease.now()))
    }

    async fn letter(&self, lease: &Lease) -> AppResult<Option<Letter>> {
        let app = &self.app;
        let (settings, keys, mail) = (app.settings.clone(), app.keys.clone(), lease.mail.clone());
        app.db
            .run(move |conn| Sender { settings: &settings, keys: &keys }.letter(conn, &mail))
            .await
    }

    async fn hand_over(&self, lease: &Lease, letter: &Letter) -> Handover {
        let passage = Passage::until(lease.first_end());
        tokio::select! {
            biased;
            outcome = self.app.mailer.hand_over_on(&passage, letter) => outcome,
            never = self.keep(lease, &passage) => match never {},
            () = self.told_to_hurry() => cut_short(&passage),
        }
    }

    /// Renews the lease for as long as it is asked to.
    async fn keep(&self, lease: &Lease, passage: &Passage) -> Infallible {
        loop {
            sleep(self.pace.renewal).await;
            let held = lease.clone();
            match self.app.db.run(move |conn| held.renew(conn)).await {
                Ok(Some(end)) => passage.extend(end),
                // It can no longer be extended, and its end comes by itself.
                Ok(None) => tracing::warn!(mail = %lease.mail.id, "a lease was lost"),
                Err(error) => {
                    tracing::warn!(%error, mail = %lease.mail.id, "a lease could not be renewed");
                }
            }
        }
    }

    async fn told_to_hurry(&self) {
        let _ = self.phase.clone().wait_for(|phase| *phase == Phase::Hurrying).await;
    }

    /// An outcome that is forgotten means a second copy, so the database gets all the time it needs
    /// to take it, unless the worker has to end.
    async fn settle(&self, lease: Lease, settlement: Settlement) {
        let mut owing = None;
        let mut last_tries = None;
        loop {
            let (held, wanted) = (lease.clone(), settlement.clone());
            let error = match self.app.db.run(move |conn| held.settle(conn, &wanted)).await {
                Ok(true) => return,
                Ok(false) => {
                    tracing::warn!(mail = %lease.mail.id, "somebody else had taken the mail over");
                    return;
                }
                Err(error) => error,
            };
            if *self.phase.borrow() == Phase::Hurrying {
                let end = *last_tries.get_or_insert_with(|| Instant::now() + LAST_TRIES);
                if end < Instant::now() {
                    tracing::error!(%error, mail = %lease.mail.id, "an outcome is lost");
                    return;
                }
            }
            owing.get_or_insert_with(|| Owing::new(self.unrecorded.clone(), &lease, &error));
            sleep(AGAIN).await;
        }
    }
}

/// An outcome that the database has not taken yet.
struct Owing(Arc<AtomicUsize>);

impl Owing {
    fn new(unrecorded: Arc<AtomicUsize>, lease: &Lease, error: &AppError) -> Owing {
        tracing::error!(%error, mail = %lease.mail.id, "an outcome cannot be recorded yet");
        unrecorded.fetch_add(1, Ordering::SeqCst);
        Owing(unrecorded)
    }
}

impl Drop for Owing {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// The worker has to end before the mail server has answered.
fn cut_short(passage: &Passage) -> Handover {
    let reply = "the program ended before the mail server had answered".to_owned();
    match passage.is_dotted() {
        true => Handover::Unknown { reply },
        false => Handover::Retry { reply },
    }
}
