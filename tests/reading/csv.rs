use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use usher::inviting::spreadsheet::Unreadable;

use crate::{line, lines, read};

const PLAIN: &str = "E-Mail;Name\njürgen@example.com;Jürgen Groß\n";

#[tokio::test]
async fn every_encoding_gives_the_same_people() {
    let utf_16 =
        |unit: fn(u16) -> [u8; 2]| PLAIN.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
    let files = [
        encoded(UTF_8),
        encoded(WINDOWS_1252),
        [b"\xef\xbb\xbf".to_vec(), encoded(UTF_8)].concat(),
        [b"\xff\xfe".to_vec(), utf_16(u16::to_le_bytes)].concat(),
        [b"\xfe\xff".to_vec(), utf_16(u16::to_be_bytes)].concat(),
        utf_16(u16::to_le_bytes),
        utf_16(u16::to_be_bytes),
    ];
    for (index, file) in files.into_iter().enumerate() {
        let expected = [line("jürgen@example.com", "Jürgen Groß")];
        assert_eq!(lines(file).await, expected, "file {index}");
    }
}

fn encoded(encoding: &'static Encoding) -> Vec<u8> {
    encoding.encode(PLAIN).0.into_owned()
}

#[tokio::test]
async fn every_dialect_gives_the_same_people() {
    let cases = [
        "E-Mail,Name\na@example.com,\"Beispiel, Anna\"\nb@example.com,Bob",
        "E-Mail;Name\na@example.com;Beispiel, Anna\nb@example.com;Bob\n",
        "E-Mail\tName\r\na@example.com\tBeispiel, Anna\r\nb@example.com\tBob\r\n",
        "E-Mail|Name\na@example.com|Anna Beispiel\nb@example.com|Bob\n",
        "E-Mail;Name\ra@example.com;Anna Beispiel\rb@example.com;Bob\r",
        "sep=;\nE-Mail;Name\na@example.com;\"Anna\nBeispiel\"\nb@example.com;Bob",
        "\"sep=,\"\r\n\"E-Mail\",\"Name\"\r\n\"a@example.com\",\"Anna\r\nBeispiel\"\r\n\"b@example.com\",\"Bob\"",
        "E-Mail;Name\na@example.com;\"Anna Beispiel\nb@example.com;Bob",
        "E-Mail;Name\n mailto:a@example.com ;\u{a0}Anna\u{a0}Beispiel\u{200b}\nb@example.com;Bob;;;;",
        "Beispiel, Anna;a@example.com\nBob;b@example.com",
    ];
    for case in cases {
        let expected = [line("a@example.com", "Anna Beispiel"), line("b@example.com", "Bob")];
        assert_eq!(lines(case).await, expected, "{case:?}");
    }
}

#[tokio::test]
async fn rows_are_numbered_as_a_spreadsheet_program_shows_them() {
    let cases = [
        ("E-Mail\na@example.com\nb@example.com", [2, 3]),
        ("\n\nE-Mail\n\na@example.com\n\n\nb@example.com", [5, 8]),
        ("E-Mail;Name\r\n\r\na@example.com;\"Anna\r\n\r\nB\"\r\nb@example.com;Bob\r\n", [3, 4]),
        ("sep=;\nE-Mail;Name\na@example.com;A\nb@example.com;B", [3, 4]),
        ("a@example.com\n \nb@example.com\n\n", [1, 3]),
    ];
    for (case, expected) in cases {
        let rows: Vec<u32> = read(case).await.unwrap().rows.iter().map(|row| row.row).collect();
        assert_eq!(rows, expected, "{case:?}");
    }
}

#[tokio::test]
async fn fifty_thousand_people_are_read_and_one_more_is_refused() {
    let list = |people: usize| {
        let rows: String = (0..people).map(|index| format!("p{index}@example.com;P\n\n")).collect();
        format!("E-Mail;Name\n{rows}")
    };
    assert_eq!(lines(list(50_000)).await.len(), 50_000);
    assert_eq!(read(list(50_001)).await, Err(Unreadable::TooManyRows { limit: 50_000 }));
    assert_eq!(read(list(200_000)).await, Err(Unreadable::TooManyRows { limit: 50_000 }));
}

#[tokio::test]
async fn long_texts_are_cut_and_far_columns_ignored() {
    let name = "ü".repeat(5_000);
    let far = ";x".repeat(100_000);
    let read = lines(format!("E-Mail;Name{far}\na@example.com;{name}{far}\n")).await;
    assert_eq!(read[0].name.chars().count(), 1_024);
    let (text, column) = (";x".repeat(256), "a@example.com");
    assert_eq!(crate::read(format!("{text};{column}\n")).await, Err(Unreadable::NoAddresses));
}
