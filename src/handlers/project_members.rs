use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Path};
use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::error::AppResult;
use crate::handlers::membership::{MembershipForm, MembershipPath};
use crate::handlers::{form, see_other};
use crate::models::project::Project;
use crate::security::access::ProjectManager;

#[derive(Deserialize)]
pub struct ProjectPath {
    id: Uuid,
}

/// `POST /w/{slug}/projects/{id}/members`: adds a member; nobody chosen adds nobody.
pub async fn create(
    app: Data<App>,
    member: ProjectManager,
    path: Path<ProjectPath>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let form: MembershipForm = form(&body)?;
    let (reach, id) = (member.reach(), path.id);
    if let Some(user_id) = form.chosen()? {
        member
            .change(&app, move |conn| {
                let project = Project::find(conn, reach, id)?;
                project.add_member(conn, user_id)
            })
            .await?;
    }
    Ok(see_other(&member.path(&format!("projects/{id}#members"))))
}

/// `POST /w/{slug}/projects/{id}/members/{user}/removal`
pub async fn delete(
    app: Data<App>,
    member: ProjectManager,
    path: Path<MembershipPath>,
) -> AppResult<HttpResponse> {
    let (reach, id, user_id) = (member.reach(), path.id, path.user);
    let remove = move |conn: &mut _| Project::find(conn, reach, id)?.remove_member(conn, user_id);
    member.change(&app, remove).await?;
    Ok(see_other(&member.path(&format!("projects/{id}#members"))))
}
