//! The parent's side: starts a child for each file and bounds what it can do.

use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::inviting::spreadsheet::child::CHILD_COMMAND;
use crate::inviting::spreadsheet::{FILE_SIZE, Sheet, Unreadable};

/// So many files are read at once; further ones wait.
const AT_ONCE: usize = 2;
/// From the start of a child to its end, and as long for its turn to come.
const TIME: Duration = Duration::from_secs(15);
/// Processor time of a child, in seconds.
const PROCESSOR_SECONDS: libc::rlim_t = 10;
/// Address space of a child, in bytes.
#[cfg(target_os = "linux")]
const MEMORY: libc::rlim_t = 512 * 1024 * 1024;
/// The longest answer, in bytes: every cell of the most people at its longest, with room to quote.
const ANSWER: u64 = 8 * 1024 * 1024;

/// Reads spreadsheet files in child processes. Clones share the limit on how many run at once.
#[derive(Clone, Debug)]
pub struct SpreadsheetReader {
    program: PathBuf,
    time: Duration,
    turns: Arc<Semaphore>,
}

impl SpreadsheetReader {
    /// A reader whose children are this same program.
    ///
    /// # Errors
    /// When the system does not say which file that is.
    pub fn this_program() -> io::Result<Self> {
        // The link also finds a program whose file was replaced since it was started.
        match cfg!(target_os = "linux") {
            true => Ok(Self::new(PathBuf::from("/proc/self/exe"))),
            false => Ok(Self::new(std::env::current_exe()?)),
        }
    }

    /// A reader whose children are `program`, an absolute path; it must call [`super::child_main`] for
    /// [`CHILD_COMMAND`].
    pub fn new(program: PathBuf) -> Self {
        Self { program, time: TIME, turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// The same reader with another limit on the time a child may take, and may be waited for.
    pub fn with_time(self, time: Duration) -> Self {
        Self { time, ..self }
    }

    /// The people in a file. A child that dies refuses its file: `TookTooLong` when its time was
    /// up, else `Corrupt`. `Unavailable` when no child can be started.
    pub async fn read(&self, file: Vec<u8>) -> Result<Sheet, Unreadable> {
        match file.len() {
            0 => return Err(Unreadable::Empty),
            length if length > FILE_SIZE => return Err(Unreadable::TooLarge),
            _ => {}
        }
        let turn = timeout(self.time, self.turns.acquire()).await;
        let Ok(Ok(_turn)) = turn else {
            return Err(Unreadable::Unavailable);
        };
        let mut child = self.start().map_err(|error| {
            tracing::error!(%error, "the spreadsheet reader did not start");
            Unreadable::Unavailable
        })?;
        let answer = timeout(self.time, converse(&mut child, &file)).await;
        let reason = match answer {
            Ok(Ok((status, answer))) => return verdict(status, &answer),
            Ok(Err(error)) => {
                tracing::warn!(%error, "the spreadsheet reader broke off");
                Unreadable::Corrupt
            }
            Err(_) => Unreadable::TookTooLong,
        };
        // Waits as well, so that no dead child is left behind.
        if let Err(error) = child.kill().await {
            tracing::warn!(%error, "the spreadsheet reader could not be ended");
        }
        Err(reason)
    }

    fn start(&self) -> io::Result<Child> {
        let mut command = Command::new(&self.program);
        command
            .arg0("usher")
            .arg(CHILD_COMMAND)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        // SAFETY: between fork and exec only system calls are made, no memory is allocated.
        unsafe { command.pre_exec(limit_resources) };
        command.spawn()
    }
}

/// Writes the file and reads the answer at the same time: a child that answers early must not
/// wait for us while we wait for it.
async fn converse(child: &mut Child, file: &[u8]) -> io::Result<(ExitStatus, Vec<u8>)> {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(io::ErrorKind::BrokenPipe.into());
    };
    let write = async {
        // A child that is gone already is seen by its status.
        let _ = input.write_all(file).await;
        drop(input);
        std::future::pending().await
    };
    let mut answer = Vec::new();
    let mut output = output.take(ANSWER + 1);
    tokio::select! {
        read = output.read_to_end(&mut answer) => read?,
        never = write => never,
    };
    // A child that says too much would wait forever for somebody to listen.
    if answer.len() as u64 > ANSWER {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok((child.wait().await?, answer))
}

fn verdict(status: ExitStatus, answer: &[u8]) -> Result<Sheet, Unreadable> {
    if status.success() {
        return serde_json::from_slice(answer).unwrap_or(Err(Unreadable::Corrupt));
    }
    tracing::warn!(%status, "the spreadsheet reader died of a file");
    match status.signal() {
        Some(libc::SIGXCPU) => Err(Unreadable::TookTooLong),
        _ => Err(Unreadable::Corrupt),
    }
}

/// Runs in the child before it becomes the reader.
fn limit_resources() -> io::Result<()> {
    limit(libc::RLIMIT_CPU, PROCESSOR_SECONDS)?;
    #[cfg(target_os = "linux")]
    {
        limit(libc::RLIMIT_AS, MEMORY)?;
        limit(libc::RLIMIT_NOFILE, 16)?;
        limit(libc::RLIMIT_CORE, 0)?;
        limit(libc::RLIMIT_FSIZE, 0)?;
    }
    Ok(())
}

#[cfg(target_os = "linux")]
type Resource = libc::__rlimit_resource_t;
#[cfg(not(target_os = "linux"))]
type Resource = libc::c_int;

/// Lowers a limit; one that is lower already stays.
fn limit(resource: Resource, value: libc::rlim_t) -> io::Result<()> {
    let mut present = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the pointer is to a local value that outlives the call.
    if unsafe { libc::getrlimit(resource, &mut present) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // The hard limit is higher, as there a child is killed without the signal that says why.
    let lowered = libc::rlimit {
        rlim_cur: value.min(present.rlim_max),
        rlim_max: (value + 1).min(present.rlim_max),
    };
    // SAFETY: as above.
    match unsafe { libc::setrlimit(resource, &lowered) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}
