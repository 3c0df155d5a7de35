use futures_util::future::join_all;
use reqwest::header::ORIGIN;
use reqwest::multipart::{Form, Part};
use rust_xlsxwriter::Workbook;
use usher::inviting::spreadsheet::SpreadsheetReader;
use usher::models::outbox_email::State;
use uuid::Uuid;

use crate::support::{Answer, Person, TestApp, TestWorkspace};
use crate::window::fields_of;

fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (i, row) in rows.iter().enumerate() {
        for (j, cell) in row.iter().enumerate() {
            sheet.write_string(i as u32, j as u16, *cell).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

async fn import(ada: &Person, workspace: &TestWorkspace<'_>, typed: &str, file: Vec<u8>) -> Answer {
    let form = Form::new()
        .text("form_id", Uuid::now_v7().to_string())
        .text("lines[0][email]", typed.to_owned())
        .part("file", Part::bytes(file).file_name("people.xlsx"));
    let url = ada.url(&workspace.path("settings/invite/import"));
    ada.send(ada.client.post(url).header(ORIGIN, ada.url("")).multipart(form)).await
}

#[actix_web::test]
async fn a_workbook_fills_the_lines_beside_what_was_typed_and_sends_nothing() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let file = workbook(&[
        &["Vorname", "Nachname", "E-Mail-Adresse", "Geschlecht", "Rolle"],
        &["Anna", "Example", "anna@example.com", "weiblich", "Gast"],
        &["Bo", "Lund", "bo@example.com", "", "user"],
    ]);
    let answer = import(&ada, &workspace, "typed.person@example.com", file).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let emails = answer.attributes("[data-lines] [data-email]", "value");
    assert_eq!(emails, ["typed.person@example.com", "anna@example.com", "bo@example.com"]);
    assert_eq!(answer.attributes("#l1-name", "value"), ["Anna Example"]);
    let chosen = answer.attributes("#l1-role option[selected], #l2-role option[selected]", "value");
    let expected = [workspace.guest_role.id.to_string(), workspace.user_role.id.to_string()];
    assert_eq!(chosen, expected);
    assert_eq!(answer.attributes("#l1-gender option[selected]", "value"), ["female"]);
    assert!(answer.says("Send 3 invitations"));
    assert_eq!(app.mails(State::Due), 0);
}

#[actix_web::test]
async fn the_window_says_which_sheet_was_read_and_which_columns_were_not() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let mut book = Workbook::new();
    for name in ["Hamburg", "Berlin"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write_row(0, 0, ["E-mail", "Role", "Desk"]).unwrap();
        sheet.write_row(1, 0, [&*format!("{name}@example.com"), "User", "7"]).unwrap();
    }
    let answer = import(&ada, &workspace, "", book.save_to_buffer().unwrap()).await;
    let said = "1 person was read from the file. Nothing has been sent yet. \
                Sheet “Hamburg” of 2 was read. Not used: Desk.";
    assert!(answer.says(said), "{}", answer.text());
    let file = workbook(&[&["E-mail"], &["anna@example.com"]]);
    assert!(!import(&ada, &workspace, "", file).await.says("Not used"));
}

#[actix_web::test]
async fn files_that_were_read_before_are_offered_after_a_refused_send_too() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    import(&ada, &workspace, "", workbook(&[&["E-mail"], &["anna@example.com"]])).await;
    let form_id = Uuid::now_v7().to_string();
    let fields = [("form_id", form_id.as_str()), ("lines[0][email]", "nonsense")];
    let refused = ada.post(&workspace.path("settings/invite"), &fields).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("Files read before:"), "{}", refused.text());
}

#[actix_web::test]
async fn an_unknown_role_is_said_and_becomes_no_other_role() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let file = workbook(&[&["E-mail", "Role"], &["anna@example.com", "Boss"]]);
    let answer = import(&ada, &workspace, "", file).await;
    assert_eq!(answer.one(".line-messages"), "There is no role “Boss”. Choose a role");
    assert_eq!(answer.attributes("#l0-role option[selected]", "value"), ["Boss"]);
}

#[actix_web::test]
async fn a_second_file_leaves_the_remarks_about_the_first_at_their_lines() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    workspace.app.sql(&format!(
        "INSERT INTO teams (workspace_id, id, name) VALUES ('{}', gen_random_uuid(), 'Design')",
        workspace.id
    ));
    let first: &[&[&str]] = &[
        &["E-mail", "Role", "Team"],
        &["anna@example.com", "Boss", "Kitchen"],
        &["bo", "User", "Design"],
    ];
    let answer = import(&ada, &workspace, "", workbook(first)).await;
    let remarks = [
        "There is no role “Boss”. Choose a role",
        "There is no team “Kitchen”. Choose a team or none",
        "Enter an e-mail like name@example.com",
    ];
    assert_eq!(answer.all(".line-messages .error"), remarks);

    let second = workbook(&[&["E-mail", "Role"], &["cy@example.com", "Chief"]]);
    let form = fields_of(&answer)
        .into_iter()
        .fold(Form::new(), |form, (name, value)| form.text(name, value));
    let form = form.part("file", Part::bytes(second).file_name("more.xlsx"));
    let url = ada.url(&workspace.path("settings/invite/import"));
    let answer = ada.send(ada.client.post(url).header(ORIGIN, ada.url("")).multipart(form)).await;
    let mut all = remarks.to_vec();
    all.push("There is no role “Chief”. Choose a role");
    assert_eq!(answer.all(".line-messages .error"), all);
}

fn list_of(people: usize) -> Vec<u8> {
    let lines = (0..people).map(|n| format!("p{n}@example.com\n"));
    format!("E-mail\n{}", lines.collect::<String>()).into_bytes()
}

#[actix_web::test]
async fn a_file_that_cannot_be_read_gets_one_sentence_and_loses_nothing() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    for (file, sentence) in [
        (b"PK\x03\x04 and then nothing".to_vec(), "This file is damaged"),
        (b"<html><table></table></html>".to_vec(), "This is a web page"),
        (Vec::new(), "There is nothing in this file"),
        (b"E-mail\nexample.person@example.com\n".to_vec(), "Only the example is in this file"),
        (b"one,two\nthree,four\n".to_vec(), "No e-mail addresses were found"),
        (vec![b'a'; 11 << 20], "This file is too large"),
        (list_of(50_001), "A file has at most 50,000 people, and this one has more."),
    ] {
        let answer = import(&ada, &workspace, "typed@example.com", file).await;
        assert_eq!(answer.status, 422);
        let said = answer.one(".summary li");
        assert!(said.starts_with(sentence), "{said}");
        assert_eq!(answer.attributes("#l0-email", "value"), ["typed@example.com"]);
    }
}

#[actix_web::test]
async fn a_file_with_more_people_than_lines_is_reviewed_with_what_was_typed() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let addresses: Vec<String> = (0..100).map(|i| format!("p{i}@example.com")).collect();
    let mut rows: Vec<Vec<&str>> = vec![vec!["E-mail"]];
    rows.extend(addresses.iter().map(|email| vec![email.as_str()]));
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let answer = import(&ada, &workspace, "typed@example.com", workbook(&rows)).await;
    assert_eq!(answer.status, 303);
    assert!(ada.get(answer.location()).await.says("101 rows"));
    let full = import(&ada, &workspace, "", workbook(&rows)).await;
    assert_eq!(full.attributes("[data-lines] [data-email]", "value").len(), 100);
}

#[actix_web::test]
async fn a_form_of_very_many_parts_is_refused() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let url = ada.url(&workspace.path("settings/invite/import"));
    let file = || Part::bytes(b"E-mail\nanna@example.com\n".to_vec()).file_name("people.csv");
    let form = || Form::new().text("form_id", Uuid::now_v7().to_string());
    let many = |count| (0..count).fold(form(), |form, _| form.text("x", "")).part("file", file());
    let long_names = (0..300).fold(form(), |form, _| form.text("n".repeat(4_000), ""));
    for (form, status) in [(many(1_998), 200), (many(1_999), 413), (long_names, 413)] {
        let request = ada.client.post(&url).header(ORIGIN, ada.url("")).multipart(form);
        assert_eq!(ada.send(request).await.status, status);
    }
}

/// What never ends reading before this file is there, unless what it reads says "quick"; it finds
/// nobody.
fn reader_until(released: &std::path::Path) -> SpreadsheetReader {
    let program = released.with_extension("sh");
    let body = format!(
        "/bin/grep -q quick || until [ -e {} ]; do /bin/sleep 0.02; done",
        released.display()
    );
    // Another process writes it: a test that forks while this one has the file open for writing
    // would keep it open, and what is open for writing cannot be run.
    let write = "printf '#!/bin/sh\n%s\n' \"$1\" > \"$0\" && chmod 755 \"$0\"";
    let mut shell = std::process::Command::new("/bin/sh");
    assert!(shell.arg("-c").arg(write).arg(&program).arg(body).status().unwrap().success());
    SpreadsheetReader::new(program)
}

#[actix_web::test]
async fn files_that_take_long_to_read_hold_up_nobody_else() {
    let released = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("released");
    let _ = std::fs::remove_file(&released);
    let app = TestApp::with_reader(reader_until(&released));
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let other = app.workspace("Suedwind");
    let sue = other.signed_in_admin().await;
    // More than are read at once.
    let uploads = join_all((0..4).map(|_| import(&ada, &workspace, "", b"a,b\n".to_vec())));
    let others = async {
        let mut statuses = Vec::new();
        for _ in 0..10 {
            statuses.push(ada.get(&workspace.path("settings/users")).await.status);
        }
        let read = import(&sue, &other, "", b"quick\n".to_vec()).await;
        assert!(read.says("This file is damaged"), "{}", read.text());
        std::fs::write(&released, "").unwrap();
        statuses
    };
    let (uploads, others) = futures_util::future::join(uploads, others).await;
    assert_eq!(others, [200; 10]);
    assert!(uploads.iter().all(|answer| answer.status == 422));
}
