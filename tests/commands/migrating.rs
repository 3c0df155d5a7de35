//! Nodes that bring the schema up to date at once, and one that is killed while it does.

use std::process::{Child, Stdio};

use diesel::connection::SimpleConnection;
use diesel::sql_types::BigInt;
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl};
use usher::db::managed::{ManagedPostgres, Options};
use usher::db::pending_migrations;

use crate::program::{Scratch, run, within_patience};

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn count(conn: &mut PgConnection, query: &str) -> i64 {
    diesel::sql_query(query).get_result::<Count>(conn).unwrap().count
}

/// A database in which nothing is yet.
fn empty(scratch: &Scratch) -> (ManagedPostgres, String) {
    let folder = scratch.path().join("server");
    let server = ManagedPostgres::start(&folder, Options { durable: false }).unwrap();
    server.ensure_database("usher").unwrap();
    let url = server.url("usher");
    (server, url)
}

fn migrate(scratch: &Scratch, url: &str) -> Child {
    let mut command = scratch.usher(&["migrate"]);
    command.env("DATABASE_URL", url).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Puts a table of another transaction in the way of the last migrations; they wait for its end.
fn block(conn: &mut PgConnection) {
    conn.batch_execute("BEGIN; CREATE TABLE audit_events (id integer)").unwrap();
}

const WAITING: &str = "SELECT count(*) AS count FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'";

#[test]
fn p08_of_nodes_that_migrate_at_once_exactly_one_does_and_the_others_wait() {
    let scratch = Scratch::new();
    let (_server, url) = empty(&scratch);
    let mut conn = PgConnection::establish(&url).unwrap();
    block(&mut conn);
    let mut nodes: Vec<Child> = (0..3).map(|_| migrate(&scratch, &url)).collect();
    let mut watch = PgConnection::establish(&url).unwrap();
    within_patience("all of them wait", || {
        for node in &mut nodes {
            assert_eq!(node.try_wait().unwrap(), None, "none gives up");
        }
        count(&mut watch, WAITING) == 3
    });
    conn.batch_execute("ROLLBACK").unwrap();
    let mut said: Vec<String> = Vec::new();
    for node in nodes {
        let output = node.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        said.push(String::from_utf8(output.stdout).unwrap());
    }
    said.sort();
    assert!(said[0].starts_with("Ran "), "{said:?}");
    assert_eq!(said[1..], ["The schema is up to date.\n", "The schema is up to date.\n"]);
    assert_eq!(pending_migrations(&mut watch), Ok(0));
}

#[test]
fn p08_a_migration_that_was_killed_leaves_nothing_half_done_and_the_next_one_repairs() {
    let scratch = Scratch::new();
    let (_server, url) = empty(&scratch);
    let mut conn = PgConnection::establish(&url).unwrap();
    block(&mut conn);
    let mut killed = migrate(&scratch, &url);
    let mut watch = PgConnection::establish(&url).unwrap();
    within_patience("it is in the middle", || count(&mut watch, WAITING) == 1);
    killed.kill().unwrap();
    killed.wait().unwrap();
    // Its connection notices that once it need not wait any more.
    conn.batch_execute("ROLLBACK").unwrap();
    let tables = "SELECT count(*) AS count FROM pg_tables WHERE schemaname = 'public'
                  AND tablename NOT IN ('migration_lock', '__diesel_schema_migrations')";
    let others = "SELECT count(*) AS count FROM pg_stat_activity
                  WHERE datname = current_database() AND pid <> pg_backend_pid()
                  AND state <> 'idle'";
    within_patience("its transaction is over", || count(&mut watch, others) == 0);
    assert_eq!(count(&mut watch, tables), 0, "nothing is half done");

    let mut again = scratch.usher(&["migrate"]);
    let again = run(again.env("DATABASE_URL", &url));
    assert!(again.success && again.out.starts_with("Ran "), "{} {}", again.out, again.err);
    assert_eq!(pending_migrations(&mut watch), Ok(0));
}
