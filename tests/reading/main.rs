//! Reading people: pasted lists and spreadsheet files, friendly and hostile.
#![allow(clippy::unwrap_used)]

#[path = "../support/addresses.rs"]
mod address_corpus;
mod addresses;
mod columns;
mod corpus;
mod corrected;
mod csv;
mod formula;
#[cfg(target_os = "linux")]
mod growth;
mod headers;
mod hostile;
mod html;
mod linear;
mod made;
mod names;
mod nobody;
mod ods;
mod paste;
#[allow(dead_code)]
#[path = "../commands/program.rs"]
mod program;
mod properties;
mod reader;
mod size;
mod xlsx;

use std::time::Duration;

use usher::inviting::line::Line;
use usher::inviting::spreadsheet::{Sheet, SpreadsheetReader, Unreadable, Wish};

/// Reads a file as the program does, in a child process of the built binary. It may take long,
/// as this build is not optimised and the machine may be busy.
pub async fn read(file: impl Into<Vec<u8>>) -> Result<Sheet, Unreadable> {
    read_as(file, Wish::default()).await
}

/// Reads a file as somebody wishes.
pub async fn read_as(file: impl Into<Vec<u8>>, wish: Wish) -> Result<Sheet, Unreadable> {
    reader().read(&file.into(), &wish).await
}

/// A reader with the built binary and much time.
pub fn reader() -> SpreadsheetReader {
    let reader = SpreadsheetReader::new(env!("CARGO_BIN_EXE_usher").into());
    reader.with_time(Duration::from_secs(120))
}

/// The lines of a file that is read.
pub async fn lines(file: impl Into<Vec<u8>>) -> Vec<Line> {
    read(file).await.unwrap().rows.into_iter().map(|row| row.line).collect()
}

/// A line with an address and a name.
pub fn line(email: &str, name: &str) -> Line {
    Line { email: email.into(), name: name.into(), ..Line::default() }
}

/// A line with all that a file may say.
pub fn full_line([email, name, role, team, gender]: [&str; 5]) -> Line {
    Line { role: role.into(), team: team.into(), gender: gender.into(), ..line(email, name) }
}
