use std::path::PathBuf;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use usher::db;
use usher::db::managed::{ManagedPostgres, Options};

/// One throw-away server for this run; it ends with the process.
static SERVER: LazyLock<ManagedPostgres> = LazyLock::new(|| {
    let server = ManagedPostgres::start(&folder(), Options { durable: false }).unwrap();
    server.ensure_database("template_usher").unwrap();
    db::migrate(&server.url("template_usher")).unwrap();
    server
});

static COUNT: AtomicUsize = AtomicUsize::new(0);

/// The address of a fresh, migrated database.
pub fn fresh() -> String {
    use diesel::connection::SimpleConnection;
    use diesel::{Connection, PgConnection};

    let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
    let mut conn = PgConnection::establish(&SERVER.url("postgres")).unwrap();
    conn.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template_usher")).unwrap();
    SERVER.url(&name)
}

/// A folder that the next run of the same process id begins anew.
fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("usher-tests-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}
