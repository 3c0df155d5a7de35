//! What holds for every header and every dialect, not only for those somebody thought of.

use encoding_rs::WINDOWS_1252;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use usher::inviting::line::Line;
use usher::inviting::spreadsheet::formula::meant;
use usher::inviting::spreadsheet::{Field, Wish, read};

const HEADERS: [(&str, Field); 19] = [
    ("E-Mail", Field::Email),
    ("E-Mail-Adresse", Field::Email),
    ("Mail", Field::Email),
    ("Email address", Field::Email),
    ("Geschäftliche E-Mail", Field::Email),
    ("E-Mail dienstlich", Field::Email),
    ("E-Mail privat", Field::Email),
    ("User principal name", Field::Email),
    ("Name", Field::Name),
    ("Vollständiger Name", Field::Name),
    ("Vorname", Field::FirstName),
    ("First name", Field::FirstName),
    ("Nachname", Field::LastName),
    ("Surname", Field::LastName),
    ("Geschlecht", Field::Gender),
    ("Anrede", Field::Gender),
    ("Rolle", Field::Role),
    ("Permission role", Field::Role),
    ("Team", Field::Team),
];

/// A header as somebody else writes it.
fn written(header: &str, case: u64, between: &str, behind: &str) -> String {
    let letters =
        header.chars().enumerate().map(|(index, letter)| match case >> (index % 64) & 1 {
            0 => letter.to_lowercase().to_string(),
            _ => letter.to_uppercase().to_string(),
        });
    let header: String = letters.collect();
    format!(" {}{behind}", header.replace([' ', '-'], between))
}

#[derive(Clone, Copy, Debug)]
enum Encoding {
    Utf8,
    Utf8WithMark,
    Utf16Le,
    Utf16Be,
    Windows,
}

/// How a program writes CSV.
#[derive(Clone, Debug)]
struct Dialect {
    separator: char,
    line_end: &'static str,
    quotes_all: bool,
    ends_last_line: bool,
    encoding: Encoding,
}

impl Dialect {
    fn write(&self, rows: &[Vec<String>]) -> Vec<u8> {
        let lines: Vec<String> = rows
            .iter()
            .map(|cells| {
                let cells: Vec<String> = cells.iter().map(|cell| self.cell(cell)).collect();
                cells.join(&self.separator.to_string())
            })
            .collect();
        let mut text = lines.join(self.line_end);
        if self.ends_last_line {
            text.push_str(self.line_end);
        }
        let utf_16 = |unit: fn(u16) -> [u8; 2]| {
            format!("\u{feff}{text}").encode_utf16().flat_map(unit).collect()
        };
        match self.encoding {
            Encoding::Utf8 => text.into_bytes(),
            Encoding::Utf8WithMark => format!("\u{feff}{text}").into_bytes(),
            Encoding::Utf16Le => utf_16(u16::to_le_bytes),
            Encoding::Utf16Be => utf_16(u16::to_be_bytes),
            Encoding::Windows => WINDOWS_1252.encode(&text).0.into_owned(),
        }
    }

    fn cell(&self, cell: &str) -> String {
        match self.quotes_all || cell.contains([self.separator, '"', '\n', '\r']) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell.to_owned(),
        }
    }
}

fn dialects() -> impl Strategy<Value = Dialect> {
    let encodings = [
        Encoding::Utf8,
        Encoding::Utf8WithMark,
        Encoding::Utf16Le,
        Encoding::Utf16Be,
        Encoding::Windows,
    ];
    let parts = (
        select(vec![';', ',', '\t', '|']),
        select(vec!["\n", "\r\n", "\r"]),
        any::<bool>(),
        any::<bool>(),
        select(encodings.to_vec()),
    );
    parts.prop_map(|(separator, line_end, quotes_all, ends_last_line, encoding)| Dialect {
        separator,
        line_end,
        quotes_all,
        ends_last_line,
        encoding,
    })
}

/// Address, name and team of one person; a team may be called anything.
fn people() -> impl Strategy<Value = (String, String, String)> {
    let team = "[a-zäöüß]([a-zäöüß ;,|\t\n\"'=@]{0,12}[a-zäöüß.])?";
    (
        "[a-z]{1,8}(\\.[a-z]{1,8})?@[a-z]{1,8}\\.example",
        // No salutation, such as `Mr` or `Frau`, which is none of a name.
        "[A-EGI-LN-ZÄÖ][a-zäöüß]{1,8} [A-Z][a-zé]{1,8}",
        team,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn a_header_is_known_however_it_is_written(
        index in 0..HEADERS.len(),
        case: u64,
        between in select(vec!["", " ", "-", "_", ".", "\u{a0}", "\n"]),
        behind in select(vec!["", " ", "*", ":", " (optional)", " [Pflicht]", " / alt", "\u{200b}"]),
    ) {
        let (header, field) = HEADERS[index];
        let written = written(header, case, between, behind);
        prop_assert_eq!(Field::recognise(&written), Some(field), "{:?}", written);
    }

    #[test]
    fn any_text_is_a_header_or_none(header in "\\PC{0,40}") {
        Field::recognise(&header);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes, &Wish::default());
    }
}

// Each of these reads a whole file several times over.
proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_500))]

    #[test]
    fn every_dialect_is_read_as_it_was_meant(
        dialect in dialects(),
        people in vec(people(), 1..6),
        order in Just([0, 1, 2]).prop_shuffle(),
    ) {
        let arranged = |cells: [&str; 3]| order.map(|index| cells[index].to_owned()).to_vec();
        let mut rows = vec![arranged(["E-Mail", "Name", "Team"])];
        rows.extend(people.iter().map(|(email, name, team)| arranged([email, name, team])));
        let file = dialect.write(&rows);
        let sheet = read(&file, &Wish::default()).unwrap();
        let expected: Vec<(u32, Line)> = (2..)
            .zip(&people)
            .map(|(row, (email, name, team))| {
                // Whoever wrote it, a mark before a formula is none of the text.
                let team = meant(team);
                let team = team.split_whitespace().collect::<Vec<_>>().join(" ");
                (row, Line { team, ..crate::line(email, name) })
            })
            .collect();
        let found: Vec<_> = sheet.rows.into_iter().map(|row| (row.row, row.line)).collect();
        prop_assert_eq!(found, expected, "{:?}", String::from_utf8_lossy(&file));
    }

    #[test]
    fn any_text_is_read_or_refused(
        text in "((E-Mail|Name|a@b\\.example|<table>|<td>|</tr>|[;,\t\"\n=<>&'@]|[a-zäß ]{1,5})){0,40}",
        columns in proptest::option::of(vec(proptest::option::of(select(Field::ALL.to_vec())), 0..5)),
    ) {
        let wish = Wish { sheet: None, columns };
        if let Ok(sheet) = read(text.as_bytes(), &wish) {
            prop_assert_eq!(sheet.headers.len(), sheet.columns.len());
            prop_assert!(sheet.samples.iter().all(|cells| cells.len() == sheet.headers.len()));
            let people = sheet.rows.iter();
            prop_assert!(people.clone().all(|row| !row.line.is_empty() && row.row > 0));
            prop_assert!(sheet.columns.contains(&Some(Field::Email)) || people.len() == 0);
        }
    }
}
