//! From the review to the batch.

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::error::AppResult;
use crate::frame::Section;
use crate::handlers::confirm::{Confirm, More};
use crate::handlers::{Id, done, form, is_fragment};
use crate::inviting::batch_run::{self, Share, Started};
use crate::inviting::review;
use crate::models::import::Import;
use crate::models::import_row::RowState;
use crate::models::workspace::Seats;
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
    path: Path<Id>,
) -> AppResult<HttpResponse> {
    let (workspace, id) = (admin.workspace.clone(), path.id);
    let loaded = app.db.run(move |conn| {
        let (import, rows) = review::find(conn, workspace.id, id)?;
        let counts = rows.counts(conn)?;
        AppResult::Ok((import, counts, workspace.seats(conn)?))
    });
    let (import, counts, seats) = loaded.await?;
    Ok(question(&admin, &import, &counts, &seats).answer(&request, &admin))
}

/// Whether so many are to be invited; where seats are missing, what is to become of the others.
fn question(admin: &Admin, import: &Import, counts: &[(RowState, i64)], seats: &Seats) -> Confirm {
    let lang = admin.lang;
    let of = |state: RowState| counts.iter().find(|(one, _)| *one == state).map_or(0, |(_, n)| *n);
    let (ready, rest) = (of(RowState::Ready), of(RowState::Work) + of(RowState::Known));
    let fit = seats.free().map_or(ready, |free| free.clamp(0, ready));
    let is_over = fit < ready;
    let question = match (ready, is_over) {
        (0, _) => lang.t("import-nobody"),
        (_, false) => {
            let phrase = lang.say("import-send-question").with("n", ready).with("rest", rest);
            phrase.with("file", &import.file_name).to_string()
        }
        (_, true) => {
            let phrase = lang.say("import-no-seats").with("n", ready).with("fit", fit);
            phrase.with("missing", ready - fit).to_string()
        }
    };
    let yes = match fit {
        0 => None,
        _ if is_over => Some(lang.say("import-send-first").with("n", fit).to_string()),
        _ => Some(lang.say("invite-send").with("n", ready).to_string()),
    };
    let batch = [("batch", Uuid::now_v7().to_string())];
    let most = is_over.then(|| ("most", fit.to_string()));
    let wait = lang.say("import-rest-waits").with("fit", fit).with("rest", ready - fit);
    let own = admin.path(&format!("settings/imports/{}", import.id));
    Confirm {
        section: Section::Invite,
        title: match ready {
            0 => lang.t("import-send-nobody"),
            n => lang.say("import-send-title").with("n", n).to_string(),
        },
        question,
        yes,
        no: lang.t("cancel"),
        action: format!("{own}/send"),
        back: own,
        is_dangerous: false,
        more: More {
            fields: batch.into_iter().chain(most).collect(),
            link: is_over.then(|| (admin.path("settings/plan"), lang.t("invite-book"))),
            other: is_over.then(|| ("rest", "wait", wait.to_string())),
            ..More::default()
        },
    }
}

/// `POST /w/{slug}/settings/imports/{id}/send`: begins the batch, once.
pub async fn create(
    app: Data<App>,
    admin: Admin,
    request: HttpRequest,
    path: Path<Id>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let form: SendForm = form(&body)?;
    let (batch, share) = (form.batch, form.share());
    let (workspace_id, sender_id, id) = (admin.workspace_id(), admin.user.id, path.id);
    let start =
        move |conn: &mut _| batch_run::start(conn, workspace_id, sender_id, id, batch, share);
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
