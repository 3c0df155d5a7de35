//! The file comes back with what is wrong in it.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use crate::app::App;
use crate::error::AppResult;
use crate::files::corrected::Original;
use crate::handlers::imports::ImportPath;
use crate::handlers::imports::row::messages;
use crate::handlers::invite::unreadable;
use crate::handlers::invite::window_line::Choice;
use crate::handlers::{self, see_other};
use crate::inviting::review::{self, Said};
use crate::inviting::spreadsheet::Field;
use crate::models::import_row::ImportRow;
use crate::models::role::Role;
use crate::models::team::Team;
use crate::security::access::Admin;
use crate::security::session::Flash;
use crate::values::Lang;

/// `GET /w/{slug}/settings/imports/{id}/problems`: the admin's own rows and columns, and beside those
/// that are not ready why, as it is now.
pub async fn show(app: Data<App>, admin: Admin, path: Path<ImportPath>) -> AppResult<HttpResponse> {
    let (workspace, id) = (admin.workspace.clone(), path.id);
    let check = move |conn: &mut diesel::PgConnection| -> AppResult<_> {
        let (import, rows) = review::find(conn, workspace.id, id)?;
        review::check(conn, &workspace, rows)?;
        let (roles, teams) = (Role::all(conn, workspace.id)?, Team::all(conn, workspace.id)?);
        Ok((import.file(conn)?, rows.with_problems(conn)?, import, roles, teams))
    };
    let (file, rows, import, roles, teams) = admin.change(&app, check).await?;
    let table = match app.spreadsheets.table(file, import.sheet_number()).await {
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
    let words = Words::new(admin.lang, &roles, &teams);
    let problems: HashMap<u32, (String, String)> =
        rows.iter().filter_map(|row| words.of(row)).collect();
    let bytes = original.corrected(|row| problems.get(&row).cloned())?;
    let name = format!("{}-{}", import.stem(), admin.lang.t("import-problems-file"));
    Ok(handlers::file(&name, original.format(), bytes))
}

/// What the columns say.
struct Words {
    lang: Lang,
    choices: Vec<Choice>,
    roles: String,
    teams: String,
}

impl Words {
    fn new(lang: Lang, roles: &[Role], teams: &[Team]) -> Words {
        let choices: Vec<Choice> =
            roles.iter().map(|role| Choice::new(role.id, role.title(lang))).collect();
        let titles: Vec<&str> = choices.iter().map(|role| role.text.as_str()).collect();
        let names: Vec<&str> = teams.iter().map(|team| team.name.as_str()).collect();
        Words { lang, roles: titles.join(", "), teams: names.join(", "), choices }
    }

    /// The row's number in the file, the problem, and a suggestion.
    fn of(&self, row: &ImportRow) -> Option<(u32, (String, String))> {
        let said = messages(self.lang, row, &self.choices);
        let problem: Vec<String> = said.iter().map(|message| message.text.clone()).collect();
        let suggestion = match row.said()? {
            Said::Known(_) => self.lang.t("import-suggest-known"),
            Said::Mistakes(_) => {
                let one = said.iter().map(|message| self.suggestion(message.field));
                one.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ")
            }
        };
        Some((u32::try_from(row.row).ok()?, (problem.join("; "), suggestion)))
    }

    fn suggestion(&self, field: &str) -> String {
        let key = match field {
            "email" => "import-suggest-email",
            "role" => return self.roles.clone(),
            "team" => return self.teams.clone(),
            "gender" => "import-suggest-gender",
            _ => return String::new(),
        };
        self.lang.t(key)
    }
}
