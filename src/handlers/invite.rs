//! The invite window: one form, opened as a dialog over the page it was asked for from, or as a
//! page of its own.

mod form;
pub mod form_line;
mod import;
mod lines;
pub mod messages;
mod paste;
pub mod template;
pub mod window;
pub mod window_line;

use actix_web::web::{Bytes, Data, Json, Query};
use actix_web::{HttpRequest, HttpResponse};
use diesel::QueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use import::{import, unreadable};
pub use lines::change;
pub use paste::paste;

use crate::app::App;
use crate::error::AppResult;
use crate::handlers::{self, is_fragment, undos};
use crate::i18n::Phrase;
use crate::inviting::colleagues;
use crate::inviting::line::{LINES, Line};
use crate::inviting::names::Habits;
use crate::inviting::plan::{Known, SendPlan};
use crate::inviting::send::{self, Outcome, Sending};
use crate::mail::mailer::Mailer;
use crate::models::batch::Batch;
use crate::models::task::Task;
use crate::models::waiting_person::WaitingPerson;
use crate::security::access::Admin;
use crate::security::session::Flash;
use crate::values::EmailAddress;
use form::{InviteForm, Shown};
use window::Window;

#[derive(Deserialize)]
pub struct Opening {
    #[serde(default)]
    task: String,
    #[serde(default)]
    email: String,
    /// A file whose people fill the window.
    import: Option<Uuid>,
    /// A batch that was taken back, whose lines do.
    batch: Option<Uuid>,
}

/// `GET /w/{slug}/settings/invite`, from a task's assign popup with `?task=` and `?email=`, from the
/// review of a file with `?import=`, after an Undo with `?batch=`.
pub async fn new(
    app: Data<App>,
    admin: Admin,
    request: HttpRequest,
    opening: Query<Opening>,
) -> AppResult<HttpResponse> {
    if let Some(import_id) = opening.import {
        return import::reopened(&app, &admin, &request, import_id).await;
    }
    if let Some(batch_id) = opening.batch {
        let workspace_id = admin.workspace_id();
        let find = move |conn: &mut _| Batch::find(conn, workspace_id, batch_id);
        let lines = app.db.run(find).await?.taken_back();
        let form = InviteForm::opened(&opening.task, "")?.with_taken_back(&lines);
        return Ok(Window::load(&app, &admin, form).await?.show(&request));
    }
    let form = InviteForm::opened(&opening.task, &opening.email)?;
    let form = named(&app, &admin, form).await?;
    // A page does not begin at a select: browsers would not show that it has the focus.
    let focus = match (opening.email.trim().is_empty(), is_fragment(&request)) {
        (true, _) => "l0-email",
        (false, true) => "l0-role",
        (false, false) => "",
    };
    // An address that somebody looked for may be known: that is said before anything is typed.
    if EmailAddress::parse(&opening.email).is_err() {
        let window = Window::load(&app, &admin, form).await?;
        return Ok(window.with_focus(focus.to_owned()).show(&request));
    }
    let plan = plan(&app, &admin, form.lines()).await?;
    let window = Window::load(&app, &admin, form.showing(Shown::WithoutMissingRoles)).await?;
    Ok(window.remark(&plan).with_focus(focus.to_owned()).show(&request))
}

/// `POST /w/{slug}/settings/invite`: sends what can be sent. Lines with a mistake refuse the whole
/// send; lines about somebody who is here already stay in the window.
pub async fn create(
    app: Data<App>,
    admin: Admin,
    request: HttpRequest,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let form = named(&app, &admin, InviteForm::parse(&body)?).await?;
    let sending = Sending {
        workspace_id: admin.workspace_id(),
        sender_id: admin.user.id,
        form_id: form.id(),
        lines: form.lines(),
        source: form.source(),
        task_id: form.task_id()?,
        import_id: form.import_id(),
        keeps_rest: form.keeps_rest(),
    };
    if sending.lines.is_empty() || sending.lines.len() > LINES {
        let window = Window::load(&app, &admin, form).await?;
        return Ok(window.refuse_count(sending.lines.len()).show_refused(&request));
    }
    match app.db.run(move |conn| send::apply(conn, &sending)).await? {
        Outcome::Refused(plan) => {
            let window = Window::load(&app, &admin, form.without_empty_lines()).await?;
            Ok(window.refuse(&plan).show_refused(&request))
        }
        Outcome::SentOthers => {
            let window = Window::load(&app, &admin, form.renewed()).await?;
            Ok(window.refuse_as_sent().show_refused(&request))
        }
        Outcome::Sent(batch) => {
            app.mail_waits.notify_one();
            sent(&app, &admin, &request, form, batch).await
        }
    }
}

/// Back to where the window was opened from; with lines left over, the window again.
async fn sent(
    app: &App,
    admin: &Admin,
    request: &HttpRequest,
    form: InviteForm,
    batch: Batch,
) -> AppResult<HttpResponse> {
    if batch.undone_at.is_some() {
        // The same form once more, after an Undo: its lines are here, to be sent as a new one.
        let window = Window::load(app, admin, form.renewed()).await?;
        return Ok(window.saying(undos::taken_back(admin, 0)).show(request));
    }
    let done = match form.keeps_rest() {
        true => done_and_waiting(app, admin, &batch).await?,
        false => done(app, admin, &form, &batch).await?,
    };
    let left_over = batch.left_over_lines();
    if left_over.is_empty() {
        // A window for a task goes back to the page below it: the task's own, or its project's.
        let stays = is_fragment(request) && form.task_id()?.is_some();
        let back = if stays { String::new() } else { admin.path(&form.back()?) };
        done.leave(&admin.session);
        return Ok(handlers::done(is_fragment(request), &back));
    }
    let window = Window::load(app, admin, form.with_left_over(&left_over)).await?;
    Ok(window.after(done, &left_over).show(request))
}

/// The title of the task that the window was opened from.
async fn task_of(app: &App, admin: &Admin, form: &InviteForm) -> AppResult<Option<String>> {
    match form.task_id()? {
        Some(id) => task_title(app, admin, id).await.map(Some),
        None => Ok(None),
    }
}

/// "3 invitations queued and assigned to “Draw” · Undo"; one person alone is named.
async fn done(app: &App, admin: &Admin, form: &InviteForm, batch: &Batch) -> AppResult<Flash> {
    let task = task_of(app, admin, form).await?.filter(|_| batch.invited > 0);
    let (lang, sent) = (admin.lang, batch.clone());
    let name = app.db.run(move |conn| sent.only_name(conn)).await?;
    let phrase = match (name, task) {
        (None, None) => lang.say("invite-done"),
        (None, Some(task)) => lang.say("invite-done-onto").with("task", task),
        (Some(name), None) => lang.say("invite-done-one").with("name", name),
        (Some(name), Some(task)) => {
            lang.say("invite-done-one-onto").with("name", name).with("task", task)
        }
    };
    Ok(held(app, admin, batch, phrase.with("n", batch.invited)))
}

/// The message for a batch that can be taken back for a while.
fn held(app: &App, admin: &Admin, batch: &Batch, text: Phrase) -> Flash {
    Flash {
        undo: undos::undo_of(admin, batch),
        mailbox: matches!(*app.mailer, Mailer::Mailbox(_)),
        ..Flash::done(text)
    }
}

/// "3 invitations queued. 2 people wait for a seat. · Undo"
async fn done_and_waiting(app: &App, admin: &Admin, batch: &Batch) -> AppResult<Flash> {
    let (workspace_id, id) = (admin.workspace_id(), batch.id);
    let count = move |conn: &mut _| WaitingPerson::count_of_batch(conn, workspace_id, id);
    let waiting = app.db.run(count).await?;
    let text = admin.lang.say("invite-done-waiting").with("n", batch.invited).with("k", waiting);
    Ok(match batch.invited {
        0 => Flash { undo: undos::undo_of(admin, batch), ..Flash::told(text) },
        _ => held(app, admin, batch, text),
    })
}

#[derive(Serialize)]
pub struct Recognised {
    name: Option<String>,
}

/// `POST /w/{slug}/settings/invite/name`: the name an address speaks of. A POST, so that addresses
/// stay out of logs.
pub async fn name(app: Data<App>, admin: Admin, body: Bytes) -> AppResult<Json<Recognised>> {
    let email = url::form_urlencoded::parse(&body)
        .find(|(name, _)| name == "email")
        .and_then(|(_, email)| EmailAddress::parse(&email).ok());
    let Some(email) = email else { return Ok(Json(Recognised { name: None })) };
    let habits = habits(&app, &admin, std::slice::from_ref(&email)).await?;
    Ok(Json(Recognised { name: habits.recognise(&email).map(|name| name.to_string()) }))
}

/// How the domains of these addresses write them: one statement for all, none for shared domains.
async fn habits(app: &App, admin: &Admin, emails: &[EmailAddress]) -> AppResult<Habits> {
    if Habits::domains(emails).is_empty() {
        return Ok(Habits::default());
    }
    let (workspace_id, emails) = (admin.workspace_id(), emails.to_vec());
    app.db.run(move |conn| colleagues::habits(conn, workspace_id, &emails)).await
}

/// The form with the names recognised that nobody has typed.
async fn named(app: &App, admin: &Admin, form: InviteForm) -> AppResult<InviteForm> {
    let habits = habits(app, admin, &form.unnamed()).await?;
    Ok(form.with_names(&habits))
}

/// What would happen to these lines now.
async fn plan(app: &App, admin: &Admin, lines: Vec<Line>) -> AppResult<SendPlan> {
    let workspace = admin.workspace.clone();
    app.db
        .run(move |conn| {
            let known = Known::load(conn, &workspace, &lines)?;
            QueryResult::Ok(SendPlan::of(&lines, &known))
        })
        .await
}

/// What the workspace has to choose from.
async fn known(app: &App, admin: &Admin) -> AppResult<Known> {
    let workspace = admin.workspace.clone();
    app.db.run(move |conn| Known::load(conn, &workspace, &[])).await
}

/// The title of a task; `NotFound` when there is none of this id, [`crate::error::AppError::Archived`] when nobody
/// can be assigned to it.
async fn task_title(app: &App, admin: &Admin, task_id: Uuid) -> AppResult<String> {
    let reach = admin.reach();
    let (task, _) = app.db.run(move |conn| Task::find_open(conn, reach, task_id)).await?;
    Ok(task.title)
}
