//! A team goes; its members stay.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::app::App;
use crate::error::AppResult;
use crate::frame::Section;
use crate::handlers::confirm::{Confirm, More};
use crate::handlers::{Id, done, is_fragment};
use crate::models::team::Team;
use crate::security::access::PeopleManager;
use crate::security::session::Flash;

/// `GET /w/{slug}/settings/teams/{id}/deletion`: asks first.
pub async fn new(
    app: Data<App>,
    request: HttpRequest,
    member: PeopleManager,
    path: Path<Id>,
) -> AppResult<HttpResponse> {
    let (workspace_id, id) = (member.workspace_id(), path.id);
    let team = app.db.run(move |conn| Team::find(conn, workspace_id, id)).await?;
    let lang = member.lang;
    let own = member.path(&format!("settings/teams/{id}"));
    let confirm = Confirm {
        section: Section::Teams,
        title: lang.t("team-delete-title"),
        question: lang.say("team-delete-ask").with("team", &team.name).to_string(),
        yes: Some(lang.t("team-delete-yes")),
        no: lang.t("keep"),
        action: format!("{own}/deletion"),
        back: own,
        is_dangerous: true,
        more: More::default(),
    };
    Ok(confirm.answer(&request, &member))
}

/// `POST /w/{slug}/settings/teams/{id}/deletion`
pub async fn create(
    app: Data<App>,
    request: HttpRequest,
    member: PeopleManager,
    path: Path<Id>,
) -> AppResult<HttpResponse> {
    let (workspace_id, actor_id, id) = (member.workspace_id(), member.user.id, path.id);
    let delete = move |conn: &mut _| {
        let team = Team::find(conn, workspace_id, id)?;
        team.delete(conn, actor_id)?;
        AppResult::Ok(team)
    };
    let team = member.change(&app, delete).await?;
    Flash::done(member.lang.say("deleted").with("name", &team.name)).leave(&member.session);
    Ok(done(is_fragment(&request), &member.path("settings/teams")))
}
