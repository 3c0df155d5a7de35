use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use usher::db::managed::ManagedPostgres;

use crate::world::{QUICK, Scratch, ask};

#[test]
fn a_path_too_long_for_a_socket_gets_a_scratch_folder_for_it() {
    let scratch = Scratch::new();
    let data = scratch.path().join("a-long-name/".repeat(12));
    let server = ManagedPostgres::start(&data, QUICK).unwrap();
    let folder = socket_folder(&server);
    assert!(!folder.starts_with(scratch.path().to_str().unwrap()), "{folder}");
    assert_eq!(ask(&server, "SELECT 'here' AS answer"), "here");

    let second = ManagedPostgres::start(&data, QUICK).unwrap();
    assert!(second.adopted());
    assert_eq!(second.url("usher"), server.url("usher"));

    server.stop().unwrap();
    assert!(!Path::new(&folder).exists());
}

#[test]
fn a_scratch_folder_of_somebody_else_is_refused() {
    let scratch = Scratch::new();
    let data = scratch.path().join("a-long-name/".repeat(12));
    let server = ManagedPostgres::start(&data, QUICK).unwrap();
    let folder = socket_folder(&server);
    server.stop().unwrap();
    std::os::unix::fs::symlink(scratch.path(), &folder).unwrap();

    let error = ManagedPostgres::start(&data, QUICK).unwrap_err().to_string();
    fs::remove_file(&folder).unwrap();
    assert!(error.starts_with(&folder), "{error}");
    assert!(error.contains("remove it"), "{error}");
    let mode = fs::metadata(scratch.path()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o755, "what the link leads to is left alone");
}

#[test]
fn a_path_with_signs_of_every_kind_works() {
    let scratch = Scratch::new();
    for name in ["of Zoë & co", "a,b", "a\"b", "100%"] {
        let server = ManagedPostgres::start(&scratch.path().join(name), QUICK).unwrap();
        assert_eq!(ask(&server, "SELECT 'here' AS answer"), "here", "{name}");
    }
}

#[test]
fn a_data_folder_that_is_a_file_is_named() {
    let scratch = Scratch::new();
    fs::write(scratch.data(), "").unwrap();
    let error = ManagedPostgres::start(&scratch.data(), QUICK).unwrap_err().to_string();
    assert!(error.contains(scratch.data().to_str().unwrap()), "{error}");
}

fn socket_folder(server: &ManagedPostgres) -> String {
    ask(server, "SELECT trim('\"' FROM current_setting('unix_socket_directories')) AS answer")
}
