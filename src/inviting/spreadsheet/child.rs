//! The child process: reads one file from its standard input and says what is in it.

use std::io::{Read, Write, stdin, stdout};
use std::process::ExitCode;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::inviting::spreadsheet::{
    FILE_SIZE, Sheet, SheetRow, Table, Unreadable, Wish, read, table,
};

/// The hidden subcommand under which this program becomes the child; a [`Task`] follows as JSON.
pub const CHILD_COMMAND: &str = "read-spreadsheet";
/// The longest answer, in bytes: that of fifty thousand people with long names.
pub(super) const ANSWER: usize = 24 * 1024 * 1024;

/// What a child is asked for.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Task {
    People(Wish),
    Table(usize),
}

/// What a child says, as JSON: on its first line `Result<Self, Unreadable>` without the rows, then
/// one row a line, so that neither side holds the text and the rows at once.
pub(super) trait Answer: Serialize + DeserializeOwned {
    type Row: Serialize + DeserializeOwned;

    fn rows(&mut self) -> &mut Vec<Self::Row>;
}

impl Answer for Sheet {
    type Row = SheetRow;

    fn rows(&mut self) -> &mut Vec<SheetRow> {
        &mut self.rows
    }
}

impl Answer for Table {
    type Row = (u32, Vec<String>);

    fn rows(&mut self) -> &mut Vec<Self::Row> {
        &mut self.rows
    }
}

/// Reads the bytes of a file to their end, writes an [`Answer`]. Fails only when it cannot read or
/// write; a refused file is a success.
///
/// To be called before anything else is set up: the process has little memory and no environment.
pub fn child_main() -> ExitCode {
    match answer() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn answer() -> std::io::Result<()> {
    let task: Task = serde_json::from_str(&std::env::args().nth(2).unwrap_or_default())?;
    let mut file = Vec::new();
    stdin().lock().take(FILE_SIZE as u64 + 1).read_to_end(&mut file)?;
    let answer = match file.len() > FILE_SIZE {
        true => written::<Sheet>(Err(Unreadable::TooLarge))?,
        false => match task {
            Task::People(wish) => written(read(&file, &wish))?,
            Task::Table(sheet) => written(table::read(&file, sheet))?,
        },
    };
    let mut out = stdout().lock();
    out.write_all(&answer)?;
    out.flush()
}

/// The answer as text; `TooLarge` instead when that is too long.
fn written<A: Answer>(mut answer: Result<A, Unreadable>) -> serde_json::Result<Vec<u8>> {
    let mut out = Vec::new();
    serde_json::to_writer(&mut out, &answer)?;
    out.push(b'\n');
    let rows = answer.as_mut().map(|answer| std::mem::take(answer.rows())).unwrap_or_default();
    for row in rows {
        serde_json::to_writer(&mut out, &row)?;
        out.push(b'\n');
        if out.len() > ANSWER {
            return written::<A>(Err(Unreadable::TooLarge));
        }
    }
    Ok(out)
}
