//! Files that other programs wrote, see `made/make.sh`: each with the lines expected of it.

use std::path::Path;

use usher::inviting::line::Line;

use crate::{full_line, read};

fn made(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reading/made");
    std::fs::read(folder.join(name)).unwrap()
}

async fn gives(name: &str, kind: &str, rows: &[(u32, Line)]) {
    let sheet = read(made(name)).await.unwrap();
    assert_eq!(sheet.kind.as_str(), kind, "{name}");
    let found: Vec<_> = sheet.rows.into_iter().map(|row| (row.row, row.line)).collect();
    assert_eq!(found, rows, "{name}");
}

fn anna(role: &str, team: &str) -> Line {
    full_line(["anna@example.com", "Anna Beispiel", role, team, "female"])
}

fn juergen(role: &str, team: &str) -> Line {
    full_line(["juergen@example.com", "Jürgen Groß", role, team, "male"])
}

fn carl(role: &str, team: &str) -> Line {
    full_line(["carl@example.com", "7 2026-11-23", role, team, ""])
}

#[tokio::test]
async fn openpyxl_with_a_title_links_merged_cells_and_a_hidden_sheet() {
    let zoe = full_line(["zoe@example.com", "Zoë Ünal", "Gast", "Design", "other"]);
    // This program writes no values of formulas, so Carl has no team.
    let rows = [
        (6, anna("Admin", "Design")),
        (7, juergen("Nutzer", "Design")),
        (8, zoe),
        (9, carl("", "")),
    ];
    gives("openpyxl.xlsx", "xlsx", &rows).await;
}

#[tokio::test]
async fn xlsxwriter_with_links_rich_text_and_a_formula() {
    let zoe = full_line(["zoe@example.com", "Zoë Ünal", "Guest", "Sales & <More>", "other"]);
    let rows = [(2, anna("Admin", "Design")), (3, juergen("User", "7")), (4, zoe)];
    gives("xlsxwriter.xlsx", "xlsx", &rows).await;
}

#[tokio::test]
async fn xlwt_with_merged_cells_and_a_date() {
    let rows = [(4, anna("Admin", "Design")), (5, juergen("Nutzer", "Design")), (7, carl("", ""))];
    gives("xlwt.xls", "xls", &rows).await;
}

#[tokio::test]
async fn libreoffice_in_every_format_it_writes() {
    let zoe = full_line(["zoe@example.com", "Zoë Marie Ünal;\"x\"", "", "", ""]);
    let rows = |shared: &str| {
        let (anna, juergen) = (anna("Admin", "Design"), juergen("Nutzer", shared));
        [(4, anna), (5, juergen), (7, carl("Gast", "Vertrieb")), (8, zoe.clone())]
    };
    for kind in ["ods", "xlsx", "xls", "html"] {
        gives(&format!("libreoffice.{kind}"), kind, &rows("Design")).await;
    }
    // Text has no merged cells.
    gives("libreoffice.csv", "csv", &rows("")).await;
    gives("libreoffice-1252.csv", "csv", &rows("")).await;
    gives("libreoffice-utf16.tsv", "tsv", &rows("")).await;
}

#[tokio::test]
async fn sheetjs_in_every_format_it_writes() {
    let zoe = |name| full_line(["zoe@example.com", name, "Guest", "R & D", "other"]);
    let people =
        [(4, anna("Admin", "Design")), (5, juergen("User", "7")), (7, zoe("Zoë \"Zo\" Ünal"))];
    for kind in ["xlsx", "xlsb", "xls", "ods", "csv", "html"] {
        gives(&format!("sheetjs.{kind}"), kind, &people).await;
    }
    gives("sheetjs.txt", "tsv", &people).await;
    // The program itself writes what is beyond ASCII as underscores here.
    let juergen = Line { name: "J_rgen Gro_".into(), ..juergen("User", "7") };
    let people = [(4, anna("Admin", "Design")), (5, juergen), (7, zoe("Zo_ \"Zo\" _nal"))];
    gives("sheetjs-95.xls", "xls", &people).await;
}
