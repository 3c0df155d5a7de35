//! Spreadsheet files, read into lines.
//!
//! A file comes from outside, and a small one can make its reader take all memory or abort. So it
//! is read by a child process with limits ([`SpreadsheetReader`]), row by row, and whatever
//! happens there is an answer here.

mod archive;
mod cells;
mod child;
pub(super) mod columns;
mod csv;
mod headers;
mod kind;
mod people;
mod reader;
mod text;
mod unreadable;
mod xlsx;

use serde::{Deserialize, Serialize};

use crate::inviting::line::Line;
use kind::Kind;

pub use child::{CHILD_COMMAND, child_main};
pub use reader::SpreadsheetReader;
pub use unreadable::Unreadable;

/// The largest file that is read, in bytes.
pub const FILE_SIZE: usize = 10 * 1024 * 1024;
/// The most people one file may name.
pub const PEOPLE: usize = 100;
/// The longest text of a cell, in characters; what is longer is cut.
pub const CELL_LENGTH: usize = 1024;
/// Columns beyond this one are not looked at.
const COLUMNS: usize = 256;

/// The people in a file, in its order; at least one of them has an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    pub rows: Vec<SheetRow>,
}

/// One person and where the file names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// The number of the row as a spreadsheet program shows it, from 1.
    pub row: u32,
    pub line: Line,
}

/// Reads a file of any kind, told by its contents and never by its name.
fn read(file: &[u8]) -> Result<Sheet, Unreadable> {
    if file.len() > FILE_SIZE {
        return Err(Unreadable::TooLarge);
    }
    match Kind::of(file)? {
        Kind::Workbook => xlsx::read(file),
        Kind::Text => csv::read(&text::decode(file)?),
    }
}
