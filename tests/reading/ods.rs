//! OpenDocument spreadsheets as no program in reach writes them.

use usher::inviting::spreadsheet::Unreadable::{self, *};

use crate::hostile::archive;
use crate::{full_line, line, lines, read};

/// The smallest spreadsheet with these tables and styles.
pub fn spreadsheet(styles: &str, tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" \
         xmlns:text=\"x\" xmlns:style=\"s\"><office:automatic-styles>{styles}\
         </office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet>\
         </office:body></office:document-content>"
    );
    archive(&[("content.xml", content.as_bytes())])
}

pub fn sheet(rows: &str) -> Vec<u8> {
    spreadsheet("", &format!("<table:table table:name=\"S\">{rows}</table:table>"))
}

pub fn row(attributes: &str, cells: &[&str]) -> String {
    let cells: String = cells
        .iter()
        .map(|cell| format!("<table:table-cell><text:p>{cell}</text:p></table:table-cell>"))
        .collect();
    format!("<table:table-row {attributes}>{cells}</table:table-row>")
}

#[tokio::test]
async fn cells_of_every_type_become_text() {
    let cell = |attributes: &str, text: &str| {
        format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>")
    };
    let header = row("", &["E-Mail", "Vorname", "Nachname", "Rolle", "Team"]);
    let cells = [
        cell("", "<text:a xlink:href=\"mailto:anna%40example.com\">schreiben</text:a>"),
        cell("office:value-type=\"float\" office:value=\"7\"", "7,00"),
        cell("office:value-type=\"date\" office:date-value=\"2026-11-23T09:30:00\"", "23.11."),
        cell("office:value-type=\"string\" calcext:value-type=\"error\"", "#N/A"),
        cell("", "R &amp; D<text:s/>&#x4e;<text:line-break/><text:span>ord</text:span>"),
    ];
    let rows = format!("{header}<table:table-row>{}</table:table-row>", cells.concat());
    let expected = full_line(["anna@example.com", "7 2026-11-23 09:30", "", "R & D N ord", ""]);
    assert_eq!(lines(sheet(&rows)).await, [expected]);
}

#[tokio::test]
async fn repeated_rows_and_columns_are_counted() {
    let gap = "<table:table-cell table:number-columns-repeated=\"3\"/>";
    let rows = [
        "<table:table-row table:number-rows-repeated=\"4\"><table:table-cell/></table:table-row>",
        &row("", &["E-Mail", "", "", "", "Team"]),
        &format!(
            "<table:table-row><table:table-cell><text:p>a@example.com</text:p></table:table-cell>\
             {gap}<table:table-cell><text:p>X</text:p></table:table-cell>\
             <table:table-cell table:number-columns-repeated=\"16379\"/></table:table-row>"
        ),
        &row("table:number-rows-repeated=\"2\"", &["b@example.com"]),
        "<table:table-row table:number-rows-repeated=\"1048568\"><table:table-cell \
         table:number-columns-repeated=\"16384\"/></table:table-row>",
    ];
    let read = read(sheet(&rows.concat())).await.unwrap();
    let people: Vec<_> = read.rows.iter().map(|row| (row.row, row.line.email.as_str())).collect();
    assert_eq!(people, [(6, "a@example.com"), (7, "b@example.com"), (8, "b@example.com")]);
    assert_eq!(read.rows[0].line.team, "X");
}

#[tokio::test]
async fn hidden_sheets_and_notes_are_not_read() {
    let styles = "<style:style style:name=\"h\"><style:table-properties table:display=\"false\"/>\
        </style:style>";
    let note = "<office:annotation><text:p>n@example.com</text:p></office:annotation>";
    let tables = format!(
        "<table:table table:name=\"H\" table:style-name=\"h\">{}</table:table>\
         <table:table table:name=\"S\"><table:table-row><table:table-cell>{note}<text:p>\
         a@example.com</text:p></table:table-cell></table:table-row></table:table>",
        row("", &["hidden@example.com"])
    );
    let read = read(spreadsheet(styles, &tables)).await.unwrap();
    assert_eq!(read.sheets, ["S"]);
    assert_eq!(read.rows[0].line, line("a@example.com", ""));
}

#[tokio::test]
async fn what_is_no_open_spreadsheet_is_refused() {
    let refusals: [(Vec<u8>, Unreadable); 5] = [
        (archive(&[("content.xml", b"<office:text><table:table/></office:text>")]), WrongType),
        (archive(&[("content.xml", b"<office:spreadsheet><table:table>")]), Corrupt),
        (archive(&[("content.xml", &[0x80; 99])]), Corrupt),
        (
            archive(&[
                ("content.xml", &[0x80; 99]),
                ("META-INF/manifest.xml", b"<manifest:encryption-data/>"),
            ]),
            Encrypted,
        ),
        (
            sheet(&row("table:number-rows-repeated=\"1000000000\"", &["a@example.com"])),
            TooManyRows { limit: 50_000 },
        ),
    ];
    for (index, (file, expected)) in refusals.into_iter().enumerate() {
        assert_eq!(read(file).await, Err(expected), "{index}");
    }
}
