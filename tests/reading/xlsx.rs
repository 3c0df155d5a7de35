use rust_xlsxwriter::{Format, Formula, Url, Workbook, Worksheet};
use usher::inviting::spreadsheet::Unreadable;
use usher::inviting::spreadsheet::{Field, Wish};

use crate::hostile::{OFFICE, strings};
use crate::{full_line, line, lines, read, read_as, reader};

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
        let (date, time) =
            (Format::new().set_num_format("d.m.yy"), Format::new().set_num_format("d.m.yy h:mm"));
        sheet.write(3, 0, "carl@example.com").unwrap();
        sheet.write_with_format(3, 1, 46349, &date).unwrap();
        sheet.write_with_format(3, 2, 46349.395833333336, &time).unwrap();
    });
    let expected = [
        full_line(["anna@example.com", "Anna", "7", "2.5", ""]),
        full_line(["bob@example.com", "00123", "", "true", ""]),
        full_line(["carl@example.com", "2026-11-23", "2026-11-23 09:30", "", ""]),
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
}

#[tokio::test]
async fn a_far_corner_costs_nothing() {
    let file = workbook(|sheet| {
        table(sheet, &[&["anna@example.com"]]);
        sheet.write(1_048_575, 16_383, "x").unwrap();
    });
    assert_eq!(lines(file).await, [line("anna@example.com", "")]);
}

#[tokio::test]
async fn the_address_may_be_in_the_link_alone() {
    let link = |address: &str, text: &str| Url::new(format!("mailto:{address}")).set_text(text);
    let beside = workbook(|sheet| {
        table(sheet, &[&["Name", "E-Mail"], &["Anna Example"], &["Bob"]]);
        sheet.write(1, 1, link("anna@example.com?subject=Hi", "E-Mail")).unwrap();
        sheet.write(2, 1, link("bob@example.com", "write to him")).unwrap();
    });
    let expected = [line("anna@example.com", "Anna Example"), line("bob@example.com", "Bob")];
    assert_eq!(lines(beside).await, expected);
    let below = workbook(|sheet| {
        table(sheet, &[&["Name", "Team"]]);
        sheet.write(1, 0, link("anna@example.com", "Anna Example")).unwrap();
        sheet.write(2, 0, link("bob@example.com", "Bob")).unwrap();
    });
    assert_eq!(lines(below).await, expected);
    let both = workbook(|sheet| {
        table(sheet, &[&["E-Mail", "Name"], &["anna@example.com"], &["bob@example.com"]]);
        sheet.write(1, 1, link("anna@example.com", "Anna Example")).unwrap();
        sheet.write(2, 1, Url::new("https://example.com").set_text("Bob")).unwrap();
    });
    assert_eq!(lines(both).await, expected);
}

#[tokio::test]
async fn a_link_without_a_cell_is_an_address_too() {
    let name = |row: u32, name: &str| {
        format!("<row r=\"{row}\"><c r=\"B{row}\" t=\"inlineStr\"><is><t>{name}</t></is></c></row>")
    };
    let link = |cell: &str, id: &str| {
        format!("<hyperlink xmlns:r=\"{OFFICE}\" ref=\"{cell}\" r:id=\"{id}\"/>")
    };
    let target = |id: &str, address: &str| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"{OFFICE}/hyperlink\" TargetMode=\"External\" \
             Target=\"mailto:{address}\"/>"
        )
    };
    let rows = format!(
        "{}{}</sheetData><hyperlinks>{}{}{}</hyperlinks><sheetData>",
        name(1, "Anna"),
        name(2, "Bob"),
        link("A2", "b"),
        link("A1", "a"),
        link("A4", "d")
    );
    let targets =
        [("a", "anna%40example.com"), ("b", "bob@example.com"), ("d", "dora@example.com")];
    let targets = targets.map(|(id, address)| target(id, address)).concat();
    let relations = format!("<Relationships>{targets}</Relationships>");
    let more = ("xl/worksheets/_rels/sheet1.xml.rels", relations.as_bytes());
    let expected = [
        line("anna@example.com", "Anna"),
        line("bob@example.com", "Bob"),
        line("dora@example.com", ""),
    ];
    assert_eq!(lines(crate::hostile::workbook(&rows, &strings(""), more)).await, expected);
}

#[tokio::test]
async fn a_team_merged_over_its_members_is_that_of_each() {
    let file = workbook(|sheet| {
        let format = Format::new();
        sheet.merge_range(0, 0, 1, 2, "Our people", &format).unwrap();
        sheet.write_row(2, 0, ["Team", "Name", "E-Mail"]).unwrap();
        sheet.merge_range(3, 0, 5, 0, "Design", &format).unwrap();
        for (row, name) in (3..).zip(["Anna", "Bob", "Carl", "Dora"]) {
            sheet.write(row, 1, name).unwrap();
            sheet.write(row, 2, format!("{}@example.com", name.to_lowercase())).unwrap();
        }
        sheet.merge_range(7, 1, 8, 1, "Emil", &format).unwrap();
        sheet.merge_range(7, 2, 8, 2, "emil@example.com", &format).unwrap();
        sheet.write(8, 0, "Sales").unwrap();
    });
    let person = |email, name, team| full_line([email, name, "", team, ""]);
    let expected = [
        person("anna@example.com", "Anna", "Design"),
        person("bob@example.com", "Bob", "Design"),
        person("carl@example.com", "Carl", "Design"),
        person("dora@example.com", "Dora", ""),
        person("emil@example.com", "Emil", ""),
    ];
    assert_eq!(lines(file).await, expected);
}

/// Three sheets: a note, people, and people under words that nobody knows.
fn several_sheets() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Note").unwrap().write(0, 0, "Read me first").unwrap();
    let people = [["E-Mail", "Name"], ["anna@example.com", "Anna"], ["bob@example.com", "Bob"]];
    book.add_worksheet().set_name("People").unwrap().write_row_matrix(0, 0, people).unwrap();
    let late = [
        ["Late", "", ""],
        ["Foo", "Bar", "Baz"],
        ["Dora", "x 1", "dora@example.com"],
        ["Emil", "y 1", "emil@example.com"],
    ];
    book.add_worksheet().set_name("Late").unwrap().write_row_matrix(1, 0, late).unwrap();
    book.save_to_buffer().unwrap()
}

#[tokio::test]
async fn a_file_says_how_it_was_read() {
    let sheet = read(several_sheets()).await.unwrap();
    assert_eq!(sheet.kind.as_str(), "xlsx");
    assert_eq!((sheet.sheets, sheet.sheet), (["Note", "People", "Late"].map(Into::into).into(), 1));
    assert_eq!(
        (sheet.header_row, sheet.headers),
        (Some(1), ["E-Mail", "Name"].map(Into::into).into())
    );
    assert_eq!(sheet.columns, [Some(Field::Email), Some(Field::Name)]);
    assert_eq!(sheet.samples, [["anna@example.com", "Anna"], ["bob@example.com", "Bob"]]);
}

#[tokio::test]
async fn another_sheet_and_other_columns_can_be_wished_for() {
    let sheet = read_as(several_sheets(), Wish { sheet: Some(2), columns: None }).await.unwrap();
    assert_eq!((sheet.sheet, sheet.header_row), (2, Some(3)));
    assert_eq!(sheet.headers, ["Foo", "Bar", "Baz"]);
    assert_eq!(sheet.columns, [Some(Field::Name), None, Some(Field::Email)]);
    let columns = vec![Some(Field::FirstName), Some(Field::Team), Some(Field::Email)];
    let wish = Wish { sheet: Some(2), columns: Some(columns.clone()) };
    let sheet = read_as(several_sheets(), wish).await.unwrap();
    let lines: Vec<_> = sheet.rows.into_iter().map(|row| row.line).collect();
    let expected = [
        full_line(["dora@example.com", "Dora", "", "x 1", ""]),
        full_line(["emil@example.com", "Emil", "", "y 1", ""]),
    ];
    assert_eq!(lines, expected);
    assert_eq!(sheet.columns, columns);
    let none = read_as(several_sheets(), Wish { sheet: Some(3), columns: None }).await;
    assert_eq!(none, Err(Unreadable::Empty));
}

#[tokio::test]
async fn a_wish_without_addresses_gives_no_people_but_what_to_choose_from() {
    let wish = Wish { sheet: Some(1), columns: Some(vec![None, Some(Field::Name)]) };
    let sheet = read_as(several_sheets(), wish).await.unwrap();
    assert_eq!(sheet.rows, []);
    assert_eq!(sheet.headers, ["E-Mail", "Name"]);
    assert_eq!(sheet.samples, [["anna@example.com", "Anna"], ["bob@example.com", "Bob"]]);
}

#[tokio::test]
async fn a_table_is_given_back_as_it_stands() {
    let table = reader().table(&several_sheets(), 2).await.unwrap();
    assert_eq!((table.kind.as_str(), table.separator), ("xlsx", None));
    let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let expected = [
        (2, row(&["Late"])),
        (3, row(&["Foo", "Bar", "Baz"])),
        (4, row(&["Dora", "x 1", "dora@example.com"])),
        (5, row(&["Emil", "y 1", "emil@example.com"])),
    ];
    assert_eq!(table.rows, expected);
    let table = reader().table(b"E-Mail;Name\n\na@example.com;\"A\nB\";;\n", 0).await.unwrap();
    assert_eq!((table.kind.as_str(), table.separator), ("csv", Some(';')));
    assert_eq!(table.rows, [(1, row(&["E-Mail", "Name"])), (3, row(&["a@example.com", "A B"]))]);
    assert_eq!(reader().table(&several_sheets(), 3).await, Err(Unreadable::Empty));
}

#[tokio::test]
async fn the_example_of_the_template_is_no_person() {
    let rows =
        [["E-Mail", "Name"], ["Example.Person@example.com", "Example"], ["a@example.com", "A"]];
    let file = workbook(|sheet| {
        sheet.write_row_matrix(0, 0, rows).unwrap();
    });
    assert_eq!(lines(file).await, [line("a@example.com", "A")]);
    let file = workbook(|sheet| {
        sheet.write_row_matrix(0, 0, rows[..2].to_vec()).unwrap();
    });
    assert_eq!(read(file).await, Err(Unreadable::OnlyExample));
}
