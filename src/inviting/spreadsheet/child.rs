//! The child process: reads one file from its standard input and says what is in it.

use std::io::{Read, Write, stdin, stdout};
use std::process::ExitCode;

use crate::inviting::spreadsheet::{FILE_SIZE, Sheet, Unreadable, read};

/// The hidden subcommand under which this program becomes the child.
pub const CHILD_COMMAND: &str = "read-spreadsheet";

/// Reads the bytes of a file to their end, writes `Result<Sheet, Unreadable>` as JSON. Fails only
/// when it cannot read or write; a refused file is a success.
///
/// To be called before anything else is set up: the process has little memory and no environment.
pub fn child_main() -> ExitCode {
    match answer() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn answer() -> std::io::Result<()> {
    let mut file = Vec::new();
    stdin().lock().take(FILE_SIZE as u64 + 1).read_to_end(&mut file)?;
    let answer: Result<Sheet, Unreadable> = read(&file);
    let mut out = stdout().lock();
    serde_json::to_writer(&mut out, &answer)?;
    out.flush()
}
