//! What can stand in the way of the embedded server, in an operator's words.

use std::io;
use std::path::{Path, PathBuf};

/// Why the embedded server is not to be had; each displays as one sentence
/// that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum ManagedError {
    /// No server programs anywhere on this machine.
    #[error(
        "PostgreSQL's server programs, version 15 or later, were not found: install them with \
         `{install}`, or name their folder in USHER_PG_BIN."
    )]
    ProgramsMissing {
        /// The command that installs them on this platform.
        install: &'static str,
    },

    /// `USHER_PG_BIN` is set and of no use.
    #[error(
        "USHER_PG_BIN names {}, where postgres, initdb and psql of PostgreSQL 15 or later are \
         not to be found together: correct it, or unset it to have them searched.", folder.display()
    )]
    OverrideWrong {
        /// What the variable names.
        folder: PathBuf,
    },

    /// There is a cluster, and it was made by another major version.
    #[error(
        "The database in {} was made by PostgreSQL {wanted}, which is not installed here: \
         install that version or name its programs' folder in USHER_PG_BIN.", folder.display()
    )]
    VersionMissing {
        /// The cluster.
        folder: PathBuf,
        /// Its major version.
        wanted: String,
    },

    /// Root, and nobody lower to run the server as.
    #[error(
        "PostgreSQL refuses to run as root, and this machine has neither a user postgres nor a \
         user nobody to run it as: run this program as an ordinary user."
    )]
    NoLowerUser,

    /// The user the server runs as cannot enter a folder on the way.
    #[error(
        "The user {user}, as whom PostgreSQL runs when this program is started by root, cannot \
         enter {}: set USHER_DATA to a folder it can reach, such as /var/lib/usher, or allow it \
         with `chmod o+x {}`.", folder.display(), folder.display()
    )]
    Unreachable {
        /// The first folder, from the top, that is closed to it.
        folder: PathBuf,
        /// Its name.
        user: String,
    },

    /// The user the server runs as cannot enter the folder of its programs.
    #[error(
        "The user {user}, as whom PostgreSQL runs when this program is started by root, cannot \
         run the programs in {}: install them for everybody with `{install}`.", folder.display()
    )]
    ProgramsUnreachable {
        /// The programs' folder.
        folder: PathBuf,
        /// The user's name.
        user: String,
        /// The command that installs them for all.
        install: &'static str,
    },

    /// The data was made by another user.
    #[error(
        "{} belongs to another user: start this program as that user or as root, or set \
         USHER_DATA to a folder of your own.", path.display()
    )]
    Foreign {
        /// The file or folder.
        path: PathBuf,
    },

    /// Somebody else has put something where the socket's folder must be.
    #[error(
        "{} is not a folder of the user the database runs as, so its socket cannot be put \
         there: remove it, or set USHER_DATA to a shorter path.", folder.display()
    )]
    SocketFolderTaken {
        /// The folder meant for the socket.
        folder: PathBuf,
    },

    /// Another program owns the data, and its server does not come up.
    #[error(
        "Another program holds the database in {}, but it did not become ready within a \
         minute: end that program, or set USHER_DATA to another folder.", data.display()
    )]
    Busy {
        /// The data folder.
        data: PathBuf,
    },

    /// A server left over from an earlier program does not end.
    #[error(
        "A PostgreSQL server left over from an earlier run (process {pid}) still uses {} and \
         does not end: stop it with `kill -INT {pid}` and start again.", folder.display()
    )]
    StillRunning {
        /// The cluster.
        folder: PathBuf,
        /// The server's process.
        pid: i32,
    },

    /// The cluster could not be made.
    #[error("PostgreSQL could not make its data folder {}: {reason}.", folder.display())]
    InitFailed {
        /// Where it should have been.
        folder: PathBuf,
        /// initdb's words.
        reason: String,
    },

    /// The server ended instead of becoming ready.
    #[error("PostgreSQL did not start: {reason} (more in {}).", log.display())]
    StartFailed {
        /// The server's words.
        reason: String,
        /// Its log.
        log: PathBuf,
    },

    /// The server neither ended nor became ready.
    #[error(
        "PostgreSQL was not ready after {seconds} seconds: see {} for what it is doing.",
        log.display()
    )]
    StartSlow {
        /// How long it was waited for.
        seconds: u64,
        /// The server's log.
        log: PathBuf,
    },

    /// The server had to be killed.
    #[error(
        "PostgreSQL did not stop within {seconds} seconds and was killed; the next start \
         recovers its data."
    )]
    StopSlow {
        /// How long it was waited for.
        seconds: u64,
    },

    /// A name that is not accepted for a database.
    #[error(
        "{name:?} cannot name a database: use lower-case letters, digits and _, beginning with \
         a letter, at most 63."
    )]
    DatabaseName {
        /// The refused name.
        name: String,
    },

    /// psql refused a statement.
    #[error("The embedded database refused a statement: {reason}.")]
    Query {
        /// psql's words.
        reason: String,
    },

    /// The file system or the operating system refused something.
    #[error("Cannot {action} {}: {source}.", path.display())]
    File {
        /// What was tried: "create", "read", ….
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
}

impl ManagedError {
    /// For `map_err`: the system refused to `action` `path`.
    pub(super) fn file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| match source.kind() {
            io::ErrorKind::PermissionDenied if action != "run" => Self::Foreign { path },
            _ => Self::File { action, path, source },
        }
    }
}
