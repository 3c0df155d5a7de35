//! The popup in which the members of a project are chosen.

use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use uuid::Uuid;

use crate::app::App;
use crate::error::AppResult;
use crate::frame::{Frame, Section};
use crate::handlers::membership::{MemberForm, MembersPage, MembershipPath};
use crate::handlers::people_choice::{Asked, PeopleChoice, search_of};
use crate::handlers::{Id, echo, form, is_fragment, query, see_other};
use crate::models::candidates::Candidates;
use crate::models::project::Project;
use crate::security::access::{Member, ProjectManager};

/// `GET /w/{slug}/projects/{id}/members?q=`
pub async fn index(
    app: Data<App>,
    member: ProjectManager,
    path: Path<Id>,
    asked: Query<Asked>,
    request: HttpRequest,
) -> AppResult<HttpResponse> {
    let page = load(&app, &member, path.id, echo(&asked.q)).await?;
    Ok(page.show(&request))
}

/// `POST /w/{slug}/projects/{id}/members`: makes a person a member or lets them leave.
pub async fn update(
    app: Data<App>,
    member: ProjectManager,
    path: Path<Id>,
    body: Bytes,
    request: HttpRequest,
) -> AppResult<HttpResponse> {
    let form: MemberForm = form(&body)?;
    let (id, q) = (path.id, echo(&form.q));
    set(&app, &member, id, form.user, form.member).await?;
    if is_fragment(&request) {
        let page = load(&app, &member, id, q).await?;
        return Ok(MembersPage { is_changed: true, ..page }.show(&request));
    }
    Ok(see_other(&member.path(&format!("projects/{id}/members{}", query(&[("q", &q)])))))
}

/// `POST /w/{slug}/projects/{id}/members/{user}/removal`
pub async fn delete(
    app: Data<App>,
    member: ProjectManager,
    path: Path<MembershipPath>,
) -> AppResult<HttpResponse> {
    set(&app, &member, path.id, path.user, false).await?;
    Ok(see_other(&member.path(&format!("projects/{}#members", path.id))))
}

async fn set(
    app: &App,
    member: &ProjectManager,
    id: Uuid,
    user_id: Uuid,
    is_member: bool,
) -> AppResult<()> {
    let reach = member.reach();
    let set = move |conn: &mut _| {
        let project = Project::find_open(conn, reach, id)?;
        match is_member {
            true => project.add_member(conn, reach.user_id, user_id)?,
            false => project.remove_member(conn, reach.user_id, user_id)?,
        }
        AppResult::Ok(())
    };
    member.change(app, set).await
}

async fn load(app: &App, member: &Member, id: Uuid, q: String) -> AppResult<MembersPage> {
    let (reach, search) = (member.reach(), search_of(&q, member));
    let (project, candidates, search) = app
        .db
        .run(move |conn| {
            let project = Project::find_open(conn, reach, id)?;
            let candidates = Candidates::of_project(conn, &project, &search)?;
            AppResult::Ok((project, candidates, search))
        })
        .await?;
    let path = member.path(&format!("projects/{id}/members"));
    Ok(MembersPage {
        frame: Frame::new(member, Section::Projects),
        name: project.name,
        back: member.path(&format!("projects/{id}")),
        choice: PeopleChoice::new(path, "member", candidates, search, member),
        is_changed: false,
    })
}
