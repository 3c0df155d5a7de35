//! Files that are damaged, something else, or made to do harm.

use std::io::{Cursor, Write};

use usher::inviting::spreadsheet::Unreadable::{self, *};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{line, lines, read};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
pub const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PERSON: &str =
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

fn plain(rows: &str) -> Vec<u8> {
    workbook(rows, &strings(""), ("docProps/app.xml", b"<x/>"))
}

/// Reads a file that must be refused, and checks what all children up to now have used.
async fn refused(file: impl Into<Vec<u8>>) -> Unreadable {
    let reason = read(file).await.unwrap_err();
    assert!(children_peak() < 512 * 1024, "{} kB", children_peak());
    reason
}

/// The most memory that an ended child had, in kilobytes.
fn children_peak() -> i64 {
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
async fn other_kinds_are_told_by_their_contents() {
    let page = "\u{feff}\n<HTML xmlns:x='urn:x'><body>a@example.com</body>";
    let utf_16: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let xml =
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>";
    let cases: [(&str, Vec<u8>, Unreadable); 17] = [
        ("nothing", vec![], Empty),
        ("blanks", b"\xef\xbb\xbf \r\n\t".to_vec(), Empty),
        ("prose", b"Dear all,\n\nsee you on Monday.".to_vec(), NoAddresses),
        ("separators", b";;;\n;;;\n".to_vec(), Empty),
        ("page", page.into(), WebPage),
        ("page in UTF-16", utf_16, WebPage),
        ("page in XML", format!("<?xml version='1.0'?><!DOCTYPE html>{page}").into(), WebPage),
        ("saved page", b"MIME-Version: 1.0\nX-Document-Type: Workbook\n".to_vec(), WebPage),
        ("XML", xml.into(), WrongType),
        ("PDF", b"%PDF-1.7\n%\xe2\xe3\n".to_vec(), WrongType),
        ("picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), WrongType),
        ("zeros", vec![0; 5_000], WrongType),
        ("ancient workbook", b"\x09\x04\x06\x00\x00\x04\x10\x00".to_vec(), OldExcel),
        ("encrypted workbook", include_bytes!("files/encrypted.xlsx").to_vec(), Encrypted),
        (
            "other compound file",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1WordDocument".to_vec(),
            WrongType,
        ),
        ("letter", archive(&[("word/document.xml", b"<x/>")]), WrongType),
        (
            "binary workbook",
            archive(&[("xl/workbook.bin", b"x"), ("xl/worksheets/sheet1.bin", b"x")]),
            Corrupt,
        ),
    ];
    for (name, file, expected) in cases {
        assert_eq!(read(file).await, Err(expected), "{name}");
    }
}

#[tokio::test]
async fn damaged_workbooks_are_refused() {
    let whole = plain(PERSON);
    for length in [4, 30, whole.len() / 2, whole.len() - 30, whole.len() - 1] {
        assert_eq!(refused(&whole[..length]).await, Corrupt, "{length} of {}", whole.len());
    }
    for rows in [
        "<row><c",
        "<row r=\"x\"><c r=\"A1\"><v>1</v></c></row>",
        "<row><c t=\"s\"><v>9</v></c></row>",
    ] {
        assert_eq!(refused(plain(rows)).await, Corrupt, "{rows}");
    }
    let content = whole.windows(13).position(|bytes| bytes == b"xl/worksheets").unwrap() + 40;
    let mut changed = whole;
    changed[content] ^= 0x55;
    assert_eq!(refused(changed).await, Corrupt);
}

// Only Linux limits the memory of a process.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn declared_counts_do_not_make_the_server_allocate() {
    // More than any machine has, and more than a child may have.
    for count in [4_000_000_000_u64, 40_000_000] {
        let strings = strings(&format!("uniqueCount=\"{count}\""));
        let file = workbook(PERSON, &strings, ("x", b""));
        assert_eq!(refused(file).await, Corrupt, "{count}");
    }
}

#[tokio::test]
async fn a_grid_with_far_corners_is_read_as_two_cells() {
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    assert_eq!(lines(plain(&format!("{PERSON}{far}"))).await, [line("a@example.com", "")]);
    let beyond = PERSON.replace("A1", "IW1");
    assert_eq!(refused(plain(&beyond)).await, Empty);
}

#[tokio::test]
async fn entities_are_not_expanded() {
    let strings = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">\
        <!ENTITY f SYSTEM \"file:///etc/passwd\">]><sst><si><t>&b;&f;</t></si></sst>";
    let row = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>";
    let read = read(workbook(row, strings, ("x", b""))).await;
    assert!(matches!(read, Err(Corrupt | NoAddresses)), "{read:?}");
}

#[tokio::test]
async fn a_bomb_is_refused_before_it_is_parsed() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    let (before, after) = (&b"<worksheet><sheetData><row><c><is><t>"[..], &b"</t></is></c>"[..]);
    zip.write_all(before).unwrap();
    for _ in 0..256 {
        zip.write_all(&[b' '; 1 << 20]).unwrap();
    }
    zip.write_all(after).unwrap();
    let bomb = zip.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 20);
    assert_eq!(refused(bomb.clone()).await, TooLarge);

    // The same with a lie about its size, wherever the size is declared.
    let size = u32::try_from((256 << 20) + before.len() + after.len()).unwrap().to_le_bytes();
    let mut lying = bomb;
    for at in 0..lying.len() - 4 {
        if lying[at..at + 4] == size {
            lying[at..at + 4].copy_from_slice(&1_000_u32.to_le_bytes());
        }
    }
    assert_eq!(refused(lying).await, Corrupt);
}

#[tokio::test]
async fn too_much_of_anything_is_refused() {
    assert_eq!(refused(vec![b'a'; 10 * 1024 * 1024 + 1]).await, TooLarge);
    let names: Vec<String> = (0..1_001).map(|index| format!("xl/worksheets/{index}.xml")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(refused(archive(&entries)).await, TooLarge);
    let half = vec![b' '; 33 << 20];
    let file = archive(&[("xl/worksheets/sheet1.xml", &half), ("xl/sharedStrings.xml", &half)]);
    assert_eq!(refused(file).await, TooLarge);
    assert_eq!(refused(plain(&"<c/>".repeat(2_500_001))).await, TooLarge);
}

#[tokio::test]
async fn a_long_text_is_cut() {
    let row = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a@example.com</t></is></c>\
        <c r=\"B1\" t=\"inlineStr\"><is><t>NAME</t></is></c></row>";
    let read = lines(plain(&row.replace("NAME", &"N".repeat(20 << 20)))).await;
    assert_eq!(read[0].name.len(), 1_024);
    assert!(children_peak() < 512 * 1024);
}
