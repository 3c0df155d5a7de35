//! Projects that are put away: they can be read, not changed, and be taken back.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use uuid::Uuid;

use crate::app::App;
use crate::error::AppResult;
use crate::handlers::{Id, see_other};
use crate::models::project::Project;
use crate::security::access::ProjectManager;
use crate::security::session::Flash;

/// `POST /w/{slug}/projects/{id}/archive`: puts the project away.
pub async fn create(
    app: Data<App>,
    member: ProjectManager,
    path: Path<Id>,
) -> AppResult<HttpResponse> {
    set(&app, &member, path.id, true).await
}

/// `POST /w/{slug}/projects/{id}/archive/removal`: takes the project back.
pub async fn delete(
    app: Data<App>,
    member: ProjectManager,
    path: Path<Id>,
) -> AppResult<HttpResponse> {
    set(&app, &member, path.id, false).await
}

async fn set(
    app: &App,
    member: &ProjectManager,
    id: Uuid,
    archived: bool,
) -> AppResult<HttpResponse> {
    let reach = member.reach();
    let set = move |conn: &mut _| {
        let project = Project::find(conn, reach, id)?;
        project.set_archived(conn, reach.user_id, archived)
    };
    member.change(app, set).await?;
    if !archived {
        Flash::done(member.lang.t("project-restored")).leave(&member.session);
    }
    Ok(see_other(&member.path(&format!("projects/{id}"))))
}
