use rust_xlsxwriter::{Formula, Url, Workbook, Worksheet};
use usher::inviting::spreadsheet::Unreadable;

use crate::{full_line, line, lines, read};

/// A workbook with one sheet, filled by the test.
fn workbook(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

fn table(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            sheet.write(row as u32, column as u16, *cell).unwrap();
        }
    }
}

#[tokio::test]
async fn a_workbook_of_another_program_is_read() {
    let file = include_bytes!("files/employees.xlsx");
    let sheet = read(file.as_slice()).await.unwrap();
    let lines: Vec<_> = sheet.rows.iter().map(|row| row.line.clone()).collect();
    let expected = [
        full_line(["anna@example.com", "Anna Beispiel", "Admin", "", "female"]),
        full_line(["juergen@example.com", "Jürgen Groß", "Nutzer", "", "male"]),
        line("oe@example.com", "Ö Ünal"),
    ];
    assert_eq!(lines, expected);
    assert_eq!(sheet.rows.iter().map(|row| row.row).collect::<Vec<_>>(), [5, 6, 7]);
}

#[tokio::test]
async fn columns_stand_in_any_order_below_titles_and_among_empty_rows() {
    let file = workbook(|sheet| {
        table(
            sheet,
            &[
                &["Our people"],
                &[],
                &["", "Team", "Gender", "Name", "", "E-mail", "Role"],
                &[],
                &["", "Design", "F", "Anna Example", "", "anna@example.com", "User"],
                &[],
                &["", "", "", "Bob", "", "bob@example.com"],
            ],
        );
    });
    let expected = [
        full_line(["anna@example.com", "Anna Example", "User", "Design", "female"]),
        line("bob@example.com", "Bob"),
    ];
    assert_eq!(lines(file).await, expected);
}

#[tokio::test]
async fn cells_of_every_type_become_text() {
    let file = workbook(|sheet| {
        table(sheet, &[&["E-Mail", "Name", "Role", "Team"]]);
        sheet.write(1, 0, Url::new("mailto:anna@example.com")).unwrap();
        sheet.write(1, 1, Formula::new("=\"Anna\"").set_result("Anna")).unwrap();
        sheet.write(1, 2, 7).unwrap();
        sheet.write(1, 3, 2.5).unwrap();
        sheet.write(2, 0, "bob@example.com").unwrap();
        sheet.write(2, 1, "00123").unwrap();
        sheet.write(2, 2, Formula::new("=NA()").set_result("#N/A")).unwrap();
        sheet.write(2, 3, true).unwrap();
    });
    let expected = [
        full_line(["anna@example.com", "Anna", "7", "2.5", ""]),
        full_line(["bob@example.com", "00123", "", "true", ""]),
    ];
    assert_eq!(lines(file).await, expected);
}

#[tokio::test]
async fn the_first_visible_sheet_with_people_is_read() {
    let mut book = Workbook::new();
    let people = |address| [["E-Mail"], [address]];
    book.add_worksheet()
        .write_row_matrix(0, 0, people("hidden@example.com"))
        .unwrap()
        .set_hidden(true);
    book.add_worksheet();
    book.add_worksheet().write(0, 0, "Read me first").unwrap().set_active(true);
    book.add_worksheet().write_row_matrix(0, 0, people("anna@example.com")).unwrap();
    book.add_worksheet().write_row_matrix(0, 0, people("late@example.com")).unwrap();
    assert_eq!(lines(book.save_to_buffer().unwrap()).await, [line("anna@example.com", "")]);
}

#[tokio::test]
async fn a_workbook_without_people_says_why() {
    assert_eq!(read(workbook(|_| {})).await, Err(Unreadable::Empty));
    let header = workbook(|sheet| table(sheet, &[&["E-Mail", "Name"]]));
    assert_eq!(read(header).await, Err(Unreadable::NoAddresses));
    let other = workbook(|sheet| table(sheet, &[&["Month", "Sales"], &["May", "12"]]));
    assert_eq!(read(other).await, Err(Unreadable::NoAddresses));
    let many = workbook(|sheet| {
        for row in 0..101 {
            sheet.write(row, 0, format!("p{row}@example.com")).unwrap();
        }
    });
    assert_eq!(read(many).await, Err(Unreadable::TooManyRows { limit: 100 }));
}

#[tokio::test]
async fn a_far_corner_costs_nothing() {
    let file = workbook(|sheet| {
        table(sheet, &[&["anna@example.com"]]);
        sheet.write(1_048_575, 16_383, "x").unwrap();
    });
    assert_eq!(lines(file).await, [line("anna@example.com", "")]);
}
