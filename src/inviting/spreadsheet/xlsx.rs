//! Excel workbooks, read cell by cell.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Reader, Xlsx, XlsxError};

use crate::inviting::spreadsheet::book::{Assembly, Book, Budget, Merged, Rows};
use crate::inviting::spreadsheet::cells::{linked_cell, workbook_cell};
use crate::inviting::spreadsheet::visible::visible;
use crate::inviting::spreadsheet::{FileKind, Unreadable, archive};

pub(super) struct XlsxBook<'a> {
    workbook: Xlsx<Cursor<&'a [u8]>>,
    sheets: Vec<String>,
    /// Whether any sheet may have links; to look for them costs as much as to read it.
    has_links: bool,
    budget: Budget,
}

/// Opens an archive that was checked.
pub(super) fn open(file: &[u8]) -> Result<XlsxBook<'_>, Unreadable> {
    let workbook = Xlsx::new(Cursor::new(file)).map_err(reason)?;
    let sheets = visible(workbook.sheets_metadata())?;
    let has_links = archive::has_part(file, "worksheets/_rels/");
    Ok(XlsxBook { workbook, sheets, has_links, budget: Budget::default() })
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
        let links = match self.has_links {
            true => self.workbook.hyperlinks_by_sheet_name(name).unwrap_or_default(),
            false => Vec::new(),
        };
        let links: BTreeMap<(u32, u32), String> =
            links.into_iter().filter_map(|link| Some((link.range.start, link.target?))).collect();
        let mut links = links.into_iter().peekable();
        let mut reader = self.workbook.worksheet_cells_reader(name).map_err(reason)?;
        let mut assembly = Assembly::new(to);
        while let Some(cell) = reader.next_cell().map_err(reason)? {
            self.budget.spend(1)?;
            let place = cell.get_position();
            // Cells that are nothing but a link may not come by themselves.
            while let Some((place, target)) = links.next_if(|link| link.0 < place) {
                link_alone(&mut assembly, place, &target)?;
            }
            let text = workbook_cell(cell.get_value());
            let text = match links.next_if(|link| link.0 == place) {
                Some((_, target)) => linked_cell(text, &target),
                None => text,
            };
            assembly.cell(place.0, place.1 as usize, text)?;
        }
        for (place, target) in links {
            link_alone(&mut assembly, place, &target)?;
        }
        assembly.finish()
    }
}

/// Fills a cell that has no text with the address it leads to.
fn link_alone(
    assembly: &mut Assembly<'_>,
    (row, column): (u32, u32),
    target: &str,
) -> Result<(), Unreadable> {
    assembly.cell(row, column as usize, linked_cell(String::new(), target))
}

fn reason(error: XlsxError) -> Unreadable {
    match error {
        XlsxError::Password => Unreadable::Encrypted,
        _ => Unreadable::Corrupt,
    }
}
