//! The parent's side: starts a child for each file and bounds what it can do.

use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use uuid::Uuid;

use crate::db::share::Shares;
use crate::inviting::spreadsheet::child::{ANSWER, Answer, CHILD_COMMAND, Task};
use crate::inviting::spreadsheet::{FILE_SIZE, Sheet, Table, Unreadable, Wish};

/// So many files are read at once; further ones wait.
const AT_ONCE: usize = 2;
/// From the start of a child to its end, and as long for its turn to come.
const TIME: Duration = Duration::from_secs(15);
/// Processor time of a child, in seconds.
const PROCESSOR_SECONDS: libc::rlim_t = 10;
/// How far behind others a child stands when processors are scarce: it gets a third of what they get.
const NICE: libc::c_int = 5;
/// Address space of a child, in bytes.
#[cfg(target_os = "linux")]
const MEMORY: libc::rlim_t = 512 * 1024 * 1024;

/// Reads spreadsheet files in child processes. Clones share the limit on how many run at once.
#[derive(Clone, Debug)]
pub struct SpreadsheetReader {
    program: PathBuf,
    time: Duration,
    turns: Arc<Semaphore>,
    /// One file of a workspace is read at once, so that many of one do not keep others waiting.
    shares: Shares,
    own: Arc<Semaphore>,
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
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        let own = Arc::new(Semaphore::new(Semaphore::MAX_PERMITS));
        Self { program, time: TIME, turns, shares: Shares::each(1), own }
    }

    /// The same reader for the files of one workspace, which are read one after the other.
    pub fn of_workspace(&self, id: Uuid) -> Self {
        Self { own: self.shares.of_workspace(&id.to_string()), ..self.clone() }
    }

    /// The same reader with another limit on the time a child may take, and may be waited for.
    pub fn with_time(self, time: Duration) -> Self {
        Self { time, ..self }
    }

    /// The people in a file. A child that dies refuses its file: `TookTooLong` when its time was
    /// up, else `Corrupt`. `Unavailable` when no child can be started.
    pub async fn read(&self, file: &[u8], wish: &Wish) -> Result<Sheet, Unreadable> {
        self.ask(file, &Task::People(wish.bounded())).await
    }

    /// Every cell of one sheet, counted from 0, row by row; refused as in [`Self::read`].
    pub async fn table(&self, file: &[u8], sheet: usize) -> Result<Table, Unreadable> {
        self.ask(file, &Task::Table(sheet)).await
    }

    async fn ask<A: Answer>(&self, file: &[u8], task: &Task) -> Result<A, Unreadable> {
        match file.len() {
            0 => return Err(Unreadable::Empty),
            length if length > FILE_SIZE => return Err(Unreadable::TooLarge),
            _ => {}
        }
        let turn = async { (self.own.acquire().await, self.turns.acquire().await) };
        let Ok((Ok(_own), Ok(_turn))) = timeout(self.time, turn).await else {
            return Err(Unreadable::Unavailable);
        };
        let mut child = self.start(task).map_err(|error| {
            tracing::error!(%error, "the spreadsheet reader did not start");
            Unreadable::Unavailable
        })?;
        let answer = timeout(self.time, converse(&mut child, file)).await;
        let reason = match answer {
            Ok(Ok((status, answer))) => return verdict(status, answer),
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

    fn start(&self, task: &Task) -> io::Result<Child> {
        let mut command = Command::new(&self.program);
        command
            .arg0("usher")
            .arg(CHILD_COMMAND)
            .arg(serde_json::to_string(task)?)
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

/// What was heard of a child: `None` when it made no sense.
type Heard<A> = Option<Result<A, Unreadable>>;

/// Writes the file and reads the answer at the same time: a child that answers early must not
/// wait for us while we wait for it.
async fn converse<A: Answer>(child: &mut Child, file: &[u8]) -> io::Result<(ExitStatus, Heard<A>)> {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(io::ErrorKind::BrokenPipe.into());
    };
    let write = async {
        // A child that is gone already is seen by its status.
        let _ = input.write_all(file).await;
        drop(input);
        std::future::pending().await
    };
    let mut output = BufReader::new(output.take(ANSWER as u64));
    let heard = tokio::select! {
        heard = listen(&mut output) => heard?,
        never = write => never,
    };
    if heard.is_none() {
        // It may have more to say, and would wait forever for somebody to listen.
        let _ = child.start_kill();
    }
    Ok((child.wait().await?, heard))
}

/// Takes the answer line by line, to its end or until it makes no sense.
async fn listen<A: Answer>(output: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Heard<A>> {
    let mut line = Vec::new();
    output.read_until(b'\n', &mut line).await?;
    let mut heard: Heard<A> = serde_json::from_slice(&line).ok();
    while let Some(Ok(answer)) = &mut heard {
        line.clear();
        if output.read_until(b'\n', &mut line).await? == 0 {
            break;
        }
        match serde_json::from_slice(&line) {
            Ok(row) => answer.rows().push(row),
            Err(_) => heard = None,
        }
    }
    Ok(heard)
}

fn verdict<A: Answer>(status: ExitStatus, heard: Heard<A>) -> Result<A, Unreadable> {
    if status.success() {
        return heard.unwrap_or(Err(Unreadable::Corrupt));
    }
    tracing::warn!(%status, "the spreadsheet reader died of a file");
    match status.signal() {
        Some(libc::SIGXCPU) => Err(Unreadable::TookTooLong),
        _ => Err(Unreadable::Corrupt),
    }
}

/// Runs in the child before it becomes the reader.
fn limit_resources() -> io::Result<()> {
    // SAFETY: no pointers. Whoever asks for a page goes before; a refusal of the system is no harm.
    unsafe { libc::setpriority(libc::PRIO_PROCESS, 0, NICE) };
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
