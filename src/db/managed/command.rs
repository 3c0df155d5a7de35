//! How PostgreSQL's programs are called, and what they answer.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};

/// A call of `program` that knows only what it needs of our environment: the
/// secrets in it are none of the server's business, and a PGPORT or PGOPTIONS
/// would change what it does.
pub(super) fn plain(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear().stdin(Stdio::null());
    for name in ["PATH", "LD_LIBRARY_PATH"] {
        if let Some(value) = env::var_os(name) {
            command.env(name, value);
        }
    }
    command.env("LC_ALL", "C").env("TZ", "UTC");
    command
}

/// Has the system send `signal` to the command's process when this one ends,
/// however it ends. Linux only; elsewhere it does nothing.
///
/// The system means the thread that spawns, so that one must live as long.
pub(super) fn end_with_us(command: &mut Command, signal: libc::c_int) {
    #[cfg(target_os = "linux")]
    {
        use std::io;
        use std::os::unix::process::CommandExt;

        let us = unsafe { libc::getpid() };
        let arrange = move || {
            // SAFETY: system calls without pointers, allowed between fork and exec.
            let (arranged, parent) =
                unsafe { (libc::prctl(libc::PR_SET_PDEATHSIG, signal), libc::getppid()) };
            if arranged == -1 {
                return Err(io::Error::last_os_error());
            }
            // We may have ended before the arrangement stood.
            if parent != us {
                return Err(io::Error::from_raw_os_error(libc::ESRCH));
            }
            Ok(())
        };
        // SAFETY: the closure allocates nothing and takes no lock.
        unsafe { command.pre_exec(arrange) };
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (command, signal);
}

/// The line that says why, out of all that a program wrote: the last that
/// names an error, else the last; without time stamp, level and final stop.
pub(super) fn reason(output: &[u8]) -> String {
    const LEVELS: [&str; 3] = ["FATAL:", "ERROR:", "error:"];
    let output = String::from_utf8_lossy(output);
    let lines = || output.lines().rev().map(str::trim).filter(|line| !line.is_empty());
    let line = lines()
        .find(|line| LEVELS.iter().any(|level| line.contains(level)))
        .or_else(|| lines().next())
        .unwrap_or("it gave no reason");
    let words = LEVELS
        .iter()
        .find_map(|level| line.split_once(level).map(|(_, words)| words))
        .unwrap_or(line);
    words.trim().trim_end_matches('.').to_owned()
}
