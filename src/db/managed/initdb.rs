//! Making a cluster: in a folder beside, renamed when it is complete, so that
//! an interrupted initdb is never taken for a database.

use std::fs::{self, DirBuilder, File};
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::time::Duration;

use super::account::Account;
use super::place::Place;
use super::programs::Programs;
use super::{ManagedError, Options, ROLE, command, poll};

/// How long the processes of an interrupted initdb may still be writing.
const REMAINS_LIMIT: Duration = Duration::from_secs(10);

/// Makes the cluster of `place`, in UTF-8 and with the order of code points:
/// what people see sorted asks for a collation of its own.
pub(super) fn make_cluster(
    place: &Place,
    programs: &Programs,
    account: &Account,
    options: Options,
) -> Result<(), ManagedError> {
    tracing::info!(folder = %place.cluster().display(), "making the embedded database");
    let unfinished = place.unfinished_cluster();
    remove_remains(&unfinished)?;
    DirBuilder::new()
        .mode(0o700)
        .create(&unfinished)
        .map_err(ManagedError::file("create", &unfinished))?;
    account.give(&unfinished)?;

    let mut initdb = account.command(&programs.initdb, place.data());
    initdb.arg("-D").arg(&unfinished).args(["-U", ROLE, "-A", "trust", "-E", "UTF8"]);
    if cfg!(target_os = "macos") {
        initdb.args(["--locale=C", "--lc-ctype=UTF-8"]);
    } else {
        initdb.arg("--locale=C.UTF-8");
    }
    if !options.durable {
        initdb.arg("--no-sync");
    }
    command::end_with_us(&mut initdb, libc::SIGKILL);

    let output = initdb.output().map_err(ManagedError::file("run", &programs.initdb))?;
    if !output.status.success() {
        let reason = command::reason(&output.stderr);
        return Err(ManagedError::InitFailed { folder: unfinished, reason });
    }
    finish(&unfinished, place, options)
}

fn finish(unfinished: &Path, place: &Place, options: Options) -> Result<(), ManagedError> {
    fs::rename(unfinished, place.cluster()).map_err(ManagedError::file("rename", unfinished))?;
    if options.durable {
        let synced = File::open(place.data()).and_then(|folder| folder.sync_all());
        synced.map_err(ManagedError::file("sync", place.data()))?;
    }
    Ok(())
}

/// Removes what an interrupted initdb left, patiently: a process of it may
/// just be ending and still add a file.
fn remove_remains(unfinished: &Path) -> Result<(), ManagedError> {
    let removed = poll(REMAINS_LIMIT, || match fs::remove_dir_all(unfinished) {
        Ok(()) => Ok(Some(())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Some(())),
        Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => Ok(None),
        Err(error) => Err(ManagedError::file("remove", unfinished)(error)),
    })?;
    removed.ok_or_else(|| ManagedError::InitFailed {
        folder: unfinished.to_owned(),
        reason: "an earlier attempt still writes there".to_owned(),
    })
}
