//! The text of cells.

use calamine::DataRef;

use crate::inviting::plain::tidy;
use crate::inviting::spreadsheet::CELL_LENGTH;

/// What a cell of a workbook says; empty for errors such as `#N/A`.
pub(super) fn workbook_cell(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text_cell(text),
        DataRef::Int(number) => number.to_string(),
        // Rust writes whole numbers without ".0" here.
        DataRef::Float(number) => number.to_string(),
        DataRef::DateTime(date) => date.as_f64().to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// One line of text, cut where it is too long.
pub(super) fn text_cell(text: &str) -> String {
    tidy(text, CELL_LENGTH)
}
