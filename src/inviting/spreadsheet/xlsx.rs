//! Excel workbooks, read cell by cell.

use std::io::Cursor;

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use crate::inviting::spreadsheet::cells::workbook_cell;
use crate::inviting::spreadsheet::people::People;
use crate::inviting::spreadsheet::{COLUMNS, Sheet, Unreadable, archive};

/// The most cells read of one workbook, empty ones included.
const CELLS: usize = 2_000_000;
/// Sheets beyond these are not looked at.
const SHEETS: usize = 50;

/// The people on the first sheet that names some; hidden sheets are not read. When none does, the
/// reason of the first sheet that is not empty.
pub(super) fn read(file: &[u8]) -> Result<Sheet, Unreadable> {
    archive::check(file)?;
    let mut workbook = Xlsx::new(Cursor::new(file)).map_err(reason)?;
    let visible = workbook.sheets_metadata().iter().filter(|sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    });
    let names: Vec<String> = visible.take(SHEETS).map(|sheet| sheet.name.clone()).collect();
    let mut cells_left = CELLS;
    let mut refusal = Unreadable::Empty;
    for name in names {
        match read_sheet(&mut workbook, &name, &mut cells_left) {
            Err(Unreadable::Empty) => {}
            Err(Unreadable::NoAddresses) => refusal = Unreadable::NoAddresses,
            settled => return settled,
        }
    }
    Err(refusal)
}

/// Reads one sheet as a stream: a dense grid of a sheet with two far corners would not fit into
/// any memory, so `worksheet_range` is never used.
fn read_sheet(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    cells_left: &mut usize,
) -> Result<Sheet, Unreadable> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(reason)?;
    let mut people = People::default();
    let (mut row, mut cells) = (0, Vec::new());
    while let Some(cell) = reader.next_cell().map_err(reason)? {
        *cells_left = cells_left.checked_sub(1).ok_or(Unreadable::TooLarge)?;
        let (cell_row, column) = cell.get_position();
        if cell_row != row {
            people.row(row + 1, std::mem::take(&mut cells))?;
            row = cell_row;
        }
        let text = workbook_cell(cell.get_value());
        let column = column as usize;
        if text.is_empty() || column >= COLUMNS {
            continue;
        }
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
    }
    people.row(row + 1, cells)?;
    people.finish()
}

fn reason(error: XlsxError) -> Unreadable {
    match error {
        XlsxError::Password => Unreadable::Encrypted,
        _ => Unreadable::Corrupt,
    }
}
