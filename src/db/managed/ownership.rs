//! Which program owns the server of a data folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;

use super::pid_file::PidFile;
use super::place::Place;
use super::{ManagedError, socket};

/// Held for the owner's life; the system lets go of it when the owner ends.
/// It holds the number of the server's process once that is ready.
#[derive(Debug)]
pub(super) struct OwnerLock {
    file: File,
    path: PathBuf,
}

/// What a program finds.
pub(super) enum Claim {
    /// Nobody owned the folder; now we do.
    Owner(OwnerLock),
    /// Another program owns it, and its server takes connections.
    Running {
        /// The folder of its socket.
        socket: PathBuf,
    },
}

/// `None` while another program owns the folder and its server is not ready.
pub(super) fn claim(place: &Place) -> Result<Option<Claim>, ManagedError> {
    let path = place.lock();
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(ManagedError::file("open", &path))?;
    match file.try_lock() {
        Ok(()) => {
            file.set_len(0).map_err(ManagedError::file("write", &path))?;
            Ok(Some(Claim::Owner(OwnerLock { file, path })))
        }
        Err(TryLockError::WouldBlock) => Ok(running(place)),
        Err(TryLockError::Error(error)) => Err(ManagedError::file("lock", &path)(error)),
    }
}

impl OwnerLock {
    /// Tells other programs that the server with this number is the owner's.
    pub(super) fn announce(&self, pid: u32) -> Result<(), ManagedError> {
        (&self.file)
            .write_all(pid.to_string().as_bytes())
            .map_err(ManagedError::file("write", &self.path))
    }
}

/// The server the present owner has announced. One that is only ending, after
/// its own owner was killed, is not announced and so never adopted.
fn running(place: &Place) -> Option<Claim> {
    let announced: i32 = fs::read_to_string(place.lock()).ok()?.parse().ok()?;
    let noted = PidFile::read(&place.cluster())?;
    let answers = || UnixStream::connect(socket::path(&noted.socket)).is_ok();
    if noted.pid == announced && noted.ready && answers() {
        return Some(Claim::Running { socket: noted.socket });
    }
    None
}
