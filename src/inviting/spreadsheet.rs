//! Spreadsheet files, read into lines.
//!
//! A file comes from outside, and a small one can make its reader take all memory or abort. So it
//! is read by a child process with limits ([`SpreadsheetReader`]), row by row, and whatever
//! happens there is an answer here.
//!
//! Every kind of file is a [`book::Book`]: sheets, and rows in them. [`people`] finds out which
//! column holds what, by the words over it ([`headers`]) or by what is in it ([`contents`]).

mod archive;
mod book;
mod cells;
mod child;
pub(super) mod columns;
mod contents;
mod csv;
pub mod formula;
mod headers;
mod html;
mod kind;
mod nobody;
mod ods;
mod open;
mod people;
mod reader;
mod short_cells;
mod table;
mod text;
mod unreadable;
mod visible;
mod xls;
mod xlsb;
mod xlsx;

use serde::{Deserialize, Serialize};

use crate::inviting::line::Line;
use crate::values::plain::tidy;
use columns::Columns;
use people::People;

pub use child::{CHILD_COMMAND, child_main};
pub use headers::Field;
pub use kind::FileKind;
pub use reader::SpreadsheetReader;
pub use table::Table;
pub use unreadable::Unreadable;

/// The largest file that is read, in bytes.
pub const FILE_SIZE: usize = 10 * 1024 * 1024;
/// The most people one file may name.
pub const PEOPLE: usize = 50_000;
/// The longest text of a cell, in characters; what is longer is cut.
pub const CELL_LENGTH: usize = 1024;
/// The longest name of a sheet or a column, and the most that is shown of a cell beside them, in
/// characters.
const LABEL_LENGTH: usize = 100;
/// Columns beyond this one are not looked at.
pub const COLUMNS: usize = 256;
/// Sheets beyond these are not looked at.
const SHEETS: usize = 50;
/// The address in the template's example row, which is no person.
pub const EXAMPLE_ADDRESS: &str = "example.person@example.com";

/// What a file is to be read as; where nothing is given, as it looks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// Counted from 0, of those in [`Sheet::sheets`].
    pub sheet: Option<usize>,
    /// What each column holds, as somebody said; replaces what is recognised.
    pub columns: Option<Vec<Option<Field>>>,
}

/// What one sheet of a file says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    pub kind: FileKind,
    /// The names of all sheets that are not hidden; one without a name for files that have none.
    pub sheets: Vec<String>,
    /// The one that was read: the wished one, or the first with addresses.
    pub sheet: usize,
    /// The row of the headers as a spreadsheet program counts, from 1.
    pub header_row: Option<u32>,
    /// The words over each column; empty where there are none.
    pub headers: Vec<String>,
    /// What each column is taken for; as many as headers.
    pub columns: Vec<Option<Field>>,
    /// The cells of the first three people, as many in each as headers.
    pub samples: Vec<Vec<String>>,
    /// The people, in the order of the file. Empty when no column of addresses is known; else at
    /// least one of them has an address. They travel behind the rest, one a line.
    #[serde(skip)]
    pub rows: Vec<SheetRow>,
}

/// One person and where the file names them. A row with several addresses is several people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// The number of the row as a spreadsheet program shows it, from 1.
    pub row: u32,
    pub line: Line,
}

impl Wish {
    /// The same wish without columns beyond those that are looked at.
    fn bounded(&self) -> Wish {
        let columns = self.columns.as_ref();
        let columns = columns.map(|columns| columns.iter().take(COLUMNS).copied().collect());
        Wish { columns, ..*self }
    }
}

impl Sheet {
    fn new(kind: FileKind, sheets: Vec<String>, sheet: usize) -> Self {
        let (headers, columns, samples) = Default::default();
        Self { kind, sheets, sheet, header_row: None, headers, columns, samples, rows: Vec::new() }
    }
}

/// What a row of cells says about people where its columns hold this, as [`read`] says it.
pub fn lines(columns: &[Option<Field>], cells: &[String]) -> Vec<Line> {
    Columns::from(columns.to_vec()).people(cells)
}

/// Reads a file of any kind, told by its contents and never by its name. `NoAddresses` when there
/// is none in any cell of the sheets that were to be read.
///
/// This happens in the process that calls it, which a file from outside may end: the server asks a
/// [`SpreadsheetReader`] instead.
pub fn read(file: &[u8], wish: &Wish) -> Result<Sheet, Unreadable> {
    let mut book = open::open(file)?;
    let sheets: Vec<String> = book.sheets().iter().map(|name| tidy(name, LABEL_LENGTH)).collect();
    let end = |sheet: usize| sheets.len().min(sheet.saturating_add(1));
    let wished = wish.sheet.map_or(0..sheets.len(), |sheet| sheet..end(sheet));
    let mut best = Err(Unreadable::Empty);
    for sheet in wished {
        let sheet = Sheet::new(book.kind(), sheets.clone(), sheet);
        let mut people = People::new(sheet, wish.columns.clone());
        book.rows(people.sheet_number(), &mut people)?;
        best = match (people.finish(), best) {
            (Ok(found), _) if !found.rows.is_empty() => return Ok(found),
            (found @ Ok(_), Err(_)) | (found, Err(Unreadable::Empty)) => found,
            (_, best) => best,
        };
    }
    best
}
