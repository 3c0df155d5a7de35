//! A batch is taken back while nothing of it has left.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::Utc;
use uuid::Uuid;

use crate::app::App;
use crate::error::AppResult;
use crate::handlers::{Id, done, is_fragment, query};
use crate::inviting::line::LINES;
use crate::inviting::undo::{self, Kept, Undone};
use crate::models::batch::Batch;
use crate::security::access::Admin;
use crate::security::session::{Flash, Undo};

/// How to take the batch back; `None` when it is too late.
pub fn undo_of(admin: &Admin, batch: &Batch) -> Option<Undo> {
    let can_undo = batch.hold_until > Utc::now() && batch.undone_at.is_none();
    can_undo.then(|| Undo {
        path: admin.path(&format!("settings/batches/{}/undo", batch.id)),
        until: Some(batch.hold_until),
    })
}

/// "3 invitations taken back. Nothing was sent."
pub fn taken_back(admin: &Admin, count: usize) -> Flash {
    Flash::done(admin.lang.say("invite-undone").with("n", count))
}

/// `POST /w/{slug}/settings/batches/{id}/undo`: takes a batch back while nothing of it has left.
pub async fn create(
    app: Data<App>,
    admin: Admin,
    request: HttpRequest,
    path: Path<Id>,
) -> AppResult<HttpResponse> {
    let (workspace_id, actor_id, batch_id) = (admin.workspace_id(), admin.user.id, path.id);
    let undone = app.db.run(move |conn| undo::undo(conn, workspace_id, actor_id, batch_id)).await?;
    let mut back = "settings/users".to_owned();
    let flash = match undone {
        Undone::Done { count, task_id, kept } => {
            let reopen = reopening(&admin, batch_id, task_id, &kept);
            back = task_id.map_or(back, |id| format!("tasks/{id}"));
            Flash { reopen, ..taken_back(&admin, count) }
        }
        Undone::TooLate => Flash::refused(admin.lang.t("invite-undo-late")),
    };
    flash.leave(&admin.session);
    Ok(done(is_fragment(&request), &admin.path(&back)))
}

/// Where the lines of a batch that was taken back can be mended and sent; `None` where there are
/// none, or more than a window holds.
fn reopening(admin: &Admin, batch_id: Uuid, task_id: Option<Uuid>, kept: &Kept) -> Option<String> {
    let task = task_id.map(|id| id.to_string()).unwrap_or_default();
    match kept {
        Kept::Rows(import_id) => Some(admin.path(&format!("settings/imports/{import_id}"))),
        Kept::Lines(lines) => (1..=LINES).contains(&lines.len()).then(|| {
            let query = query(&[("batch", &batch_id.to_string()), ("task", &task)]);
            admin.path(&format!("settings/invite{query}"))
        }),
    }
}
