//! A task goes.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::app::App;
use crate::error::AppResult;
use crate::frame::Section;
use crate::handlers::confirm::{Confirm, More};
use crate::handlers::{Id, done, is_fragment};
use crate::models::task::Task;
use crate::security::access::TaskManager;
use crate::security::session::Flash;

/// `GET /w/{slug}/tasks/{id}/deletion`: asks first, naming the task.
pub async fn new(
    app: Data<App>,
    request: HttpRequest,
    member: TaskManager,
    path: Path<Id>,
) -> AppResult<HttpResponse> {
    let (reach, id, lang) = (member.reach(), path.id, member.lang);
    let (task, _) = app.db.run(move |conn| Task::find_open(conn, reach, id)).await?;
    let confirm = Confirm {
        section: Section::Projects,
        title: lang.t("task-delete-title"),
        question: lang.say("task-delete-ask").with("task", task.title).to_string(),
        yes: Some(lang.t("task-delete-yes")),
        no: lang.t("keep"),
        action: member.path(&format!("tasks/{id}/deletion")),
        back: member.path(&format!("tasks/{id}")),
        is_dangerous: true,
        more: More::default(),
    };
    Ok(confirm.answer(&request, &member))
}

/// `POST /w/{slug}/tasks/{id}/deletion`: leads to the project, or to the own tasks of somebody who
/// may not open it.
pub async fn create(
    app: Data<App>,
    request: HttpRequest,
    member: TaskManager,
    path: Path<Id>,
) -> AppResult<HttpResponse> {
    let (reach, id) = (member.reach(), path.id);
    let delete = move |conn: &mut _| {
        let (task, project) = Task::find_open(conn, reach, id)?;
        task.delete(conn, reach.user_id)?;
        let opens_project = super::projects::is_visible(conn, reach, project.id)?;
        AppResult::Ok((task, opens_project))
    };
    let (task, opens_project) = member.change(&app, delete).await?;
    Flash::done(member.lang.say("deleted").with("name", task.title)).leave(&member.session);
    let next = if opens_project { format!("projects/{}", task.project_id) } else { String::new() };
    Ok(done(is_fragment(&request), &member.path(&next)))
}
