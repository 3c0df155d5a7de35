//! Workbooks of Excel 5 to 2003.

use std::io::Cursor;

use calamine::{Reader, Xls, XlsError};

use crate::inviting::spreadsheet::book::{Assembly, Book, Budget, Merged, Rows};
use crate::inviting::spreadsheet::cells::old_workbook_cell;
use crate::inviting::spreadsheet::visible::visible;
use crate::inviting::spreadsheet::{FileKind, Unreadable};

pub(super) struct XlsBook<'a> {
    workbook: Xls<Cursor<&'a [u8]>>,
    sheets: Vec<String>,
    budget: Budget,
}

/// Opens a compound file with a workbook in it. Its reader takes in all sheets as dense grids at
/// once: only the limit on the memory of this process bounds that.
pub(super) fn open(file: &[u8]) -> Result<XlsBook<'_>, Unreadable> {
    let workbook = Xls::new(Cursor::new(file)).map_err(reason)?;
    let sheets = visible(workbook.sheets_metadata())?;
    Ok(XlsBook { workbook, sheets, budget: Budget::default() })
}

impl Book for XlsBook<'_> {
    fn kind(&self) -> FileKind {
        FileKind::Xls
    }

    fn sheets(&self) -> &[String] {
        &self.sheets
    }

    fn rows(&mut self, sheet: usize, to: &mut dyn Rows) -> Result<(), Unreadable> {
        let name = &self.sheets[sheet];
        let merged = self.workbook.merge_cells_by_sheet_name(name).unwrap_or_default();
        merged.iter().filter_map(Merged::over).for_each(|merged| to.merged(merged));
        let grid = self.workbook.worksheet_range(name).map_err(reason)?;
        let (first_row, first_column) = grid.start().unwrap_or_default();
        let mut assembly = Assembly::new(to);
        for (row, column, value) in grid.used_cells() {
            self.budget.spend(1)?;
            let row = first_row.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
            assembly.cell(row, first_column as usize + column, old_workbook_cell(value))?;
        }
        assembly.finish()
    }
}

fn reason(error: XlsError) -> Unreadable {
    match error {
        XlsError::Password => Unreadable::Encrypted,
        _ => Unreadable::Corrupt,
    }
}
