//! Excel workbooks in their binary form, read cell by cell.

use std::io::Cursor;

use calamine::{Reader, Xlsb, XlsbError};

use crate::inviting::spreadsheet::book::{Assembly, Book, Budget, Rows};
use crate::inviting::spreadsheet::cells::workbook_cell;
use crate::inviting::spreadsheet::short_cells::expanded;
use crate::inviting::spreadsheet::visible::visible;
use crate::inviting::spreadsheet::{FileKind, Unreadable};

pub(super) struct XlsbBook {
    workbook: Xlsb<Cursor<Vec<u8>>>,
    sheets: Vec<String>,
    budget: Budget,
}

/// Opens an archive that was checked.
pub(super) fn open(file: &[u8]) -> Result<XlsbBook, Unreadable> {
    let file = expanded(file).map_err(|_| Unreadable::Corrupt)?;
    let workbook = Xlsb::new(Cursor::new(file)).map_err(reason)?;
    let sheets = visible(workbook.sheets_metadata())?;
    Ok(XlsbBook { workbook, sheets, budget: Budget::default() })
}

impl Book for XlsbBook {
    fn kind(&self) -> FileKind {
        FileKind::Xlsb
    }

    fn sheets(&self) -> &[String] {
        &self.sheets
    }

    fn rows(&mut self, sheet: usize, to: &mut dyn Rows) -> Result<(), Unreadable> {
        let mut reader =
            self.workbook.worksheet_cells_reader(&self.sheets[sheet]).map_err(reason)?;
        let mut assembly = Assembly::new(to);
        while let Some(cell) = reader.next_cell().map_err(reason)? {
            self.budget.spend(1)?;
            let (row, column) = cell.get_position();
            assembly.cell(row, column as usize, workbook_cell(cell.get_value()))?;
        }
        assembly.finish()
    }
}

fn reason(error: XlsbError) -> Unreadable {
    match error {
        XlsbError::Password => Unreadable::Encrypted,
        _ => Unreadable::Corrupt,
    }
}
