//! The file comes back with what is wrong in it.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use crate::app::App;
use crate::error::AppResult;
use crate::files::corrected::Original;
use crate::handlers::imports::ImportPath;
use crate::handlers::invite::unreadable;
use crate::handlers::{self, see_other};
use crate::inviting::remark::{Remark, Remarks};
use crate::inviting::review::{self, Said};
use crate::inviting::spreadsheet::Field;
use crate::models::import_row::ImportRow;
use crate::models::role::Role;
use crate::models::team::Team;
use crate::security::access::Admin;
use crate::security::session::Flash;

/// `GET /w/{slug}/settings/imports/{id}/problems`: the admin's own rows and columns, and beside those
/// that are not ready why, as it is now.
pub async fn show(app: Data<App>, admin: Admin, path: Path<ImportPath>) -> AppResult<HttpResponse> {
    let (workspace, id) = (admin.workspace.clone(), path.id);
    let check = move |conn: &mut diesel::PgConnection| -> AppResult<_> {
        let (import, rows) = review::find(conn, workspace.id, id)?;
        review::check(conn, &workspace, rows)?;
        let (roles, teams) = (Role::all(conn, workspace.id)?, Team::all(conn, workspace.id)?);
        let with_problems = rows.with_problems(conn)?;
        Ok((import.file(conn)?, rows.open(conn)?, with_problems, import, roles, teams))
    };
    let (file, rows, with_problems, import, roles, teams) = admin.change(&app, check).await?;
    let table = match app
        .spreadsheets
        .of_workspace(admin.workspace_id())
        .table(&file, import.sheet_number())
        .await
    {
        Ok(table) => table,
        Err(reason) => {
            Flash::refused(unreadable(admin.lang, reason)).leave(&admin.session);
            return Ok(see_other(&admin.path(&format!("settings/imports/{id}"))));
        }
    };
    let columns: Vec<Option<Field>> =
        import.fields().iter().map(|field| field.as_deref().and_then(Field::parse)).collect();
    let original = Original {
        table: &table,
        header_row: import.header_row(),
        columns: &columns,
        lang: admin.lang,
    };
    let remarks = Remarks::new(admin.lang, admin.workspace.zone(), &roles, &teams);
    let rows_by_number: HashMap<usize, u32> = rows.iter().filter_map(number_and_row).collect();
    let row_of = |number: usize| rows_by_number.get(&number).copied().unwrap_or_default();
    let problems: HashMap<u32, (String, String)> = with_problems
        .iter()
        .filter_map(|row| Some((number_and_row(row)?.1, said_of(row, &remarks, row_of)?)))
        .collect();
    let bytes = original.corrected(|row| problems.get(&row).cloned())?;
    let name = format!("{}-{}", import.stem(), admin.lang.t("import-problems-file"));
    Ok(handlers::file(&name, original.format(), bytes))
}

/// The number of a row among those of the import, and in the file.
fn number_and_row(row: &ImportRow) -> Option<(usize, u32)> {
    Some((usize::try_from(row.number).ok()?, u32::try_from(row.row).ok()?))
}

/// The problem and a suggestion; `None` when the row is ready.
fn said_of(
    row: &ImportRow,
    remarks: &Remarks,
    row_of: impl Fn(usize) -> u32 + Copy,
) -> Option<(String, String)> {
    let all = match row.said()? {
        Said::Known(fact) => vec![remarks.of_fact(&fact, row_of)],
        Said::Mistakes(mistakes) => {
            let line = row.line();
            mistakes.iter().map(|mistake| remarks.of_mistake(*mistake, &line)).collect()
        }
    };
    Remark::joined(&all)
}
