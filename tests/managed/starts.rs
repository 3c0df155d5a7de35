use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::thread;

use usher::db::managed::{ManagedPostgres, Options};

use crate::world::{Holder, QUICK, Scratch, ask, connect, execute, is_alive, server_pid};

#[test]
fn a_later_start_finds_what_the_first_one_stored() {
    let scratch = Scratch::new();
    let durable = Options { durable: true };
    let first = ManagedPostgres::start(&scratch.data(), durable).unwrap();
    assert!(!first.adopted());
    assert_eq!(ask(&first, "SELECT current_setting('fsync') AS answer"), "on");
    execute(&first, "CREATE TABLE kept AS SELECT 'Zoë'::text AS name");
    first.stop().unwrap();

    let later = ManagedPostgres::start(&scratch.data(), QUICK).unwrap();
    assert!(!later.adopted());
    assert_eq!(ask(&later, "SELECT name AS answer FROM kept"), "Zoë");
    assert_eq!(ask(&later, "SELECT current_setting('fsync') AS answer"), "off");
    let encoding = "SELECT current_setting('server_encoding') || ' ' || upper('é') AS answer";
    assert_eq!(ask(&later, encoding), "UTF8 É");
}

#[test]
fn nobody_else_can_reach_it() {
    let scratch = Scratch::new();
    let server = ManagedPostgres::start(&scratch.data(), QUICK).unwrap();
    assert_eq!(ask(&server, "SELECT current_setting('listen_addresses') AS answer"), "");
    for folder in ["run", "pg"] {
        let mode = fs::metadata(scratch.data().join(folder)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "{folder}");
    }
}

#[test]
fn dropping_it_ends_the_server() {
    let scratch = Scratch::new();
    let server = ManagedPostgres::start(&scratch.data(), QUICK).unwrap();
    let pid = server_pid(&scratch.data());
    let _open = connect(&server, "postgres");
    drop(server);
    assert!(!is_alive(pid));
    assert!(!scratch.data().join("pg/postmaster.pid").exists(), "it ended cleanly");
}

#[test]
fn a_database_is_made_once_and_only_with_a_plain_name() {
    let scratch = Scratch::new();
    let server = ManagedPostgres::start(&scratch.data(), QUICK).unwrap();
    server.ensure_database("usher_1").unwrap();
    server.ensure_database("usher_1").unwrap();
    connect(&server, "usher_1");

    for refused in ["", "Usher", "1st", "a-b", "x; DROP DATABASE usher_1", &"a".repeat(64)] {
        let error = server.ensure_database(refused).unwrap_err().to_string();
        assert!(error.contains("cannot name a database"), "{refused}: {error}");
    }
}

#[test]
fn it_outlives_the_thread_that_started_it() {
    let scratch = Scratch::new();
    let data = scratch.data();
    let server = thread::spawn(move || ManagedPostgres::start(&data, QUICK).unwrap());
    let server = server.join().unwrap();
    // The end of that thread would have ended it by now: a start is later news.
    let other = Scratch::new();
    drop(ManagedPostgres::start(&other.data(), QUICK).unwrap());
    assert_eq!(ask(&server, "SELECT 'here' AS answer"), "here");
}

#[test]
fn a_wrong_override_is_named() {
    let scratch = Scratch::new();
    let mut command = Holder::command(&std::env::current_exe().unwrap(), &scratch.data());
    let holder = Holder::run(command.env("USHER_PG_BIN", "/nowhere"));
    assert!(holder.said.starts_with("USHER_PG_BIN names /nowhere"), "{}", holder.said);
}

#[test]
fn a_cluster_of_a_version_not_installed_is_named() {
    let scratch = Scratch::used();
    fs::write(scratch.data().join("pg/PG_VERSION"), "11\n").unwrap();
    let error = ManagedPostgres::start(&scratch.data(), QUICK).unwrap_err().to_string();
    assert!(error.contains("made by PostgreSQL 11, which is not installed"), "{error}");
}
