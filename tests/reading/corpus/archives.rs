use std::io::{Cursor, Write};

use usher::inviting::spreadsheet::Unreadable::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::Case;
use crate::hostile::{PERSON, archive, plain};

const SHEET: &str = "xl/worksheets/sheet1.xml";

pub fn cases() -> Vec<Case> {
    let person = plain(PERSON);
    let cut = |length: usize| person[..length].to_vec();
    let changed = |from: &[u8], to: &[u8]| replaced(person.clone(), from, to);
    let inner = archive(&[(SHEET, b"<x/>")]);
    let many: Vec<String> = (0..1_001).map(|index| format!("xl/worksheets/{index}.xml")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let half = vec![b' '; 33 << 20];
    vec![
        ("an empty archive", [&b"PK\x05\x06"[..], &[0; 18]].concat(), Err(WrongType)),
        ("the first four bytes of an archive", cut(4), Err(Corrupt)),
        ("half an archive", cut(person.len() / 2), Err(Corrupt)),
        ("an archive without its last byte", cut(person.len() - 1), Err(Corrupt)),
        ("an archive with something behind it", [&person[..], b"more"].concat(), Ok(1)),
        ("an archive behind a program", [&b"MZ\x90\0"[..], &person].concat(), Err(WrongType)),
        ("an archive in an archive", archive(&[("inner.xlsx", &inner)]), Err(WrongType)),
        ("a letter", archive(&[("word/document.xml", b"<x/>")]), Err(WrongType)),
        ("slides", archive(&[("ppt/presentation.xml", b"<x/>")]), Err(WrongType)),
        ("a program in an archive", archive(&[("META-INF/MANIFEST.MF", b"x")]), Err(WrongType)),
        ("a sheet and nothing else", inner.clone(), Err(Corrupt)),
        ("too many entries", archive(&many), Err(TooLarge)),
        ("too much together", archive(&[(SHEET, &half), ("xl/s.xml", &half)]), Err(TooLarge)),
        ("one bomb", bomb(b' '), Err(TooLarge)),
        ("a bomb of zeros", bomb(0), Err(TooLarge)),
        ("a bomb that lies about its size", lying(), Err(Corrupt)),
        ("another checksum", checksum(person.clone()), Err(Corrupt)),
        ("a method that nobody knows", method(person.clone(), 99), Err(Corrupt)),
        ("entries that are encrypted", flagged(person.clone(), 1), Err(Encrypted)),
        ("an entry above the folder", archive_with("../../../etc/passwd"), Ok(1)),
        ("an entry with an absolute name", archive_with("/etc/passwd"), Ok(1)),
        ("an entry of another system", archive_with("C:\\autoexec.bat"), Ok(1)),
        ("a macro", archive_with("xl/vbaProject.bin"), Ok(1)),
        (
            "no relations",
            changed(b"xl/_rels/workbook.xml.rels", b"xl/_rels/workbook.xml.relz"),
            Err(Corrupt),
        ),
        ("no workbook", changed(b"xl/workbook.xml", b"xl/workbook.xmk"), Err(Corrupt)),
        (
            "no sheet where it should be",
            changed(SHEET.as_bytes(), b"xl/worksheets/sheet2.xml"),
            Err(Corrupt),
        ),
    ]
}

fn archive_with(name: &'static str) -> Vec<u8> {
    crate::hostile::workbook(PERSON, &crate::hostile::strings(""), (name, b"x"))
}

/// A megabyte that unpacks to 256.
fn bomb(filling: u8) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(SHEET, SimpleFileOptions::default()).unwrap();
    for _ in 0..256 {
        zip.write_all(&[filling; 1 << 20]).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn lying() -> Vec<u8> {
    let size = (256_u32 << 20).to_le_bytes();
    replaced(bomb(b' '), &size, &1_000_u32.to_le_bytes())
}

fn replaced(mut file: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    for at in 0..=file.len() - from.len() {
        if &file[at..at + from.len()] == from {
            file[at..at + from.len()].copy_from_slice(to);
        }
    }
    file
}

/// Changes two bytes at a place in each header of an entry, counted in the one beside the entry and
/// in the one of the list at the end.
fn in_headers(mut file: Vec<u8>, beside: usize, listed: usize, bytes: [u8; 2]) -> Vec<u8> {
    for at in 0..file.len() - 46 {
        let place = match &file[at..at + 4] {
            b"PK\x03\x04" => at + beside,
            b"PK\x01\x02" => at + listed,
            _ => continue,
        };
        file[place..place + 2].copy_from_slice(&bytes);
    }
    file
}

fn flagged(file: Vec<u8>, flags: u16) -> Vec<u8> {
    in_headers(file, 6, 8, flags.to_le_bytes())
}

fn method(file: Vec<u8>, method: u16) -> Vec<u8> {
    in_headers(file, 8, 10, method.to_le_bytes())
}

fn checksum(file: Vec<u8>) -> Vec<u8> {
    in_headers(file, 14, 16, [0xab, 0xcd])
}
