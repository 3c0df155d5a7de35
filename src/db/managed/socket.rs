//! The folder of the server's unix socket, closed to everybody else.

use std::env;
use std::fs::{self, DirBuilder, Permissions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::ManagedError;
use super::account::Account;
use super::place::Place;

/// Nothing listens on it: it is a part of the socket's name, and the one that
/// clients suppose.
pub(super) const PORT: &str = "5432";

/// The longest path a socket gets, in bytes. The systems end at 103 to 107.
const LONGEST: usize = 90;

/// The socket in `folder`.
pub(super) fn path(folder: &Path) -> PathBuf {
    folder.join(format!(".s.PGSQL.{PORT}"))
}

/// An empty folder for the socket, the server's and nobody else's: in the data
/// folder, or when that path is too long a scratch folder named after it.
pub(super) fn prepare(place: &Place, account: &Account) -> Result<PathBuf, ManagedError> {
    let scratch = scratch_name(place);
    // Root's own folder for scratch files may be closed to the lower user.
    let own_temporary = (!account.is_lowered()).then(|| env::temp_dir().join(&scratch));
    let folder = [Some(place.socket()), own_temporary]
        .into_iter()
        .flatten()
        .find(|folder| fits(folder))
        .unwrap_or_else(|| Path::new("/tmp").join(scratch));
    make_private(&folder, account)?;
    remove_sockets(&folder)?;
    Ok(folder)
}

/// Removes a scratch folder; a folder in the data folder stays.
pub(super) fn tidy(folder: &Path, place: &Place) {
    if folder != place.socket() {
        // Left over it does no harm: the next start takes it again.
        let _ = remove_sockets(folder);
        let _ = fs::remove_dir(folder);
    }
}

/// Clients take a comma in a socket's path for the end of it, and the server's
/// setting is text.
fn fits(folder: &Path) -> bool {
    let path = path(folder);
    let bytes = path.as_os_str().as_encoded_bytes();
    bytes.len() <= LONGEST && !bytes.contains(&b',') && path.to_str().is_some()
}

fn scratch_name(place: &Place) -> String {
    let mut hasher = DefaultHasher::new();
    place.data().hash(&mut hasher);
    format!("usher-{:016x}", hasher.finish())
}

/// In a folder for everybody's scratch files anybody may have put something
/// of that name, so whatever is there must be the account's own.
fn make_private(folder: &Path, account: &Account) -> Result<(), ManagedError> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => account.give(folder)?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(ManagedError::file("create", folder)(error)),
    }
    let found = fs::symlink_metadata(folder).map_err(ManagedError::file("read", folder))?;
    if !found.is_dir() || found.uid() != account.uid() {
        return Err(ManagedError::SocketFolderTaken { folder: folder.to_owned() });
    }
    fs::set_permissions(folder, Permissions::from_mode(0o700))
        .map_err(ManagedError::file("close", folder))
}

/// Removes what a killed server left. Its lock names a process as well, whose
/// number may be another's by now.
fn remove_sockets(folder: &Path) -> Result<(), ManagedError> {
    let socket = path(folder);
    let lock = socket.with_file_name(format!(".s.PGSQL.{PORT}.lock"));
    for file in [socket, lock] {
        match fs::remove_file(&file) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(ManagedError::file("remove", &file)(error));
            }
            _ => {}
        }
    }
    Ok(())
}
