//! An Admin looks at the workspace as another role.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use crate::app::App;
use crate::error::AppResult;
use crate::handlers::{Id, see_other};
use crate::models::role::Role;
use crate::security::access::{Admin, Viewer};
use crate::security::preview::Preview;

/// `POST /w/{slug}/settings/permissions/{id}/preview`: from now on this session sees the workspace
/// as the role. Admins see everything as it is.
pub async fn create(app: Data<App>, member: Admin, path: Path<Id>) -> AppResult<HttpResponse> {
    let (workspace_id, id) = (member.workspace_id(), path.id);
    let role = app.db.run(move |conn| Role::find(conn, workspace_id, id)).await?;
    if role.is_admin() {
        return Ok(see_other(&member.path("settings/permissions")));
    }
    let slug = member.workspace.slug.clone();
    Preview { workspace_id, slug, role_id: role.id }.begin(&member.session)?;
    Ok(see_other(&member.path("")))
}

/// `POST /preview/end`
pub async fn delete(viewer: Viewer) -> HttpResponse {
    match Preview::end(&viewer.session) {
        Some(preview) => see_other(&format!("/w/{}/settings/permissions", preview.slug)),
        None => see_other("/"),
    }
}
