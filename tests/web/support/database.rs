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

/// The folder of this run. The server in it ends with the process and cannot tidy up after itself,
/// so each run removes what ended ones have left. (Dropping each test's database would cost a checkpoint,
/// and three times the time of all tests.)
fn folder() -> PathBuf {
    const NAME: &str = "usher-tests-";
    let scratch = std::env::temp_dir();
    for entry in std::fs::read_dir(&scratch).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let pid = name.strip_prefix(NAME).and_then(|pid| pid.parse::<i32>().ok());
        // Signal 0 asks whether there is such a process; a process id used anew is left alone.
        if pid.is_some_and(|pid| unsafe { libc::kill(pid, 0) } == -1) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
    let folder = scratch.join(format!("{NAME}{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}
