//! Root and ordinary users. An ordinary user cannot become another one, so
//! these tests have something to do only under root.

use std::env;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::process::Command;

use usher::db::managed::ManagedPostgres;

use crate::world::{Holder, QUICK, Scratch, is_root};

/// The number of nobody, as good as any other user's.
const ORDINARY: u32 = 65534;

#[test]
fn root_hands_the_cluster_to_a_lower_user() {
    if !is_root() {
        return;
    }
    let scratch = Scratch::used();
    assert_ne!(fs::metadata(scratch.data().join("pg")).unwrap().uid(), 0);
}

#[test]
fn a_folder_closed_to_the_lower_user_is_named_with_a_remedy() {
    if !is_root() {
        return;
    }
    let scratch = Scratch::new();
    let closed = scratch.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, Permissions::from_mode(0o700)).unwrap();

    let error = ManagedPostgres::start(&closed.join("data"), QUICK).unwrap_err().to_string();
    assert!(error.contains(&format!("cannot enter {}:", closed.display())), "{error}");
    assert!(error.contains("USHER_DATA"), "{error}");
    assert!(!closed.join("data/pg.new").exists());
}

#[test]
fn an_ordinary_user_runs_it_and_root_after_that() {
    if !is_root() {
        return;
    }
    let scratch = Scratch::new();
    chown(scratch.path(), Some(ORDINARY), Some(ORDINARY)).unwrap();
    assert_eq!(Holder::run(&mut as_ordinary_user(&scratch)).said, "owned");
    assert_eq!(fs::metadata(scratch.data().join("pg")).unwrap().uid(), ORDINARY);

    assert_eq!(Holder::start(&scratch.data()).said, "owned");
    assert_eq!(Holder::run(&mut as_ordinary_user(&scratch)).said, "owned");
}

#[test]
fn an_ordinary_user_is_told_that_the_data_are_another_s() {
    if !is_root() {
        return;
    }
    let scratch = Scratch::used();
    let said = Holder::run(&mut as_ordinary_user(&scratch)).said.clone();
    assert!(said.contains("belongs to another user"), "{said}");
}

/// This program, copied to where every user can run it.
fn as_ordinary_user(scratch: &Scratch) -> Command {
    let program = scratch.path().join("program");
    fs::copy(env::current_exe().unwrap(), &program).unwrap();
    let mut command = Holder::command(&program, &scratch.data());
    command.uid(ORDINARY).gid(ORDINARY);
    command
}
