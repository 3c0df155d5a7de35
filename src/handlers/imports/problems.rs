//! The file comes back with what is wrong in it.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use diesel::PgConnection;
use serde_json::json;

use crate::app::App;
use crate::db::transaction;
use crate::error::AppResult;
use crate::files::corrected::Original;
use crate::files::mended::Mender;
use crate::handlers::invite::unreadable;
use crate::handlers::{self, Id, see_other};
use crate::inviting::line::Line;
use crate::inviting::remark::{Remark, Remarks};
use crate::inviting::review::{self, Said};
use crate::inviting::spreadsheet::{Field, Table};
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::import::Import;
use crate::models::import_row::ImportRow;
use crate::models::role::Role;
use crate::models::team::Team;
use crate::security::access::Admin;
use crate::security::session::Flash;

/// `GET /w/{slug}/settings/imports/{id}/problems`: the admin's own rows and columns with what was
/// mended in them, and beside those that are not ready why, as it is now. Nothing is written but that
/// somebody took it away.
pub async fn show(app: Data<App>, admin: Admin, path: Path<Id>) -> AppResult<HttpResponse> {
    let (workspace, id) = (admin.workspace.clone(), path.id);
    let load = move |conn: &mut PgConnection| -> AppResult<_> {
        let (import, rows) = review::find(conn, workspace.id, id)?;
        let all = rows.all(conn)?;
        let rows = review::as_now(conn, &workspace, &all)?;
        let (roles, teams) = (Role::all(conn, workspace.id)?, Team::all(conn, workspace.id)?);
        Ok((import.file(conn)?, Checked { import, rows, roles, teams }))
    };
    let (file, checked) = app.db.run(load).await?;
    let reader = app.spreadsheets.of_workspace(admin.workspace_id());
    let table = match reader.table(&file, checked.import.sheet_number()).await {
        Ok(table) => table,
        Err(reason) => {
            Flash::refused(unreadable(admin.lang, reason)).leave(&admin.session);
            return Ok(see_other(&admin.path(&format!("settings/imports/{id}"))));
        }
    };
    let name = format!("{}-{}", checked.import.stem(), admin.lang.t("import-problems-file"));
    let details = json!({ "file": checked.import.file_name, "people": checked.rows.len() });
    let answer = checked.file(&admin, &name, table)?;
    let (workspace_id, actor) = (admin.workspace_id(), Some(admin.user.id));
    let record = move |conn: &mut PgConnection| {
        transaction(conn, |conn| {
            let details = details.clone();
            AuditEvent::record(conn, workspace_id, actor, Action::Exported, None, details)
        })
    };
    app.db.run(record).await?;
    Ok(answer)
}

/// An import with its rows as they are now.
struct Checked {
    import: Import,
    rows: Vec<ImportRow>,
    roles: Vec<Role>,
    teams: Vec<Team>,
}

impl Checked {
    fn file(&self, admin: &Admin, name: &str, mut table: Table) -> AppResult<HttpResponse> {
        let lang = admin.lang;
        let columns: Vec<Option<Field>> = self
            .import
            .fields()
            .iter()
            .map(|field| field.as_deref().and_then(Field::parse))
            .collect();
        let (roles, teams) = (self.roles.as_slice(), self.teams.as_slice());
        let mender = Mender { columns: &columns, roles, teams, lang };
        let people = self.people();
        for (number, cells) in &mut table.rows {
            if let Some(now) = people.get(number) {
                mender.mend(cells, now);
            }
        }
        let header_row = self.import.header_row();
        let original = Original { table: &table, header_row, columns: &columns, lang };
        let problems = self.problems(&Remarks::new(lang, admin.workspace.zone(), roles, teams));
        let bytes = original.corrected(|row| problems.get(&row).cloned())?;
        Ok(handlers::file(name, original.format(), bytes))
    }

    /// Who stands in each row of the file.
    fn people(&self) -> HashMap<u32, Vec<Line>> {
        let mut people: HashMap<u32, Vec<Line>> = HashMap::new();
        for row in &self.rows {
            if let Some((_, number)) = number_and_row(row) {
                people.entry(number).or_default().push(row.line());
            }
        }
        people
    }

    /// The problem and a suggestion for each row of the file that is not ready.
    fn problems(&self, remarks: &Remarks) -> HashMap<u32, (String, String)> {
        let rows_by_number: HashMap<usize, u32> =
            self.rows.iter().filter_map(number_and_row).collect();
        let row_of = |number: usize| rows_by_number.get(&number).copied().unwrap_or_default();
        let mut all: HashMap<u32, Vec<Remark>> = HashMap::new();
        for row in self.rows.iter().filter(|row| row.state.is_open()) {
            if let Some((_, number)) = number_and_row(row) {
                all.entry(number).or_default().extend(said_of(row, remarks, row_of));
            }
        }
        let joined = |(row, remarks): (u32, Vec<Remark>)| Some((row, Remark::joined(&remarks)?));
        all.into_iter().filter_map(joined).collect()
    }
}

/// The number of a row among those of the import, and in the file; `None` for one that was typed.
fn number_and_row(row: &ImportRow) -> Option<(usize, u32)> {
    let place = u32::try_from(row.row).ok().filter(|place| *place > 0)?;
    Some((usize::try_from(row.number).ok()?, place))
}

/// What is to be said about a row; nothing when it is ready.
fn said_of(
    row: &ImportRow,
    remarks: &Remarks,
    row_of: impl Fn(usize) -> u32 + Copy,
) -> Vec<Remark> {
    match row.said() {
        None => Vec::new(),
        Some(Said::Known(fact)) => vec![remarks.of_fact(&fact, row_of)],
        Some(Said::Mistakes(mistakes)) => {
            let line = row.line();
            mistakes.iter().map(|mistake| remarks.of_mistake(*mistake, &line)).collect()
        }
    }
}
