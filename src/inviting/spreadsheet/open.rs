//! From the bytes of a file to its sheets.

use crate::inviting::spreadsheet::book::Book;
use crate::inviting::spreadsheet::kind::{self, Container};
use crate::inviting::spreadsheet::{FileKind, Unreadable, archive, csv, text, xlsx};

/// Opens a file of any kind.
pub(super) fn open(file: &[u8]) -> Result<Box<dyn Book + '_>, Unreadable> {
    Ok(match kind::container(file)? {
        Container::Archive => match archive::check(file)? {
            FileKind::Xlsx => Box::new(xlsx::open(file)?),
            _ => return Err(Unreadable::WrongType),
        },
        Container::Text => Box::new(csv::open(&text::decode(file)?)),
    })
}
