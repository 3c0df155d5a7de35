//! A scratch data folder, and a second program that holds a server in it.

use std::env;
use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{self, Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, sql_query, sql_types};
use usher::db::managed::{ManagedPostgres, Options};

pub const QUICK: Options = Options { durable: false };

/// Names the folder in which this test program, run again, holds a server.
const HOLD: &str = "USHER_TEST_HOLD";

/// A folder that goes with the test.
pub struct Scratch(PathBuf);

impl Scratch {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        // Not TMPDIR, which may be root's own and closed to the lower user.
        let folder = PathBuf::from(format!("/tmp/usher-managed-{}-{number}", process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
        Self(folder)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn data(&self) -> PathBuf {
        self.0.join("data")
    }

    /// A folder in which a server has run and ended.
    pub fn used() -> Self {
        let scratch = Self::new();
        ManagedPostgres::start(&scratch.data(), QUICK).unwrap().stop().unwrap();
        scratch
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A server that is just ending may still add a file.
        within_a_minute("the scratch folder is gone", || {
            let _ = fs::remove_dir_all(&self.0);
            !self.0.exists()
        });
    }
}

/// Another program, which holds a server until it is dropped or killed.
pub struct Holder {
    child: Child,
    /// Kept open, for it goes on writing.
    _output: BufReader<ChildStdout>,
    /// What it said once it had its server, or why it has none.
    pub said: String,
}

impl Holder {
    pub fn start(data: &Path) -> Self {
        Self::run(&mut Self::command(&env::current_exe().unwrap(), data))
    }

    /// The call of `program`, a copy of this one, to hold a server in `data`.
    pub fn command(program: &Path, data: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .args(["--exact", "world::holder", "--nocapture"])
            .env(HOLD, data)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        command
    }

    /// Runs it until it has said what came of it.
    pub fn run(command: &mut Command) -> Self {
        let mut child = spawn(command);
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut lines = output.by_ref().lines().map_while(Result::ok);
        let said = lines.find_map(|line| Some(line.split_once("holder: ")?.1.to_owned()));
        let said = said.expect("the second program says what came of it");
        Self { child, _output: output, said }
    }

    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        self.child.wait().unwrap();
    }
}

/// Not a test by itself: what [`Holder`] runs.
#[test]
fn holder() {
    let Some(data) = env::var_os(HOLD) else {
        return;
    };
    match ManagedPostgres::start(Path::new(&data), QUICK) {
        Ok(server) => {
            println!("\nholder: {}", if server.adopted() { "adopted" } else { "owned" });
            std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
            server.stop().unwrap();
        }
        Err(error) => println!("\nholder: {error}"),
    }
}

/// Starts a program that may have been written a moment ago: another test's program, forked in
/// that moment, holds it open until it becomes its own, and the system calls the file busy.
fn spawn(command: &mut Command) -> Child {
    loop {
        match command.spawn() {
            Err(error) if error.kind() == ErrorKind::ExecutableFileBusy => thread::yield_now(),
            started => return started.unwrap(),
        }
    }
}

pub fn connect(server: &ManagedPostgres, database: &str) -> PgConnection {
    PgConnection::establish(&server.url(database)).unwrap()
}

pub fn execute(server: &ManagedPostgres, statement: &str) {
    connect(server, "postgres").batch_execute(statement).unwrap();
}

/// The one text that `query` gives as `answer`.
pub fn ask(server: &ManagedPostgres, query: &str) -> String {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = sql_types::Text)]
        answer: String,
    }
    let row: Row = sql_query(query).get_result(&mut connect(server, "postgres")).unwrap();
    row.answer
}

/// The process noted by the server in `data`.
pub fn server_pid(data: &Path) -> i32 {
    let note = fs::read_to_string(data.join("pg/postmaster.pid")).unwrap();
    note.lines().next().unwrap().parse().unwrap()
}

/// Writes a note as if `pid` were a server, in the cluster owner's name.
pub fn note_pid(data: &Path, pid: u32) {
    let cluster = data.join("pg");
    let note = cluster.join("postmaster.pid");
    fs::write(&note, format!("{pid}\n{}\n1\n5432\n/nowhere\n\n", cluster.display())).unwrap();
    let owner = fs::metadata(&cluster).unwrap();
    std::os::unix::fs::chown(&note, Some(owner.uid()), Some(owner.gid())).unwrap();
    fs::set_permissions(&note, Permissions::from_mode(0o600)).unwrap();
}

/// A process of the cluster's owner that is no server, ended by dropping it.
pub struct Bystander(pub Child);

impl Bystander {
    pub fn start(data: &Path) -> Self {
        let mut command = Command::new("cat");
        command.stdin(Stdio::piped());
        as_owner(&mut command, &data.join("pg"));
        Self(command.spawn().unwrap())
    }
}

impl Drop for Bystander {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// Under root, makes it a command of the owner of `path`.
pub fn as_owner(command: &mut Command, path: &Path) {
    if is_root() {
        let owner = fs::metadata(path).unwrap();
        command.uid(owner.uid()).gid(owner.gid());
    }
}

pub fn is_root() -> bool {
    // SAFETY: a system call that cannot fail.
    unsafe { libc::geteuid() == 0 }
}

pub fn is_alive(pid: i32) -> bool {
    // SAFETY: a system call without pointers.
    unsafe { libc::kill(pid, 0) == 0 }
}

pub fn within_a_minute(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !holds() {
        assert!(Instant::now() < deadline, "not within a minute: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}
