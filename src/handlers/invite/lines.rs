//! The buttons of the window besides Send.

use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use uuid::Uuid;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::handlers::invite::form::InviteForm;
use crate::handlers::invite::form::Shown;
use crate::handlers::invite::window::Window;
use crate::handlers::invite::{self, import, plan};
use crate::handlers::{resends, undos};
use crate::i18n::Phrase;
use crate::inviting::activate::{Activated, activate};
use crate::inviting::line::LINES;
use crate::inviting::onto_task::OntoTask;
use crate::inviting::resend::{Resending, Resent, resend};
use crate::inviting::undo::{self, Undone};
use crate::models::batch::Batch;
use crate::models::task::Task;
use crate::models::user::User;
use crate::security::access::Admin;
use crate::security::session::Flash;
use crate::values::{Lang, Status};

/// `POST /w/{slug}/settings/invite/lines`: the window's buttons besides Send. A line more or less,
/// one choice for all, the gender column; and the remedies at a line: resend, activate again. All
/// other lines stay as they were typed.
pub async fn change(
    app: Data<App>,
    admin: Admin,
    request: HttpRequest,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let form = invite::named(&app, &admin, InviteForm::parse(&body)?).await?;
    if form.change == "columns" {
        return import::to_columns(&app, &admin, &request, form).await;
    }
    let change = Change::parse(&form.change).ok_or(AppError::BadRequest)?;
    let Changed { form, said, focus, applied } = changed(&app, &admin, form, change).await?;
    let held = held_batch(&app, &admin, &form).await?;
    let plan = match form.shown() {
        Shown::Nothing => None,
        _ => Some(plan(&app, &admin, form.lines()).await?),
    };
    let mut window = Window::load(&app, &admin, form).await?.with_focus(focus);
    window.applied = applied;
    if let Some(plan) = plan {
        window = window.remark(&plan);
    }
    for flash in held.into_iter().chain(said) {
        window = window.saying(flash);
    }
    Ok(window.show(&request))
}

/// The form after a button was pressed, and what the window says and shows then.
#[derive(Default)]
struct Changed {
    form: InviteForm,
    said: Option<Flash>,
    /// The id of the field that gets the focus.
    focus: String,
    /// How many lines kept another choice than the one for all, after that was applied.
    applied: Option<usize>,
}

async fn changed(
    app: &App,
    admin: &Admin,
    mut form: InviteForm,
    change: Change,
) -> AppResult<Changed> {
    let (mut focus, mut applied) = (String::new(), None);
    match change {
        Change::Add => {
            if form.form_lines().count() < LINES {
                form.add_line();
            }
            focus = email_at(form.form_lines().count() - 1);
        }
        Change::Apply { overwrites } => {
            applied = Some(form.apply_to_all(&invite::known(app, admin).await?, overwrites));
            focus = "apply".to_owned();
        }
        Change::More => form.show_gender(),
        Change::Remove { index } => focus = email_at(form.remove_line(index).saturating_sub(1)),
        Change::Meant { index } => focus = email_at(form.take_meant(index)),
        Change::Restore => {
            let (restored, place) = form.restore_line();
            (form, focus) = (restored, email_at(place));
        }
        Change::Undo => {
            let (form, said) = undo(app, admin, form).await?;
            return Ok(Changed { form, said: Some(said), ..Changed::default() });
        }
        Change::Resend { index, generation, user_id } => {
            let settled = resend_to(app, admin, onto(admin, &form, user_id)?, generation).await?;
            return Ok(Changed::by(form, index, settled));
        }
        Change::Activate { index, user_id } => {
            let settled = activate_again(app, admin, onto(admin, &form, user_id)?).await?;
            return Ok(Changed::by(form, index, settled));
        }
        Change::Assign { index, user_id } => {
            let settled = assign(app, admin, onto(admin, &form, user_id)?).await?;
            return Ok(Changed::by(form, index, settled));
        }
    }
    Ok(Changed { form, focus, applied, said: None })
}

impl Changed {
    /// By a remedy at a line, which goes when it is settled by that.
    fn by(mut form: InviteForm, index: u32, (flash, is_settled): (Flash, bool)) -> Changed {
        if is_settled {
            form.drop_line(index);
        }
        Changed { form, said: Some(flash), ..Changed::default() }
    }
}

/// Takes back what was just sent from this window: its lines stand before those that were typed
/// since, and nothing of either is lost.
async fn undo(app: &App, admin: &Admin, form: InviteForm) -> AppResult<(InviteForm, Flash)> {
    let (workspace_id, actor_id) = (admin.workspace_id(), admin.user.id);
    let batch_id = form.batch_id().ok_or(AppError::BadRequest)?;
    let undone = app.db.run(move |conn| undo::undo(conn, workspace_id, actor_id, batch_id)).await?;
    Ok(match undone {
        Undone::Done { count, kept, .. } => {
            (form.with_taken_back(kept.lines()), undos::taken_back(admin, count))
        }
        Undone::TooLate => (form, Flash::refused(admin.lang.t("invite-undo-late"))),
    })
}

/// "3 invitations queued · Undo" for the batch sent from this window, while it can be undone.
async fn held_batch(app: &App, admin: &Admin, form: &InviteForm) -> AppResult<Option<Flash>> {
    let Some(id) = form.batch_id() else { return Ok(None) };
    let workspace_id = admin.workspace_id();
    let batch = app.db.run(move |conn| Batch::of_form(conn, workspace_id, id)).await?;
    let Some(batch) = batch else { return Ok(None) };
    let flash = invite::done(app, admin, form, &batch).await?;
    Ok(flash.undo.is_some().then_some(flash))
}

/// The id of the e-mail field at this place, counted from 0.
fn email_at(place: usize) -> String {
    format!("l{place}-email")
}

/// What a button of the window asks for. Lines are named by the index in their fields' names,
/// which stays when scripts add and remove others.
enum Change {
    Add,
    /// One choice for all lines; `overwrites` what was chosen in them.
    Apply {
        overwrites: bool,
    },
    More,
    Remove {
        index: u32,
    },
    /// The address that was probably meant.
    Meant {
        index: u32,
    },
    Restore,
    /// Takes back what was just sent from this window.
    Undo,
    Resend {
        index: u32,
        generation: i32,
        user_id: Uuid,
    },
    Activate {
        index: u32,
        user_id: Uuid,
    },
    /// Puts somebody who is here on the window's task.
    Assign {
        index: u32,
        user_id: Uuid,
    },
}

impl Change {
    fn parse(text: &str) -> Option<Change> {
        let mut words = text.splitn(4, '-');
        let change = match words.next()? {
            "add" => Change::Add,
            "apply" => Change::Apply { overwrites: false },
            "overwrite" => Change::Apply { overwrites: true },
            "more" => Change::More,
            "restore" => Change::Restore,
            "undo" => Change::Undo,
            "remove" => Change::Remove { index: words.next()?.parse().ok()? },
            "meant" => Change::Meant { index: words.next()?.parse().ok()? },
            "resend" => Change::Resend {
                index: words.next()?.parse().ok()?,
                generation: words.next()?.parse().ok()?,
                user_id: words.next()?.parse().ok()?,
            },
            "activate" => {
                let (index, user_id) = named(text)?;
                Change::Activate { index, user_id }
            }
            "assign" => {
                let (index, user_id) = named(text)?;
                Change::Assign { index, user_id }
            }
            _ => return None,
        };
        Some(change)
    }
}

/// The line and the person of `activate-3-…`.
fn named(text: &str) -> Option<(u32, Uuid)> {
    let (_, named) = text.split_once('-')?;
    let (index, user_id) = named.split_once('-')?;
    Some((index.parse().ok()?, user_id.parse().ok()?))
}

/// A remedy for this person, who is put on the window's task beside.
fn onto(admin: &Admin, form: &InviteForm, user_id: Uuid) -> AppResult<OntoTask> {
    let (workspace_id, actor_id) = (admin.workspace_id(), admin.user.id);
    Ok(OntoTask { workspace_id, actor_id, user_id, task_id: form.task_id()? })
}

/// The message, and whether the line is settled by it.
async fn resend_to(
    app: &App,
    admin: &Admin,
    onto: OntoTask,
    generation: i32,
) -> AppResult<(Flash, bool)> {
    let OntoTask { workspace_id, actor_id, user_id, .. } = onto;
    let resending = Resending { workspace_id, actor_id, user_id, generation };
    let is_done = |resent: &Resent| matches!(resent, Resent::Sent { .. } | Resent::Waits { .. });
    let again = move |conn: &mut _| onto.after(conn, |conn| resend(conn, &resending), is_done);
    let (resent, task) = app.db.run(again).await?;
    app.mail_waits.notify_one();
    Ok(match &resent {
        Resent::Sent { user, .. } | Resent::Waits { user, .. } => {
            let said = resends::said(admin, &resent);
            let text = match task {
                Some(task) => format!("{} {}.", said.text, assigned(admin.lang, user, &task)),
                None => said.text,
            };
            (Flash::done(text), true)
        }
        Resent::DomainRefused(_) => (resends::said(admin, &resent), false),
        Resent::MovedOn(_) | Resent::NotInitiated(_) => {
            (Flash::refused(admin.lang.t("invite-moved-on")), true)
        }
    })
}

/// The message, and whether the line is settled by it.
async fn activate_again(app: &App, admin: &Admin, onto: OntoTask) -> AppResult<(Flash, bool)> {
    let OntoTask { workspace_id, actor_id, user_id, .. } = onto;
    let is_done =
        |outcome: &Activated| matches!(outcome, Activated::Active { .. } | Activated::Invited(_));
    let again = move |conn: &mut _| {
        onto.after(conn, |conn| activate(conn, workspace_id, actor_id, user_id), is_done)
    };
    let (activated, task) = app.db.run(again).await?;
    app.mail_waits.notify_one();
    let lang = admin.lang;
    let (user, key, key_onto) = match activated {
        Activated::Active { user, .. } => (user, "invite-activated", "invite-activated-onto"),
        Activated::Invited(user) => (user, "invite-invited-again", "invite-invited-again-onto"),
        Activated::NoSeat(_) => return Ok((Flash::refused(lang.t("invite-seats-none")), false)),
        Activated::NotNow(_) => return Ok((Flash::refused(lang.t("invite-moved-on")), false)),
        Activated::DomainRefused(user) => {
            return Ok((resends::domain_refused(lang, &user.email), false));
        }
    };
    let text = match task {
        Some(task) => lang.say(key_onto).with("name", user.name).with("task", task.title),
        None => lang.say(key).with("email", user.email),
    };
    Ok((Flash::done(text), true))
}

/// The message, and whether the line is settled by it.
async fn assign(app: &App, admin: &Admin, onto: OntoTask) -> AppResult<(Flash, bool)> {
    let OntoTask { workspace_id, user_id, .. } = onto;
    let find = move |conn: &mut _| Ok(User::find(conn, workspace_id, user_id)?);
    let is_here = |user: &User| user.status != Status::Deactivated;
    let put = app.db.run(move |conn| onto.after(conn, find, is_here)).await?;
    Ok(match put {
        (user, Some(task)) => (Flash::done(assigned(admin.lang, &user, &task)), true),
        (_, None) => (Flash::refused(admin.lang.t("invite-moved-on")), false),
    })
}

/// "Elin Berg is assigned to “Draw”"
fn assigned(lang: Lang, user: &User, task: &Task) -> Phrase {
    lang.say("invite-assigned").with("name", &user.name).with("task", &task.title)
}
