//! What surrounds the child: time, memory, order.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use usher::inviting::spreadsheet::{SpreadsheetReader, Unreadable, Wish};

const NONE: Wish = Wish { sheet: None, columns: None };

/// A program in place of the child.
fn script(name: &str, body: &str) -> SpreadsheetReader {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    // Another process writes it: a test that forks while this one has the file open for writing
    // would keep it open, and what is open for writing cannot be run.
    let write = "printf '#!/bin/sh\n%s\n' \"$1\" > \"$0\" && chmod 755 \"$0\"";
    let mut shell = std::process::Command::new("/bin/sh");
    let status = shell.arg("-c").arg(write).arg(&path).arg(body).status();
    assert!(status.unwrap().success());
    SpreadsheetReader::new(path)
}

#[tokio::test]
async fn a_child_that_hangs_is_ended() {
    let reader = script("hangs", "exec /usr/bin/tail -f /dev/null");
    let started = Instant::now();
    let answer = reader.with_time(Duration::from_millis(300)).read(b"x", &NONE).await;
    assert_eq!(answer, Err(Unreadable::TookTooLong));
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_child_that_dies_or_babbles_refuses_the_file() {
    let cases = [
        ("dies", "kill -ABRT $$", Unreadable::Corrupt),
        ("leaves", "exit 3", Unreadable::Corrupt),
        ("mumbles", "echo nonsense", Unreadable::Corrupt),
        ("shouts", "exec /usr/bin/yes", Unreadable::Corrupt),
        ("toils", "kill -XCPU $$", Unreadable::TookTooLong),
    ];
    for (name, body, expected) in cases {
        // Larger than any pipe, so that writing to a child that does not listen must end too.
        let answer = script(name, body).read(&[b'x'; 1_000_000], &NONE).await;
        assert_eq!(answer, Err(expected), "{name}");
    }
}

#[tokio::test]
async fn a_program_that_is_missing_says_nothing_about_the_file() {
    let reader = SpreadsheetReader::new("/nowhere/usher".into());
    assert_eq!(reader.read(b"a@example.com", &NONE).await, Err(Unreadable::Unavailable));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_child_has_limits_and_no_environment() {
    let report = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("limits.fifo");
    let _ = std::fs::remove_file(&report);
    assert!(std::process::Command::new("mkfifo").arg(&report).status().unwrap().success());
    let body = format!("{{ cat /proc/self/limits; env; }} > {}", report.display());
    let reader = script("limits", &format!("PATH=/usr/bin:/bin\n{body}"));
    let heard = tokio::task::spawn_blocking(move || std::fs::read_to_string(report).unwrap());
    assert_eq!(reader.read(b"x", &NONE).await, Err(Unreadable::Corrupt));
    let heard = heard.await.unwrap();
    let limit = |name: &str| {
        let line = heard.lines().find(|line| line.starts_with(name)).unwrap();
        line[name.len()..].split_whitespace().next().unwrap().to_owned()
    };
    assert_eq!(limit("Max address space"), (512 * 1024 * 1024).to_string());
    assert_eq!(limit("Max cpu time"), "10");
    assert_eq!(limit("Max open files"), "16");
    assert_eq!(limit("Max core file size"), "0");
    assert_eq!(limit("Max file size"), "0");
    assert!(!heard.contains("CARGO"), "{heard}");
}

#[tokio::test]
async fn many_files_at_once_are_all_read() {
    let reader = SpreadsheetReader::new(env!("CARGO_BIN_EXE_usher").into());
    let reads = (0..12).map(|_| reader.read(b"E-Mail\na@example.com\n", &NONE));
    for answer in futures_util::future::join_all(reads).await {
        assert_eq!(answer.unwrap().rows.len(), 1);
    }
}

#[tokio::test]
async fn two_children_run_at_once_and_no_third() {
    let slot = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("slot");
    let (one, two) = (slot.with_extension("1"), slot.with_extension("2"));
    let (one, two) = (one.display(), two.display());
    let body = format!(
        "PATH=/usr/bin:/bin\nif mkdir {one}; then mine={one}; elif mkdir {two}; then mine={two}; \
         else exit 3; fi\ncat > /dev/null\nrmdir $mine\necho '{{\"Err\":\"NoAddresses\"}}'"
    );
    let reader = script("slots", &body);
    let reads = (0..12).map(|_| reader.read(&[b'x'; 1_000_000], &NONE));
    for answer in futures_util::future::join_all(reads).await {
        assert_eq!(answer, Err(Unreadable::NoAddresses));
    }
}
