//! What all kinds of files have in common: sheets, and rows in them.

use calamine::Dimensions;

use crate::inviting::spreadsheet::{COLUMNS, FileKind, Unreadable};

/// The most cells read of one file, empty ones included.
const CELLS: usize = 2_000_000;

/// The most rows of a sheet of any program.
pub(super) const ROWS: u32 = 1 << 20;

/// A file whose sheets are read as streams of rows, for no sheet is known to fit into memory.
pub(super) trait Book {
    fn kind(&self) -> FileKind;

    /// What separates the cells, where a character does.
    fn separator(&self) -> Option<char> {
        None
    }

    /// The names of the sheets that are not hidden.
    fn sheets(&self) -> &[String];

    /// Hands over the rows of a sheet, from the top. Rows without cells may be left out.
    fn rows(&mut self, sheet: usize, to: &mut dyn Rows) -> Result<(), Unreadable>;
}

/// Takes the rows of a sheet.
pub(super) trait Rows {
    /// Takes the next row, `number` counted from 1. `Err` when the reading can stop.
    fn row(&mut self, number: u32, cells: Vec<String>) -> Result<(), Unreadable>;

    /// Hears, before its first row comes, that a cell spans several rows.
    fn merged(&mut self, _: Merged) {}
}

/// A cell over several rows: its text stands in the first of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Merged {
    /// Counted from 0.
    pub column: usize,
    /// Counted from 1, as rows are.
    pub first: u32,
    pub last: u32,
}

impl Merged {
    /// Of a range of merged cells; `None` when it is one row high.
    pub fn over(range: &Dimensions) -> Option<Self> {
        let ((first, column), (last, _)) = (range.start, range.end);
        let one_based = |row: u32| row.saturating_add(1);
        (first < last).then(|| Self {
            column: column as usize,
            first: one_based(first),
            last: one_based(last),
        })
    }
}

/// Counts the cells of a file, all its sheets together.
pub(super) struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(CELLS)
    }
}

impl Budget {
    /// `TooLarge` when there are more cells than are read.
    pub fn spend(&mut self, cells: usize) -> Result<(), Unreadable> {
        self.0 = self.0.checked_sub(cells).ok_or(Unreadable::TooLarge)?;
        Ok(())
    }
}

/// Makes rows of cells that come one by one.
pub(super) struct Assembly<'a> {
    to: &'a mut dyn Rows,
    /// Counted from 0, as the numbers of cells are.
    row: u32,
    cells: Vec<String>,
}

impl<'a> Assembly<'a> {
    pub fn new(to: &'a mut dyn Rows) -> Self {
        Self { to, row: 0, cells: Vec::new() }
    }

    /// Takes the next cell, its row and column counted from 0. `Corrupt` when there is no such row.
    pub fn cell(&mut self, row: u32, column: usize, text: String) -> Result<(), Unreadable> {
        if row >= ROWS {
            return Err(Unreadable::Corrupt);
        }
        if row != self.row {
            self.hand_over()?;
            self.row = row;
        }
        if text.is_empty() || column >= COLUMNS {
            return Ok(());
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = text;
        Ok(())
    }

    pub fn finish(mut self) -> Result<(), Unreadable> {
        self.hand_over()
    }

    fn hand_over(&mut self) -> Result<(), Unreadable> {
        match self.cells.is_empty() {
            true => Ok(()),
            false => self.to.row(self.row + 1, std::mem::take(&mut self.cells)),
        }
    }
}
