use std::fs;
use std::process::Command;

use usher::db::managed::ManagedPostgres;

use crate::world::{
    Bystander, Holder, QUICK, Scratch, ask, is_alive, note_pid, server_pid, within_a_minute,
};

#[test]
fn a_start_right_after_kill_9_of_the_program_gets_a_server_of_its_own() {
    let scratch = Scratch::new();
    for _ in 0..5 {
        let mut holder = Holder::start(&scratch.data());
        assert_eq!(holder.said, "owned");
        let earlier = server_pid(&scratch.data());
        holder.kill();

        let server = ManagedPostgres::start(&scratch.data(), QUICK).unwrap();
        assert!(!server.adopted());
        assert_ne!(server_pid(&scratch.data()), earlier);
        assert_eq!(ask(&server, "SELECT 'here' AS answer"), "here");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn kill_9_of_the_program_ends_its_server_cleanly() {
    let scratch = Scratch::new();
    let mut holder = Holder::start(&scratch.data());
    let pid = server_pid(&scratch.data());
    holder.kill();
    within_a_minute("the server has ended", || !is_alive(pid));
    assert!(!scratch.data().join("pg/postmaster.pid").exists(), "it ended cleanly");
}

#[test]
fn a_server_that_outlived_its_program_is_ended_first() {
    let scratch = Scratch::used();
    let earlier = serve_without_a_program(&scratch);
    let server = ManagedPostgres::start(&scratch.data(), QUICK).unwrap();
    assert!(!server.adopted());
    assert_ne!(server_pid(&scratch.data()), earlier);
    within_a_minute("the earlier server has ended", || !is_alive(earlier));
}

#[test]
fn kill_9_of_the_server_is_recovered_from() {
    let scratch = Scratch::new();
    let holder = Holder::start(&scratch.data());
    let pid = server_pid(&scratch.data());
    // SAFETY: a system call without pointers.
    assert_eq!(unsafe { libc::kill(pid, libc::SIGKILL) }, 0);
    drop(holder);
    let server = ManagedPostgres::start(&scratch.data(), QUICK).unwrap();
    assert_eq!(ask(&server, "SELECT 'here' AS answer"), "here");
}

#[test]
fn a_pid_file_of_a_dead_process_is_no_hindrance() {
    let scratch = Scratch::used();
    let mut dead = Command::new("true").spawn().unwrap();
    dead.wait().unwrap();
    note_pid(&scratch.data(), dead.id());
    let server = ManagedPostgres::start(&scratch.data(), QUICK).unwrap();
    assert_eq!(ask(&server, "SELECT 'here' AS answer"), "here");
}

#[test]
fn a_pid_file_of_another_process_is_no_hindrance_and_that_process_lives_on() {
    let scratch = Scratch::used();
    let mut bystander = Bystander::start(&scratch.data());
    note_pid(&scratch.data(), bystander.0.id());
    let server = ManagedPostgres::start(&scratch.data(), QUICK).unwrap();
    assert_eq!(ask(&server, "SELECT 'here' AS answer"), "here");
    assert!(bystander.0.try_wait().unwrap().is_none());
}

#[test]
fn a_pid_file_of_another_cluster_s_server_leaves_that_server_alone() {
    let other = Scratch::new();
    let neighbour = ManagedPostgres::start(&other.data(), QUICK).unwrap();
    let scratch = Scratch::used();
    note_pid(&scratch.data(), server_pid(&other.data()).cast_unsigned());
    let server = ManagedPostgres::start(&scratch.data(), QUICK).unwrap();
    assert_eq!(ask(&server, "SELECT 'here' AS answer"), "here");
    assert_eq!(ask(&neighbour, "SELECT 'there' AS answer"), "there");
}

#[test]
fn what_an_interrupted_initdb_left_is_made_anew() {
    let scratch = Scratch::new();
    let unfinished = scratch.data().join("pg.new");
    fs::create_dir_all(unfinished.join("base")).unwrap();
    fs::write(unfinished.join("PG_VERSION"), "15\n").unwrap();
    let server = ManagedPostgres::start(&scratch.data(), QUICK).unwrap();
    assert_eq!(ask(&server, "SELECT 'here' AS answer"), "here");
    assert!(!unfinished.exists());
}

#[test]
fn a_program_killed_within_initdb_leaves_no_half_cluster() {
    let scratch = Scratch::new();
    let data = scratch.data();
    let program = std::env::current_exe().unwrap();
    let mut first = Holder::command(&program, &data).spawn().unwrap();
    within_a_minute("initdb is at work", || data.join("pg.new/base/1").exists());
    first.kill().unwrap();
    first.wait().unwrap();
    assert!(!data.join("pg").exists(), "killed in time");

    let server = ManagedPostgres::start(&data, QUICK).unwrap();
    assert_eq!(ask(&server, "SELECT 'here' AS answer"), "here");
}

/// A server as another system leaves it when its program is killed: running,
/// with nobody to hold the lock. Returns its process.
fn serve_without_a_program(scratch: &Scratch) -> i32 {
    let first = ManagedPostgres::start(&scratch.data(), QUICK).unwrap();
    let programs = ask(&first, "SELECT setting AS answer FROM pg_config() WHERE name = 'BINDIR'");
    first.stop().unwrap();
    let cluster = scratch.data().join("pg");
    let socket = format!("-c listen_addresses= -k {}", scratch.data().join("run").display());
    let mut start = Command::new(format!("{programs}/pg_ctl"));
    start.args(["start", "-w", "-s", "-o", &socket]).current_dir("/");
    start.arg("-D").arg(&cluster).arg("-l").arg(cluster.join("log"));
    crate::world::as_owner(&mut start, &cluster);
    assert!(start.status().unwrap().success());
    server_pid(&scratch.data())
}
