//! From the rows of a table to the people in it, one row at a time.

use crate::inviting::spreadsheet::columns::Columns;
use crate::inviting::spreadsheet::{PEOPLE, Sheet, SheetRow, Unreadable};

/// Within so many filled rows the header names must stand.
const LOOKED_AT: usize = 20;

/// Collects people while rows are read, and stops the reading when there are too many, so that
/// no table is ever held as a whole.
#[derive(Default)]
pub(super) struct People {
    first_rows: Vec<(u32, Vec<String>)>,
    columns: Option<Columns>,
    sheet: Sheet,
}

impl People {
    /// Takes the next row, `number` counted from 1. `Err` when the reading can stop.
    pub fn row(&mut self, number: u32, cells: Vec<String>) -> Result<(), Unreadable> {
        if cells.iter().all(String::is_empty) {
            return Ok(());
        }
        if self.columns.is_some() {
            return self.person(number, &cells);
        }
        self.first_rows.push((number, cells));
        match self.first_rows.len() {
            LOOKED_AT => self.settle(),
            _ => Ok(()),
        }
    }

    /// The people found. `Empty` when the table was, `NoAddresses` when nobody has one.
    pub fn finish(mut self) -> Result<Sheet, Unreadable> {
        if self.columns.is_none() {
            if self.first_rows.is_empty() {
                return Err(Unreadable::Empty);
            }
            self.settle()?;
        }
        match self.sheet.rows.iter().any(|row| row.line.email.contains('@')) {
            true => Ok(self.sheet),
            false => Err(Unreadable::NoAddresses),
        }
    }

    /// Decides by the first rows which column is which, and takes the people among them.
    fn settle(&mut self) -> Result<(), Unreadable> {
        let (numbers, rows): (Vec<u32>, Vec<Vec<String>>) = self.first_rows.drain(..).unzip();
        let header = rows
            .iter()
            .enumerate()
            .filter_map(|(index, cells)| Some((index, Columns::from_header(cells)?)))
            .rev()
            .max_by_key(|(_, columns)| (columns.has_email(), columns.known()));
        let (begin, columns) = match header {
            Some((index, columns)) => (index + 1, columns.with_email_from(&rows[index + 1..])),
            None => {
                let columns = Columns::from_contents(&rows).ok_or(Unreadable::NoAddresses)?;
                let is_person = |cells: &Vec<String>| columns.line(cells).email.contains('@');
                (rows.iter().position(is_person).unwrap_or_default(), columns)
            }
        };
        if !columns.has_email() {
            return Err(Unreadable::NoAddresses);
        }
        self.columns = Some(columns);
        for (number, cells) in numbers.into_iter().zip(rows).skip(begin) {
            self.person(number, &cells)?;
        }
        Ok(())
    }

    fn person(&mut self, number: u32, cells: &[String]) -> Result<(), Unreadable> {
        let Some(columns) = &self.columns else {
            return Ok(());
        };
        let line = columns.line(cells);
        // Printed lists repeat their header on every page.
        if line.is_empty() || Columns::from_header(cells).is_some_and(|again| again == *columns) {
            return Ok(());
        }
        if self.sheet.rows.len() == PEOPLE {
            return Err(Unreadable::TooManyRows { limit: PEOPLE });
        }
        self.sheet.rows.push(SheetRow { row: number, line });
        Ok(())
    }
}
