use std::io::Cursor;

use calamine::{Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use usher::files::Format;
use usher::files::corrected::{Original, own};
use usher::inviting::spreadsheet::{Sheet, Table};
use usher::values::Lang;

use crate::{read, reader};

const WRONG: [&str; 2] = ["There is no role “Boss”", "Choose Admin, User or Guest"];

/// How a file is read, and every cell of it.
async fn read_all(file: &[u8]) -> (Sheet, Table) {
    let sheet = read(file).await.unwrap();
    let table = reader().table(file, sheet.sheet).await.unwrap();
    (sheet, table)
}

/// The file with a problem in this row, and what it is written as.
async fn corrected(file: &[u8], lang: Lang, wrong: u32) -> (Format, Vec<u8>) {
    let (sheet, table) = read_all(file).await;
    let original =
        Original { table: &table, header_row: sheet.header_row, columns: &sheet.columns, lang };
    let problems = |row| (row == wrong).then(|| (WRONG[0].to_owned(), WRONG[1].to_owned()));
    (original.format(), original.corrected(problems).unwrap())
}

/// The cells of a workbook from its first row on.
fn cells(file: &[u8]) -> Vec<Vec<String>> {
    let mut book = Xlsx::new(Cursor::new(file)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    assert_eq!(range.start().unwrap().1, 0);
    let blank = range.start().unwrap().0 as usize;
    let rows = range.rows().map(|row| row.iter().map(ToString::to_string).collect());
    std::iter::repeat_n(Vec::new(), blank).chain(rows).collect()
}

fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[tokio::test]
async fn a_workbook_comes_back_with_its_own_cells_in_their_places() {
    let file = workbook(&[
        &["", "Staff of Nordlicht"],
        &[],
        &["Nr.", "Mail", "Rolle", "", "Hired"],
        &["007", "anna@example.com", "Gast", "", "=TODAY()"],
        &[],
        &["008", "bo@example.com", "Boss", "a note"],
    ]);
    let (format, back) = corrected(&file, Lang::En, 6).await;
    assert_eq!(format, Format::Xlsx);
    let rows = cells(&back);
    let expected: [[&str; 7]; 6] = [
        ["", "Staff of Nordlicht", "", "", "", "", ""],
        [""; 7],
        ["Nr.", "Mail", "Rolle", "", "Hired", "Problem", "Suggestion"],
        ["007", "anna@example.com", "Gast", "", "=TODAY()", "", ""],
        [""; 7],
        ["008", "bo@example.com", "Boss", "a note", "", WRONG[0], WRONG[1]],
    ];
    assert_eq!(rows, expected);
    let (before, after) = (read(file).await.unwrap(), read(back).await.unwrap());
    assert_eq!(after.rows, before.rows);
    assert_eq!(after.columns[..5], before.columns);
    assert_eq!(after.columns[5..], [None, None]);
}

#[tokio::test]
async fn text_comes_back_as_text_with_its_separator_and_no_formulas() {
    for (separator, ending) in [(';', "csv"), (',', "csv"), ('\t', "tsv"), ('|', "csv")] {
        let file =
            "Notes;E-mail;Role\n\n=1+1;anna@example.com;Boss\n\"a;\nb\";bo@example.com;User\n";
        let file = file.replace(';', &separator.to_string());
        let (format, back) = corrected(file.as_bytes(), Lang::De, 3).await;
        assert_eq!(
            (format, format.ending()),
            (Format::Text { separator: separator as u8 }, ending)
        );
        let text = back.strip_prefix("\u{feff}".as_bytes()).unwrap();
        let mut rows = csv::ReaderBuilder::new();
        let mut rows =
            rows.has_headers(false).flexible(true).delimiter(separator as u8).from_reader(text);
        let rows: Vec<Vec<String>> =
            rows.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        assert_eq!(rows[0], ["Notes", "E-mail", "Role", "Problem", "Vorschlag"]);
        assert_eq!(rows[1], [""], "rows keep their numbers");
        assert_eq!(rows[2], ["'=1+1", "anna@example.com", "Boss", WRONG[0], WRONG[1]]);
        assert_eq!(rows[3][1..], ["bo@example.com", "User"]);
        let (before, after) = (read(file).await.unwrap(), read(back).await.unwrap());
        assert_eq!((after.rows, after.kind), (before.rows, before.kind));
    }
}

#[tokio::test]
async fn a_file_without_headers_gets_some_so_that_remarks_are_not_names() {
    let file = "anna@example.com,Guest\nbo@example.com,User\n";
    let (before, _) = read_all(file.as_bytes()).await;
    assert_eq!(before.header_row, None);
    for lang in [Lang::En, Lang::De] {
        let (_, back) = corrected(file.as_bytes(), lang, 2).await;
        let after = read(back).await.unwrap();
        let lines =
            |sheet: &Sheet| sheet.rows.iter().map(|row| row.line.clone()).collect::<Vec<_>>();
        assert_eq!(lines(&after), lines(&before), "{lang:?}");
        assert_eq!(after.header_row, Some(1));
        assert_eq!(after.headers.len(), 4);
    }
}

#[tokio::test]
async fn remarks_replace_those_of_the_time_before_and_nobodys_own_columns() {
    let file = workbook(&[
        &["Problem", "E-mail", "Role"],
        &["late", "anna@example.com", "Guest"],
        &["", "bo@example.com", "Boss"],
    ]);
    let (_, first) = corrected(&file, Lang::En, 3).await;
    let (_, second) = corrected(&first, Lang::De, 2).await;
    let rows = cells(&second);
    assert_eq!(rows[0], ["Problem", "E-mail", "Role", "Problem", "Vorschlag"]);
    assert_eq!(rows[1], ["late", "anna@example.com", "Guest", WRONG[0], WRONG[1]]);
    assert_eq!(rows[2], ["", "bo@example.com", "Boss", "", ""]);
    let headers = [read(file).await, read(first).await, read(second).await];
    let headers = headers.map(|sheet| own(&sheet.unwrap().headers).to_vec());
    assert!(headers.iter().all(|one| *one == headers[0]), "{headers:?}");
}
