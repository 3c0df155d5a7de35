//! Workbooks written by hand.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{line, lines};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
pub const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
pub const PERSON: &str =
    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a@example.com</t></is></c></row>";

/// A zip archive of the given entries.
pub fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The smallest workbook with these rows and shared strings, and one more entry.
pub fn workbook(rows: &str, strings: &str, more: (&str, &[u8])) -> Vec<u8> {
    let root = format!(
        "<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"r1\" \
         Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>\
         <sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let relations = format!(
        "<Relationships xmlns=\"{RELATIONS}\">\
         <Relationship Id=\"r1\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
         <Relationship Id=\"r2\" Type=\"{OFFICE}/sharedStrings\" Target=\"sharedStrings.xml\"/>\
         </Relationships>"
    );
    let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
    archive(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        more,
    ])
}

pub fn strings(attributes: &str) -> String {
    format!("<sst xmlns=\"{MAIN}\" {attributes}></sst>")
}

pub fn plain(rows: &str) -> Vec<u8> {
    workbook(rows, &strings(""), ("docProps/app.xml", b"<x/>"))
}

/// The most memory that an ended child had, in kilobytes.
pub fn children_peak() -> i64 {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::uninit();
    // SAFETY: the call fills the value, and is checked to have done so.
    unsafe {
        assert_eq!(libc::getrusage(libc::RUSAGE_CHILDREN, usage.as_mut_ptr()), 0);
        // macOS counts bytes.
        usage.assume_init().ru_maxrss / if cfg!(target_os = "macos") { 1024 } else { 1 }
    }
}

#[tokio::test]
async fn the_smallest_workbook_is_read() {
    assert_eq!(lines(plain(PERSON)).await, [line("a@example.com", "")]);
}

#[tokio::test]
async fn a_long_text_is_cut() {
    let row = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a@example.com</t></is></c>\
        <c r=\"B1\" t=\"inlineStr\"><is><t>NAME</t></is></c></row>";
    let read = lines(plain(&row.replace("NAME", &"N".repeat(20 << 20)))).await;
    assert_eq!(read[0].name.len(), 1_024);
    assert!(children_peak() < 512 * 1024);
}
