//! The review of a file: its people by verdict, mended in place, and what its columns hold.

mod columns;
mod form;
mod page;
mod problems;
mod row;
mod sending;
mod shown;
mod words;

use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use diesel::PgConnection;

pub use columns::update as map_columns;
pub use problems::show as problems;
pub use sending::{confirm, create as send};

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::handlers::{Id, is_fragment, ok, see_other};
use crate::inviting::review;
use crate::security::access::Admin;
use crate::security::session::Flash;
use form::{Change, ReviewForm};
use page::ReviewPage;
use shown::Shown;

/// `GET /w/{slug}/settings/imports/{id}`
pub async fn show(
    app: Data<App>,
    admin: Admin,
    path: Path<Id>,
    shown: Query<Shown>,
) -> AppResult<HttpResponse> {
    Ok(ok(&ReviewPage::load(&app, &admin, path.id, &shown.into_inner().tidied()).await?))
}

/// `POST /w/{slug}/settings/imports/{id}`: what was typed, whichever button was pressed, and what the
/// button asks for; what changed is then checked again.
pub async fn update(
    app: Data<App>,
    admin: Admin,
    path: Path<Id>,
    request: HttpRequest,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let form = ReviewForm::parse(&body)?;
    let change = form.change()?;
    let (workspace, id) = (admin.workspace.clone(), path.id);
    let (edits, choices, asked) = (form.edits(), form.choices(&change), change.clone());
    let mend = move |conn: &mut PgConnection| -> AppResult<usize> {
        let (_, rows) = review::find(conn, workspace.id, id)?;
        let mut changed = review::edit(conn, rows, &edits)?;
        changed.extend(review::choose(conn, rows, &choices)?);
        match asked {
            Change::LeaveOut(number) => rows.leave_out(conn, number, true)?,
            Change::TakeBack(number) => rows.leave_out(conn, number, false)?,
            Change::TakeMeant(number) => changed.extend(review::take_meant(conn, rows, number)?),
            _ => {}
        }
        if !changed.is_empty() || asked.is_about_rows() {
            review::check(conn, &workspace, rows)?;
        }
        Ok(changed.len())
    };
    let changed = admin.change(&app, mend).await?;
    if let Some(text) = change.said(admin.lang, changed) {
        Flash::done(text).leave(&admin.session);
    }
    if is_fragment(&request) && change == Change::Send {
        return confirm(app, admin, request, path).await;
    }
    let base = format!("settings/imports/{id}");
    Ok(see_other(&admin.path(&match change {
        Change::Send => format!("{base}/send"),
        Change::Window => format!("settings/invite?import={id}"),
        change => format!("{base}{}", change.leads_to(form.shown())),
    })))
}

/// A number in the value of a button.
fn number<T: std::str::FromStr>(word: &str) -> AppResult<T> {
    word.parse().map_err(|_| AppError::BadRequest)
}
