//! The sheets of a workbook that somebody who opens it sees.

use calamine::{Sheet, SheetType, SheetVisible};

use crate::inviting::spreadsheet::{SHEETS, Unreadable};

/// The names of the sheets with cells that are not hidden. `Corrupt` when there are no sheets at all.
pub(super) fn visible(sheets: &[Sheet]) -> Result<Vec<String>, Unreadable> {
    if sheets.is_empty() {
        return Err(Unreadable::Corrupt);
    }
    let visible = sheets.iter().filter(|sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    });
    Ok(visible.take(SHEETS).map(|sheet| sheet.name.clone()).collect())
}
