use std::path::Path;

use browser::{Program, Scripts, journey};
use rust_xlsxwriter::Workbook;

#[test]
fn a_workbook_fills_the_window_beside_what_was_typed() {
    import_two_people(Scripts::On);
}

#[test]
fn a_workbook_fills_the_window_without_javascript() {
    import_two_people(Scripts::Off);
}

fn import_two_people(scripts: Scripts) {
    journey(Program::demo(), async |stage| {
        let file = stage.program.folder().join("people.xlsx");
        write_people(&file);
        let admin = stage.admin(scripts).await;
        admin.visit("/w/nordlicht/settings/users").await;
        let page = admin.page();
        page.link("Add").click().await;
        let window = page.region("Invite users");
        window.group("Line 1").field("E-mail").fill("rosa.typed@example.com").await;
        window.group("Line 1").field("Role").choose("User").await;
        window.field("Import User").take_file(&file).await;
        if scripts == Scripts::Off {
            window.button("Read the file").click().await;
        }

        let (first, second) = (window.group("Line 2"), window.group("Line 3"));
        first.field("E-mail").holds("ines.holm@example.com").await;
        first.field("Name").holds("Inés Holm").await;
        first.field("Gender").has_chosen("Female").await;
        first.field("Role").has_chosen("Guest").await;
        second.field("E-mail").holds("per.lund").await;
        second.field("Name").holds("Per Lund").await;
        window.group("Line 1").field("E-mail").holds("rosa.typed@example.com").await;
        window.group("Line 1").field("Role").has_chosen("User").await;

        second.field("E-mail").fill("per.lund@example.com").await;
        second.field("Role").choose("User").await;
        window.button("Send 3 invitations").click().await;
        page.text("3 invitations queued").is_visible().await;
        for email in ["rosa.typed", "ines.holm", "per.lund"] {
            page.row(&format!("{email}@example.com")).says("Initiated").await;
        }
    });
}

fn write_people(file: &Path) {
    let rows = [
        ["Name", "E-Mail", "Rolle", "Geschlecht"],
        ["Inés Holm", "ines.holm@example.com", "Gast", "weiblich"],
        ["Per Lund", "per.lund", "", ""],
    ];
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (number, row) in (0..).zip(rows) {
        sheet.write_row(number, 0, row).expect("the sheet has room");
    }
    workbook.save(file).expect("the scratch folder takes a file");
}
