//! A throw-away PostgreSQL with made-up workspaces in it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;

use argon2::PasswordHasher;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use usher::db::managed::{ManagedPostgres, Options};

use crate::Result;

/// The password of everybody who has one.
pub const PASSWORD: &str = "violet-anchor-mosaic-7";

const FILL: &str = include_str!("../sql/fill.sql");

/// The server and its folder, which goes with it.
pub struct Site {
    server: Option<ManagedPostgres>,
    folder: PathBuf,
}

/// Workspaces to be made; number 0 is "big".
pub struct Workspaces {
    pub first: u32,
    pub last: u32,
    pub people: u32,
}

impl Site {
    /// Starts the server with the settings of production: everything that is committed is safe.
    pub fn start() -> Result<Site> {
        let folder = env::temp_dir().join(format!("usher-bench-{}", process::id()));
        // A process that had the same id may have left it.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder)?;
        let server = ManagedPostgres::start(&folder, Options { durable: true })?;
        Ok(Site { server: Some(server), folder })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn postmaster(&self) -> Result<i32> {
        let file = fs::read_to_string(self.folder.join("pg/postmaster.pid"))?;
        Ok(file.lines().next().unwrap_or_default().parse()?)
    }

    /// A migrated database with these workspaces; returns its address.
    pub fn database(&self, name: &str, all: &[Workspaces]) -> Result<String> {
        let server = self.server.as_ref().ok_or("the server has ended")?;
        server.ensure_database(name)?;
        let url = server.url(name);
        usher::db::migrate(&url)?;
        let mut conn = PgConnection::establish(&url)?;
        for workspaces in all {
            conn.batch_execute(&workspaces.sql()?)?;
        }
        // Nothing is left for the server to tidy up while we measure.
        conn.batch_execute("VACUUM (ANALYZE)")?;
        conn.batch_execute("CHECKPOINT")?;
        Ok(url)
    }
}

impl Workspaces {
    fn sql(&self) -> Result<String> {
        let hash = argon2::Argon2::default()
            .hash_password(PASSWORD.as_bytes())
            .map_err(|error| error.to_string())?;
        Ok(FILL
            .replace("{first}", &self.first.to_string())
            .replace("{last}", &self.last.to_string())
            .replace("{people}", &self.people.to_string())
            .replace("{hash}", &hash.to_string()))
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.take();
        // What cannot be removed is the system's to tidy.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
