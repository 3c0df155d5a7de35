use usher::inviting::spreadsheet::Unreadable::*;

use super::{Case, PEOPLE};

pub fn cases() -> Vec<Case> {
    let utf_16 = |units: &[u16]| {
        let bytes = units.iter().flat_map(|unit| unit.to_le_bytes());
        [0xff, 0xfe].into_iter().chain(bytes).collect::<Vec<u8>>()
    };
    let person: Vec<u16> = "E-Mail\na@example.com\n".encode_utf16().collect();
    let lone = [&person[..], &[0xd800], &person[7..]].concat();
    let odd = [utf_16(&person), b"x".to_vec()].concat();
    let far = format!("{}a@example.com\n", ";".repeat(1_000_000));
    let near = format!("a@example.com{}\n", ";x".repeat(1_000_000));
    let quotes = format!("E-Mail\n{}\na@example.com\n", "\"".repeat(1 << 20));
    let open = "E-Mail;Name\na@example.com;\"Anna\nb@example.com;Bob\n";
    let mut found = vec![
        ("nothing", "", Err(Empty)),
        ("a mark alone", "\u{feff}", Err(Empty)),
        ("blanks", "\u{feff} \r\n\t", Err(Empty)),
        ("separators", ";;;\n;;;\n", Err(Empty)),
        ("quotes", "\"\"\"\"\"\"\n", Err(NoAddresses)),
        ("prose", "Dear all,\n\nsee you on Monday.", Err(NoAddresses)),
        ("headers alone", "E-Mail;Name\n", Err(NoAddresses)),
        ("at signs", "@;@@;@ @\n@\n", Err(NoAddresses)),
        ("a quote that is never closed", open, Ok(2)),
        ("a quote in the middle", "E-Mail;Name\na@example.com;An\"na\n", Ok(1)),
        ("a row in quotes", "\"E-Mail,Name\"\n\"a@example.com,Anna\"\n", Ok(1)),
        ("a separator that says nothing", "sep=\nE-Mail\na@example.com\n", Ok(1)),
        ("a separator of several bytes", "sep=€\nE-Mail€Name\na@example.com€A\n", Ok(1)),
        ("a quote as separator", "sep=\"\nE-Mail\na@example.com\n", Ok(1)),
        ("a line feed as separator", "sep=\n\na@example.com\n", Ok(1)),
        ("a carriage return for every line", "E-Mail\ra@example.com\rb@example.com\r", Ok(2)),
        ("formulas", "E-Mail;Name\na@example.com;=cmd|' /C calc'!A0\n", Ok(1)),
        ("an end of file of DOS", "E-Mail\na@example.com\n\u{1a}", Ok(1)),
        ("a zero", "E-Mail\na@example.com\0\n", Err(WrongType)),
        ("escapes of a terminal", "E-Mail\n\u{1b}[31ma@example.com\n", Err(WrongType)),
        ("turned around", "E-Mail\n\u{202e}a@example.com\n", Ok(1)),
        ("JSON", "[{\"email\": \"a@example.com\"}]", Ok(1)),
        (
            "a table in XML",
            "<?xml version=\"1.0\"?><Workbook><Row>a@example.com</Row></Workbook>",
            Err(WrongType),
        ),
        ("a drawing", "<?xml version=\"1.0\"?><svg/>", Err(WrongType)),
        ("a symbolic link", "ID;PWXL;N;E\nC;Y1;X1;K\"a@example.com\"\nE\n", Err(WrongType)),
        ("rich text", "{\\rtf1 a@example.com}", Err(WrongType)),
        ("a document to print", "%PDF-1.7\n a@example.com", Err(WrongType)),
    ]
    .into_iter()
    .map(|(name, text, verdict)| (name, text.as_bytes().to_vec(), verdict))
    .collect::<Vec<Case>>();
    found.extend([
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), Err(WrongType)),
        ("a photograph", b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec(), Err(WrongType)),
        ("a program", b"\x7fELF\x02\x01\x01\0\0\0".to_vec(), Err(WrongType)),
        ("a packed file", b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec(), Err(WrongType)),
        ("another packed file", b"7z\xbc\xaf\x27\x1c\0\x04".to_vec(), Err(WrongType)),
        ("zeros", vec![0; 5_000], Err(WrongType)),
        ("ten megabytes and one byte", vec![b'a'; (10 << 20) + 1], Err(TooLarge)),
        ("ten megabytes of one word", vec![b'a'; 10 << 20], Err(NoAddresses)),
        ("ten megabytes of line feeds", vec![b'\n'; 10 << 20], Err(Empty)),
        ("ten megabytes of quotes", vec![b'"'; 10 << 20], Err(NoAddresses)),
        ("ten megabytes of separators", vec![b';'; 10 << 20], Err(Empty)),
        ("ten megabytes of at signs", vec![b'@'; 10 << 20], Err(NoAddresses)),
        ("a person in column one million", far.into_bytes(), Err(Empty)),
        ("a person before a million columns", near.into_bytes(), Ok(1)),
        ("a megabyte of quotes in a cell", quotes.into_bytes(), Ok(1)),
        ("a million people", b"a@example.com\n".repeat(700_000), Err(PEOPLE)),
        ("UTF-16 with half a character", odd, Ok(1)),
        ("UTF-16 with half a pair", utf_16(&lone), Ok(2)),
        ("UTF-8 that is broken", b"E-Mail;Name\na@example.com;J\xc3\n".to_vec(), Ok(1)),
        ("UTF-8 that is too long", b"E-Mail;Name\na@example.com;\xc0\xae\xf8\n".to_vec(), Ok(1)),
        ("UTF-32", [&[0xff, 0xfe, 0, 0][..], &[b'a', 0, 0, 0]].concat(), Err(WrongType)),
    ]);
    found
}
