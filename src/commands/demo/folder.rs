//! The demo's data folder, marked as such so that nothing else is ever emptied.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;

use crate::commands::start::Database;

/// The mark: a file with the address at which the demo was last served.
const MARK: &str = "demo";

/// A folder that holds a demo, or nothing yet.
pub struct Folder {
    path: PathBuf,
    is_new: bool,
}

impl Folder {
    /// Makes the folder and marks it, before anything else is put into it. Refuses a folder in which
    /// somebody works for real.
    pub fn open(path: &Path) -> Result<Folder, String> {
        let holds_data = path.join("pg").exists() || path.join("keys").exists();
        if holds_data && !path.join(MARK).exists() {
            return Err(format!(
                "{} holds an installation that is no demo; name another folder by --data",
                path.display()
            ));
        }
        let folder = Folder { path: path.to_owned(), is_new: !holds_data };
        if !folder.mark_path().exists() {
            fs::create_dir_all(path).map_err(|error| format!("{}: {error}", path.display()))?;
            folder.note_address("")?;
        }
        Ok(folder)
    }

    /// Whether a database must be made first.
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// Keeps the address for whoever starts a second demo here.
    pub fn note_address(&self, base: &str) -> Result<(), String> {
        let mark = self.mark_path();
        fs::write(&mark, base).map_err(|error| format!("{}: {error}", mark.display()))
    }

    /// What to say to a second demo.
    pub fn is_in_use(&self) -> String {
        let place = match fs::read_to_string(self.mark_path()) {
            Ok(base) if !base.is_empty() => format!(" at {base}"),
            _ => String::new(),
        };
        format!(
            "the demo in {} runs already{place}; end it first, or name another folder by --data",
            self.path.display()
        )
    }

    /// Drops everything in the database and the mailbox. Nobody else may be using them.
    pub fn empty(&self, database: &Database) -> Result<(), String> {
        database
            .connect()?
            .batch_execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            .map_err(|error| format!("the database cannot be emptied: {error}"))?;
        let mails = self.path.join("mail");
        match fs::remove_dir_all(&mails) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(format!("{}: {error}", mails.display()))
            }
            _ => Ok(()),
        }
    }

    fn mark_path(&self) -> PathBuf {
        self.path.join(MARK)
    }
}
