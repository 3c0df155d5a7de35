//! The program under test, with a database of its own in a scratch folder.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::scratch::Scratch;

/// A running `usher`; ends with its database when dropped.
pub struct Program {
    process: Child,
    folder: Scratch,
    said: Vec<(String, String)>,
}

impl Program {
    /// `usher demo`: a workspace full of people.
    pub fn demo() -> Program {
        Program::start(&["demo"], &["Address", "Mailbox"])
    }

    /// `usher serve` with nothing in its database.
    pub fn empty() -> Program {
        Program::start(&["serve", "--embedded", "--mailbox"], &["Address", "Set up"])
    }

    /// What it printed after this word and a colon.
    ///
    /// # Panics
    ///
    /// When it printed no such line.
    pub fn said(&self, word: &str) -> &str {
        let line = self.said.iter().find(|(first, _)| first == word);
        &line.unwrap_or_else(|| panic!("usher printed no {word:?} among {:?}", self.said)).1
    }

    /// The address that the demo's Admin signs in with, and the password.
    pub fn admin(&self) -> (&str, &str) {
        (self.said("Sign in"), self.said("Password"))
    }

    /// The address of a page.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.said("Address").trim_end_matches('/'))
    }

    /// Where the program keeps its data.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn start(arguments: &[&str], awaited: &[&str]) -> Program {
        let folder = Scratch::new();
        let program = built();
        let process = Command::new(&program)
            .args(arguments)
            .env("USHER_DATA", folder.path())
            .env("USHER_ADDRESS", "127.0.0.1:0")
            // Hashing a password as hard as in production would take a second in a debug build.
            .env("USHER_HASH_MEMORY", "64")
            .env("USHER_HASH_PASSES", "1")
            .env_remove("DATABASE_URL")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log_of(folder.path()))
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        let mut program = Program { process, folder, said: Vec::new() };
        program.listen_until_said(awaited);
        program
    }

    fn listen_until_said(&mut self, awaited: &[&str]) {
        let output = self.process.stdout.take().expect("its output is piped");
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        for line in lines.by_ref() {
            let Some((word, rest)) = line.split_once(':') else { continue };
            self.said.push((word.trim().to_owned(), rest.trim().to_owned()));
            let is_said = |wanted: &&str| self.said.iter().any(|(word, _)| word == wanted);
            if awaited.iter().all(is_said) {
                std::thread::spawn(move || lines.for_each(drop));
                return;
            }
        }
        let log = fs::read_to_string(self.folder().join("log")).unwrap_or_default();
        panic!("usher ended without {awaited:?}; it printed {:?} and logged\n{log}", self.said);
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let id = i32::try_from(self.process.id()).expect("process ids are small");
        // SAFETY: the process is ours and has not been waited for, so the id is its own.
        unsafe { libc::kill(id, libc::SIGTERM) };
        let _ = self.process.wait();
    }
}

/// The folder of what cargo built: this test or program lies in it, or in its `deps`.
pub fn built_folder() -> PathBuf {
    let own = env::current_exe().expect("this program has a path");
    let folder = own.parent().expect("it lies in a folder");
    if folder.ends_with("deps") { folder.parent().unwrap_or(folder) } else { folder }.to_owned()
}

fn built() -> PathBuf {
    let program = match env::var_os("USHER_BIN") {
        Some(path) => PathBuf::from(path),
        None => built_folder().join("usher"),
    };
    assert!(
        program.exists(),
        "there is no {}; `cargo build` makes it, USHER_BIN names another",
        program.display()
    );
    program
}

fn log_of(folder: &Path) -> fs::File {
    fs::File::create(folder.join("log")).expect("the scratch folder takes a file")
}
