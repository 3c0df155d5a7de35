//! The embedded PostgreSQL server: installed binaries, run on a private unix
//! socket inside the data folder, for as long as this program lives.
//!
//! What the data folder holds: `pg` (the cluster), `pg.new` (a cluster being
//! made), `pg.lock` (held by the program that owns the server), `pg.log` and
//! `run` (the socket).

mod account;
mod command;
mod error;
mod initdb;
mod ownership;
mod pid_file;
mod place;
mod programs;
mod server;
mod socket;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

pub use error::ManagedError;

use account::Account;
use ownership::{Claim, OwnerLock};
use place::Place;
use programs::Programs;
use server::Server;

/// The role that owns the cluster. It needs no password: nobody but the
/// program's own user (and root) can enter the socket's folder.
const ROLE: &str = "usher";

/// How long a second program waits for the first one's server, which may
/// still be making its cluster.
const CLAIM_LIMIT: Duration = Duration::from_secs(60);

/// How the server is run.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Whether what was committed survives a power cut. Without it everything
    /// is quicker; right for tests and nothing else.
    pub durable: bool,
}

/// A running PostgreSQL server. If this program owns it, dropping this value
/// stops it (fast shutdown); an adopted server is left to its owner.
#[derive(Debug)]
pub struct ManagedPostgres {
    programs: Programs,
    socket: PathBuf,
    owned: Option<Owned>,
}

/// What the owner of a server holds; the lock goes last.
#[derive(Debug)]
struct Owned {
    server: Server,
    place: Place,
    lock: OwnerLock,
}

impl ManagedPostgres {
    /// Starts the server whose files live in `data`, making folder and cluster
    /// when there are none; when another program already runs it, adopts it.
    ///
    /// On Linux the server ends with this program, however that ends;
    /// elsewhere the next start ends one that was left over. May be called
    /// from any thread.
    ///
    /// # Errors
    ///
    /// Each [`ManagedError`] says in one sentence what stands in the way.
    pub fn start(data: &Path, options: Options) -> Result<Self, ManagedError> {
        let place = Place::open(data)?;
        match poll(CLAIM_LIMIT, || ownership::claim(&place))? {
            Some(Claim::Owner(lock)) => Self::own(place, lock, options),
            Some(Claim::Running { socket }) => Ok(Self {
                programs: Programs::find(place.cluster_version()?.as_deref(), &place)?,
                socket,
                owned: None,
            }),
            None => Err(ManagedError::Busy { data: place.data().to_owned() }),
        }
    }

    /// A libpq address of `database` on this server, the socket's folder
    /// encoded in it: `postgres://usher@%2Fdata%2Frun/usher`.
    pub fn url(&self, database: &str) -> String {
        format!(
            "postgres://{ROLE}@{}/{}",
            percent_encoded(self.socket.as_os_str()),
            percent_encoded(OsStr::new(database)),
        )
    }

    /// Makes the database `name` unless it exists.
    ///
    /// # Errors
    ///
    /// Refuses a name that is not made of lower-case letters, digits and `_`,
    /// begins with a digit, or is longer than 63 bytes; else what psql said.
    pub fn ensure_database(&self, name: &str) -> Result<(), ManagedError> {
        if !is_plain_name(name) {
            return Err(ManagedError::DatabaseName { name: name.to_owned() });
        }
        if self.has_database(name)? {
            return Ok(());
        }
        match self.psql(&format!("CREATE DATABASE {name}")) {
            // Another program may have made it between the two statements.
            Err(_) if self.has_database(name)? => Ok(()),
            outcome => outcome.map(drop),
        }
    }

    /// Whether the server belongs to another program, and so ends with that.
    pub fn adopted(&self) -> bool {
        self.owned.is_none()
    }

    /// Stops the server by a fast shutdown and waits for its end. Does nothing
    /// to an adopted server.
    ///
    /// # Errors
    ///
    /// When it had to be killed; the next start then recovers the data.
    pub fn stop(mut self) -> Result<(), ManagedError> {
        self.shut_down()
    }

    fn own(place: Place, lock: OwnerLock, options: Options) -> Result<Self, ManagedError> {
        let account = Account::choose(&place)?;
        let programs = Programs::find(place.cluster_version()?.as_deref(), &place)?;
        account.check_reach(&programs, &place)?;
        server::end_leftover(&place)?;
        if !place.has_cluster() {
            initdb::make_cluster(&place, &programs, &account, options)?;
        }
        let socket = socket::prepare(&place, &account)?;
        let server = Server::start(&place, &programs, &account, &socket, options)?;
        let managed = Self { programs, socket, owned: Some(Owned { server, place, lock }) };
        if let Some(owned) = &managed.owned {
            owned.lock.announce(owned.server.pid())?;
        }
        Ok(managed)
    }

    fn shut_down(&mut self) -> Result<(), ManagedError> {
        let Some(mut owned) = self.owned.take() else {
            return Ok(());
        };
        let outcome = owned.server.stop();
        socket::tidy(&self.socket, &owned.place);
        outcome
    }

    fn has_database(&self, name: &str) -> Result<bool, ManagedError> {
        let found = self.psql(&format!("SELECT 1 FROM pg_database WHERE datname = '{name}'"))?;
        Ok(found.trim() == "1")
    }

    /// Runs one statement as the cluster's owner and returns its bare output.
    fn psql(&self, statement: &str) -> Result<String, ManagedError> {
        let output = command::plain(&self.programs.psql)
            .args(["-X", "-w", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1"])
            .args(["-d", &self.url("postgres"), "-c", statement])
            .output()
            .map_err(ManagedError::file("run", &self.programs.psql))?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(ManagedError::Query { reason: command::reason(&output.stderr) })
        }
    }
}

impl Drop for ManagedPostgres {
    fn drop(&mut self) {
        if let Err(error) = self.shut_down() {
            tracing::warn!(%error, "the embedded database did not end cleanly");
        }
    }
}

/// Asks `probe` every few milliseconds until it has an answer; `None` when
/// there was none within `limit`.
fn poll<T>(
    limit: Duration,
    mut probe: impl FnMut() -> Result<Option<T>, ManagedError>,
) -> Result<Option<T>, ManagedError> {
    let deadline = Instant::now() + limit;
    loop {
        if let Some(answer) = probe()? {
            return Ok(Some(answer));
        }
        if Instant::now() >= deadline {
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(10));
    }
}

fn is_plain_name(name: &str) -> bool {
    name.len() <= 63
        && name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn percent_encoded(text: &OsStr) -> String {
    text.as_encoded_bytes()
        .iter()
        .map(|&byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
