//! The assign popup: who works on a task.

use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::error::AppResult;
use crate::frame::{Frame, Section};
use crate::handlers::people_choice::{Asked, Gone, PeopleChoice, search_of};
use crate::handlers::{Id, echo, form, is_fragment, ok, query, see_other};
use crate::models::assignment::Assignment;
use crate::models::candidates::Candidates;
use crate::models::rights::can_read_people;
use crate::models::task::Task;
use crate::models::user::User;
use crate::security::access::{Member, TaskManager};
use crate::values::{EmailAddress, Status};

/// The popup as a page; its content alone is the fragment.
#[derive(Template)]
#[template(path = "assignees/index.html", blocks = ["content"])]
struct AssignPage {
    frame: Frame,
    task_id: Uuid,
    title: String,
    choice: PeopleChoice,
    /// Where the last entry leads; empty for those who cannot invite.
    invite_path: String,
    /// What it says: whom it invites, once an address is searched for.
    invite_text: String,
    /// Who can, for the others.
    admins: String,
    /// Whether somebody was just assigned or taken off: the page below shows what was before.
    is_changed: bool,
}

#[derive(Deserialize)]
pub struct AssignForm {
    user: Uuid,
    /// What the person is to be afterwards, so that a repeated request changes nothing.
    assigned: bool,
    #[serde(default)]
    q: String,
}

/// `GET /w/{slug}/tasks/{id}/assignees?q=`
pub async fn index(
    app: Data<App>,
    member: TaskManager,
    path: Path<Id>,
    asked: Query<Asked>,
    request: HttpRequest,
) -> AppResult<HttpResponse> {
    let page = AssignPage::load(&app, &member, path.id, echo(&asked.q)).await?;
    if is_fragment(&request) { Ok(ok(&page.as_content())) } else { Ok(ok(&page)) }
}

/// `POST /w/{slug}/tasks/{id}/assignees`: puts a person on the task or takes them off.
pub async fn update(
    app: Data<App>,
    member: TaskManager,
    path: Path<Id>,
    body: Bytes,
    request: HttpRequest,
) -> AppResult<HttpResponse> {
    let form: AssignForm = form(&body)?;
    let (reach, id, q) = (member.reach(), path.id, echo(&form.q));
    member
        .change(&app, move |conn| {
            let (task, _) = Task::find_open(conn, reach, id)?;
            if form.assigned {
                Assignment::add(conn, &task, reach.user_id, form.user)?;
            } else {
                Assignment::remove(conn, &task, reach.user_id, form.user)?;
            }
            AppResult::Ok(())
        })
        .await?;
    if is_fragment(&request) {
        let page = AssignPage::load(&app, &member, id, q).await?;
        return Ok(ok(&AssignPage { is_changed: true, ..page }.as_content()));
    }
    Ok(see_other(&member.path(&format!("tasks/{id}/assignees{}", query(&[("q", &q)])))))
}

impl AssignPage {
    async fn load(app: &App, member: &Member, id: Uuid, q: String) -> AppResult<AssignPage> {
        let (reach, search) = (member.reach(), search_of(&q, member));
        let address = EmailAddress::parse(q.trim()).ok();
        let key = address.as_ref().filter(|_| search.by_address).map(|one| one.key().to_owned());
        let (task, candidates, search, gone, admins) = app
            .db
            .run(move |conn| {
                let (task, _) = Task::find_open(conn, reach, id)?;
                let candidates = Candidates::of_task(conn, &task, &search)?;
                let gone = match key {
                    Some(key) => User::with_emails(conn, reach.workspace_id, &[key])?,
                    None => Vec::new(),
                };
                let admins = User::admins_to_ask(conn, reach.workspace_id)?;
                AppResult::Ok((task, candidates, search, gone, admins))
            })
            .await?;
        let gone = gone.into_iter().find(|user| user.status == Status::Deactivated);
        let frame = Frame::new(member, Section::Projects);
        let invite_path =
            if frame.can_invite { invite_path(member, id, &q) } else { String::new() };
        let path = member.path(&format!("tasks/{id}/assignees"));
        let choice = PeopleChoice::new(path, "assigned", candidates, search, member);
        Ok(AssignPage {
            task_id: id,
            title: task.title,
            choice: PeopleChoice {
                gone: gone.map(|user| Gone { name: user.name, path: invite_path.clone() }),
                ..choice
            },
            invite_path,
            invite_text: match address {
                Some(address) => frame.say("assign-invite-address").with("email", address.as_str()),
                None => frame.say("assign-invite"),
            }
            .to_string(),
            admins: whom_to_ask(admins, member),
            is_changed: false,
            frame,
        })
    }
}

/// "Ada Engel (ada@nordlicht.example) or Bo Lund (…)"; names alone for those who see no addresses.
fn whom_to_ask(admins: Vec<(String, String)>, reader: &Member) -> String {
    let shows_addresses = can_read_people(&reader.role);
    let one = |(name, email)| if shows_addresses { format!("{name} ({email})") } else { name };
    reader.lang.either(&admins.into_iter().map(one).collect::<Vec<_>>())
}

/// The invite window for this task, with what was searched for as the first line's address.
fn invite_path(member: &Member, task_id: Uuid, q: &str) -> String {
    let task_id = task_id.to_string();
    let query = query(&[("task", &task_id), ("email", q.trim())]);
    member.path(&format!("settings/invite{query}"))
}
