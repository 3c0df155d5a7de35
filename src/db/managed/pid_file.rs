//! The server's own note about itself, `postmaster.pid`.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process;

use super::ManagedError;

/// What the note says; it may be about a server that is long gone.
#[derive(Debug)]
pub(super) struct PidFile {
    pub(super) pid: i32,
    /// Empty while the server has not got so far.
    pub(super) socket: PathBuf,
    /// Whether the server says that it takes connections.
    pub(super) ready: bool,
}

impl PidFile {
    /// `None` when there is no note, or one not written to the end.
    pub(super) fn read(cluster: &Path) -> Option<Self> {
        let bytes = fs::read(path(cluster)).ok()?;
        let text = String::from_utf8_lossy(&bytes);
        let line = |number: usize| text.lines().nth(number).unwrap_or_default().trim();
        Some(Self {
            pid: line(0).parse().ok().filter(|pid| *pid > 0)?,
            socket: PathBuf::from(line(4)),
            ready: line(7) == "ready",
        })
    }

    /// Whether the noted process is a server on `cluster`, and not another
    /// that has got its number since.
    pub(super) fn is_running(&self, cluster: &Path) -> bool {
        let arguments = arguments_of(self.pid);
        let program = arguments.first().map(Path::new).and_then(Path::file_name);
        if !program.is_some_and(|name| name == "postgres" || name == "postmaster") {
            return false;
        }
        // A server whose folder cannot be told is better taken for ours: two
        // on one folder would ruin it.
        let folder = arguments.iter().skip_while(|argument| *argument != "-D").nth(1);
        folder.is_none_or(|folder| Path::new(folder) == cluster || Path::new(folder).is_relative())
    }

    /// Makes the server's next start see that the noted process is no server,
    /// by noting its parent's number, ours. The rest of the note is kept:
    /// by it the server sees whether a process of the earlier one is left.
    pub(super) fn disown(cluster: &Path) -> Result<(), ManagedError> {
        let path = path(cluster);
        let bytes = fs::read(&path).map_err(ManagedError::file("read", &path))?;
        let rest =
            bytes.iter().position(|byte| *byte == b'\n').map_or(&[][..], |end| &bytes[end..]);
        let note = [process::id().to_string().as_bytes(), rest].concat();
        // The lower user could have put a link here, which root must not follow.
        let file = OpenOptions::new()
            .write(true)
            .truncate(true)
            .custom_flags(libc::O_NOFOLLOW)
            .open(&path);
        let written = file.and_then(|mut file| file.write_all(&note));
        written.map_err(ManagedError::file("write", &path))
    }

    /// Whether there is a note of any kind.
    pub(super) fn exists(cluster: &Path) -> bool {
        path(cluster).exists()
    }
}

fn path(cluster: &Path) -> PathBuf {
    cluster.join("postmaster.pid")
}

/// What the process was called with; nothing when there is no such process.
#[cfg(target_os = "linux")]
fn arguments_of(pid: i32) -> Vec<OsString> {
    let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    line.split(|byte| *byte == 0).map(|part| OsString::from_vec(part.to_vec())).collect()
}

#[cfg(not(target_os = "linux"))]
fn arguments_of(pid: i32) -> Vec<OsString> {
    let mut ps = process::Command::new("ps");
    let output = ps.args(["-ww", "-o", "command=", "-p", &pid.to_string()]).output();
    let line = output.map(|output| output.stdout).unwrap_or_default();
    // A folder with a space in its name is told by its beginning only, and
    // then counts as relative or ours; see `is_running`.
    String::from_utf8_lossy(&line).split_whitespace().map(OsString::from).collect()
}
