use usher::inviting::spreadsheet::Unreadable::*;

use super::{Case, PEOPLE};
use crate::hostile::{OFFICE, PERSON, plain, strings, workbook};

/// A cell with a text, in a row of its own.
fn cell(place: &str, text: &str) -> String {
    format!("<row><c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>")
}

fn with_strings(rows: &str, strings: &str) -> Vec<u8> {
    workbook(rows, strings, ("x", b""))
}

/// A person whose address is the first shared string.
const SHARED: &str = "<row><c r=\"A1\" t=\"s\"><v>0</v></c></row>";

pub fn cases() -> Vec<Case> {
    [cells(), markup(), parts()].into_iter().flatten().collect()
}

fn cells() -> Vec<Case> {
    let person = |more: &str| plain(&format!("{PERSON}{more}"));
    let value = |text: &str| person(&format!("<row r=\"2\"><c r=\"A2\"><v>{text}</v></c></row>"));
    let people = |count: usize| {
        let rows = (1..=count).map(|row| cell(&format!("A{row}"), "a@example.com"));
        plain(&rows.collect::<String>())
    };
    let formula = "<row r=\"2\"><c r=\"A2\" t=\"str\"><f>cmd|' /C calc'!A0</f>\
        <v>b@example.com</v></c></row>";
    vec![
        (
            "a corner far away",
            person("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>"),
            Ok(1),
        ),
        ("a row beyond all", person(&cell("A4294967295", "b@example.com")), Err(Corrupt)),
        (
            "a row that no number holds",
            person(&cell("A99999999999", "b@example.com")),
            Err(Corrupt),
        ),
        ("a column beyond all", person(&cell("ZZZZZZZZ1", "b@example.com")), Err(Corrupt)),
        ("a column that is not looked at", plain(&cell("IW1", "a@example.com")), Err(Empty)),
        ("a cell in row 0", person(&cell("A0", "b@example.com")), Err(Corrupt)),
        ("a place that is none", person(&cell("1A", "b@example.com")), Err(Corrupt)),
        ("a place without a row", person(&cell("A", "b@example.com")), Err(Corrupt)),
        (
            "rows upside down",
            plain(&[cell("A2", "b@example.com"), cell("A1", "a@example.com")].concat()),
            Ok(2),
        ),
        ("a number beyond all", value("1e999"), Ok(1)),
        ("no number", value("NaN"), Ok(1)),
        ("an error", person("<row><c r=\"A2\" t=\"e\"><v>#REF!</v></c></row>"), Ok(1)),
        (
            "an error that nobody knows",
            person("<row><c r=\"A2\" t=\"e\"><v>#X</v></c></row>"),
            Err(Corrupt),
        ),
        (
            "a type that nobody knows",
            person("<row><c r=\"A2\" t=\"zzz\"><v>1</v></c></row>"),
            Err(Corrupt),
        ),
        ("a formula that starts a program", person(formula), Ok(2)),
        ("more cells than are read", plain(&"<c/>".repeat(2_000_001)), Err(TooLarge)),
        ("as many people as are read", people(50_000), Ok(50_000)),
        ("one more", people(50_001), Err(PEOPLE)),
        (
            "a text of 20 MB",
            plain(&cell("A1", &format!("a@example.com {}", "x".repeat(20 << 20)))),
            Ok(1),
        ),
        (
            "a million spaces before a text",
            plain(&cell("A1", &format!("{}a@example.com", " ".repeat(1 << 20)))),
            Ok(1),
        ),
    ]
}

fn markup() -> Vec<Case> {
    let laughs: String = (1..20)
        .map(|n| format!("<!ENTITY l{n} \"&l{0};&l{0};&l{0};&l{0};&l{0};\">", n - 1))
        .collect();
    let dtd = |entities: &str| {
        let text = "<si><t>a@example.com &l19;&x;</t></si>";
        with_strings(SHARED, &format!("<!DOCTYPE s [{entities}]><sst>{text}</sst>"))
    };
    let person = |more: &str| plain(&format!("{PERSON}{more}"));
    let attributes: String = (0..200_000).map(|index| format!(" a{index}=\"1\"")).collect();
    vec![
        ("a billion laughs", dtd(&format!("<!ENTITY l0 \"ha\">{laughs}")), Err(Corrupt)),
        ("an entity from a file", dtd("<!ENTITY x SYSTEM \"file:///etc/passwd\">"), Err(Corrupt)),
        ("an entity from the net", dtd("<!ENTITY x SYSTEM \"http://127.0.0.1/\">"), Err(Corrupt)),
        (
            "an entity of parameters",
            dtd("<!ENTITY % x SYSTEM \"file:///etc/passwd\">%x;"),
            Err(Corrupt),
        ),
        ("elements a million deep", person(&"<row>".repeat(1_000_000)), Ok(1)),
        ("a cell that is never closed", person("<row><c r=\"A2\""), Err(Corrupt)),
        ("elements crosswise", person("<row><c r=\"A2\"></row></c>"), Ok(1)),
        (
            "an attribute of 10 MB",
            person(&format!("<row spans=\"{}\"/>", "1".repeat(10 << 20))),
            Ok(1),
        ),
        ("attributes without end", person(&format!("<row{attributes}/>")), Ok(1)),
        ("an attribute twice", person("<row r=\"2\" r=\"3\"><c r=\"A2\"/></row>"), Ok(1)),
        ("bytes that are no text", plain(&PERSON.replace("</t>", "\u{0}\u{1}</t>")), Ok(1)),
        ("a comment that is never closed", person("<!-- "), Err(Corrupt)),
        ("characters by number", plain(&PERSON.replace('@', "&#64;")), Ok(1)),
        ("a character that is none", plain(&PERSON.replace('@', "&#xD800;")), Err(Corrupt)),
        ("an escape of this format", plain(&PERSON.replace('@', "_x0040_")), Ok(1)),
    ]
}

fn parts() -> Vec<Case> {
    let linux = cfg!(target_os = "linux");
    let counted = |count: &str| {
        let found = strings(&format!("uniqueCount=\"{count}\""));
        with_strings(PERSON, &found)
    };
    let long = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(1 << 20));
    let shared: String = (1..=10_000)
        .map(|row| format!("<row><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>"))
        .collect();
    let behind = |elements: &str| plain(&format!("{PERSON}</sheetData>{elements}<sheetData>"));
    let merged = "<mergeCell ref=\"A1:A9\"/>".repeat(300_000);
    let links = "<hyperlink ref=\"A1:XFD1048576\" location=\"A1\"/>".repeat(100_000);
    let foreign = format!(
        "<Relationships><Relationship Id=\"r1\" Type=\"{OFFICE}/hyperlink\" \
         Target=\"http://127.0.0.1/\" TargetMode=\"External\"/></Relationships>"
    );
    let relations = ("xl/worksheets/_rels/sheet1.xml.rels", foreign.as_bytes());
    vec![
        ("a string that is not there", with_strings(SHARED, &strings("")), Err(Corrupt)),
        (
            "a string with a negative number",
            with_strings(&SHARED.replace('0', "-1"), &strings("")),
            Err(Corrupt),
        ),
        // Only Linux limits the memory of a process.
        (
            "more strings than any memory holds",
            counted("4000000000"),
            if linux { Err(Corrupt) } else { Ok(1) },
        ),
        (
            "more strings than a child may hold",
            counted("40000000"),
            if linux { Err(Corrupt) } else { Ok(1) },
        ),
        ("a negative count of strings", counted("-1"), Ok(1)),
        ("one long string in many cells", with_strings(&shared, &long), Err(NoAddresses)),
        (
            "a merged cell over everything",
            behind("<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>"),
            Ok(1),
        ),
        ("many merged cells", behind(&format!("<mergeCells>{merged}</mergeCells>")), Ok(1)),
        (
            "a merged cell that is none",
            behind("<mergeCells><mergeCell ref=\"x\"/></mergeCells>"),
            Ok(1),
        ),
        ("many links over everything", behind(&format!("<hyperlinks>{links}</hyperlinks>")), Ok(1)),
        (
            "a link that leads nowhere",
            behind("<hyperlinks><hyperlink ref=\"A1\" r:id=\"no\"/></hyperlinks>"),
            Ok(1),
        ),
        ("a link out", workbook(PERSON, &strings(""), relations), Ok(1)),
        ("no rows", plain(""), Err(Empty)),
    ]
}
