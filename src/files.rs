//! Spreadsheet files that people take away: the user list ([`export`]), what an import is filled in
//! with ([`template`]), and a file that came with what was mended ([`mended`]) and what is to be mended
//! in it ([`corrected`]). All are written cell by cell ([`writer`]), as a workbook or as CSV.

pub mod corrected;
pub mod export;
pub mod mapping;
pub mod mended;
pub mod template;
pub mod writer;

use crate::values::Lang;

/// What a file is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// An Excel workbook.
    Xlsx,
    /// Text in UTF-8 with this ASCII character between cells.
    Text { separator: u8 },
}

impl Format {
    /// CSV as Excel opens it by a double click where people speak this language.
    pub fn csv(lang: Lang) -> Format {
        match lang {
            Lang::En => Format::Text { separator: b',' },
            Lang::De => Format::Text { separator: b';' },
        }
    }

    /// The end of the file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Xlsx => "xlsx",
            Format::Text { separator: b'\t' } => "tsv",
            Format::Text { .. } => "csv",
        }
    }

    /// The media type, as a header says it.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Text { separator: b'\t' } => "text/tab-separated-values; charset=utf-8",
            Format::Text { .. } => "text/csv; charset=utf-8",
        }
    }
}
