//! A file that is larger than the window: reviewed, mended, sent in the background.

use std::fmt::Write;

use browser::{Browser, Program, Scripts, Stage, Theme, axe, journey, layout};

#[test]
fn a_large_file_is_reviewed_mended_and_sent() {
    review_a_large_file(Scripts::On);
}

#[test]
fn a_large_file_is_reviewed_mended_and_sent_without_javascript() {
    review_a_large_file(Scripts::Off);
}

const PEOPLE: usize = 130;

/// So many people, of whom one has no address and one a role that nobody knows.
fn file() -> String {
    let mut rows = String::from("E-mail,Name,Role,Team,Gender\n");
    for n in 1..=PEOPLE {
        let email = if n == 3 { "nobody" } else { &format!("person{n}@werft.example") };
        let role = if n == 5 { "Chief" } else { "User" };
        writeln!(rows, "{email},Person Number {n},{role},Design,f").expect("a string has room");
    }
    rows
}

fn review_a_large_file(scripts: Scripts) {
    journey(Program::demo(), async |stage: &Stage| {
        stage.program.hold_mails(0);
        stage.program.book(500);
        let path = stage.program.folder().join("people.csv");
        std::fs::write(&path, file()).expect("the scratch folder takes a file");
        let admin = stage.admin(scripts).await;
        admin.visit("/w/nordlicht/settings/users").await;
        let page = admin.page();
        page.link("Add").click().await;
        let window = page.region("Invite users");
        window.field("Import User").take_file(&path).await;
        if scripts == Scripts::Off {
            window.button("Read the file").click().await;
        }
        page.text("130 rows: 128 ready, 2 to fix").is_visible().await;
        looks_right(&admin, scripts).await;
        page.group("Row 4").field("E-mail").fill("person3@werft.example").await;
        page.group("Row 6").field("Role").choose("Guest").await;
        page.button("Save and check again").click().await;
        page.text("130 rows: 130 ready").is_visible().await;
        looks_right(&admin, scripts).await;

        page.button("Use 130 rows").click().await;
        page.button("Send 130 invitations").click().await;
        page.text("130 of 130 invitations sent").is_visible().await;
        page.text("Finished").is_visible().await;
        looks_right(&admin, scripts).await;
        admin.visit("/w/nordlicht/settings/users?q=person130").await;
        page.row("person130@werft.example").says("Initiated").await;
    });
}

/// Nothing is cut or overlaps, and the rules of accessibility are kept, in both themes.
async fn looks_right(browser: &Browser, scripts: Scripts) {
    if scripts == Scripts::Off {
        return;
    }
    let mut faults = layout::faults(browser).await;
    for theme in [Theme::Dark, Theme::Light] {
        browser.set_theme(theme).await;
        faults.extend(axe::violations(browser).await);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
