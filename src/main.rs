use std::process::ExitCode;

use usher::inviting::spreadsheet::{CHILD_COMMAND, child_main};

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some(CHILD_COMMAND) {
        return child_main();
    }
    ExitCode::SUCCESS
}
