//! A file is read as something else: what was changed in its rows since stays changed.

use std::collections::{HashMap, HashSet};

use diesel::PgConnection;

use crate::error::AppResult;
use crate::inviting::line::Line;
use crate::inviting::review::{as_now, numbered, shape};
use crate::inviting::spreadsheet::{Sheet, SheetRow};
use crate::models::batch::Batch;
use crate::models::import::Import;
use crate::models::import_row::{ImportRow, RowState, Rows, Wanted};
use crate::models::workspace::Workspace;

/// Where a line stands: the row of the file, and which of several people of that row it is.
type Place = (i32, usize);

/// The same file, read as something else: its rows begin anew, what was typed before it stays, and so
/// does what was changed since it was read as `before`. Whether that was done: not while a batch sends
/// its people.
pub fn read_anew(
    conn: &mut PgConnection,
    workspace: &Workspace,
    import: &Import,
    before: Option<&Sheet>,
    mut sheet: Sheet,
) -> AppResult<bool> {
    if Batch::running_of_import(conn, workspace.id, import.id)?.is_some() {
        return Ok(false);
    }
    let rows = Rows { workspace_id: workspace.id, import_id: import.id };
    let known = rows.found(conn, &Wanted::default(), 0, i64::MAX)?;
    let typed = known.iter().filter(|row| row.row == 0 && row.state.is_open());
    let typed = typed.map(ImportRow::line).collect();
    let before = before.filter(|before| before.sheet == sheet.sheet);
    if let Some(before) = before {
        keep_edits(&known, before, &mut sheet);
    }
    import.reshape(conn, &shape(&sheet))?;
    rows.clear(conn)?;
    let mut read = numbered(typed, sheet);
    if before.is_some() {
        keep_left_out(&known, &mut read);
    }
    let read = as_now(conn, workspace, &read)?;
    rows.write(conn, &read)?;
    Ok(true)
}

/// Puts into the lines what differs in the rows from what the file said before.
fn keep_edits(known: &[ImportRow], before: &Sheet, sheet: &mut Sheet) {
    let places_known = places(known.iter().map(|row| row.row));
    let mut edits: HashMap<Place, Line> =
        places_known.into_iter().zip(known.iter().map(ImportRow::line)).collect();
    let places_before = places(before.rows.iter().map(row_number));
    let lines_before: HashMap<Place, &Line> =
        places_before.into_iter().zip(before.rows.iter().map(|row| &row.line)).collect();
    let places_now = places(sheet.rows.iter().map(row_number));
    for (place, row) in places_now.into_iter().zip(&mut sheet.rows) {
        let (Some(now), Some(then)) = (edits.get_mut(&place), lines_before.get(&place)) else {
            continue;
        };
        let mut then = (*then).clone();
        let edited = fields(now).into_iter().zip(fields(&mut then)).zip(fields(&mut row.line));
        for ((now, _), read) in edited.filter(|((now, then), _)| now != then) {
            read.clone_from(now);
        }
    }
}

/// Whoever was left out stays so.
fn keep_left_out(known: &[ImportRow], read: &mut [ImportRow]) {
    let left_out: HashSet<Place> = places(known.iter().map(|row| row.row))
        .into_iter()
        .zip(known)
        .filter(|((row, _), known)| *row > 0 && known.state == RowState::LeftOut)
        .map(|(place, _)| place)
        .collect();
    for (place, row) in places(read.iter().map(|row| row.row)).into_iter().zip(read) {
        if left_out.contains(&place) {
            row.state = RowState::LeftOut;
        }
    }
}

fn places(rows: impl Iterator<Item = i32>) -> Vec<Place> {
    let mut passed: HashMap<i32, usize> = HashMap::new();
    let place = |row| {
        let passed = passed.entry(row).or_default();
        *passed += 1;
        (row, *passed - 1)
    };
    rows.map(place).collect()
}

fn row_number(row: &SheetRow) -> i32 {
    i32::try_from(row.row).unwrap_or_default()
}

fn fields(line: &mut Line) -> [&mut String; 5] {
    let Line { email, name, role, team, gender } = line;
    [email, name, role, team, gender]
}
