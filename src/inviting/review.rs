//! The people of a file between reading and sending: kept as rows that are checked by the same plan
//! as the window's lines, and mended in place.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::error::{AppError, AppResult};
use crate::inviting::line::Line;
use crate::inviting::plan::{Fact, Known, Mistake, PlannedLine, SendPlan, Verdict};
use crate::inviting::spreadsheet::Sheet;
use crate::models::batch::Batch;
use crate::models::import::{Import, NewImport, Shape};
use crate::models::import_row::{ImportRow, RowState, Rows};
use crate::models::workspace::Workspace;
use crate::values::EmailAddress;

/// Why a row is not ready.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Said {
    Known(Fact),
    Mistakes(Vec<Mistake>),
}

/// A file that was just read.
#[derive(Debug)]
pub struct Arrival {
    pub id: Uuid,
    pub sender_id: Uuid,
    pub file_name: String,
    pub file: Vec<u8>,
    pub sheet: Sheet,
    /// What was typed in the window before: it comes first.
    pub typed: Vec<Line>,
    pub task_id: Option<Uuid>,
}

/// Keeps the file and its people, checked.
pub fn keep(conn: &mut PgConnection, workspace: &Workspace, arrival: Arrival) -> AppResult<()> {
    let import = NewImport {
        workspace_id: workspace.id,
        id: arrival.id,
        created_by: arrival.sender_id,
        file_name: arrival.file_name.chars().take(Import::NAME_LENGTH).collect(),
        file: arrival.file,
        shape: shape(&arrival.sheet),
        task_id: arrival.task_id,
    };
    Import::insert(conn, &import)?;
    Import::delete_surplus(conn, workspace.id)?;
    let rows = Rows { workspace_id: workspace.id, import_id: arrival.id };
    let read = checked(conn, workspace, &numbered(arrival.typed, arrival.sheet))?;
    Ok(rows.write(conn, &read)?)
}

/// The same file, read as something else: its rows begin anew, what was typed before it stays. Whether
/// that was done: not while a batch sends its people.
pub fn read_anew(
    conn: &mut PgConnection,
    workspace: &Workspace,
    import: &Import,
    sheet: Sheet,
) -> AppResult<bool> {
    if Batch::running_of_import(conn, workspace.id, import.id)?.is_some() {
        return Ok(false);
    }
    let rows = Rows { workspace_id: workspace.id, import_id: import.id };
    let typed = rows.open(conn)?.into_iter().filter(|row| row.row == 0);
    let typed = typed.map(|row| row.line()).collect();
    import.reshape(conn, &shape(&sheet))?;
    rows.clear(conn)?;
    let read = checked(conn, workspace, &numbered(typed, sheet))?;
    rows.write(conn, &read)?;
    Ok(true)
}

/// What would happen to each row now; only what changed is written.
pub fn check(conn: &mut PgConnection, workspace: &Workspace, rows: Rows) -> AppResult<()> {
    let open = rows.open(conn)?;
    let checked = checked(conn, workspace, &open)?;
    let changed: Vec<ImportRow> =
        open.iter().zip(checked).filter(|(row, new)| *row != new).map(|(_, new)| new).collect();
    if !changed.is_empty() {
        rows.write(conn, &changed)?;
    }
    Ok(())
}

/// The rows as they are now that it is known what would happen to each.
pub fn checked(
    conn: &mut PgConnection,
    workspace: &Workspace,
    rows: &[ImportRow],
) -> AppResult<Vec<ImportRow>> {
    let lines: Vec<Line> = rows.iter().map(ImportRow::line).collect();
    let known = Known::load(conn, workspace, &lines)?;
    let plan = SendPlan::of(&lines, &known);
    Ok(rows.iter().zip(&plan.lines).map(|(row, line)| row_of(row, line, &known, rows)).collect())
}

/// What was typed into rows.
pub type Edits = BTreeMap<i32, Line>;

/// Writes what was typed into these rows; those that were sent meanwhile stay as they are.
pub fn edit(conn: &mut PgConnection, rows: Rows, edits: &Edits) -> QueryResult<()> {
    let open = rows.open(conn)?.into_iter();
    let changed: Vec<ImportRow> = open
        .filter_map(|row| {
            let Line { email, name, role, team, gender } = edits.get(&row.number)?.clone();
            let edited = ImportRow { email, name, role, team, gender, ..row.clone() };
            (edited != row).then_some(edited)
        })
        .collect();
    if changed.is_empty() { Ok(()) } else { rows.write(conn, &changed) }
}

/// A choice for many rows at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// This role for every row without one.
    RoleWhereNone(String),
    /// This role wherever the file says that.
    RoleFor { word: String, role: String },
    /// This team, or none, wherever the file says that.
    TeamFor { word: String, team: String },
}

/// Makes choices for every row they are about; of several for one row the last counts.
pub fn choose(conn: &mut PgConnection, rows: Rows, choices: &[Choice]) -> QueryResult<()> {
    if choices.is_empty() {
        return Ok(());
    }
    let is_word = |text: &str, word: &str| text.trim().eq_ignore_ascii_case(word.trim());
    let changed: Vec<ImportRow> = rows
        .open(conn)?
        .into_iter()
        .filter_map(|row| {
            let mut chosen = row.clone();
            for choice in choices {
                match choice {
                    Choice::RoleWhereNone(role) if row.lacks_role() => chosen.role.clone_from(role),
                    Choice::RoleFor { word, role } if is_word(&row.role, word) => {
                        chosen.role.clone_from(role);
                    }
                    Choice::TeamFor { word, team } if is_word(&row.team, word) => {
                        chosen.team.clone_from(team);
                    }
                    _ => {}
                }
            }
            (chosen != row).then_some(chosen)
        })
        .collect();
    if changed.is_empty() { Ok(()) } else { rows.write(conn, &changed) }
}

impl ImportRow {
    /// The row as a line of the window.
    pub fn line(&self) -> Line {
        Line {
            email: self.email.clone(),
            name: self.name.clone(),
            role: self.role.clone(),
            team: self.team.clone(),
            gender: self.gender.clone(),
        }
    }

    /// Why it is not ready; `None` when it is.
    pub fn said(&self) -> Option<Said> {
        serde_json::from_value(self.said.clone()?).ok()
    }
}

fn shape(sheet: &Sheet) -> Shape {
    Shape {
        sheets: json!(sheet.sheets),
        sheet: i32::try_from(sheet.sheet).unwrap_or_default(),
        header_row: sheet.header_row.and_then(|row| i32::try_from(row).ok()),
        headers: json!(sheet.headers),
        fields: json!(sheet.columns),
        samples: json!(sheet.samples),
    }
}

fn numbered(typed: Vec<Line>, sheet: Sheet) -> Vec<ImportRow> {
    let typed = typed.into_iter().map(|line| (0, line));
    let read = sheet.rows.into_iter().map(|row| (i32::try_from(row.row).unwrap_or(0), row.line));
    let row = |(number, (row, line)): (i32, (i32, Line))| ImportRow {
        number,
        row,
        email: line.email,
        name: line.name,
        role: line.role,
        team: line.team,
        gender: line.gender,
        state: RowState::Work,
        said: None,
    };
    (1..).zip(typed.chain(read)).map(row).collect()
}

fn row_of(row: &ImportRow, planned: &PlannedLine, known: &Known, all: &[ImportRow]) -> ImportRow {
    let mut row = row.clone();
    if row.name.trim().is_empty()
        && let Ok(email) = EmailAddress::parse(&row.email)
    {
        row.name = known.recognise(&email).map(|name| name.to_string()).unwrap_or_default();
    }
    let (state, said) = match &planned.verdict {
        Verdict::Invite(_) => (RowState::Ready, None),
        // Lines are counted among those that are open, rows as the file has them.
        Verdict::Known(Fact::SameAddress { line }) => {
            let first = all.get(line - 1).and_then(|row| usize::try_from(row.number).ok());
            let said = Said::Known(Fact::SameAddress { line: first.unwrap_or(*line) });
            (RowState::Known, Some(said))
        }
        Verdict::Known(fact) => (RowState::Known, Some(Said::Known(fact.clone()))),
        Verdict::Mistakes(mistakes) => (RowState::Work, Some(Said::Mistakes(mistakes.clone()))),
    };
    ImportRow { state, said: said.map(|said| json!(said)), ..row }
}

/// The words of a file that are no role or team of the workspace, and in how many rows each stands,
/// the most frequent first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnknownWords {
    pub roles: Vec<(String, i64)>,
    pub teams: Vec<(String, i64)>,
}

impl UnknownWords {
    /// The most words that are offered at once; the others come when these are settled.
    pub const MOST: usize = 10;

    /// Of the rows that are to be mended.
    pub fn of(conn: &mut PgConnection, rows: Rows) -> QueryResult<UnknownWords> {
        let mut most_frequent = |column: &str, mistake: Mistake| {
            let said = json!(Said::Mistakes(vec![mistake]));
            rows.most_frequent(conn, column, &said, UnknownWords::MOST as i64)
        };
        Ok(UnknownWords {
            roles: most_frequent("role", Mistake::RoleUnknown)?,
            teams: most_frequent("team", Mistake::TeamUnknown)?,
        })
    }
}

/// [`AppError::NotFound`] when the id is none of an import of this workspace.
pub fn find(conn: &mut PgConnection, workspace_id: Uuid, id: Uuid) -> AppResult<(Import, Rows)> {
    let import = Import::find(conn, workspace_id, id).map_err(AppError::from)?;
    Ok((import, Rows { workspace_id, import_id: id }))
}
