use std::path::Path;

use usher::inviting::spreadsheet::Unreadable::*;

use super::{Case, PEOPLE};
use crate::hostile::archive;
use crate::ods::{row, sheet, spreadsheet};

fn made(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reading/made");
    std::fs::read(folder.join(name)).unwrap()
}

/// The container of old Office files with the name of a stream in it, and nothing else.
fn compound(stream: &str) -> Vec<u8> {
    let name = format!("Root Entry\0{stream}");
    let name = name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".iter().copied().chain(name).chain([0; 600]).collect()
}

pub fn cases() -> Vec<Case> {
    [old(), binary(), open()].into_iter().flatten().collect()
}

fn old() -> Vec<Case> {
    let file = made("xlwt.xls");
    let filled = |from: usize, to: usize, byte: u8| {
        let mut file = file.clone();
        file[from..to].fill(byte);
        file
    };
    let linux = cfg!(target_os = "linux");
    vec![
        ("half an old workbook", file[..file.len() / 2].to_vec(), Err(Corrupt)),
        ("the head of an old workbook", file[..512].to_vec(), Err(Corrupt)),
        ("no sectors", filled(44, 48, 0), Ok(3)),
        ("more sectors than there are", filled(44, 48, 0xff), Ok(3)),
        ("more sectors of sectors than there are", filled(68, 76, 0x7f), Err(Corrupt)),
        ("a directory somewhere else", filled(48, 52, 0x77), Err(Corrupt)),
        ("sectors of no size", filled(30, 32, 0), Err(Corrupt)),
        ("sectors larger than all", filled(30, 32, 0xff), Err(Corrupt)),
        ("records of zeros", filled(600, 1_500, 0), Err(Corrupt)),
        ("two cells far apart", made("corner.xls"), if linux { Err(Corrupt) } else { Ok(1) }),
        ("an old letter", compound("WordDocument"), Err(WrongType)),
        ("the name of a workbook alone", compound("Workbook"), Err(Corrupt)),
        ("an encrypted package", compound("EncryptedPackage"), Err(Encrypted)),
        (
            "an encrypted workbook",
            include_bytes!("../files/encrypted.xlsx").to_vec(),
            Err(Encrypted),
        ),
        ("an ancient workbook", b"\x09\x04\x06\x00\x00\x04\x10\x00".to_vec(), Err(OldExcel)),
    ]
}

fn binary() -> Vec<Case> {
    let sheet = "xl/worksheets/sheet1.bin";
    let file = made("sheetjs.xlsb");
    vec![
        (
            "a binary workbook of letters",
            archive(&[("xl/workbook.bin", b"x"), (sheet, b"x")]),
            Err(Corrupt),
        ),
        ("a binary sheet and nothing else", archive(&[(sheet, &[0xff; 999])]), Err(Corrupt)),
        ("half a binary workbook", file[..file.len() / 2].to_vec(), Err(Corrupt)),
        ("a binary workbook of cut records", cut_records(), Err(Corrupt)),
    ]
}

/// The parts of a binary workbook, each without its second half.
fn cut_records() -> Vec<u8> {
    let file = made("sheetjs.xlsb");
    let mut whole = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut parts = Vec::new();
    for index in 0..whole.len() {
        let mut entry = whole.by_index(index).unwrap();
        let mut content = Vec::new();
        std::io::copy(&mut entry, &mut content).unwrap();
        let name = entry.name().unwrap().into_owned();
        if name.ends_with(".bin") {
            content.truncate(content.len() / 2);
        }
        parts.push((name, content));
    }
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    archive(&parts)
}

fn open() -> Vec<Case> {
    let person = row("", &["a@example.com"]);
    let wide = "<table:table-row table:number-rows-repeated=\"100000\"><table:table-cell \
        table:number-columns-repeated=\"1000\"><text:p>x</text:p></table:table-cell></table:table-row>";
    let deep = format!("{}{}", "<table:table>".repeat(100_000), "</table:table>".repeat(100_000));
    let tables = format!("<table:table table:name=\"S\">{person}</table:table>").repeat(10_000);
    let content = |text: &str| archive(&[("content.xml", text.as_bytes())]);
    let entity = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><o><office:spreadsheet>\
        <table:table table:name=\"S\"><table:table-row><table:table-cell><text:p>&e;</text:p>\
        </table:table-cell></table:table-row></table:table></office:spreadsheet></o>";
    vec![
        (
            "a person a billion times",
            sheet(&row("table:number-rows-repeated=\"1000000000\"", &["a@example.com"])),
            Err(PEOPLE),
        ),
        ("a hundred million cells", sheet(wide), Err(TooLarge)),
        (
            "a row that repeats less than never",
            sheet(&row("table:number-rows-repeated=\"-1\"", &["a@example.com"])),
            Ok(1),
        ),
        ("tables a hundred thousand deep", spreadsheet("", &deep), Err(Empty)),
        ("ten thousand sheets", spreadsheet("", &tables), Ok(1)),
        ("an entity in an open spreadsheet", content(entity), Err(Corrupt)),
        (
            "an open letter",
            content("<office:text><text:p>a@example.com</text:p></office:text>"),
            Err(WrongType),
        ),
        (
            "an open spreadsheet that ends early",
            content("<office:spreadsheet><table:table>"),
            Err(Corrupt),
        ),
        ("an open spreadsheet of bytes", archive(&[("content.xml", &[0x80; 99])]), Err(Corrupt)),
        (
            "an encrypted open spreadsheet",
            archive(&[
                ("content.xml", &[0x80; 99]),
                ("META-INF/manifest.xml", b"<encryption-data/>"),
            ]),
            Err(Encrypted),
        ),
    ]
}
