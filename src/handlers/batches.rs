use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use uuid::Uuid;

use crate::app::App;
use crate::error::AppResult;
use crate::handlers::{done, is_fragment};
use crate::inviting::send::{self, Undone};
use crate::security::access::Admin;
use crate::security::session::Flash;

/// `POST /w/{slug}/settings/batches/{id}/undo`: takes a batch back while nothing of it has left.
pub async fn undo(
    app: Data<App>,
    admin: Admin,
    request: HttpRequest,
    path: Path<(String, Uuid)>,
) -> AppResult<HttpResponse> {
    let (workspace_id, actor_id, batch_id) = (admin.workspace_id(), admin.user.id, path.1);
    let undone = app.db.run(move |conn| send::undo(conn, workspace_id, actor_id, batch_id)).await?;
    let flash = match undone {
        Undone::Done(count) => Flash::done(admin.lang.say("invite-undone").with("n", count)),
        Undone::TooLate => Flash::refused(admin.lang.t("invite-undo-late")),
    };
    flash.leave(&admin.session);
    Ok(done(is_fragment(&request), &admin.path("settings/users")))
}
