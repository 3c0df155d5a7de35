//! A project goes with its tasks.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::app::App;
use crate::error::AppResult;
use crate::frame::Section;
use crate::handlers::confirm::{Confirm, More};
use crate::handlers::{Id, done, is_fragment};
use crate::models::project::Project;
use crate::security::access::ProjectManager;
use crate::security::session::Flash;

/// `GET /w/{slug}/projects/{id}/deletion`: asks first, naming the project and what goes with it.
pub async fn new(
    app: Data<App>,
    request: HttpRequest,
    member: ProjectManager,
    path: Path<Id>,
) -> AppResult<HttpResponse> {
    let (reach, id, lang) = (member.reach(), path.id, member.lang);
    let (project, tasks) = app
        .db
        .run(move |conn| {
            let project = Project::find(conn, reach, id)?;
            let tasks = project.task_count(conn)?;
            AppResult::Ok((project, tasks))
        })
        .await?;
    let question = lang.say("project-delete-ask").with("project", project.name);
    let confirm = Confirm {
        section: Section::Projects,
        title: lang.t("project-delete-title"),
        question: question.with("n", tasks).to_string(),
        yes: Some(lang.t("project-delete-yes")),
        no: lang.t("keep"),
        action: member.path(&format!("projects/{id}/deletion")),
        back: member.path(&format!("projects/{id}")),
        is_dangerous: true,
        more: More::default(),
    };
    Ok(confirm.answer(&request, &member))
}

/// `POST /w/{slug}/projects/{id}/deletion`
pub async fn create(
    app: Data<App>,
    request: HttpRequest,
    member: ProjectManager,
    path: Path<Id>,
) -> AppResult<HttpResponse> {
    let (reach, id) = (member.reach(), path.id);
    let delete = move |conn: &mut _| {
        let project = Project::find(conn, reach, id)?;
        project.delete(conn, reach.user_id)?;
        AppResult::Ok(project)
    };
    let project = member.change(&app, delete).await?;
    Flash::done(member.lang.say("deleted").with("name", project.name)).leave(&member.session);
    let list = if project.archived_at.is_some() { "projects/archive" } else { "projects" };
    Ok(done(is_fragment(&request), &member.path(list)))
}
