//! What became of a press of Send: progress, what failed, and the ways on.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use uuid::Uuid;

use crate::app::App;
use crate::dates;
use crate::error::AppResult;
use crate::frame::{Frame, Section};
use crate::handlers::confirm::{Confirm, More};
use crate::handlers::undos::undo_of;
use crate::handlers::users::person::shortened;
use crate::handlers::{Id, done, is_fragment, ok, see_other};
use crate::inviting::batch_run;
use crate::inviting::resend::{Resending, Resent, resend};
use crate::inviting::withdraw::{AT_ONCE, withdraw_batch};
use crate::mail::reasons;
use crate::models::batch::{Batch, Stop};
use crate::models::batch_progress::{BatchProgress, FailedMail};
use crate::models::import_row::Rows;
use crate::models::user::User;
use crate::security::access::Admin;
use crate::security::session::{Flash, Undo};

/// How many of those who failed are listed, and repeated at once.
const LISTED: i64 = 200;

#[derive(Template)]
#[template(path = "batches/show.html")]
struct BatchPage {
    frame: Frame,
    batch: Batch,
    progress: BatchProgress,
    failed: Vec<FailedMail>,
    sender: String,
    sent_at: String,
    undo: Option<Undo>,
    /// How many people of it found no seat, and do not wait for one.
    unseated: i64,
}

/// `GET /w/{slug}/settings/batches/{id}`; without scripts the page comes again by itself until the
/// batch is finished.
pub async fn show(app: Data<App>, admin: Admin, path: Path<Id>) -> AppResult<HttpResponse> {
    let (workspace_id, id) = (admin.workspace_id(), path.id);
    let loaded = app.db.run(move |conn| {
        let batch = Batch::find(conn, workspace_id, id)?;
        let sender = User::find(conn, workspace_id, batch.created_by)?;
        let progress = BatchProgress::of(conn, workspace_id, id)?;
        let failed = match progress.failed {
            0 => Vec::new(),
            _ => FailedMail::some(conn, workspace_id, id, LISTED)?,
        };
        let unseated = match (batch.stopped, batch.import_id) {
            (Some(Stop::Seats), Some(import_id)) => {
                Rows { workspace_id, import_id }.ready_of(conn, id)?
            }
            _ => 0,
        };
        AppResult::Ok((batch, sender, progress, failed, unseated))
    });
    let (batch, sender, progress, failed, unseated) = loaded.await?;
    Ok(ok(&BatchPage {
        frame: Frame::new(&admin, Section::Users),
        undo: undo_of(&admin, &batch),
        sender: sender.name,
        sent_at: dates::moment(admin.lang, admin.workspace.zone(), batch.created_at),
        batch,
        progress,
        failed,
        unseated,
    }))
}

/// `POST /w/{slug}/settings/batches/{id}/resume`: lets a batch go on that was stopped.
pub async fn resume(app: Data<App>, admin: Admin, path: Path<Id>) -> AppResult<HttpResponse> {
    let (workspace_id, actor_id, id) = (admin.workspace_id(), admin.user.id, path.id);
    let resume = move |conn: &mut _| {
        let batch = Batch::find(conn, workspace_id, id)?;
        batch_run::resume(conn, actor_id, &batch)
    };
    admin.change(&app, resume).await?;
    app.batch_waits.notify_one();
    Ok(see_other(&admin.path(&format!("settings/batches/{id}"))))
}

/// `POST /w/{slug}/settings/batches/{id}/stop`: nobody else is invited.
pub async fn stop(app: Data<App>, admin: Admin, path: Path<Id>) -> AppResult<HttpResponse> {
    let (workspace_id, id) = (admin.workspace_id(), path.id);
    let stop = move |conn: &mut _| {
        let batch = Batch::find(conn, workspace_id, id)?;
        batch_run::end(conn, &batch, Stop::Admin)?;
        batch_run::forget_waiting(conn, &batch)
    };
    admin.change(&app, stop).await?;
    Ok(see_other(&admin.path(&format!("settings/batches/{id}"))))
}

/// `POST /w/{slug}/settings/batches/{id}/retry`: sends again what could not be delivered.
pub async fn retry(app: Data<App>, admin: Admin, path: Path<Id>) -> AppResult<HttpResponse> {
    let (workspace_id, actor_id, id) = (admin.workspace_id(), admin.user.id, path.id);
    let again = app.db.run(move |conn| {
        Batch::find(conn, workspace_id, id)?;
        let failed = FailedMail::some(conn, workspace_id, id, LISTED)?;
        let mut sent = 0;
        for one in &failed {
            let (user_id, generation) = (one.user_id, one.generation);
            let resending = Resending { workspace_id, actor_id, user_id, generation };
            sent += usize::from(matches!(resend(conn, &resending)?, Resent::Sent { .. }));
        }
        AppResult::Ok(sent)
    });
    let count = again.await?;
    app.mail_waits.notify_one();
    Flash::done(admin.lang.say("batch-retried").with("n", count)).leave(&admin.session);
    Ok(see_other(&admin.path(&format!("settings/batches/{id}"))))
}

/// `GET /w/{slug}/settings/batches/{id}/withdrawal`: asks first.
pub async fn confirm_withdrawal(
    app: Data<App>,
    admin: Admin,
    request: HttpRequest,
    path: Path<Id>,
) -> AppResult<HttpResponse> {
    let (workspace_id, id) = (admin.workspace_id(), path.id);
    let progress = app.db.run(move |conn| {
        Batch::find(conn, workspace_id, id)?;
        BatchProgress::of(conn, workspace_id, id)
    });
    let open = progress.await?.open();
    let lang = admin.lang;
    let confirm = Confirm {
        section: Section::Users,
        title: lang.say("batch-withdraw-title").with("n", open).to_string(),
        question: lang.t("batch-withdraw-question"),
        yes: (open > 0).then(|| lang.say("batch-withdraw").with("n", open).to_string()),
        no: lang
            .say(if open > 0 { "batch-withdraw-no" } else { "back" })
            .with("n", open)
            .to_string(),
        action: admin.path(&format!("settings/batches/{id}/withdrawal")),
        back: admin.path(&format!("settings/batches/{id}")),
        is_dangerous: true,
        more: More::default(),
    };
    Ok(confirm.answer(&request, &admin))
}

/// `POST /w/{slug}/settings/batches/{id}/withdrawal`: withdraws what nobody has answered, some
/// people after the other, so that nobody else waits for the end of it.
pub async fn withdraw(
    app: Data<App>,
    admin: Admin,
    request: HttpRequest,
    path: Path<Id>,
) -> AppResult<HttpResponse> {
    let (workspace_id, actor_id, id) = (admin.workspace_id(), admin.user.id, path.id);
    let mut count = 0;
    loop {
        let some = app.db.run(move |conn| withdraw_batch(conn, workspace_id, actor_id, id)).await?;
        count += some;
        if i64::try_from(some).is_ok_and(|some| some < AT_ONCE) {
            break;
        }
    }
    Flash::done(admin.lang.say("batch-withdrawn").with("n", count)).leave(&admin.session);
    Ok(done(is_fragment(&request), &admin.path(&format!("settings/batches/{id}"))))
}

impl BatchProgress {
    /// How many nobody has answered.
    fn open(&self) -> i64 {
        self.waiting + self.sent + self.failed
    }
}

impl BatchPage {
    fn is_running(&self) -> bool {
        self.batch.finished_at.is_none()
    }

    /// Whether the page is to be looked at again soon.
    fn is_moving(&self) -> bool {
        self.is_running() || self.progress.waiting > 0
    }

    fn open(&self) -> i64 {
        self.progress.open()
    }

    /// How many it is for: of a stopped one, how many it came to.
    fn total(&self) -> i64 {
        let invited = i64::from(self.batch.invited);
        if self.batch.stopped.is_some() { invited } else { invited + self.left() }
    }

    /// How many people of the file are not invited yet.
    fn left(&self) -> i64 {
        i64::from((self.batch.total - self.batch.invited).max(0))
    }

    /// What a stopped batch still does: "988 mails are still to leave."
    fn still_leaving(&self) -> Option<String> {
        let waiting = self.batch.stopped.map(|_| self.progress.waiting).filter(|n| *n > 0)?;
        Some(self.frame.say("batch-still-leaving").with("n", waiting).to_string())
    }

    /// How many mails are still to leave, those of people who are not invited yet too.
    fn waiting(&self) -> i64 {
        self.progress.waiting + if self.is_running() { self.left() } else { 0 }
    }

    /// How many mails need nothing more, however that ended.
    fn settled(&self) -> i64 {
        let BatchProgress { sent, accepted, failed, ended, .. } = self.progress;
        sent + accepted + failed + ended
    }

    /// Whether everybody was withdrawn or has declined.
    fn is_ended(&self) -> bool {
        !self.is_moving() && self.progress.ended > 0 && self.open() + self.progress.accepted == 0
    }

    /// Whether all mails have left and nothing came between.
    fn is_finished(&self) -> bool {
        let is_whole = self.batch.stopped.is_none() && self.batch.undone_at.is_none();
        is_whole && !self.is_moving() && !self.is_ended()
    }

    /// "1,204 of 1,898 invitations sent"
    fn headline(&self) -> String {
        if self.is_ended() {
            let phrase = self.frame.say("batch-withdrawn-all");
            return phrase.with("n", self.progress.ended).to_string();
        }
        let phrase = self.frame.say("batch-progress");
        let phrase = phrase.with("n", self.progress.sent + self.progress.accepted);
        phrase.with("total", self.total()).to_string()
    }

    /// What can be taken back: "250 invitations queued".
    fn queued(&self) -> String {
        self.frame.say("invite-done").with("n", self.total()).to_string()
    }

    fn number(&self, number: &i64) -> String {
        self.frame.lang.number(*number)
    }

    /// Where those are put on the waiting list whom it found no seat for; `None` when there are none.
    fn rest(&self) -> Option<String> {
        let import_id = self.batch.import_id.filter(|_| self.unseated > 0)?;
        Some(self.frame.path(format!("settings/imports/{import_id}/send")))
    }

    /// A press of that is done once.
    fn rest_id(&self) -> Uuid {
        Uuid::now_v7()
    }

    /// Why it ended early.
    fn stopped(&self) -> Option<String> {
        let key = match self.batch.stopped? {
            Stop::Seats => "batch-stopped-seats",
            Stop::Rights => "batch-stopped-rights",
            Stop::Admin => "batch-stopped-admin",
            Stop::Failed => "batch-stopped-failed",
        };
        Some(self.frame.say(key).with("n", self.left()).to_string())
    }

    /// Why the mail was not delivered.
    fn reason(&self, one: &FailedMail) -> String {
        shortened(&reasons::said(self.frame.lang, one.reply.as_deref().unwrap_or_default()))
    }

    fn at(&self, rest: &str) -> String {
        self.frame.path(format!("settings/batches/{}{rest}", self.batch.id))
    }
}
