//! The review of a file: its people by verdict, mended in place, and what its columns hold.

mod columns;
mod page;
mod problems;
mod row;
mod sending;

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Path, Query};
use serde::Deserialize;
use uuid::Uuid;

pub use columns::update as map_columns;
pub use problems::show as problems;
pub use sending::{confirm, create as send};

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::handlers::invite::form_line::kept;
use crate::handlers::{ok, see_other};
use crate::inviting::line::Line;
use crate::inviting::review::{self, Choice, UnknownWords};
use crate::models::import_row::RowState;
use crate::security::access::Admin;
use page::ReviewPage;

/// The address of an import.
#[derive(Deserialize)]
pub struct ImportPath {
    pub id: Uuid,
}

/// Which of its rows are looked at.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Shown {
    /// A [`RowState`]; empty for what needs work, or else for all.
    pub show: String,
    pub page: String,
}

/// What was typed into the rows of a page, and the button that was pressed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct ReviewForm {
    /// `save`, `leave-17`, `take-17`, `roles`, `words`.
    change: String,
    show: String,
    page: String,
    /// The role for every row without one.
    role: String,
    rows: BTreeMap<i32, Line>,
    words: Vec<Word>,
}

/// A word of the file and what it shall mean.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Word {
    /// `role` or `team`.
    field: String,
    word: String,
    choice: String,
}

/// `GET /w/{slug}/settings/imports/{id}`
pub async fn show(
    app: Data<App>,
    admin: Admin,
    path: Path<ImportPath>,
    shown: Query<Shown>,
) -> AppResult<HttpResponse> {
    Ok(ok(&ReviewPage::load(&app, &admin, path.id, &shown).await?))
}

/// `POST /w/{slug}/settings/imports/{id}`: what was typed, and the choice that was made; every row is
/// then checked again.
pub async fn update(
    app: Data<App>,
    admin: Admin,
    path: Path<ImportPath>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let config = serde_qs::Config::new().use_form_encoding(true);
    let mut form: ReviewForm = config.deserialize_bytes(&body).map_err(|_| AppError::BadRequest)?;
    form.rows.values_mut().for_each(cut_line);
    form.cut();
    let (workspace, id) = (admin.workspace.clone(), path.id);
    let shown = Shown { show: form.show.clone(), page: form.page.clone() };
    let address = shown.address(&admin, id);
    let change = move |conn: &mut diesel::PgConnection| -> AppResult<()> {
        let (_, rows) = review::find(conn, workspace.id, id)?;
        review::edit(conn, rows, &form.rows)?;
        match form.change.split_once('-') {
            Some(("leave", number)) => {
                rows.leave_out(conn, number.parse().map_err(|_| AppError::BadRequest)?, true)?;
            }
            Some(("take", number)) => {
                rows.leave_out(conn, number.parse().map_err(|_| AppError::BadRequest)?, false)?;
            }
            _ => {
                review::choose(conn, rows, &form.choices())?;
            }
        }
        review::check(conn, &workspace, rows)
    };
    admin.change(&app, change).await?;
    Ok(see_other(&address))
}

/// Cuts every field to what can be meant.
fn cut_line(line: &mut Line) {
    let Line { email, name, role, team, gender } = line;
    [email, name, role, team, gender].into_iter().for_each(tidied);
}

fn tidied(field: &mut String) {
    *field = kept(field);
}

impl ReviewForm {
    /// Cuts what would be written into many rows to what can be meant; more words than a page
    /// offers are none of ours.
    fn cut(&mut self) {
        self.words.truncate(2 * UnknownWords::MOST);
        let words = self.words.iter_mut().flat_map(|word| [&mut word.word, &mut word.choice]);
        words.chain([&mut self.role]).for_each(tidied);
    }

    fn choices(&self) -> Vec<Choice> {
        match self.change.as_str() {
            "roles" if !self.role.is_empty() => vec![Choice::RoleWhereNone(self.role.clone())],
            "words" => self.words.iter().filter_map(Word::choice).collect(),
            _ => Vec::new(),
        }
    }
}

impl Word {
    /// `None` when nothing was chosen.
    fn choice(&self) -> Option<Choice> {
        let word = self.word.clone();
        match (self.field.as_str(), self.choice.as_str()) {
            (_, "") => None,
            ("role", role) => Some(Choice::RoleFor { word, role: role.to_owned() }),
            ("team", "none") => Some(Choice::TeamFor { word, team: String::new() }),
            ("team", team) => Some(Choice::TeamFor { word, team: team.to_owned() }),
            _ => None,
        }
    }
}

impl Shown {
    /// The state that is asked for; `None` for all or when none was.
    fn state(&self) -> Option<RowState> {
        RowState::parse(&self.show)
    }

    fn page(&self) -> i64 {
        self.page.parse().unwrap_or(1)
    }

    /// The review at these rows.
    fn address(&self, admin: &Admin, id: Uuid) -> String {
        let base = admin.path(&format!("settings/imports/{id}"));
        let show = match self.show.as_str() {
            "all" => "all",
            _ => self.state().map_or("", RowState::as_str),
        };
        format!("{base}?show={show}&page={}", self.page().max(1))
    }
}
