//! A whole sheet as it stands in the file, to give it back with remarks.

use serde::{Deserialize, Serialize};

use crate::inviting::spreadsheet::book::Rows;
use crate::inviting::spreadsheet::open::open;
use crate::inviting::spreadsheet::{FileKind, Unreadable};

/// The most cells given back; each takes more memory than its text.
const CELLS: usize = 1_000_000;

/// Every cell of one sheet, as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub kind: FileKind,
    /// What separates the cells, where a character does.
    pub separator: Option<char>,
    /// The rows that are not empty with their numbers as a spreadsheet program shows them, without
    /// the empty cells at their end. They travel behind the rest, one a line.
    #[serde(skip)]
    pub rows: Vec<(u32, Vec<String>)>,
}

/// One sheet of a file, counted from 0. `TooLarge` when it has too many cells, `Empty` when there is no such sheet or nothing in it.
pub(super) fn read(file: &[u8], sheet: usize) -> Result<Table, Unreadable> {
    let mut book = open(file)?;
    if sheet >= book.sheets().len() {
        return Err(Unreadable::Empty);
    }
    let mut copy = Copy { rows: Vec::new(), left: CELLS };
    book.rows(sheet, &mut copy)?;
    match copy.rows.is_empty() {
        true => Err(Unreadable::Empty),
        false => Ok(Table { kind: book.kind(), separator: book.separator(), rows: copy.rows }),
    }
}

struct Copy {
    rows: Vec<(u32, Vec<String>)>,
    /// So many more cells are taken.
    left: usize,
}

impl Rows for Copy {
    fn row(&mut self, number: u32, mut cells: Vec<String>) -> Result<(), Unreadable> {
        trim(&mut cells);
        self.left = self.left.checked_sub(cells.len()).ok_or(Unreadable::TooLarge)?;
        if !cells.is_empty() {
            cells.shrink_to_fit();
            self.rows.push((number, cells));
        }
        Ok(())
    }
}

/// Takes the empty cells from the end of a row.
pub(super) fn trim(cells: &mut Vec<String>) {
    let filled = cells.iter().rposition(|cell| !cell.is_empty());
    cells.truncate(filled.map_or(0, |last| last + 1));
}
