//! CSV in the dialects that programs write.

use std::borrow::Cow;

use csv::{Reader, ReaderBuilder, StringRecord};

use crate::inviting::named_address::is_address;
use crate::inviting::spreadsheet::book::{Book, Budget, Rows};
use crate::inviting::spreadsheet::cells::text_cell;
use crate::inviting::spreadsheet::columns::Columns;
use crate::inviting::spreadsheet::{COLUMNS, FileKind, Unreadable, formula};

/// Which one separates is told by so many first rows, and by so many bytes of them.
const LOOKED_AT: usize = 20;
const LOOKED_AT_BYTES: usize = 1 << 18;
/// In the order in which they win when nothing tells them apart.
const SEPARATORS: [u8; 4] = *b"\t;,|";

pub(super) struct TextBook {
    text: String,
    separator: u8,
    /// Lines above the first row that are none.
    skipped: u32,
    sheets: [String; 1],
    budget: Budget,
}

/// A text with one row a line; a quoted cell may span several.
pub(super) fn open(text: &str) -> TextBook {
    let text = with_line_feeds(text);
    let (separator, text, skipped) = match declared(&text) {
        Some((separator, rest)) => (separator, rest.to_owned(), 1),
        None => (sniffed(&text), text.into_owned(), 0),
    };
    TextBook { text, separator, skipped, sheets: Default::default(), budget: Budget::default() }
}

impl Book for TextBook {
    fn kind(&self) -> FileKind {
        match self.separator {
            b'\t' => FileKind::Tsv,
            _ => FileKind::Csv,
        }
    }

    fn separator(&self) -> Option<char> {
        Some(self.separator.into())
    }

    fn sheets(&self) -> &[String] {
        &self.sheets
    }

    fn rows(&mut self, _: usize, to: &mut dyn Rows) -> Result<(), Unreadable> {
        let is_quoted_well = is_quoted_well(&self.text);
        let mut rows = reader(&self.text, self.separator, is_quoted_well);
        let mut record = StringRecord::new();
        let (mut number, mut line) = (self.skipped, rows.position().line());
        while rows.read_record(&mut record).map_err(|_| Unreadable::Corrupt)? {
            self.budget.spend(record.len().min(COLUMNS))?;
            let end = rows.position().line();
            let within = record.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
            // The reader leaves out blank lines; a spreadsheet program counts them.
            let blank = (end - line).saturating_sub(within + 1);
            number += u32::try_from(blank + 1).map_err(|_| Unreadable::TooLarge)?;
            line = end;
            to.row(number, cells(&record, is_quoted_well))?;
        }
        Ok(())
    }
}

/// The text with line feeds only, and one at its end, so that lines can be counted.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    match text.ends_with('\n') && !text.contains('\r') {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n") + "\n"),
    }
}

/// Excel understands a first line `sep=;`, so other programs write it.
fn declared(text: &str) -> Option<(u8, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let first = first.trim_matches(['"', ' ']);
    match first.to_ascii_lowercase().strip_prefix("sep=")?.as_bytes() {
        [separator] => Some((*separator, rest)),
        _ => None,
    }
}

/// The separator that gives the most columns known by name, then the most cells with an address,
/// then the most rows of one width.
fn sniffed(text: &str) -> u8 {
    let is_quoted_well = is_quoted_well(text);
    let text = &text[..text.floor_char_boundary(LOOKED_AT_BYTES)];
    let rate = |separator: u8| {
        let rows: Vec<Vec<String>> = reader(text, separator, is_quoted_well)
            .into_records()
            .take(LOOKED_AT)
            .flatten()
            .map(|record| cells(&record, is_quoted_well))
            .collect();
        let headers = rows.iter().filter_map(|row| Columns::from_header(row));
        let known = headers.map(|columns| columns.known()).max();
        let addresses = rows.iter().flatten().filter(|cell| is_address(cell)).count();
        let of_width = |width: usize| rows.iter().filter(|row| row.len() == width).count();
        let wide = rows.iter().map(Vec::len).filter(|width| *width > 1);
        (known, addresses, wide.map(of_width).max().unwrap_or_default())
    };
    let best = SEPARATORS.into_iter().rev().max_by_key(|separator| rate(*separator));
    best.unwrap_or(b',')
}

/// Reads rows of any width.
fn reader(text: &str, separator: u8, is_quoted_well: bool) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .quoting(is_quoted_well)
        .from_reader(text.as_bytes())
}

/// A quote that is never closed would swallow all that follows it, so where their number is odd
/// they are taken as ordinary characters.
fn is_quoted_well(text: &str) -> bool {
    text.bytes().filter(|byte| *byte == b'"').count().is_multiple_of(2)
}

/// The cells of a row, without the quotes around them where those were not understood.
fn cells(record: &StringRecord, is_quoted_well: bool) -> Vec<String> {
    let cell = |cell: &str| match is_quoted_well {
        true => text_cell(&formula::meant(cell)),
        false => text_cell(&formula::meant(cell.trim_matches('"'))),
    };
    record.iter().take(COLUMNS).map(cell).collect()
}
