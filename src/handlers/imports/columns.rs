//! What the columns of a file hold, as it was recognised or as an admin says.

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Path};
use diesel::PgConnection;
use serde::Deserialize;
use serde_json::json;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::files::corrected::own;
use crate::handlers::imports::form::ReviewForm;
use crate::handlers::invite::unreadable;
use crate::handlers::{Id, see_other};
use crate::inviting::review;
use crate::inviting::spreadsheet::{Field, Wish};
use crate::models::import::{self, Import};
use crate::security::access::Admin;
use crate::security::session::Flash;
use crate::values::Lang;

/// A column, as the page shows it.
pub struct Column {
    pub index: usize,
    /// Its word, else its letter as spreadsheet programs show it.
    pub title: String,
    /// What its first people have there.
    pub samples: String,
    pub fields: Vec<FieldChoice>,
}

/// What a column may hold.
pub struct FieldChoice {
    pub value: &'static str,
    pub text: String,
    pub is_chosen: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ColumnsForm {
    sheet: usize,
    columns: Vec<String>,
}

/// The columns that hold something.
pub fn of(lang: Lang, import: &Import) -> Vec<Column> {
    let (headers, columns, samples) = (import.headers(), import.fields(), import.samples());
    let column = |index: usize| {
        let held: Vec<&str> = samples
            .iter()
            .filter_map(|row| row.get(index))
            .map(String::as_str)
            .filter(|cell| !cell.is_empty())
            .collect();
        let header = headers.get(index).filter(|header| !header.trim().is_empty());
        let chosen = columns.get(index).cloned().flatten();
        Column {
            index,
            title: header.cloned().unwrap_or_else(|| letters(index)),
            samples: held.join(", "),
            fields: fields(lang, chosen.as_deref()),
        }
    };
    (0..headers.len()).map(column).collect()
}

fn fields(lang: Lang, chosen: Option<&str>) -> Vec<FieldChoice> {
    Field::ALL
        .iter()
        .map(|field| FieldChoice {
            value: field.as_str(),
            text: lang.t(match field {
                Field::Email => "email",
                Field::Name => "users-name",
                Field::FirstName => "import-first-name",
                Field::LastName => "import-last-name",
                Field::Gender => "user-gender",
                Field::Role => "users-role",
                Field::Team => "users-team",
            }),
            is_chosen: chosen == Some(field.as_str()),
        })
        .collect()
}

/// A, B … Z, AA …, as spreadsheet programs call a column.
fn letters(mut index: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.insert(0, char::from(b'A' + (index % 26) as u8));
        match (index / 26).checked_sub(1) {
            Some(rest) => index = rest,
            None => return letters.into_iter().collect(),
        }
    }
}

/// `POST /w/{slug}/settings/imports/{id}/columns`: reads the file anew, from this sheet and with these
/// columns; they are remembered for the next file with the same headers.
pub async fn update(
    app: Data<App>,
    admin: Admin,
    path: Path<Id>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let config = serde_qs::Config::new().use_form_encoding(true);
    let form: ColumnsForm = config.deserialize_bytes(&body).map_err(|_| AppError::BadRequest)?;
    let edits = ReviewForm::parse(&body)?.edits();
    let (workspace, id) = (admin.workspace.clone(), path.id);
    let found = app.db.run(move |conn| {
        let (import, _) = review::find(conn, workspace.id, id)?;
        let file = import.file(conn)?;
        AppResult::Ok((import, file))
    });
    let (import, file) = found.await?;
    let wish = form.wish(&import);
    let address = admin.path(&format!("settings/imports/{id}"));
    let reader = app.spreadsheets.of_workspace(admin.workspace_id());
    let sheet = match reader.read(&file, &wish).await {
        Ok(sheet) => sheet,
        Err(reason) => {
            Flash::refused(unreadable(admin.lang, reason)).leave(&admin.session);
            return Ok(see_other(&address));
        }
    };
    // What it was read as until now tells what was changed since.
    let before = Wish { sheet: Some(import.sheet_number()), columns: Some(fields_of(&import)) };
    let before = app.spreadsheets.read(&file, &before).await.ok();
    let workspace = admin.workspace.clone();
    let change = move |conn: &mut PgConnection| -> AppResult<bool> {
        let (_, rows) = review::find(conn, workspace.id, import.id)?;
        review::edit(conn, rows, &edits)?;
        if wish.columns.is_some() {
            import::remember(conn, workspace.id, own(&sheet.headers), &json!(sheet.columns))?;
        }
        review::read_anew(conn, &workspace, &import, before.as_ref(), sheet.clone())
    };
    if !admin.change(&app, change).await? {
        Flash::refused(admin.lang.t("import-is-sent")).leave(&admin.session);
    }
    Ok(see_other(&address))
}

fn fields_of(import: &Import) -> Vec<Option<Field>> {
    import.fields().iter().map(|field| field.as_deref().and_then(Field::parse)).collect()
}

impl ColumnsForm {
    /// Another sheet has other columns, so they are recognised anew.
    fn wish(&self, import: &Import) -> Wish {
        let is_same = import.sheet_number() == self.sheet;
        let columns = self.columns.iter().map(|word| Field::parse(word)).collect();
        Wish { sheet: Some(self.sheet), columns: is_same.then_some(columns) }
    }
}
