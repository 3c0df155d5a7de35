//! Excel workbooks, read cell by cell.

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use crate::inviting::spreadsheet::book::{Assembly, Book, Budget, Merged, Rows};
use crate::inviting::spreadsheet::cells::{linked_cell, workbook_cell};
use crate::inviting::spreadsheet::{FileKind, Unreadable};

/// Sheets beyond these are not looked at.
const SHEETS: usize = 50;

pub(super) struct XlsxBook<'a> {
    workbook: Xlsx<Cursor<&'a [u8]>>,
    sheets: Vec<String>,
    budget: Budget,
}

/// Opens an archive that was checked.
pub(super) fn open(file: &[u8]) -> Result<XlsxBook<'_>, Unreadable> {
    let workbook = Xlsx::new(Cursor::new(file)).map_err(reason)?;
    let visible = workbook.sheets_metadata().iter().filter(|sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    });
    let sheets = visible.take(SHEETS).map(|sheet| sheet.name.clone()).collect();
    Ok(XlsxBook { workbook, sheets, budget: Budget::default() })
}

impl Book for XlsxBook<'_> {
    fn kind(&self) -> FileKind {
        FileKind::Xlsx
    }

    fn sheets(&self) -> &[String] {
        &self.sheets
    }

    /// A dense grid of a sheet with two far corners would not fit into any memory, so
    /// `worksheet_range` is never used.
    fn rows(&mut self, sheet: usize, to: &mut dyn Rows) -> Result<(), Unreadable> {
        let name = &self.sheets[sheet];
        // Both stand behind the cells in the file. A sheet is read without them if they are damaged.
        let merged = self.workbook.merge_cells_by_sheet_name(name).unwrap_or_default();
        merged.iter().filter_map(Merged::over).for_each(|merged| to.merged(merged));
        let links = self.workbook.hyperlinks_by_sheet_name(name).unwrap_or_default();
        let links: HashMap<(u32, u32), String> =
            links.into_iter().filter_map(|link| Some((link.range.start, link.target?))).collect();
        let mut reader = self.workbook.worksheet_cells_reader(name).map_err(reason)?;
        let mut assembly = Assembly::new(to);
        while let Some(cell) = reader.next_cell().map_err(reason)? {
            self.budget.spend(1)?;
            let (row, column) = cell.get_position();
            let text = workbook_cell(cell.get_value());
            let text = match links.get(&(row, column)) {
                Some(target) => linked_cell(text, target),
                None => text,
            };
            assembly.cell(row, column as usize, text)?;
        }
        assembly.finish()
    }
}

fn reason(error: XlsxError) -> Unreadable {
    match error {
        XlsxError::Password => Unreadable::Encrypted,
        _ => Unreadable::Corrupt,
    }
}
