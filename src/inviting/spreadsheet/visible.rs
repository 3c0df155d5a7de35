//! The sheets of a workbook that somebody who opens it sees.

use calamine::{Sheet, SheetType, SheetVisible};

use crate::inviting::spreadsheet::SHEETS;

/// The names of the sheets with cells that are not hidden.
pub(super) fn visible(sheets: &[Sheet]) -> Vec<String> {
    let visible = sheets.iter().filter(|sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    });
    visible.take(SHEETS).map(|sheet| sheet.name.clone()).collect()
}
