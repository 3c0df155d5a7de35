use std::fs::File;
use std::io::Read;

use actix_web::rt::System;
use diesel::PgConnection;

use crate::commands::invite::Order;
use crate::files::mapping;
use crate::inviting::spreadsheet::{FILE_SIZE, Sheet, SpreadsheetReader, Unreadable, Wish};
use crate::models::workspace::Workspace;

/// A file that is read by the same child process as an upload.
pub struct Reading {
    reader: SpreadsheetReader,
    file: Vec<u8>,
    sheet: Sheet,
}

impl Reading {
    /// Reads the file as it looks.
    pub fn begin(order: &Order) -> Result<Reading, String> {
        let mut file = Vec::new();
        let opened = File::open(&order.file).map_err(|error| error.to_string())?;
        let read = opened.take(FILE_SIZE as u64 + 1).read_to_end(&mut file);
        read.map_err(|error| error.to_string())?;
        let reader = SpreadsheetReader::this_program().map_err(|error| error.to_string())?;
        let sheet = match order.sheet.as_deref() {
            None => read_as(&reader, &file, &Wish::default())?,
            Some(word) => named(&reader, &file, word)?,
        };
        Ok(Reading { reader, file, sheet })
    }

    /// What the file says; as an admin of this workspace said that files with its headers are to be
    /// read, if one did.
    pub fn finish(self, conn: &mut PgConnection, here: &Workspace) -> Result<Sheet, String> {
        let said = mapping::said(conn, here.id, &self.sheet);
        let sheet = match said.map_err(|error| error.to_string())? {
            Some(wish) => read_as(&self.reader, &self.file, &wish)?,
            None => self.sheet,
        };
        match sheet.rows.is_empty() {
            true => {
                Err("there are e-mail addresses in it, but in no column called so. Call their \
                         column E-mail, or import the file once on the page and say there which \
                         column has them"
                    .to_owned())
            }
            false => Ok(sheet),
        }
    }
}

/// The sheet of this number, counted from 1, or of this name.
fn named(reader: &SpreadsheetReader, file: &[u8], word: &str) -> Result<Sheet, String> {
    let of = |sheet: usize| Wish { sheet: Some(sheet), ..Wish::default() };
    if let Ok(number) = word.parse::<usize>() {
        let sheet = number.checked_sub(1).ok_or("sheets are counted from 1")?;
        return read_as(reader, file, &of(sheet));
    }
    let first = read_as(reader, file, &Wish::default())?;
    let place = first.sheets.iter().position(|name| name == word);
    match place.ok_or_else(|| format!("its sheets are {}", first.sheets.join(", ")))? {
        place if place == first.sheet => Ok(first),
        place => read_as(reader, file, &of(place)),
    }
}

fn read_as(reader: &SpreadsheetReader, file: &[u8], wish: &Wish) -> Result<Sheet, String> {
    System::new().block_on(reader.read(file, wish)).map_err(|reason| match (reason, wish.sheet) {
        (Unreadable::Empty, Some(sheet)) => {
            format!("there is no sheet {}, or nothing in it", sheet.saturating_add(1))
        }
        (reason, _) => reason.to_string(),
    })
}
