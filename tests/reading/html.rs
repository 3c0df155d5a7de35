//! Tables in web pages under the name of a spreadsheet.

use usher::inviting::spreadsheet::{Unreadable, Wish};

use crate::{full_line, line, lines, read, read_as};

#[tokio::test]
async fn tables_are_read_however_they_are_written() {
    let cases = [
        "<html><head><style>td{a:b}</style><script>'<td>x@example.com'</script></head><body><table>\
         <tr><th>E-Mail</th><th>Name</th></tr><tr><td>a@example.com</td><td>Anna Example</td></tr>",
        "<table><thead><TR><TD>E-Mail<TD>Name<tbody><tr><td>a@example.com<td>Anna<br>Example</table>",
        "<!DOCTYPE html><table><tr><td>E-Mail</td><td>Name</td></tr><tr><td><a href='mailto:a@example.com?subject=x'>\
         write</a></td><td><p>Anna</p><p>Example</p></td></tr></table>",
        "<table border=1><tr><td><b>E</b>-Mail<td>Name</tr><tr><td>a&#64;example.com<td>Anna&nbsp;Example",
        "<meta charset=utf-8><table><tr><td colspan=3>People</tr><tr><td>x<td>E-Mail<td>Name</tr>\
         <tr><td><td>a@example.com<td>&#x41;nna <i>Example</i></tr></table>",
        "<table><tr><td>E-Mail<td>Name<tr><td>a@example.com<td>Anna Example\
         <table><tr><td>Phone<td>1</table></table>",
        "<body><table><tr><td>Menu</td><td><table><tr><td>E-Mail</td><td>Name</td></tr>\
         <tr><td>a@example.com</td><td>Anna Example</td></tr></table></td></tr></table>",
    ];
    for case in cases {
        assert_eq!(lines(case).await, [line("a@example.com", "Anna Example")], "{case}");
    }
}

#[tokio::test]
async fn encodings_of_pages_are_told() {
    let page = |charset: &str| {
        format!(
            "<html><meta http-equiv=Content-Type content=\"text/html; charset={charset}\"><table>\
            <tr><td>a@example.com<td>Łukasz Żółć"
        )
    };
    let utf_16 = page("utf-16").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let files = [
        page("utf-8").into_bytes(),
        [b"\xff\xfe".to_vec(), utf_16].concat(),
        encoding_rs::ISO_8859_2.encode(&page("iso-8859-2")).0.into_owned(),
        encoding_rs::WINDOWS_1250.encode(&page("windows-1250")).0.into_owned(),
    ];
    for file in files {
        assert_eq!(lines(file).await, [line("a@example.com", "Łukasz Żółć")]);
    }
}

#[tokio::test]
async fn cells_over_several_rows_keep_those_beside_them_in_their_columns() {
    let page = "<table><tr><td>Team<td>E-Mail<td>Name</tr><tr><td rowspan=2>Design<td>a@example.com\
        <td>A</tr><tr><td>b@example.com<td>B</tr><tr><td>Sales<td>c@example.com<td>C</table>";
    let person = |email, name, team| full_line([email, name, "", team, ""]);
    let expected = [
        person("a@example.com", "A", "Design"),
        person("b@example.com", "B", "Design"),
        person("c@example.com", "C", "Sales"),
    ];
    assert_eq!(lines(page).await, expected);
}

#[tokio::test]
async fn each_table_is_a_sheet() {
    let table = |email| format!("<table><tr><td>E-Mail</td></tr><tr><td>{email}</td></tr></table>");
    let page = format!(
        "<table></table><table><tr><td>note</table>{}{}",
        table("a@example.com"),
        table("b@example.com")
    );
    let sheet = read(page.clone()).await.unwrap();
    assert_eq!((sheet.sheets.len(), sheet.sheet), (3, 1));
    assert_eq!(sheet.rows[0].line, line("a@example.com", ""));
    let sheet = read_as(page, Wish { sheet: Some(2), columns: None }).await.unwrap();
    assert_eq!(sheet.rows[0].line, line("b@example.com", ""));
    assert_eq!(read("<html><p>a@example.com</p></html>").await, Err(Unreadable::WebPage));
}
