//! The text of cells.

use calamine::{Data, DataRef, ExcelDateTime};
use percent_encoding::percent_decode_str;

use crate::inviting::named_address::address_as_meant;
use crate::inviting::spreadsheet::{CELL_LENGTH, Field};
use crate::values::plain::tidy;

/// What a cell of a workbook says; empty for errors such as `#N/A`.
pub(super) fn workbook_cell(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text_cell(text),
        DataRef::Int(number) => number.to_string(),
        // Rust writes whole numbers without ".0" here.
        DataRef::Float(number) => number.to_string(),
        DataRef::DateTime(date) if date.is_datetime() => date_cell(date),
        DataRef::DateTime(duration) => duration.as_f64().to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// The same for a cell of a workbook that is held as a whole.
pub(super) fn old_workbook_cell(value: &Data) -> String {
    workbook_cell(&match value {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            DataRef::SharedString(text)
        }
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::DateTime(date) => DataRef::DateTime(*date),
        Data::Bool(truth) => DataRef::Bool(*truth),
        Data::Error(_) | Data::Empty => DataRef::Empty,
    })
}

/// A cell of an OpenDocument spreadsheet while it is read.
pub(super) struct OdsCell {
    /// So many cells side by side are the same.
    pub repeated: usize,
    /// What it holds where that is no text.
    pub value: Option<String>,
    pub is_error: bool,
    pub link: Option<String>,
    text: String,
}

impl Default for OdsCell {
    fn default() -> Self {
        Self { repeated: 1, value: None, is_error: false, link: None, text: String::new() }
    }
}

impl OdsCell {
    pub fn push(&mut self, text: &str) {
        // What is longer is cut anyway, but not before invisible characters are gone.
        if self.text.len() < CELL_LENGTH * 8 {
            self.text.push_str(text);
        }
    }

    /// The value as other workbooks write it, else the text.
    pub fn into_text(self) -> String {
        match self.value {
            _ if self.is_error => String::new(),
            Some(value) => text_cell(&value.replace('T', " ").chars().take(16).collect::<String>()),
            None => linked_cell(text_cell(&self.text), self.link.as_deref().unwrap_or_default()),
        }
    }
}

/// One line of text, cut where it is too long.
pub(super) fn text_cell(text: &str) -> String {
    tidy(text, CELL_LENGTH)
}

/// What a cell says that is a link: the address it leads to counts where its text has none.
pub(super) fn linked_cell(text: String, target: &str) -> String {
    let is_mail = target.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("mailto:"));
    if !is_mail || text.contains('@') {
        return text;
    }
    let target = percent_decode_str(target).decode_utf8_lossy();
    let address = text_cell(&address_as_meant(&target));
    match text.is_empty() || Field::recognise(&text) == Some(Field::Email) {
        true => address,
        false => text_cell(&format!("{text} <{address}>")),
    }
}

/// A date as ISO 8601 writes it; the time of day only where there is one.
fn date_cell(date: &ExcelDateTime) -> String {
    match date.to_ymd_hms_milli() {
        (year, month, day, 0, 0, 0, _) => format!("{year:04}-{month:02}-{day:02}"),
        (year, month, day, hour, minute, ..) => {
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
        }
    }
}
