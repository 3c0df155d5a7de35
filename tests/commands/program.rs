//! A scratch folder, and the program run in it.

use std::fs::{self, File, Permissions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

/// Making a cluster takes its time on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// A folder that goes with the test.
pub struct Scratch(PathBuf);

impl Scratch {
    pub fn new() -> Scratch {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        // Not TMPDIR, which may be root's own and closed to the database's user.
        let folder = PathBuf::from(format!("/tmp/usher-commands-{}-{number}", process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
        Scratch(folder)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// `usher` with these words, in this folder and with no settings from our surroundings.
    pub fn usher(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_usher"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("USHER_")) {
            if name != "USHER_PG_BIN" {
                command.env_remove(name);
            }
        }
        command.env_remove("DATABASE_URL").env_remove("RUST_LOG");
        command.args(words).current_dir(&self.0).stdin(Stdio::null());
        command
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A database that is just ending may still add a file.
        within_patience("the scratch folder is gone", || {
            let _ = fs::remove_dir_all(&self.0);
            !self.0.exists()
        });
    }
}

/// What a program that has ended said.
pub struct Said {
    pub success: bool,
    /// None when a signal ended it.
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Runs it to its end, which must come in time.
pub fn run(command: &mut Command) -> Said {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = Process(command.spawn().unwrap());
    let status = process.end();
    Said {
        success: status.success(),
        code: status.code(),
        out: std::io::read_to_string(process.0.stdout.take().unwrap()).unwrap(),
        err: std::io::read_to_string(process.0.stderr.take().unwrap()).unwrap(),
    }
}

/// Killed by dropping it.
struct Process(Child);

impl Process {
    fn end(&mut self) -> ExitStatus {
        within_patience("the program ends", || self.0.try_wait().unwrap().is_some());
        self.0.wait().unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A program that serves, killed, as `kill -9` does it, by dropping it.
pub struct Running {
    process: Process,
    lines: Receiver<String>,
    errors: PathBuf,
}

impl Running {
    pub fn start(scratch: &Scratch, words: &[&str]) -> Running {
        Running::start_as(scratch, scratch.usher(words))
    }

    /// The same for a command that was prepared further.
    pub fn start_as(scratch: &Scratch, mut command: Command) -> Running {
        let errors = scratch.path().join("errors");
        command.stdout(Stdio::piped()).stderr(File::create(&errors).unwrap());
        let mut child = command.spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        Running { process: Process(child), lines, errors }
    }

    /// The next line, without its label, which must be this one.
    pub fn line(&self, label: &str) -> String {
        let line = self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| {
            panic!("no line {label:?}: {}", fs::read_to_string(&self.errors).unwrap())
        });
        let value = line.strip_prefix(label);
        value.unwrap_or_else(|| panic!("{line:?} does not begin with {label:?}")).trim().to_owned()
    }

    #[allow(dead_code, reason = "not every test that has this file asks")]
    pub fn id(&self) -> u32 {
        self.process.0.id()
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.errors).unwrap()).into_owned()
    }

    /// As Ctrl-C does.
    pub fn interrupt(mut self) -> ExitStatus {
        // SAFETY: a system call without pointers, to a child of ours that was not waited for.
        unsafe { libc::kill(self.process.0.id().cast_signed(), libc::SIGINT) };
        self.process.end()
    }
}

pub fn within_patience(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "not in time: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}
