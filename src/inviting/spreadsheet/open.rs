//! From the bytes of a file to its sheets.

use crate::inviting::spreadsheet::book::Book;
use crate::inviting::spreadsheet::kind::{self, Container};
use crate::inviting::spreadsheet::{
    FileKind, Unreadable, archive, csv, html, ods, text, xls, xlsb, xlsx,
};

/// Opens a file of any kind.
pub(super) fn open(file: &[u8]) -> Result<Box<dyn Book + '_>, Unreadable> {
    Ok(match kind::container(file)? {
        Container::Archive => match archive::check(file)? {
            FileKind::Ods => Box::new(ods::open(file)?),
            FileKind::Xlsb => Box::new(xlsb::open(file)?),
            _ => Box::new(xlsx::open(file)?),
        },
        Container::Compound => Box::new(xls::open(file)?),
        Container::Text => {
            let text = text::decode(file)?;
            match text::is_web_page(&text)? {
                true => Box::new(html::open(&text)?),
                false => Box::new(csv::open(&text)),
            }
        }
    })
}
