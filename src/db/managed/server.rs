//! The server's process: its start, its end, and one that was left over.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::account::Account;
use super::pid_file::PidFile;
use super::place::Place;
use super::programs::Programs;
use super::{ManagedError, Options, command, poll, socket};

/// Recovery after a crash may take its time; an end is noticed at once.
const START_LIMIT: Duration = Duration::from_secs(300);

/// A fast shutdown rolls back and writes what is in memory.
const STOP_LIMIT: Duration = Duration::from_secs(60);

/// How long the processes of a killed server may take to notice.
const ORPHANS_LIMIT: Duration = Duration::from_secs(30);

/// A server process of ours, which takes connections.
#[derive(Debug)]
pub(super) struct Server {
    child: Child,
    /// Closed, it lets the thread go that the server's life hangs on.
    _keeper: mpsc::Sender<()>,
}

impl Server {
    /// Starts a server and waits until it takes connections.
    pub(super) fn start(
        place: &Place,
        programs: &Programs,
        account: &Account,
        socket: &Path,
        options: Options,
    ) -> Result<Self, ManagedError> {
        let deadline = Instant::now() + ORPHANS_LIMIT;
        loop {
            let mut server = Self::spawn(place, programs, account, socket, options)?;
            match server.wait_until_ready(place) {
                // Processes of a killed server are still ending.
                Err(ManagedError::StartFailed { reason, .. })
                    if reason.contains("pre-existing shared memory")
                        && Instant::now() < deadline =>
                {
                    thread::sleep(Duration::from_millis(100));
                }
                outcome => return outcome.map(|()| server),
            }
        }
    }

    /// The number of its process.
    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends the server and waits for it; one that does not end is killed.
    pub(super) fn stop(&mut self) -> Result<(), ManagedError> {
        if self.ended()?.is_some() {
            return Ok(());
        }
        send(self.pid().cast_signed(), libc::SIGINT);
        if poll(STOP_LIMIT, || self.ended())?.is_some() {
            return Ok(());
        }
        let killed = self.child.kill().and_then(|()| self.child.wait());
        killed.map_err(ManagedError::file("stop", Path::new("postgres")))?;
        Err(ManagedError::StopSlow { seconds: STOP_LIMIT.as_secs() })
    }

    fn spawn(
        place: &Place,
        programs: &Programs,
        account: &Account,
        socket: &Path,
        options: Options,
    ) -> Result<Self, ManagedError> {
        let log = open_log(place)?;
        let errors = log.try_clone().map_err(ManagedError::file("open", &place.log()))?;
        let mut postgres = account.command(&programs.postgres, &place.cluster());
        postgres.arg("-D").arg(place.cluster());
        for setting in settings(socket, options) {
            postgres.arg("-c").arg(setting);
        }
        postgres.stdout(log).stderr(errors);
        // Ctrl-C is for us: we stop the server when we are done with it.
        postgres.process_group(0);
        command::end_with_us(&mut postgres, libc::SIGINT);
        spawn_kept(postgres).map_err(ManagedError::file("run", &programs.postgres))
    }

    fn wait_until_ready(&mut self, place: &Place) -> Result<(), ManagedError> {
        let cluster = place.cluster();
        let pid = self.pid().cast_signed();
        let ready = poll(START_LIMIT, || {
            if self.ended()?.is_some() {
                let log = place.log();
                let reason = command::reason(&fs::read(&log).unwrap_or_default());
                return Err(ManagedError::StartFailed { reason, log });
            }
            let noted = PidFile::read(&cluster);
            Ok(noted.filter(|noted| noted.pid == pid && noted.ready).map(drop))
        })?;
        if ready.is_some() {
            return Ok(());
        }
        self.stop()?;
        Err(ManagedError::StartSlow { seconds: START_LIMIT.as_secs(), log: place.log() })
    }

    fn ended(&mut self) -> Result<Option<()>, ManagedError> {
        let status = self.child.try_wait();
        Ok(status.map_err(ManagedError::file("watch", Path::new("postgres")))?.map(drop))
    }
}

/// Ends a server that an earlier owner left on this folder. We hold the lock,
/// so nobody uses it; on Linux it is ending by itself already.
pub(super) fn end_leftover(place: &Place) -> Result<(), ManagedError> {
    let cluster = place.cluster();
    if let Some(noted) = PidFile::read(&cluster)
        && noted.is_running(&cluster)
    {
        tracing::info!(pid = noted.pid, "waiting for the end of an earlier database server");
        send(noted.pid, libc::SIGINT);
        let ended = poll(STOP_LIMIT, || Ok((!noted.is_running(&cluster)).then_some(())))?;
        if ended.is_none() {
            return Err(ManagedError::StillRunning { folder: cluster, pid: noted.pid });
        }
    }
    if PidFile::exists(&cluster) {
        PidFile::disown(&cluster)?;
    }
    Ok(())
}

fn settings(socket: &Path, options: Options) -> Vec<String> {
    // The setting is a list, whose entries may be quoted.
    let socket = socket.display().to_string().replace('"', "\"\"");
    let mut settings = vec![
        "listen_addresses=".to_owned(),
        format!("port={}", socket::PORT),
        format!("unix_socket_directories=\"{socket}\""),
        "unix_socket_permissions=0700".to_owned(),
        "logging_collector=off".to_owned(),
    ];
    if !options.durable {
        let quick = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];
        settings.extend(quick.map(str::to_owned));
    }
    settings
}

/// The log of this start, without those before it.
fn open_log(place: &Place) -> Result<File, ManagedError> {
    let log = place.log();
    OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(true)
        .mode(0o600)
        .open(&log)
        .map_err(ManagedError::file("open", &log))
}

/// Spawns from a thread that lives as long as the server is wanted: the system
/// ends the server with the thread that spawned it, and our caller's may be a
/// short one.
fn spawn_kept(mut command: Command) -> io::Result<Server> {
    let (keeper, kept) = mpsc::channel();
    let (give, given) = mpsc::channel();
    thread::Builder::new().name("postgres-keeper".to_owned()).spawn(move || {
        if give.send(command.spawn()).is_ok() {
            // Ends with an error when the other side is dropped: that is the sign.
            let _: Result<(), _> = kept.recv();
        }
    })?;
    let child = given.recv().map_err(io::Error::other)??;
    Ok(Server { child, _keeper: keeper })
}

/// Sends `signal`; a process that is gone or another's is left to whoever
/// waits for its end.
fn send(pid: i32, signal: libc::c_int) {
    // SAFETY: a system call without pointers.
    unsafe { libc::kill(pid, signal) };
}
