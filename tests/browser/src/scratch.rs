//! A folder for the time of a test.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

/// A new folder below the system's own for such; removed when dropped.
pub struct Scratch(PathBuf);

impl Scratch {
    /// Makes one that is open to all: under root the database is a lower user's.
    pub fn new() -> Scratch {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = env::temp_dir().join(format!("usher-browser-{}-{number}", process::id()));
        // A process that had the same id may have left it.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).expect("a scratch folder can be made");
        Scratch(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Default for Scratch {
    fn default() -> Scratch {
        Scratch::new()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is the system's to tidy.
        let _ = fs::remove_dir_all(&self.0);
    }
}
