//! The people of a file between reading and sending: kept as rows that are checked by the same plan
//! as the window's lines, and mended in place.

mod anew;

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

pub use anew::read_anew;

use crate::error::AppResult;
use crate::inviting::line::Line;
use crate::inviting::plan::{Fact, Known, Mistake, PlannedLine, SendPlan, Verdict};
use crate::inviting::remark::meant;
use crate::inviting::spreadsheet::Sheet;
use crate::models::import::{Import, NewImport, Shape};
use crate::models::import_row::{ImportRow, RowState, Rows};
use crate::models::role::Role;
use crate::models::team::Team;
use crate::models::workspace::Workspace;

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
    let read = as_now(conn, workspace, &numbered(arrival.typed, arrival.sheet))?;
    Ok(rows.write(conn, &read)?)
}

/// What would happen to each row now; only what changed is written. A name that is recognised from
/// the address is not: it follows the address until somebody types one.
pub fn check(conn: &mut PgConnection, workspace: &Workspace, rows: Rows) -> AppResult<()> {
    let open = rows.open(conn)?;
    let now = as_now(conn, workspace, &open)?;
    let changed: Vec<ImportRow> = now
        .into_iter()
        .zip(&open)
        .filter(|(now, before)| now != *before)
        .map(|(now, _)| now)
        .collect();
    if !changed.is_empty() {
        rows.write(conn, &changed)?;
    }
    Ok(())
}

/// The rows with what would happen to each now, in memory; those that are not open stay as they are.
pub fn as_now(
    conn: &mut PgConnection,
    workspace: &Workspace,
    rows: &[ImportRow],
) -> QueryResult<Vec<ImportRow>> {
    let open: Vec<ImportRow> = rows.iter().filter(|row| row.state.is_open()).cloned().collect();
    let lines: Vec<Line> = open.iter().map(ImportRow::line).collect();
    let known = Known::load(conn, workspace, &lines)?;
    let plan = SendPlan::of(&lines, &known);
    let mut checked =
        open.iter().zip(&plan.lines).map(|(row, planned)| checked(row, planned, &open));
    let mut now = |row: &ImportRow| row.state.is_open().then(|| checked.next()).flatten();
    Ok(rows.iter().map(|row| now(row).unwrap_or_else(|| row.clone())).collect())
}

/// What was typed into rows.
pub type Edits = BTreeMap<i32, Line>;

/// The numbers of rows that were changed.
pub type Changed = BTreeSet<i32>;

/// Writes what was typed into these rows; those that were sent meanwhile stay as they are. A role or
/// team that is the same in other words is none that was typed.
pub fn edit(conn: &mut PgConnection, rows: Rows, edits: &Edits) -> QueryResult<Changed> {
    if edits.is_empty() {
        return Ok(Changed::new());
    }
    let numbers: Vec<i32> = edits.keys().copied().collect();
    let found = rows.numbered(conn, &numbers)?;
    let roles = Role::all(conn, rows.workspace_id)?;
    let teams = Team::all(conn, rows.workspace_id)?;
    let is_role = |one: &str, other: &str| {
        roles.iter().any(|role| role.is_meant_by(one) && role.is_meant_by(other))
    };
    let is_team = |one: &str, other: &str| {
        teams.iter().any(|team| team.is_meant_by(one) && team.is_meant_by(other))
    };
    let edited = found.iter().filter(|row| row.state.is_open()).filter_map(|row| {
        let Line { email, name, role, team, gender } = edits.get(&row.number)?.clone();
        let role = if is_role(&row.role, &role) { row.role.clone() } else { role };
        let team = if is_team(&row.team, &team) { row.team.clone() } else { team };
        let edited = ImportRow { email, name, role, team, gender, ..row.clone() };
        (edited != *row).then_some(edited)
    });
    write_changed(conn, rows, edited.collect())
}

/// Puts the address that was probably meant into a row.
pub fn take_meant(conn: &mut PgConnection, rows: Rows, number: i32) -> QueryResult<Changed> {
    let found = rows.numbered(conn, &[number])?.into_iter();
    let meant = found.filter(|row| row.state.is_open()).filter_map(|row| {
        let email = meant(&row.email)?;
        Some(ImportRow { email, ..row })
    });
    write_changed(conn, rows, meant.collect())
}

/// The lines of the window in the place of the rows that can still be changed: a line with the
/// address of a row is that row, others are typed ones, and rows without a line are left out.
pub fn take_over(
    conn: &mut PgConnection,
    workspace: &Workspace,
    rows: Rows,
    lines: &[Line],
) -> AppResult<()> {
    let mut open = rows.open(conn)?;
    let mut next = rows.last_number(conn)?;
    let mut written = Vec::new();
    for Line { email, name, role, team, gender } in lines.iter().cloned() {
        let place = open.iter().position(|row| row.email.trim() == email);
        let row = place.map(|place| open.remove(place));
        let row = row.unwrap_or_else(|| {
            next += 1;
            typed_row(next)
        });
        written.push(ImportRow { email, name, role, team, gender, ..row });
    }
    let gone =
        open.into_iter().map(|row| ImportRow { state: RowState::LeftOut, said: None, ..row });
    written.extend(gone);
    rows.write(conn, &written)?;
    check(conn, workspace, rows)
}

/// A row that does not stand in the file.
fn typed_row(number: i32) -> ImportRow {
    let text = String::new;
    ImportRow {
        number,
        row: 0,
        email: text(),
        name: text(),
        role: text(),
        team: text(),
        gender: text(),
        state: RowState::Work,
        said: None,
    }
}

fn write_changed(
    conn: &mut PgConnection,
    rows: Rows,
    changed: Vec<ImportRow>,
) -> QueryResult<Changed> {
    if !changed.is_empty() {
        rows.write(conn, &changed)?;
    }
    Ok(changed.iter().map(|row| row.number).collect())
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
pub fn choose(conn: &mut PgConnection, rows: Rows, choices: &[Choice]) -> QueryResult<Changed> {
    if choices.is_empty() {
        return Ok(Changed::new());
    }
    let is_word = |text: &str, word: &str| text.trim().to_lowercase() == word.trim().to_lowercase();
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
    write_changed(conn, rows, changed)
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

fn checked(row: &ImportRow, planned: &PlannedLine, all: &[ImportRow]) -> ImportRow {
    let row = row.clone();
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

/// `NotFound` when the id is none of an import of this workspace.
pub fn find(conn: &mut PgConnection, workspace_id: Uuid, id: Uuid) -> AppResult<(Import, Rows)> {
    let import = Import::find(conn, workspace_id, id)?;
    Ok((import, Rows { workspace_id, import_id: id }))
}
