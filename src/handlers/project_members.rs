use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Path};

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::handlers::membership::{MembershipForm, MembershipPath};
use crate::handlers::projects::ProjectPath;
use crate::handlers::{form, see_other};
use crate::models::project::Project;
use crate::security::access::ProjectManager;

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
                let project = Project::find_open(conn, reach, id)?;
                Ok::<_, AppError>(project.add_member(conn, reach.user_id, user_id)?)
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
    let remove = move |conn: &mut _| {
        let project = Project::find_open(conn, reach, id)?;
        Ok::<_, AppError>(project.remove_member(conn, reach.user_id, user_id)?)
    };
    member.change(&app, remove).await?;
    Ok(see_other(&member.path(&format!("projects/{id}#members"))))
}
