use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Path};
use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::error::AppResult;
use crate::handlers::membership::{MembershipForm, MembershipPath};
use crate::handlers::{form, see_other};
use crate::models::team::Team;
use crate::models::team_member::TeamMember;
use crate::security::access::PeopleManager;

#[derive(Deserialize)]
pub struct TeamPath {
    id: Uuid,
}

/// `POST /w/{slug}/settings/teams/{id}/members`: adds a member; nobody chosen adds nobody.
pub async fn create(
    app: Data<App>,
    member: PeopleManager,
    path: Path<TeamPath>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let form: MembershipForm = form(&body)?;
    let (workspace_id, actor_id, id) = (member.workspace_id(), member.user.id, path.id);
    if let Some(user_id) = form.chosen()? {
        member
            .change(&app, move |conn| {
                let team = Team::find(conn, workspace_id, id)?;
                TeamMember::add(conn, &team, actor_id, user_id)
            })
            .await?;
    }
    Ok(see_other(&member.path(&format!("settings/teams/{id}"))))
}

/// `POST /w/{slug}/settings/teams/{id}/members/{user}/removal`
pub async fn delete(
    app: Data<App>,
    member: PeopleManager,
    path: Path<MembershipPath>,
) -> AppResult<HttpResponse> {
    let (workspace_id, actor_id) = (member.workspace_id(), member.user.id);
    let (id, user_id) = (path.id, path.user);
    member
        .change(&app, move |conn| {
            let team = Team::find(conn, workspace_id, id)?;
            TeamMember::remove(conn, &team, actor_id, user_id)
        })
        .await?;
    Ok(see_other(&member.path(&format!("settings/teams/{id}"))))
}
