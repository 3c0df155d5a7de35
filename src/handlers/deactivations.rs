//! Somebody gives back their seat and access; another takes over their tasks.

use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::dates::soon;
use crate::error::{AppError, AppResult};
use crate::frame::Section;
use crate::handlers::confirm::{Choice, Concerned, Confirm, More};
use crate::handlers::users::back::Back;
use crate::handlers::{Id, done, form, is_fragment};
use crate::models::deactivation::{Deactivation, LeftBehind, deactivate};
use crate::models::user::{Change, User};
use crate::models::waiting_person::WaitingPerson;
use crate::security::access::{Admin, Member};
use crate::security::session::{Flash, Undo};
use crate::values::Status;

#[derive(Deserialize)]
pub struct Successor {
    /// Who gets the open tasks; empty when nobody does.
    #[serde(default)]
    successor: String,
}

impl Successor {
    fn chosen(&self) -> AppResult<Option<Uuid>> {
        match self.successor.as_str() {
            "" => Ok(None),
            id => Uuid::parse_str(id).map(Some).map_err(|_| AppError::BadRequest),
        }
    }
}

/// `GET /w/{slug}/settings/users/{id}/deactivation`: asks first, naming person and consequence.
pub async fn new(
    app: Data<App>,
    request: HttpRequest,
    member: Admin,
    path: Path<Id>,
    asked: Query<Back>,
) -> AppResult<HttpResponse> {
    let (workspace_id, id) = (member.workspace_id(), path.id);
    let (user, is_last_admin, left, next) = app
        .db
        .run(move |conn| {
            let (user, role) = User::find_with_role(conn, workspace_id, id)?;
            let is_last_admin = user.is_last_admin(conn, &role)?;
            let left = LeftBehind::by(conn, workspace_id, id)?;
            let next = WaitingPerson::next(conn, workspace_id, 1)?.pop();
            QueryResult::Ok((user, is_last_admin, left, next))
        })
        .await?;
    let (lang, back) = (member.lang, asked.address(&member));
    if user.status != Status::Active {
        let flash = Flash::refused(lang.say("deactivate-not-now").with("name", user.name));
        flash.leave(&member.session);
        return Ok(done(is_fragment(&request), &back));
    }
    let more = if is_last_admin { More::default() } else { left_behind(&member, &user, left) };
    let question = if is_last_admin {
        lang.say("deactivate-last-admin").with("name", user.name)
    } else if id == member.user.id {
        lang.say("deactivate-ask-own").with("workspace", member.workspace.name.as_str())
    } else {
        lang.say("deactivate-ask").with("name", user.name)
    };
    let mut question = question.to_string();
    if let Some(next) = next.filter(|_| !is_last_admin) {
        let then = lang.say("deactivate-next").with("name", next.called());
        question = format!("{question} {then}");
    }
    let confirm = Confirm {
        section: Section::Users,
        title: lang.t("deactivate-title"),
        question,
        yes: (!is_last_admin).then(|| lang.t("deactivate-yes")),
        no: lang.t(if is_last_admin { "back" } else { "deactivate-no" }),
        action: member.path(&format!("settings/users/{id}/deactivation")),
        back,
        is_dangerous: true,
        more,
    };
    Ok(confirm.answer(&request, &member))
}

/// What stands below the question: open tasks, with a choice of who takes them over, and open
/// invitations.
fn left_behind(member: &Admin, user: &User, left: LeftBehind) -> More {
    let lang = member.lang;
    let invitations = match user.id == member.user.id {
        true => "deactivate-invitations-own",
        false => "deactivate-invitations",
    };
    let label = |person: &User| match person.status {
        Status::Initiated => format!("{}, {}", person.name, lang.t("person-initiated")),
        _ => person.name.clone(),
    };
    let hint = match left.has_more_successors {
        true => lang.say("deactivate-successor-more").with("n", left.successors.len()).to_string(),
        false => String::new(),
    };
    let choice = (left.tasks.count > 0).then(|| Choice {
        name: "successor",
        label: lang.t("deactivate-successor"),
        hint,
        none: lang.say("deactivate-successor-none").with("name", &user.name).to_string(),
        options: left.successors.iter().map(|one| (one.id.to_string(), label(one))).collect(),
        error: None,
    });
    let lists = [("deactivate-tasks", left.tasks), (invitations, left.invited)];
    let lists = lists.into_iter().filter(|(_, left)| left.count > 0);
    let lists = lists.map(|(key, left)| Concerned::of(lang, key, left)).collect();
    More { lists, choice, ..More::default() }
}

/// `POST /w/{slug}/settings/users/{id}/deactivation`
pub async fn create(
    app: Data<App>,
    request: HttpRequest,
    member: Admin,
    path: Path<Id>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let back = form::<Back>(&body)?.address(&member);
    let successor = form::<Successor>(&body)?.chosen()?;
    let (workspace_id, actor_id, id) = (member.workspace_id(), member.user.id, path.id);
    let (user, Deactivation { change, told_at, handed_over }, is_awaited) = app
        .db
        .run(move |conn| {
            let done = deactivate(conn, workspace_id, actor_id, id, successor)?;
            let is_awaited = !WaitingPerson::next(conn, workspace_id, 1)?.is_empty();
            AppResult::Ok((User::find(conn, workspace_id, id)?, done, is_awaited))
        })
        .await?;
    let key = match change {
        Change::Done => "deactivate-ok",
        Change::LastAdmin => "deactivate-last-admin",
        Change::NoSeat | Change::NotNow => "deactivate-not-now",
    };
    let mut text = told(&member, key, &user.name, told_at);
    if let Some((tasks, successor)) = &handed_over {
        let phrase = member.lang.say("deactivate-handed-over").with("n", *tasks);
        text = format!("{text} {}", phrase.with("name", successor));
    }
    // Who deactivated themselves may not see this workspace any more.
    let is_own = id == actor_id;
    let flash = if change == Change::Done {
        app.mail_waits.notify_one();
        let undo = member.path(&format!("settings/users/{id}/activation"));
        // What was handed over does not come back, nor does a seat that somebody waits for.
        let is_final = successor.is_some() || is_awaited || member.workspace.is_paused();
        let can_undo = !is_own && !is_final;
        Flash { undo: can_undo.then_some(Undo { path: undo, until: None }), ..Flash::done(text) }
    } else {
        Flash::refused(text)
    };
    flash.leave(&member.session);
    let next = if change == Change::Done && is_own { "/" } else { back.as_str() };
    Ok(done(is_fragment(&request), next))
}

/// What was done, and when the mail about it leaves where that is later than usual.
pub(super) fn told(
    member: &Member,
    key: &'static str,
    name: &str,
    told_at: Option<DateTime<Utc>>,
) -> String {
    let lang = member.lang;
    let done = lang.say(key).with("name", name).to_string();
    match told_at {
        None => done,
        Some(at) => {
            let when = soon(lang, member.workspace.zone(), at, Utc::now());
            format!("{done} {}", lang.say("access-told-later").with("when", when))
        }
    }
}
