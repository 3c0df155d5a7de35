//! Tables in web pages: many programs "export to Excel" by writing one under the name .xls.

use html5gum::{DefaultEmitter, EndTag, StartTag, Token, Tokenizer};

use crate::inviting::spreadsheet::book::{Book, Budget, Merged, ROWS, Rows};
use crate::inviting::spreadsheet::cells::{linked_cell, text_cell};
use crate::inviting::spreadsheet::{CELL_LENGTH, COLUMNS, FileKind, Unreadable};

/// The most tables in a page, those within others included.
const TABLES: usize = 1_000;

/// Every table with text in it is a sheet, also those within others; they are named by number.
pub(super) struct HtmlBook {
    tables: Vec<Table>,
    sheets: Vec<String>,
}

/// Reads a page. `WebPage` when it has no table with text, `TooLarge` when it has too many or too many cells.
pub(super) fn open(text: &str) -> Result<HtmlBook, Unreadable> {
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    let mut page = Page::default();
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => page.start(&tag)?,
            Token::EndTag(tag) => page.end(&tag)?,
            Token::String(text) => page.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    while !page.open.is_empty() {
        page.end_table()?;
    }
    let tables: Vec<Table> =
        page.tables.into_iter().filter(|table| !table.rows.is_empty()).collect();
    if tables.is_empty() {
        return Err(Unreadable::WebPage);
    }
    let sheets = (1..=tables.len()).map(|number| number.to_string()).collect();
    Ok(HtmlBook { tables, sheets })
}

impl Book for HtmlBook {
    fn kind(&self) -> FileKind {
        FileKind::Html
    }

    fn sheets(&self) -> &[String] {
        &self.sheets
    }

    fn rows(&mut self, sheet: usize, to: &mut dyn Rows) -> Result<(), Unreadable> {
        let table = &self.tables[sheet];
        table.merged.iter().for_each(|merged| to.merged(*merged));
        table.rows.iter().try_for_each(|(number, cells)| to.row(*number, cells.clone()))
    }
}

#[derive(Default)]
struct Table {
    rows: Vec<(u32, Vec<String>)>,
    merged: Vec<Merged>,
    /// The number of the row that is open or was the last, counted from 1.
    row: u32,
    is_row_open: bool,
    cells: Vec<String>,
    column: usize,
    cell: Option<Cell>,
    /// The last row that a cell from above reaches down to, by column.
    reached: Vec<u32>,
}

struct Cell {
    text: String,
    link: Option<String>,
    columns: usize,
    rows: u32,
}

/// A page while it is read.
#[derive(Default)]
struct Page {
    tables: Vec<Table>,
    /// The tables that are open, the innermost last.
    open: Vec<usize>,
    budget: Budget,
    /// Within a script, a style sheet or a note, whose text is not shown in the cell.
    is_code: bool,
}

impl Page {
    fn start(&mut self, tag: &StartTag<()>) -> Result<(), Unreadable> {
        match tag.name.as_slice() {
            b"table" if self.tables.len() == TABLES => return Err(Unreadable::TooLarge),
            b"table" => {
                self.open.push(self.tables.len());
                self.tables.push(Table::default());
            }
            b"script" | b"style" | b"comment" => self.is_code = !tag.self_closing,
            b"tr" => {
                self.end_row()?;
                self.begin_row();
            }
            b"td" | b"th" => {
                self.end_cell()?;
                self.begin_row();
                let span = |name| attribute(tag, name).and_then(|value| value.trim().parse().ok());
                let (columns, rows) = (span("colspan").unwrap_or(1), span("rowspan").unwrap_or(1));
                let columns = (columns as usize).clamp(1, COLUMNS);
                let cell =
                    Cell { text: String::new(), link: None, columns, rows: rows.clamp(1, ROWS) };
                self.change(|table| table.cell = Some(cell));
            }
            b"a" => {
                let link = attribute(tag, "href");
                self.change_cell(|cell| cell.link = cell.link.take().or(link));
            }
            b"br" | b"p" | b"div" | b"li" | b"hr" => self.text(" "),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, tag: &EndTag<()>) -> Result<(), Unreadable> {
        match tag.name.as_slice() {
            b"table" => self.end_table(),
            b"tr" => self.end_row(),
            b"td" | b"th" => self.end_cell(),
            b"script" | b"style" | b"comment" => {
                self.is_code = false;
                Ok(())
            }
            b"p" | b"div" | b"li" => {
                self.text(" ");
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn text(&mut self, text: &str) {
        let is_code = self.is_code;
        self.change_cell(|cell| {
            // Cut for good when it is closed; this only keeps a long one from being kept twice.
            if !is_code && cell.text.len() < CELL_LENGTH * 8 {
                cell.text.push_str(text);
            }
        });
    }

    fn change(&mut self, change: impl FnOnce(&mut Table)) {
        if let Some(table) = self.open.last().and_then(|index| self.tables.get_mut(*index)) {
            change(table);
        }
    }

    fn change_cell(&mut self, change: impl FnOnce(&mut Cell)) {
        self.change(|table| {
            if let Some(cell) = &mut table.cell {
                change(cell);
            }
        });
    }

    fn begin_row(&mut self) {
        self.change(|table| {
            if !table.is_row_open {
                table.is_row_open = true;
                table.row += 1;
            }
        });
    }

    fn end_cell(&mut self) -> Result<(), Unreadable> {
        let mut spent = 0;
        self.change(|table| spent = table.end_cell());
        self.budget.spend(spent)
    }

    fn end_row(&mut self) -> Result<(), Unreadable> {
        self.end_cell()?;
        self.change(Table::end_row);
        Ok(())
    }

    fn end_table(&mut self) -> Result<(), Unreadable> {
        self.end_row()?;
        self.open.pop();
        Ok(())
    }
}

impl Table {
    /// Puts the open cell beside those before it, and says how many columns it takes.
    fn end_cell(&mut self) -> usize {
        let Some(cell) = self.cell.take() else {
            return 0;
        };
        while self.reached.get(self.column).is_some_and(|last| *last >= self.row) {
            self.column += 1;
        }
        let end = (self.column + cell.columns).min(COLUMNS);
        let last = self.row.saturating_add(cell.rows - 1);
        if self.column < end && last > self.row {
            self.merged.push(Merged { column: self.column, first: self.row, last });
            self.reached.resize(self.reached.len().max(end), 0);
            self.reached[self.column..end].fill(last);
        }
        let text = linked_cell(text_cell(&cell.text), cell.link.as_deref().unwrap_or_default());
        if self.column < end && !text.is_empty() {
            self.cells.resize(self.column + 1, String::new());
            self.cells[self.column] = text;
        }
        self.column = end;
        cell.columns
    }

    fn end_row(&mut self) {
        self.is_row_open = false;
        self.column = 0;
        let cells = std::mem::take(&mut self.cells);
        if !cells.is_empty() {
            self.rows.push((self.row, cells));
        }
    }
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(value).into_owned())
}
