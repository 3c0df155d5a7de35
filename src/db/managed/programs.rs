//! Where PostgreSQL's programs are.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::place::Place;
use super::{ManagedError, command};

/// The variable that names their folder, and then the only place looked at.
const OVERRIDE: &str = "USHER_PG_BIN";

/// The oldest major version the schema is made for.
const OLDEST: u32 = 15;

/// Where packages put them: a folder whose entries are this prefix and a
/// major version, each with a `bin`.
const VERSIONED: [(&str, &str); 5] = [
    ("/usr/lib/postgresql", ""),
    ("/usr", "pgsql-"),
    ("/opt/homebrew/opt", "postgresql@"),
    ("/usr/local/opt", "postgresql@"),
    ("/home/linuxbrew/.linuxbrew/opt", "postgresql@"),
];

/// The programs used, all of one version.
#[derive(Debug)]
pub(super) struct Programs {
    pub(super) postgres: PathBuf,
    pub(super) initdb: PathBuf,
    pub(super) psql: PathBuf,
}

impl Programs {
    /// The first that are new enough, of major version `wanted` when the
    /// cluster of `place` was made by that.
    pub(super) fn find(wanted: Option<&str>, place: &Place) -> Result<Self, ManagedError> {
        if let Some(folder) = env::var_os(OVERRIDE) {
            let folder = PathBuf::from(folder);
            let found = first_fit(std::slice::from_ref(&folder), wanted);
            return found.map_err(|misfit| misfit.explain(wanted, place, Some(folder)));
        }
        let path = env::var_os("PATH").unwrap_or_default();
        let found = first_fit(&candidates(&path, &VERSIONED), wanted);
        found.map_err(|misfit| misfit.explain(wanted, place, None))
    }

    pub(super) fn folder(&self) -> &Path {
        self.postgres.parent().unwrap_or(Path::new("/"))
    }

    fn in_folder(folder: &Path) -> Option<Self> {
        let program = |name| Some(folder.join(name)).filter(|path| path.is_file());
        let (postgres, initdb) = (program("postgres")?, program("initdb")?);
        Some(Self { postgres, initdb, psql: program("psql")? })
    }

    /// The major version; `None` when the program does not say.
    fn version(&self) -> Option<u32> {
        let output = command::plain(&self.postgres).arg("--version").output().ok()?;
        // "postgres (PostgreSQL) 15.18 (Debian …)", "… 19beta1"
        let text = String::from_utf8(output.stdout).ok()?;
        let number = text.split_once("(PostgreSQL) ")?.1;
        let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
        number[..end].parse().ok()
    }
}

/// Why no candidate fitted.
#[derive(Debug, PartialEq)]
enum Misfit {
    /// There is none, or none new enough.
    None,
    /// There are some, of other versions than the cluster's.
    OtherVersion,
}

impl Misfit {
    fn explain(self, wanted: Option<&str>, place: &Place, named: Option<PathBuf>) -> ManagedError {
        match (self, wanted, named) {
            (Self::OtherVersion, Some(wanted), _) => {
                ManagedError::VersionMissing { folder: place.cluster(), wanted: wanted.to_owned() }
            }
            (_, _, Some(folder)) => ManagedError::OverrideWrong { folder },
            _ => ManagedError::ProgramsMissing { install: install_command() },
        }
    }
}

/// The command that installs PostgreSQL's server on this machine.
pub(super) fn install_command() -> &'static str {
    const BY_MANAGER: [(&str, &str); 4] = [
        ("/usr/bin/apt-get", "sudo apt-get install postgresql"),
        ("/usr/bin/dnf", "sudo dnf install postgresql-server"),
        ("/usr/bin/pacman", "sudo pacman -S postgresql"),
        ("/sbin/apk", "sudo apk add postgresql"),
    ];
    if cfg!(target_os = "macos") {
        return "brew install postgresql@17";
    }
    let found = BY_MANAGER.iter().find(|(manager, _)| Path::new(manager).exists());
    found.map_or("your package manager, package postgresql", |(_, install)| install)
}

fn first_fit(folders: &[PathBuf], wanted: Option<&str>) -> Result<Programs, Misfit> {
    let mut misfit = Misfit::None;
    for programs in folders.iter().filter_map(|folder| Programs::in_folder(folder)) {
        match (programs.version(), wanted) {
            (Some(version), None) if version >= OLDEST => return Ok(programs),
            (Some(version), Some(wanted)) if version.to_string() == wanted => return Ok(programs),
            (Some(_), Some(_)) => misfit = Misfit::OtherVersion,
            _ => {}
        }
    }
    Err(misfit)
}

/// The folders to look at, best first: those of PATH, then the packages'.
fn candidates(path: &OsStr, versioned: &[(&str, &str)]) -> Vec<PathBuf> {
    let mut folders = Vec::new();
    for folder in env::split_paths(path) {
        // A link to postgres alone is common: its siblings are where it leads.
        if let Ok(postgres) = folder.join("postgres").canonicalize() {
            folders.extend(postgres.parent().map(Path::to_owned));
            folders.push(folder);
        }
    }
    for (parent, prefix) in versioned {
        folders.extend(newest_first(Path::new(parent), prefix));
    }
    folders
}

/// `bin` of each entry that is `prefix` and a number, by number: 17, 15, 9.
fn newest_first(parent: &Path, prefix: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let mut versions: Vec<u32> = entries
        .filter_map(|entry| entry.file_name().to_str()?.strip_prefix(prefix)?.parse().ok())
        .collect();
    versions.sort_unstable_by(|a, b| b.cmp(a));
    versions.iter().map(|version| parent.join(format!("{prefix}{version}")).join("bin")).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    /// A folder of its own, with fake programs of a version in `bin`s below.
    struct Machine(PathBuf);

    impl Machine {
        fn new(name: &str) -> Self {
            let folder = env::temp_dir().join(format!("usher-{name}-{}", std::process::id()));
            fs::create_dir_all(&folder).unwrap();
            Self(folder.canonicalize().unwrap())
        }

        fn install(&self, bin: &str, version: &str) -> PathBuf {
            let bin = self.0.join(bin);
            fs::create_dir_all(&bin).unwrap();
            for name in ["postgres", "initdb", "psql"] {
                let script = format!("#!/bin/sh\necho '{name} (PostgreSQL) {version} (Test)'\n");
                fs::write(bin.join(name), script).unwrap();
                fs::set_permissions(bin.join(name), fs::Permissions::from_mode(0o755)).unwrap();
            }
            bin
        }

        fn find(&self, wanted: Option<&str>) -> Result<PathBuf, Misfit> {
            let packages = self.0.join("lib");
            let versioned = [(packages.to_str().unwrap(), "")];
            let folders = candidates(self.0.join("links").as_os_str(), &versioned);
            first_fit(&folders, wanted).map(|programs| programs.folder().to_owned())
        }
    }

    impl Drop for Machine {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    #[test]
    fn the_newest_package_is_taken_by_number() {
        let machine = Machine::new("newest");
        machine.install("lib/9/bin", "9.6.24");
        machine.install("lib/15/bin", "15.18");
        let newest = machine.install("lib/100/bin", "100beta1");
        assert_eq!(machine.find(None), Ok(newest));
    }

    #[test]
    fn a_link_in_path_leads_to_its_siblings() {
        let machine = Machine::new("links");
        let bin = machine.install("opt/pg/bin", "16.2");
        machine.install("lib/17/bin", "17.0");
        fs::create_dir_all(machine.0.join("links")).unwrap();
        symlink(bin.join("postgres"), machine.0.join("links/postgres")).unwrap();
        assert_eq!(machine.find(None), Ok(bin));
    }

    #[test]
    fn an_existing_cluster_gets_the_version_that_made_it() {
        let machine = Machine::new("wanted");
        machine.install("lib/17/bin", "17.0");
        let older = machine.install("lib/15/bin", "15.18");
        assert_eq!(machine.find(Some("15")), Ok(older));
        assert_eq!(machine.find(Some("16")), Err(Misfit::OtherVersion));
    }

    #[test]
    fn none_and_too_old_are_missing_and_say_how_to_install() {
        let machine = Machine::new("missing");
        machine.install("lib/14/bin", "14.9");
        assert_eq!(machine.find(None), Err(Misfit::None));

        let place = Place::open(&machine.0).unwrap();
        let said = Misfit::None.explain(None, &place, None).to_string();
        assert!(said.contains(install_command()), "{said}");
        assert!(said.contains(OVERRIDE), "{said}");
    }
}
