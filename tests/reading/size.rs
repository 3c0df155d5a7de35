//! What large files take.

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use rust_xlsxwriter::Workbook;
use usher::inviting::spreadsheet::{CHILD_COMMAND, Unreadable};

use crate::{read, reader};

/// A workbook of so many people, with five columns.
fn workbook(people: u32) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["E-Mail", "First name", "Last name", "Role", "Team"]).unwrap();
    for row in 1..=people {
        let email = format!("person.{row}@example.com");
        let name = format!("Beispiel-{row}");
        sheet.write_row(row, 0, [email.as_str(), "Anna", &name, "User", "Design"]).unwrap();
    }
    book.save_to_buffer().unwrap()
}

/// The most memory a child had up to its first word, in kilobytes.
#[cfg(target_os = "linux")]
fn peak(file: Vec<u8>) -> u64 {
    let mut child = Command::new(env!("CARGO_BIN_EXE_usher"))
        .args([CHILD_COMMAND, "{\"People\":{\"sheet\":null,\"columns\":null}}"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let write = std::thread::spawn(move || input.write_all(&file));
    // All is read when it begins to answer; the answer does not fit into the pipe, so it waits.
    child.stdout.as_mut().unwrap().read_exact(&mut [0; 5]).unwrap();
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let _ = write.join().unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn ten_thousand_people_take_less_than_64_mb() {
    let peak = peak(workbook(10_000));
    assert!(peak < 64 * 1024, "{peak} kB");
}

#[cfg(target_os = "linux")]
#[test]
fn fifty_thousand_people_take_less_than_128_mb() {
    let peak = peak(workbook(50_000));
    assert!(peak < 128 * 1024, "{peak} kB");
}

#[tokio::test]
async fn an_answer_longer_than_24_mb_is_not_given() {
    // One byte each in the file, and three in the answer.
    let list = |length: usize| {
        let rows = (0..50_000).flat_map(|row| {
            [format!("{row}@example.com;").as_bytes(), &vec![0x80; length], b"\n"].concat()
        });
        b"E-Mail;Name\n".iter().copied().chain(rows).collect::<Vec<u8>>()
    };
    assert_eq!(read(list(120)).await.unwrap().rows.len(), 50_000);
    assert_eq!(read(list(170)).await, Err(Unreadable::TooLarge));
}

#[tokio::test]
async fn a_table_of_too_many_cells_is_not_given_back() {
    let row = format!("a@example.com{}\n", ";x".repeat(199));
    assert_eq!(reader().table(row.repeat(5_000).as_bytes(), 0).await.unwrap().rows.len(), 5_000);
    assert_eq!(reader().table(row.repeat(5_001).as_bytes(), 0).await, Err(Unreadable::TooLarge));
}
