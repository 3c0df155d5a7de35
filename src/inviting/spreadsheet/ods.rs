//! OpenDocument spreadsheets, read as a stream: a few hundred bytes can say that a cell repeats
//! a billion times.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;

use crate::inviting::spreadsheet::book::{Book, Budget, Merged, ROWS, Rows};
use crate::inviting::spreadsheet::cells::OdsCell;
use crate::inviting::spreadsheet::{COLUMNS, FileKind, SHEETS, Unreadable};

/// The most bytes looked at of the list of entries, which says whether they are encrypted.
const MANIFEST: u64 = 1 << 20;

pub(super) struct OdsBook<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Where each sheet stands among all, hidden ones included.
    places: Vec<usize>,
    sheets: Vec<String>,
    budget: Budget,
}

/// Opens an archive that was checked.
pub(super) fn open(file: &[u8]) -> Result<OdsBook<'_>, Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|_| Unreadable::Corrupt)?;
    if is_encrypted(&mut archive) {
        return Err(Unreadable::Encrypted);
    }
    let (mut places, mut sheets) = (Vec::new(), Vec::new());
    for (place, name) in list(content(&mut archive)?)?.into_iter().enumerate() {
        if let Some(name) = name.filter(|_| sheets.len() < SHEETS) {
            places.push(place);
            sheets.push(name);
        }
    }
    match sheets.is_empty() {
        // A letter or a drawing.
        true => Err(Unreadable::WrongType),
        false => Ok(OdsBook { archive, places, sheets, budget: Budget::default() }),
    }
}

impl Book for OdsBook<'_> {
    fn kind(&self) -> FileKind {
        FileKind::Ods
    }

    fn sheets(&self) -> &[String] {
        &self.sheets
    }

    fn rows(&mut self, sheet: usize, to: &mut dyn Rows) -> Result<(), Unreadable> {
        let mut xml = content(&mut self.archive)?;
        let mut buffer = Vec::new();
        let mut place = 0;
        loop {
            buffer.clear();
            match event(&mut xml, &mut buffer)? {
                Event::Start(start) if start.local_name().as_ref() == "table" => {
                    if place == self.places[sheet] {
                        let budget = &mut self.budget;
                        return Table {
                            to,
                            budget,
                            row: 0,
                            cells: Vec::new(),
                            cell: None,
                            column: 0,
                        }
                        .read(&mut xml);
                    }
                    place += 1;
                    skip(&mut xml, &start)?;
                }
                Event::Eof => return Err(Unreadable::Corrupt),
                _ => {}
            }
        }
    }
}

/// One sheet while it is read.
struct Table<'a> {
    to: &'a mut dyn Rows,
    budget: &'a mut Budget,
    /// Counted from 0.
    row: u32,
    cells: Vec<String>,
    column: usize,
    cell: Option<OdsCell>,
}

impl Table<'_> {
    fn read(mut self, xml: &mut Reader<impl BufRead>) -> Result<(), Unreadable> {
        let (mut buffer, mut repeated) = (Vec::new(), 1);
        loop {
            buffer.clear();
            match event(xml, &mut buffer)? {
                Event::Start(start) => match start.local_name().as_ref() {
                    "table-row" => repeated = number(&start, "number-rows-repeated"),
                    "table-cell" | "covered-table-cell" => self.begin(&start),
                    // Notes, pictures, and tables within a cell.
                    "annotation" | "shapes" | "frame" | "table" => skip(xml, &start)?,
                    "a" => self.text(|cell| cell.link = attribute(&start, "href")),
                    "p" | "h" | "s" | "tab" | "line-break" => self.text(|cell| cell.push(" ")),
                    _ => {}
                },
                Event::Text(text) => self.text(|cell| cell.push(&text.xml10_content())),
                Event::CData(text) => self.text(|cell| cell.push(&text.xml10_content())),
                Event::GeneralRef(reference) => {
                    let letter = resolved(&reference)?;
                    self.text(|cell| cell.push(letter.encode_utf8(&mut [0; 4])));
                }
                Event::End(end) => match end.local_name().as_ref() {
                    "table-cell" | "covered-table-cell" => self.end_cell()?,
                    "table-row" => self.end_row(repeated)?,
                    "table" => return Ok(()),
                    _ => {}
                },
                Event::Eof => return Err(Unreadable::Corrupt),
                _ => {}
            }
        }
    }

    fn text(&mut self, change: impl FnOnce(&mut OdsCell)) {
        if let Some(cell) = &mut self.cell {
            change(cell);
        }
    }

    fn begin(&mut self, start: &BytesStart<'_>) {
        let mut cell = OdsCell::default();
        for attribute in start.attributes().with_checks(false).flatten() {
            let value = attribute.value.as_ref();
            match attribute.key.local_name().as_ref() {
                "number-columns-repeated" => cell.repeated = value.parse().unwrap_or(1),
                "value-type" if value == "error" => cell.is_error = true,
                "value" | "date-value" | "boolean-value" => cell.value = Some(value.to_owned()),
                _ => {}
            }
        }
        let rows = number(start, "number-rows-spanned");
        if rows > 1 {
            let (first, column) = (self.row.saturating_add(1), self.column);
            self.to.merged(Merged { column, first, last: self.row.saturating_add(rows) });
        }
        self.cell = Some(cell);
    }

    fn end_cell(&mut self) -> Result<(), Unreadable> {
        let Some(cell) = self.cell.take() else {
            return Ok(());
        };
        let end = self.column.saturating_add(cell.repeated).min(COLUMNS);
        self.budget.spend(end.saturating_sub(self.column).max(1))?;
        let text = cell.into_text();
        if !text.is_empty() && self.column < end {
            self.cells.resize(self.column, String::new());
            self.cells.resize(end, text);
        }
        self.column = end;
        Ok(())
    }

    fn end_row(&mut self, repeated: u32) -> Result<(), Unreadable> {
        let cells = std::mem::take(&mut self.cells);
        self.column = 0;
        // The rows down to the end of the sheet are one that repeats.
        for row in (0..repeated).take_while(|_| !cells.is_empty()) {
            self.budget.spend(cells.len())?;
            let number = self.row.saturating_add(row).saturating_add(1);
            if number > ROWS {
                return Err(Unreadable::Corrupt);
            }
            self.to.row(number, cells.clone())?;
        }
        self.row = self.row.saturating_add(repeated);
        Ok(())
    }
}

/// The names of all sheets; `None` for those that are hidden.
fn list(mut xml: Reader<impl BufRead>) -> Result<Vec<Option<String>>, Unreadable> {
    let (mut names, mut hidden, mut style) = (Vec::new(), HashSet::new(), None);
    let (mut buffer, mut is_within) = (Vec::new(), false);
    loop {
        buffer.clear();
        match event(&mut xml, &mut buffer)? {
            Event::Start(start) => match start.local_name().as_ref() {
                "style" => style = attribute(&start, "name"),
                "table-properties" if attribute(&start, "display").as_deref() == Some("false") => {
                    hidden.extend(style.take());
                }
                "spreadsheet" => is_within = true,
                "table" => {
                    let is_hidden = attribute(&start, "style-name")
                        .is_some_and(|style| hidden.contains(&style));
                    let name = attribute(&start, "name").unwrap_or_default();
                    names.push(Some(name).filter(|_| is_within && !is_hidden));
                    skip(&mut xml, &start)?;
                }
                _ => {}
            },
            Event::Eof => return Ok(names),
            _ => {}
        }
    }
}

fn is_encrypted(archive: &mut ZipArchive<Cursor<&[u8]>>) -> bool {
    let mut manifest = Vec::new();
    let entry = archive.by_name("META-INF/manifest.xml");
    let read = entry.map(|entry| entry.take(MANIFEST).read_to_end(&mut manifest));
    let mark = b"encryption-data";
    read.is_ok() && manifest.windows(mark.len()).any(|bytes| bytes == mark)
}

fn content<'a>(
    archive: &'a mut ZipArchive<Cursor<&[u8]>>,
) -> Result<Reader<impl BufRead + 'a>, Unreadable> {
    let entry = archive.by_name("content.xml").map_err(|_| Unreadable::Corrupt)?;
    let mut xml = Reader::from_reader(BufReader::new(entry));
    xml.config_mut().expand_empty_elements = true;
    Ok(xml)
}

fn event<'a>(
    xml: &mut Reader<impl BufRead>,
    buffer: &'a mut Vec<u8>,
) -> Result<Event<'a>, Unreadable> {
    xml.read_event_into(buffer).map_err(|_| Unreadable::Corrupt)
}

/// Goes on behind the end of an element.
fn skip(xml: &mut Reader<impl BufRead>, start: &BytesStart<'_>) -> Result<(), Unreadable> {
    let end = start.to_end();
    let skipped = xml.read_to_end_into(end.name(), &mut Vec::new());
    skipped.map(|_| ()).map_err(|_| Unreadable::Corrupt)
}

/// The character a reference stands for. Entities that a file defines are never expanded.
fn resolved(reference: &BytesRef<'_>) -> Result<char, Unreadable> {
    let letter = reference.resolve_char_ref().map_err(|_| Unreadable::Corrupt)?;
    letter
        .or_else(|| match reference.xml10_content().as_ref() {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => None,
        })
        .ok_or(Unreadable::Corrupt)
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = start.attributes();
    let mut found = attributes.with_checks(false).flatten();
    let found = found.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(quick_xml::escape::unescape(&found.value).ok()?.into_owned())
}

/// A number of rows; 1 where none is said.
fn number(start: &BytesStart<'_>, name: &str) -> u32 {
    attribute(start, name).and_then(|value| value.parse().ok()).unwrap_or(1)
}
