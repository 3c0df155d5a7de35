//! From the review to the batch.

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::frame::Section;
use crate::handlers::imports::ImportPath;
use crate::handlers::users::confirm::{Confirm, More};
use crate::handlers::{done, form, is_fragment};
use crate::inviting::batch_run::{self, Share, Started};
use crate::inviting::review;
use crate::models::import_row::RowState;
use crate::security::access::Admin;
use crate::security::session::Flash;

#[derive(Deserialize)]
struct SendForm {
    /// Names the batch, however often the form is posted.
    batch: Uuid,
    /// How many of those who are ready, in the order of the file; all of them when none is given.
    most: Option<i64>,
    /// `wait` where everybody is invited who finds a seat, and the others wait for one.
    #[serde(default)]
    rest: String,
}

impl SendForm {
    fn share(&self) -> Share {
        match (self.rest.as_str(), self.most) {
            ("wait", _) => Share::Seated,
            (_, Some(most)) => Share::First(most),
            (_, None) => Share::All,
        }
    }
}

/// `GET /w/{slug}/settings/imports/{id}/send`: what would leave, before it does.
pub async fn confirm(
    app: Data<App>,
    admin: Admin,
    request: HttpRequest,
    path: Path<ImportPath>,
) -> AppResult<HttpResponse> {
    let (workspace, id) = (admin.workspace.clone(), path.id);
    let loaded = app.db.run(move |conn| {
        let (import, rows) = review::find(conn, workspace.id, id)?;
        let counts = rows.counts(conn)?;
        Ok::<_, AppError>((import, counts, workspace.seats(conn)?))
    });
    let (import, counts, seats) = loaded.await?;
    let of = |state: RowState| counts.iter().find(|(one, _)| *one == state).map_or(0, |(_, n)| *n);
    let (ready, rest) = (of(RowState::Ready), of(RowState::Work) + of(RowState::Known));
    let fit = seats.free().map_or(ready, |free| free.clamp(0, ready));
    let lang = admin.lang;
    let question = match (ready, ready - fit) {
        (0, _) => lang.t("import-nobody"),
        (_, 0) => lang
            .say("import-send-question")
            .with("n", ready)
            .with("rest", rest)
            .with("file", &import.file_name)
            .to_string(),
        (_, missing) => {
            let phrase = lang.say("import-no-seats").with("n", ready).with("missing", missing);
            phrase.with("fit", fit).to_string()
        }
    };
    let yes = match fit {
        0 => None,
        _ if fit < ready => Some(lang.say("import-send-first").with("n", fit)),
        _ => Some(lang.say("invite-send").with("n", ready)),
    };
    let batch = [("batch", Uuid::now_v7().to_string())];
    let most = (fit < ready).then(|| ("most", fit.to_string()));
    let confirm = Confirm {
        title: lang.say("import-send-title").with("n", ready).to_string(),
        question,
        yes: yes.map(|phrase| phrase.to_string()),
        no: lang.t("cancel"),
        action: admin.path(&format!("settings/imports/{id}/send")),
        back: admin.path(&format!("settings/imports/{id}")),
        is_dangerous: false,
        fields: batch.into_iter().chain(most).collect(),
    };
    let book = (fit < ready).then(|| (admin.path("settings/plan"), lang.t("invite-book")));
    let wait = lang.say("import-rest-waits").with("fit", fit).with("rest", ready - fit);
    let other = (fit < ready).then(|| ("rest", "wait", wait.to_string()));
    let more = More { link: book, other, ..More::in_section(Section::Invite) };
    Ok(confirm.answer_with(&request, &admin, more))
}

/// `POST /w/{slug}/settings/imports/{id}/send`: begins the batch, once.
pub async fn create(
    app: Data<App>,
    admin: Admin,
    request: HttpRequest,
    path: Path<ImportPath>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let form: SendForm = form(&body)?;
    let (batch, share) = (form.batch, form.share());
    let (workspace_id, sender_id, id) = (admin.workspace_id(), admin.user.id, path.id);
    let start = move |conn: &mut diesel::PgConnection| {
        batch_run::start(conn, workspace_id, sender_id, id, batch, share)
    };
    let started = app.db.run(start).await?;
    let lang = admin.lang;
    let address = match started {
        Started::Yes(batch) => {
            app.batch_waits.notify_one();
            admin.path(&format!("settings/batches/{batch}"))
        }
        Started::RestWaits { batch, waiting } => {
            app.batch_waits.notify_one();
            Flash::done(lang.say("import-others-wait").with("n", waiting)).leave(&admin.session);
            match batch {
                Some(batch) => admin.path(&format!("settings/batches/{batch}")),
                None => admin.path("settings/waiting"),
            }
        }
        Started::Nobody => {
            Flash::refused(lang.t("import-nobody")).leave(&admin.session);
            admin.path(&format!("settings/imports/{id}"))
        }
        Started::WithoutSeat(missing) => {
            Flash::refused(lang.say("import-seats-missing").with("missing", missing))
                .leave(&admin.session);
            admin.path(&format!("settings/imports/{id}"))
        }
    };
    Ok(done(is_fragment(&request), &address))
}
