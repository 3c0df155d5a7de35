//! The user the server runs as: ourselves, or a lower one under root.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use super::place::Place;
use super::programs::Programs;
use super::{ManagedError, command, programs};

/// Who, of those found in the password file, serves under root.
const LOWER_USERS: [&str; 3] = ["postgres", "_postgres", "nobody"];

/// A user of this machine.
#[derive(Debug)]
pub(super) struct Account {
    uid: u32,
    gid: u32,
    name: String,
    /// Whether we are root and must step down to it.
    lowered: bool,
}

impl Account {
    /// Ourselves; under root the cluster's owner, or before there is one the
    /// first of [`LOWER_USERS`].
    pub(super) fn choose(place: &Place) -> Result<Self, ManagedError> {
        let cluster = place.cluster();
        let owner = fs::metadata(&cluster).ok().map(|found| (found.uid(), found.gid()));
        // SAFETY: neither call can fail or touches memory.
        let (uid, gid) = unsafe { (libc::geteuid(), libc::getegid()) };
        match owner {
            _ if uid != 0 && owner.is_some_and(|(owner, _)| owner != uid) => {
                Err(ManagedError::Foreign { path: cluster })
            }
            _ if uid != 0 => Ok(Self { uid, gid, name: uid.to_string(), lowered: false }),
            Some((uid, gid)) if uid != 0 => {
                Ok(Self { uid, gid, name: name_of(uid), lowered: true })
            }
            _ => lower_user().ok_or(ManagedError::NoLowerUser),
        }
    }

    pub(super) fn uid(&self) -> u32 {
        self.uid
    }

    /// Whether the server runs as somebody else than we do.
    pub(super) fn is_lowered(&self) -> bool {
        self.lowered
    }

    /// A call of `program` as this user, in `folder`.
    pub(super) fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = command::plain(program);
        command.current_dir(folder);
        if self.lowered {
            // Setting the uid as root also drops root's further groups.
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Hands `path` to this user.
    pub(super) fn give(&self, path: &Path) -> Result<(), ManagedError> {
        if self.lowered {
            chown(path, Some(self.uid), Some(self.gid))
                .map_err(ManagedError::file("give", path))?;
        }
        Ok(())
    }

    /// Refuses when this user cannot run the programs or enter the data
    /// folder, and names the folder on the way that is closed.
    pub(super) fn check_reach(
        &self,
        programs: &Programs,
        place: &Place,
    ) -> Result<(), ManagedError> {
        if !self.lowered || self.can_enter(place.data(), programs)? {
            return Ok(());
        }
        if !self.can_enter(Path::new("/"), programs)? {
            return Err(ManagedError::ProgramsUnreachable {
                folder: programs.folder().to_owned(),
                user: self.name.clone(),
                install: programs::install_command(),
            });
        }
        let mut folders: Vec<&Path> = place.data().ancestors().collect();
        folders.reverse();
        for folder in folders {
            if !self.can_enter(folder, programs)? {
                let (folder, user) = (folder.to_owned(), self.name.clone());
                return Err(ManagedError::Unreachable { folder, user });
            }
        }
        Ok(())
    }

    /// Whether a process of this user can have `folder` as its own: asked of
    /// the system, which also knows of access lists and the like.
    fn can_enter(&self, folder: &Path, programs: &Programs) -> Result<bool, ManagedError> {
        let mut probe = self.command(&programs.postgres, folder);
        match probe.arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status() {
            Ok(status) => Ok(status.success()),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(false),
            Err(error) => Err(ManagedError::file("run", &programs.postgres)(error)),
        }
    }
}

fn lower_user() -> Option<Account> {
    let entries = password_entries();
    LOWER_USERS.iter().find_map(|wanted| {
        let (name, uid, gid) = entries.iter().find(|(name, ..)| name == wanted)?;
        Some(Account { uid: *uid, gid: *gid, name: name.clone(), lowered: true })
    })
}

fn name_of(uid: u32) -> String {
    let mut entries = password_entries().into_iter();
    entries.find(|entry| entry.1 == uid).map_or_else(|| uid.to_string(), |(name, ..)| name)
}

/// Name, uid and gid of each user in the password file.
fn password_entries() -> Vec<(String, u32, u32)> {
    let file = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let entry = |line: &str| {
        let mut fields = line.split(':');
        let name = fields.next()?.to_owned();
        let mut number = fields.skip(1).map(|field| field.parse::<i64>().ok());
        // Some systems write nobody's number as -2.
        let mut id = || Some(number.next()?? as u32);
        Some((name, id()?, id()?))
    };
    file.lines().filter_map(entry).collect()
}
