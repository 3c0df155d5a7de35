//! A bar on a terminal; nothing where nobody watches.

use std::io::{IsTerminal, Write, stderr};

const WIDTH: usize = 30;

pub struct Progress {
    total: usize,
    is_shown: bool,
}

impl Progress {
    pub fn of(total: usize) -> Progress {
        Progress { total, is_shown: total > 0 && stderr().is_terminal() }
    }

    /// Shows that so many are done.
    pub fn at(&self, done: usize) {
        if self.is_shown {
            let filled = WIDTH * done / self.total;
            let bar = "#".repeat(filled) + &"-".repeat(WIDTH - filled);
            let end = if done == self.total { "\n" } else { "" };
            // A terminal that is gone is no reason to stop.
            let _ = write!(stderr(), "\r[{bar}] {done} of {}{end}", self.total);
        }
    }
}
