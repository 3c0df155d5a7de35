//! From the rows of a table to the people in it, one row at a time.

use std::collections::HashMap;

use crate::inviting::spreadsheet::book::{Merged, Rows};
use crate::inviting::spreadsheet::columns::{Columns, holds_address};
use crate::inviting::spreadsheet::table::trim;
use crate::inviting::spreadsheet::{
    COLUMNS, EXAMPLE_ADDRESS, Field, LABEL_LENGTH, PEOPLE, Sheet, SheetRow, Unreadable,
};
use crate::values::plain::tidy;

/// Within so many filled rows the header names must stand.
const LOOKED_AT: usize = 20;
/// Within so many the first address, where no header names its column.
const PATIENCE: usize = 200;
/// So many people are shown as examples.
const SAMPLES: usize = 3;

/// Collects people while rows are read, and stops the reading when there are too many, so that
/// no table is ever held as a whole.
pub(super) struct People {
    wished: Option<Columns>,
    first_rows: Vec<(u32, Vec<String>)>,
    columns: Option<Columns>,
    merged: HashMap<u32, Vec<Merged>>,
    /// The texts of merged cells by their column, with the last row they reach.
    carried: HashMap<usize, (u32, String)>,
    has_rows: bool,
    /// The columns that hold an address of somebody anywhere.
    address_columns: Vec<usize>,
    /// Whether the example of the template is in it.
    has_example: bool,
    sheet: Sheet,
}

impl People {
    /// `wished` says what each column holds, whatever it looks like.
    pub fn new(sheet: Sheet, wished: Option<Vec<Option<Field>>>) -> Self {
        Self {
            wished: wished.map(Columns::from),
            first_rows: Vec::new(),
            columns: None,
            merged: HashMap::new(),
            carried: HashMap::new(),
            has_rows: false,
            address_columns: Vec::new(),
            has_example: false,
            sheet,
        }
    }

    pub fn sheet_number(&self) -> usize {
        self.sheet.sheet
    }

    /// The people found; none when the column of their addresses is not known. `Empty` when the
    /// table was, `NoAddresses` when no cell has one, `OnlyExample` when only the example has.
    pub fn finish(mut self) -> Result<Sheet, Unreadable> {
        if !self.has_rows {
            return Err(Unreadable::Empty);
        }
        match (self.address_columns.as_slice(), self.has_example) {
            ([], true) => return Err(Unreadable::OnlyExample),
            ([], false) => return Err(Unreadable::NoAddresses),
            _ => {}
        }
        if self.columns.is_none() {
            self.settle(true)?;
        }
        let mut columns = self.columns.unwrap_or_default();
        let mut sheet = self.sheet;
        if !sheet.rows.iter().any(|row| row.line.email.contains('@')) {
            // The column that is named so holds none: somebody has to say which one does.
            sheet.rows.clear();
            if self.wished.is_none() {
                columns.forget_email();
                if let [only] = self.address_columns.as_slice() {
                    columns.set_only(*only, Field::Email);
                }
            }
        }
        sheet.columns = columns.into();
        let widths = sheet.samples.iter().map(Vec::len);
        let width = widths.chain([sheet.headers.len(), sheet.columns.len()]).max();
        let width = width.unwrap_or_default().min(COLUMNS);
        sheet.headers.resize(width, String::new());
        sheet.columns.resize(width, None);
        sheet.samples.iter_mut().for_each(|cells| cells.resize(width, String::new()));
        let labels = sheet.headers.iter_mut().chain(sheet.samples.iter_mut().flatten());
        labels.for_each(|label| *label = tidy(label, LABEL_LENGTH));
        Ok(sheet)
    }

    /// Decides by the first rows which column is which, and takes the people among them. Decides
    /// nothing while no column of addresses is known, unless this is the last chance.
    fn settle(&mut self, is_last_chance: bool) -> Result<(), Unreadable> {
        let rows: Vec<&[String]> =
            self.first_rows.iter().map(|(_, cells)| cells.as_slice()).collect();
        let named = named_header(&rows);
        let columns = match (&self.wished, &named) {
            (Some(wished), _) => wished.clone(),
            (None, Some((index, named))) => {
                named.clone().with_contents(rows[*index], &rows[index + 1..])
            }
            (None, None) => {
                let columns = Columns::from_contents(&rows).unwrap_or_default();
                match columns.unnamed_header(&rows) {
                    Some(header) => columns.named_by(rows[header]),
                    None => columns,
                }
            }
        };
        if !columns.has_email() && !is_last_chance {
            return Ok(());
        }
        let header = match named {
            Some((index, _)) => Some(index),
            None => columns.unnamed_header(&rows),
        };
        let first_person = || rows.iter().position(|cells| columns.has_address(cells));
        let begin = header.map(|index| index + 1).or_else(first_person).unwrap_or_default();
        self.columns = Some(columns);
        for (index, (number, cells)) in std::mem::take(&mut self.first_rows).into_iter().enumerate()
        {
            if Some(index) == header {
                self.sheet.header_row = Some(number);
                self.sheet.headers = cells;
            } else if index >= begin {
                self.person(number, cells)?;
            }
        }
        Ok(())
    }

    fn person(&mut self, number: u32, mut cells: Vec<String>) -> Result<(), Unreadable> {
        let Some(columns) = &self.columns else {
            return Ok(());
        };
        // Printed lists repeat their header on every page.
        if cells == self.sheet.headers {
            return Ok(());
        }
        for merged in self.merged.remove(&number).unwrap_or_default() {
            if let Some(text) = cells.get(merged.column) {
                self.carried.insert(merged.column, (merged.last, text.clone()));
            }
        }
        for (column, (last, text)) in &self.carried {
            if number <= *last && columns.is_shared(*column) {
                cells.resize(cells.len().max(column + 1), String::new());
                if cells[*column].is_empty() {
                    cells[*column].clone_from(text);
                }
            }
        }
        let lines = columns.people(&cells);
        if self.sheet.rows.len() + lines.len() > PEOPLE {
            return Err(Unreadable::TooManyRows { limit: PEOPLE });
        }
        let is_somebody = !lines.is_empty() || !columns.has_email();
        if is_somebody && self.sheet.samples.len() < SAMPLES {
            self.sheet.samples.push(cells);
        }
        self.sheet.rows.extend(lines.into_iter().map(|line| SheetRow { row: number, line }));
        Ok(())
    }
}

impl Rows for People {
    fn row(&mut self, number: u32, mut cells: Vec<String>) -> Result<(), Unreadable> {
        trim(&mut cells);
        if cells.is_empty() {
            return Ok(());
        }
        self.has_rows = true;
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| cell.contains('@')) {
            if cell.eq_ignore_ascii_case(EXAMPLE_ADDRESS) {
                self.has_example = true;
            } else if !self.address_columns.contains(&column) && holds_address(cell) {
                self.address_columns.push(column);
            }
        }
        if self.columns.is_some() {
            return self.person(number, cells);
        }
        self.first_rows.push((number, cells));
        match self.first_rows.len() {
            length if length % LOOKED_AT == 0 => self.settle(length >= PATIENCE),
            _ => Ok(()),
        }
    }

    fn merged(&mut self, merged: Merged) {
        if merged.column < COLUMNS {
            self.merged.entry(merged.first).or_default().push(merged);
        }
    }
}

/// The row with the most header names among those given, the first of equals, and what it names.
fn named_header(rows: &[&[String]]) -> Option<(usize, Columns)> {
    rows.iter()
        .take(LOOKED_AT)
        .enumerate()
        .filter_map(|(index, cells)| Some((index, Columns::from_header(cells)?)))
        .rev()
        .max_by_key(|(_, columns)| (columns.has_email(), columns.known()))
}
