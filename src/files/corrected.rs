//! A file that came, with two columns added: what is wrong in a row, and what to do. Whoever mends
//! it in place can upload it again.

use crate::error::AppResult;
use crate::files::Format;
use crate::files::writer::{Style, Writer};
use crate::inviting::spreadsheet::{Field, FileKind, Table};
use crate::values::Lang;

/// How wide an added column is, in characters.
const ADDED_WIDTH: u16 = 48;
/// How wide the file's own columns become, told by so many rows.
const WIDTHS: std::ops::RangeInclusive<usize> = 10..=40;
const LOOKED_AT: usize = 200;

/// A sheet of a file that came, and how it was read.
#[derive(Clone, Copy, Debug)]
pub struct Original<'a> {
    pub table: &'a Table,
    /// Counted from 1, where the file has headers.
    pub header_row: Option<u32>,
    /// What each column was taken for.
    pub columns: &'a [Option<Field>],
    pub lang: Lang,
}

impl Original<'_> {
    /// Text comes back as text, with its own separator; everything else as a workbook.
    pub fn format(&self) -> Format {
        match (self.table.kind, self.table.separator) {
            (FileKind::Tsv, _) => Format::Text { separator: b'\t' },
            // What a file declared beyond these would not be recognised in the one that comes back.
            (FileKind::Csv, Some(separator @ (';' | '|'))) => {
                Format::Text { separator: separator as u8 }
            }
            (FileKind::Csv, _) => Format::Text { separator: b',' },
            _ => Format::Xlsx,
        }
    }

    /// The same rows and columns in the same places, and beside each row what `problems` says about
    /// its number: the problem, and a suggestion. Columns that an earlier file of this kind got are
    /// replaced. A file without headers gets some, or its new columns could be taken for names.
    pub fn corrected(
        &self,
        problems: impl Fn(u32) -> Option<(String, String)>,
    ) -> AppResult<Vec<u8>> {
        let width = self.width();
        let mut writer =
            Writer::new(self.format(), &self.lang.t("template-people"), &self.widths())?;
        if self.header_row.is_none() {
            let titles = (0..width).map(|column| self.title(column));
            writer.row(Style::Head, titles.chain(self.added()))?;
        }
        for (number, cells) in &self.table.rows {
            if self.header_row.is_some() {
                writer.skip_to(*number)?;
            }
            let is_header = self.header_row == Some(*number);
            let style = if is_header { Style::Head } else { Style::Plain };
            for column in 0..width {
                writer.cell(style, cells.get(column).map_or("", String::as_str))?;
            }
            if is_header {
                self.added().iter().try_for_each(|title| writer.cell(Style::Head, title))?;
            } else if let Some((problem, suggestion)) = problems(*number) {
                writer.cell(Style::Problem, &problem)?;
                writer.cell(Style::Problem, &suggestion)?;
            }
            writer.end_row()?;
        }
        writer.finish()
    }

    /// How many columns of its own the file has.
    fn width(&self) -> usize {
        let rows = &self.table.rows;
        let header = rows.iter().find(|(number, _)| self.header_row == Some(*number));
        match header {
            Some((_, cells)) if has_added(cells) => own(cells).len(),
            _ => rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or_default(),
        }
    }

    fn widths(&self) -> Vec<u16> {
        let looked_at = || self.table.rows.iter().take(LOOKED_AT);
        let length = |column: usize| {
            let cells = looked_at().filter_map(|(_, cells)| cells.get(column));
            cells.map(|cell| cell.chars().count() + 2).max().unwrap_or_default()
        };
        let own = (0..self.width())
            .map(|column| length(column).clamp(*WIDTHS.start(), *WIDTHS.end()) as u16);
        own.chain([ADDED_WIDTH; 2]).collect()
    }

    /// A header that says what the column was taken for.
    fn title(&self, column: usize) -> String {
        let key = match self.columns.get(column).copied().flatten() {
            None => return String::new(),
            Some(Field::Email) => "email",
            Some(Field::Name) => "users-name",
            Some(Field::FirstName) => "corrected-first-name",
            Some(Field::LastName) => "corrected-last-name",
            Some(Field::Gender) => "user-gender",
            Some(Field::Role) => "users-role",
            Some(Field::Team) => "users-team",
        };
        self.lang.t(key)
    }

    fn added(&self) -> [String; 2] {
        added(self.lang)
    }
}

/// The headers of the file that was uploaded, without those of the columns that were added here: a
/// file that comes back is told by them to be the same.
pub fn own(headers: &[String]) -> &[String] {
    match has_added(headers) {
        true => &headers[..headers.len() - 2],
        false => headers,
    }
}

/// Whether the last two are those that are added here. One alone may be somebody's own.
fn has_added(headers: &[String]) -> bool {
    Lang::ALL.iter().any(|lang| headers.ends_with(&added(*lang)))
}

fn added(lang: Lang) -> [String; 2] {
    [lang.t("corrected-problem"), lang.t("corrected-suggestion")]
}
