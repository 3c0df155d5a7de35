//! The text of cells.

use calamine::{DataRef, ExcelDateTime};
use percent_encoding::percent_decode_str;

use crate::inviting::mailbox::address_as_meant;
use crate::inviting::plain::tidy;
use crate::inviting::spreadsheet::{CELL_LENGTH, Field};

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
