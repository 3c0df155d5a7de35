//! One mail from the claim to its record.

use std::convert::Infallible;
use std::mem;
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, sleep};

use super::known::Known;
use super::{Hands, Holding, Phase};
use crate::error::AppResult;
use crate::mail::attempt;
use crate::mail::handover::Handover;
use crate::mail::letter::Letter;
use crate::mail::messages::Sender;
use crate::mail::passage::Passage;
use crate::models::outbox_email::State;
use crate::models::outbox_email::lease::{Lease, Settlement};

/// How soon the database is asked again to take an outcome.
const AGAIN: Duration = Duration::from_millis(500);
/// For how long that goes on once the worker has to end.
const LAST_TRIES: Duration = Duration::from_secs(8);

/// Brings one mail to an outcome.
pub(super) async fn deliver(lease: Lease, known: Option<Known>, holding: Holding) {
    failpoint!(AfterClaim);
    let hands = &holding.hands;
    let settlement = match attempt::parked(&lease.mail) {
        Some(parked) => {
            tracing::error!(mail = %lease.mail.id, "parked a mail that ends every delivery");
            parked
        }
        None => {
            let passage = Passage::until(lease.first_end());
            let Some(_turn) = hands.turn(&lease, &passage).await else {
                return hands.let_go(lease).await;
            };
            match hands.attempt(&lease, known, &passage).await {
                Some(settlement) => settlement,
                None => return,
            }
        }
    };
    failpoint!(AfterAnswer);
    let (mail, state) = (lease.mail.id, settlement.state);
    tracing::info!(%mail, %state, reply = settlement.reply, "mail");
    hands.settle(lease, settlement).await;
    failpoint!(AfterRecord);
}

impl Hands {
    /// Waits until the mail may be under way, and keeps its lease for so long; `None` when the
    /// worker has to end before that.
    async fn turn(&self, lease: &Lease, passage: &Passage) -> Option<OwnedSemaphorePermit> {
        let mut phase = self.phase.clone();
        tokio::select! {
            biased;
            turn = self.turns.clone().acquire_owned() => turn.ok(),
            _ = phase.wait_for(|phase| *phase > Phase::Working) => None,
            never = self.keep(lease, passage) => match never {},
        }
    }

    /// Gives back a mail that nothing was done with; where that fails its lease runs out.
    async fn let_go(&self, lease: Lease) {
        let mail = lease.mail.id;
        if let Err(error) = self.app.db.run(move |conn| lease.let_go(conn)).await {
            tracing::warn!(%error, %mail, "a mail waits for the end of its lease");
        }
    }

    /// The letter is written after the claim and at its turn, so that what was withdrawn meanwhile
    /// does not leave; and asked after again while the mail server takes its time. `None` when that panicked: the lease runs out, and the third time the mail is
    /// parked.
    async fn attempt(
        &self,
        lease: &Lease,
        known: Option<Known>,
        passage: &Passage,
    ) -> Option<Settlement> {
        let outcome = match self.letter(lease, known).await {
            Ok(Some(letter)) => {
                failpoint!(AfterLetter, &letter.to.address);
                match self.hand_over(lease, passage, &letter).await {
                    Some(outcome) => outcome,
                    None => return Some(attempt::superseded(&lease.mail)),
                }
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

    async fn letter(&self, lease: &Lease, known: Option<Known>) -> AppResult<Option<Letter>> {
        let app = &self.app;
        if let Some(facts) = known.as_ref().and_then(Known::still) {
            let sender = Sender { settings: &app.settings, keys: &app.keys };
            return sender.invitation(&lease.mail, facts).map(Some);
        }
        let (settings, keys, mail) = (app.settings.clone(), app.keys.clone(), lease.mail.clone());
        app.db
            .run(move |conn| Sender { settings: &settings, keys: &keys }.letter(conn, &mail))
            .await
    }

    /// `None` when the mail was no longer wanted before all of it was said.
    async fn hand_over(
        &self,
        lease: &Lease,
        passage: &Passage,
        letter: &Letter,
    ) -> Option<Handover> {
        tokio::select! {
            biased;
            outcome = self.app.mailer.hand_over_on(passage, letter) => Some(outcome),
            never = self.keep(lease, passage) => match never {},
            () = self.told_to_hurry() => Some(cut_short(passage)),
            () = self.is_unwanted(lease, passage) => None,
        }
    }

    /// Waits until the mail is not wanted any more, as long as it can be held back.
    async fn is_unwanted(&self, lease: &Lease, passage: &Passage) {
        loop {
            sleep(self.pace.doubt).await;
            if passage.is_dotted() {
                return std::future::pending().await;
            }
            // It may have left while that was asked.
            if matches!(self.letter(lease, None).await, Ok(None)) && !passage.is_dotted() {
                return;
            }
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
        let mut was_said = false;
        let mut last_tries = None;
        loop {
            let is_first = !was_said;
            let error = match self.record(lease.clone(), settlement.clone(), is_first).await {
                Ok(true) => return,
                Ok(false) => {
                    tracing::warn!(mail = %lease.mail.id, "somebody else had taken the mail over");
                    return;
                }
                Err(error) => error,
            };
            if !mem::replace(&mut was_said, true) {
                tracing::error!(%error, mail = %lease.mail.id, "an outcome is not recorded yet");
            }
            if *self.phase.borrow() == Phase::Hurrying {
                let end = *last_tries.get_or_insert_with(|| Instant::now() + LAST_TRIES);
                if end < Instant::now() {
                    tracing::error!(mail = %lease.mail.id, "an outcome is lost");
                    return;
                }
            }
            sleep(AGAIN).await;
        }
    }

    /// Together with others only at first: what the database refuses shall not stop them.
    async fn record(&self, lease: Lease, wanted: Settlement, is_first: bool) -> AppResult<bool> {
        let db = &self.app.db;
        if is_first && wanted.state == State::Sent {
            return self.records.sent(db, lease, wanted).await;
        }
        db.run(move |conn| lease.settle(conn, &wanted)).await
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
