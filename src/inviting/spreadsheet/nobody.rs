//! Rows below or between people that are about nobody: totals, signatures, remarks.

use crate::inviting::spreadsheet::columns::Columns;
use crate::inviting::spreadsheet::headers::Field;
use crate::values::plain::plain;

impl Columns {
    /// Whether a row names nobody: nothing in it looks like an address, and where somebody has a
    /// name stands none. Whoever has a name and no address is somebody.
    pub(super) fn is_about_nobody(&self, cells: &[String]) -> bool {
        if cells.iter().any(|cell| cell.contains('@'))
            || self.cells(Field::Email, cells).any(is_slip)
        {
            return false;
        }
        let names = [Field::Name, Field::FirstName, Field::LastName];
        let said: Vec<Field> = Field::ALL
            .iter()
            .copied()
            .filter(|field| self.cells(*field, cells).any(|cell| !is_label(cell)))
            .collect();
        match said.as_slice() {
            [] => true,
            [only] => !names.contains(only),
            _ => false,
        }
    }
}

/// Whether a text was meant to be an address: one word with a full stop in it, or with an "at".
fn is_slip(cell: &str) -> bool {
    let is_word = !cell.contains(char::is_whitespace);
    let has_dot = cell.trim_end_matches(['.', ':']).contains('.');
    let lower = cell.to_lowercase();
    (is_word && has_dot && cell.contains(char::is_alphabetic))
        || ["(at)", "[at]", "{at}", " at "].iter().any(|at| lower.contains(at))
}

/// Whether a text is a number, or names something else than a person.
fn is_label(cell: &str) -> bool {
    const BEGINNINGS: [&str; 12] = [
        "anzahl",
        "gesamt",
        "gesamtsumme",
        "insgesamt",
        "signature",
        "subtotal",
        "summe",
        "total",
        "totals",
        "unterschrift",
        "unterschriften",
        "zwischensumme",
    ];
    let word = |text: &str| BEGINNINGS.contains(&plain(text).as_str());
    let is_text = cell.contains(char::is_alphabetic);
    !is_text
        || cell.contains(':')
        || cell.split(' ').next().is_some_and(word)
        || plain(cell) == "grandtotal"
}
