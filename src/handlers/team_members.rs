//! The popup in which the members of a team are chosen.

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
use crate::models::team::Team;
use crate::models::team_member::TeamMember;
use crate::security::access::{Member, PeopleManager};

/// `GET /w/{slug}/settings/teams/{id}/members?q=`
pub async fn index(
    app: Data<App>,
    member: PeopleManager,
    path: Path<Id>,
    asked: Query<Asked>,
    request: HttpRequest,
) -> AppResult<HttpResponse> {
    let page = load(&app, &member, path.id, echo(&asked.q)).await?;
    Ok(page.show(&request))
}

/// `POST /w/{slug}/settings/teams/{id}/members`: makes a person a member or lets them leave.
pub async fn update(
    app: Data<App>,
    member: PeopleManager,
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
    Ok(see_other(&member.path(&format!("settings/teams/{id}/members{}", query(&[("q", &q)])))))
}

/// `POST /w/{slug}/settings/teams/{id}/members/{user}/removal`
pub async fn delete(
    app: Data<App>,
    member: PeopleManager,
    path: Path<MembershipPath>,
) -> AppResult<HttpResponse> {
    set(&app, &member, path.id, path.user, false).await?;
    Ok(see_other(&member.path(&format!("settings/teams/{}#members", path.id))))
}

async fn set(
    app: &App,
    member: &PeopleManager,
    id: Uuid,
    user_id: Uuid,
    is_member: bool,
) -> AppResult<()> {
    let (workspace_id, actor_id) = (member.workspace_id(), member.user.id);
    let set = move |conn: &mut _| {
        let team = Team::find(conn, workspace_id, id)?;
        match is_member {
            true => TeamMember::add(conn, &team, actor_id, user_id),
            false => TeamMember::remove(conn, &team, actor_id, user_id),
        }
    };
    member.change(app, set).await
}

async fn load(app: &App, member: &Member, id: Uuid, q: String) -> AppResult<MembersPage> {
    let (workspace_id, search) = (member.workspace_id(), search_of(&q, member));
    let (team, candidates, search) = app
        .db
        .run(move |conn| {
            let team = Team::find(conn, workspace_id, id)?;
            let candidates = Candidates::of_team(conn, &team, &search)?;
            AppResult::Ok((team, candidates, search))
        })
        .await?;
    let path = member.path(&format!("settings/teams/{id}/members"));
    Ok(MembersPage {
        frame: Frame::new(member, Section::Teams),
        name: team.name,
        back: member.path(&format!("settings/teams/{id}")),
        choice: PeopleChoice::new(path, "member", candidates, search, member),
        is_changed: false,
    })
}
