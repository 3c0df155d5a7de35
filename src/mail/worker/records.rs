//! Mails that were sent are recorded together: while one statement is on its way to the disk, the
//! next ones gather, so that a thousand mails do not wait a thousand times for it.

use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{Mutex as Turns, oneshot};

use crate::db::Db;
use crate::error::{AppError, AppResult};
use crate::models::outbox_email::lease::{Lease, Settlement};

/// What waits to be recorded.
#[derive(Default)]
pub(super) struct Records {
    waiting: Mutex<Vec<Record>>,
    /// Held by the delivery that records for all who wait.
    pen: Turns<()>,
}

struct Record {
    lease: Lease,
    settlement: Settlement,
    told: oneshot::Sender<bool>,
}

impl Records {
    /// Records that this mail was sent, together with whatever else waits; `false` when somebody
    /// else has it by now. After an error some of them may be recorded by somebody's next try.
    pub(super) async fn sent(
        &self,
        db: &Db,
        lease: Lease,
        settlement: Settlement,
    ) -> AppResult<bool> {
        let (told, mut hears) = oneshot::channel();
        self.waiting().push(Record { lease, settlement, told });
        let _pen = self.pen.lock().await;
        if let Ok(is_noted) = hears.try_recv() {
            return Ok(is_noted);
        }
        let (told, sent): (Vec<_>, Vec<_>) = mem::take(&mut *self.waiting())
            .into_iter()
            .map(|one| (one.told, (one.lease, one.settlement)))
            .unzip();
        if !told.is_empty() {
            let noted = db.run(move |conn| Lease::settle_sent(conn, &sent)).await?;
            for (told, is_noted) in told.into_iter().zip(noted) {
                // Who does not listen any more needs no answer.
                let _ = told.send(is_noted);
            }
        }
        hears.try_recv().map_err(|_| AppError::internal("the record beside this one failed"))
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Record>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
