//! The review of a file that is larger than the window, and the batch that sends it.

use reqwest::header::ORIGIN;
use reqwest::multipart::{Form, Part};
use usher::inviting::batch_rota::{Rota, Step};
use usher::models::outbox_email::State;
use uuid::Uuid;

use crate::support::{Answer, Person, TestApp, TestWorkspace};
use crate::window::fields_of;

const HEAD: &str = "E-mail,Name,Role\n";

/// So many people, each with this role.
fn people(count: usize, role: &str) -> String {
    (1..=count).map(|n| format!("person{n}@people.example,Person {n},{role}\n")).collect()
}

/// A file with so many people, each with this role.
pub fn file_of(count: usize, role: &str) -> String {
    format!("{HEAD}{}", people(count, role))
}

pub async fn upload(
    ada: &Person,
    workspace: &TestWorkspace<'_>,
    typed: &str,
    file: String,
) -> Answer {
    let form = Form::new()
        .text("form_id", Uuid::now_v7().to_string())
        .text("lines[0][email]", typed.to_owned())
        .part("file", Part::bytes(file.into_bytes()).file_name("people.csv"));
    let url = ada.url(&workspace.path("settings/invite/import"));
    ada.send(ada.client.post(url).header(ORIGIN, ada.url("")).multipart(form)).await
}

/// The address of the review that an upload leads to.
pub async fn reviewed(ada: &Person, workspace: &TestWorkspace<'_>, file: String) -> String {
    let answer = upload(ada, workspace, "", file).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().to_owned()
}

/// Presses a button of the invite window.
pub async fn press(
    ada: &Person,
    workspace: &TestWorkspace<'_>,
    window: &Answer,
    change: &str,
) -> Answer {
    let fields = fields_of(window);
    let mut fields: Vec<_> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    fields.push(("change", change));
    ada.post(&workspace.path("settings/invite/lines"), &fields).await
}

/// Begins the batch and returns its address.
pub async fn begun(ada: &Person, review: &str) -> String {
    let asked = ada.get(&format!("{review}/send")).await;
    let batch = asked.attributes("input[name=batch]", "value").remove(0);
    let answer = ada.post(&format!("{review}/send"), &[("batch", &batch)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().to_owned()
}

/// How many people of a batch are invited, and of how many: "100 of 250".
pub fn invited(app: &TestApp, batch: &str) -> String {
    let id = batch.rsplit('/').next().unwrap();
    app.text(&format!("SELECT invited || ' of ' || total AS text FROM batches WHERE id = '{id}'"))
}

/// Lets all batches go on to their ends.
pub fn run(app: &TestApp) {
    let (mut rota, mut conn) = (Rota::default(), app.conn());
    while rota.step(&mut conn).unwrap() == Step::Done {}
}

#[actix_web::test]
async fn more_people_than_the_window_holds_are_reviewed_and_nothing_is_sent() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(1000);
    let ada = workspace.signed_in_admin().await;
    let file = format!(
        "{HEAD}{}{}",
        people(150, "User"),
        "nobody,Nobody,User\nada@nordlicht.example,Ada,User\nboss@people.example,Boss,Chief\n"
    );
    let answer = upload(&ada, &workspace, "typed@people.example", file).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = ada.get(answer.location()).await;
    assert!(page.says("154 rows: 150 ready, 1 already here, 3 to fix"), "{}", page.text());
    // What needs work comes first, each with its row, the typed line without one.
    assert_eq!(page.all("fieldset legend"), ["Line 1", "Row 152", "Row 154"]);
    let said = page.all(".line-messages .error");
    assert_eq!(said[1], "Row 152: Enter an e-mail like name@example.com");
    assert_eq!(said[2], "Row 154: There is no role “Chief”. Choose a role");
    assert!(page.says("Use 150 rows"));
    assert_eq!(app.mails(State::Due), 0);
}

#[actix_web::test]
async fn a_role_is_chosen_once_for_all_rows_without_one() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(1000);
    let ada = workspace.signed_in_admin().await;
    let review = reviewed(&ada, &workspace, file_of(120, "")).await;
    assert!(ada.get(&review).await.says("120 rows: 120 to fix"));
    let role = workspace.guest_role.id.to_string();
    let answer = ada.post(&review, &[("change", "roles"), ("role", &role)]).await;
    let page = ada.get(answer.location()).await;
    assert!(page.says("120 rows: 120 ready"), "{}", page.text());
}

#[actix_web::test]
async fn a_word_of_the_file_means_a_role_by_one_choice_and_never_by_itself() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(1000);
    let ada = workspace.signed_in_admin().await;
    let review = reviewed(&ada, &workspace, file_of(120, "Chief")).await;
    let page = ada.get(&review).await;
    assert!(page.says("Role “Chief” in 120 rows") && page.says("120 to fix"), "{}", page.text());
    let role = workspace.user_role.id.to_string();
    let fields = [
        ("change", "words"),
        ("words[0][field]", "role"),
        ("words[0][word]", "Chief"),
        ("words[0][choice]", &role),
    ];
    let answer = ada.post(&review, &fields).await;
    assert!(ada.get(answer.location()).await.says("120 ready"));
}

#[actix_web::test]
async fn a_row_is_mended_in_place_and_another_left_out_and_taken_back() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(1000);
    let ada = workspace.signed_in_admin().await;
    let file = format!("{HEAD}nobody,Nobody,User\n{}", people(110, "User"));
    let review = reviewed(&ada, &workspace, file).await;
    let role = workspace.user_role.id.to_string();
    let mended = [
        ("change", "leave-2"),
        ("rows[1][email]", "nobody@people.example"),
        ("rows[1][name]", "Nobody"),
        ("rows[1][role]", &role),
        ("rows[1][team]", ""),
    ];
    let answer = ada.post(&review, &mended).await;
    let page = ada.get(answer.location()).await;
    assert!(page.says("111 rows: 110 ready") && page.says("Left out 1"), "{}", page.text());
    ada.post(&review, &[("change", "take-2")]).await;
    assert!(ada.get(&review).await.says("111 rows: 111 ready"));
}

#[actix_web::test]
async fn a_batch_invites_everybody_once_however_often_it_is_begun() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(1000);
    let ada = workspace.signed_in_admin().await;
    let review = reviewed(&ada, &workspace, file_of(250, "User")).await;
    let asked = ada.get(&format!("{review}/send")).await;
    assert!(asked.says("250 people from people.csv"), "{}", asked.text());
    let batch = asked.attributes("input[name=batch]", "value").remove(0);
    for _ in 0..2 {
        let answer = ada.post(&format!("{review}/send"), &[("batch", &batch)]).await;
        assert_eq!(answer.location(), workspace.path(&format!("settings/batches/{batch}")));
    }
    assert_eq!(Rota::default().step(&mut app.conn()).unwrap(), Step::Done);
    let page = ada.get(&workspace.path(&format!("settings/batches/{batch}"))).await;
    assert_eq!(invited(&app, &batch), "100 of 250");
    assert!(page.says("0 of 250 invitations sent") && page.says("Running"), "{}", page.text());
    assert_eq!(page.attributes("meta[http-equiv=refresh]", "content").len(), 0);
    assert!(page.text().contains("<noscript><meta http-equiv=\"refresh\""));
    run(&app);
    let page = ada.get(&workspace.path(&format!("settings/batches/{batch}"))).await;
    assert!(page.says("0 of 250 invitations sent") && page.says("Waiting250"), "{}", page.text());
    app.sql("UPDATE outbox_emails SET state = 'sent'");
    let page = ada.get(&workspace.path(&format!("settings/batches/{batch}"))).await;
    assert!(page.says("250 of 250 invitations sent") && page.says("Finished"), "{}", page.text());
    assert!(ada.get(&review).await.says("Invited 250"));
}

#[actix_web::test]
async fn the_same_file_again_invites_nobody() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(1000);
    let ada = workspace.signed_in_admin().await;
    let file = file_of(120, "User");
    let review = reviewed(&ada, &workspace, file.clone()).await;
    begun(&ada, &review).await;
    run(&app);
    let again = reviewed(&ada, &workspace, file).await;
    assert!(ada.get(&again).await.says("120 rows: 120 already here"));
    assert_eq!(app.mails(State::Due), 120);
}

#[actix_web::test]
async fn seats_that_are_missing_are_said_before_anything_leaves() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(101);
    let ada = workspace.signed_in_admin().await;
    let review = reviewed(&ada, &workspace, file_of(120, "User")).await;
    assert!(ada.get(&review).await.says("20 seats are missing."));
    let asked = ada.get(&format!("{review}/send")).await;
    assert!(asked.says("20 seats are missing for 120 people"), "{}", asked.text());
    let batch = Uuid::now_v7().to_string();
    let answer = ada.post(&format!("{review}/send"), &[("batch", &batch)]).await;
    assert_eq!(answer.location(), review);
    run(&app);
    assert_eq!(app.mails(State::Due), 0);
}

#[actix_web::test]
async fn a_batch_stops_at_the_last_seat_and_goes_on_when_more_are_booked() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(200);
    let ada = workspace.signed_in_admin().await;
    let review = reviewed(&ada, &workspace, file_of(150, "User")).await;
    let batch = begun(&ada, &review).await;
    workspace.book(131);
    run(&app);
    let page = ada.get(&batch).await;
    assert!(page.says("No seat was left for 20 people"), "{}", page.text());
    workspace.book(200);
    ada.post(&format!("{batch}/resume"), &[]).await;
    run(&app);
    assert_eq!(invited(&app, &batch), "150 of 150");
    assert_eq!(app.mails(State::Due), 150);
}

#[actix_web::test]
async fn a_batch_of_somebody_who_is_no_admin_any_more_ends() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(1000);
    let ada = workspace.signed_in_admin().await;
    let review = reviewed(&ada, &workspace, file_of(120, "User")).await;
    begun(&ada, &review).await;
    app.sql(&format!(
        "UPDATE users SET role_id = '{}' WHERE id = '{}'",
        workspace.user_role.id, workspace.ada.id
    ));
    run(&app);
    assert_eq!(app.mails(State::Due), 0);
    assert_eq!(app.text("SELECT stopped AS text FROM batches"), "rights");
}

#[actix_web::test]
async fn a_batch_is_undone_in_its_hold_time_and_its_rows_are_ready_again() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(1000);
    app.sql("UPDATE workspaces SET hold_seconds = 300");
    let ada = workspace.signed_in_admin().await;
    let review = reviewed(&ada, &workspace, file_of(150, "User")).await;
    let batch = begun(&ada, &review).await;
    assert_eq!(Rota::default().step(&mut app.conn()).unwrap(), Step::Done);
    ada.post(&format!("{batch}/undo"), &[]).await;
    run(&app);
    assert_eq!(app.mails(State::Due), 0);
    assert!(ada.get(&review).await.says("150 rows: 150 ready"));
    assert!(ada.get(&batch).await.says("This was taken back"));
}

#[actix_web::test]
async fn what_nobody_has_answered_is_withdrawn_together() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(1000);
    let ada = workspace.signed_in_admin().await;
    let review = reviewed(&ada, &workspace, file_of(120, "User")).await;
    let batch = begun(&ada, &review).await;
    run(&app);
    app.sql("UPDATE outbox_emails SET state = 'refused', reply = '550 no' WHERE id IN (SELECT id FROM outbox_emails LIMIT 3)");
    let page = ada.get(&batch).await;
    assert!(page.says("Send these 3 again") && page.says("550 no"), "{}", page.text());
    ada.post(&format!("{batch}/retry"), &[]).await;
    assert_eq!(app.mails(State::Due), 120);
    let asked = ada.get(&format!("{batch}/withdrawal")).await;
    assert_eq!(asked.all(".sheet-foot > *")[0], "Keep them");
    assert!(asked.says("Withdraw 120 unanswered invitations?"), "{}", asked.text());
    ada.post(&format!("{batch}/withdrawal"), &[]).await;
    assert_eq!(app.mails(State::Due), 0);
    assert!(ada.get(&batch).await.says("All 120 invitations were withdrawn or declined"));
}

#[actix_web::test]
async fn columns_that_nobody_could_tell_are_said_once_and_remembered() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(1000);
    let ada = workspace.signed_in_admin().await;
    let file = |who: &str| {
        format!("Kontakt A,Kontakt B,Wer\n{who}@people.example,chef@people.example,Jo Lind\n")
    };
    let answer = upload(&ada, &workspace, "", file("jo")).await;
    let answer = match answer.status {
        303 => answer,
        _ => press(&ada, &workspace, &answer, "columns").await,
    };
    let review = answer.location().split(['?', '#']).next().unwrap().to_owned();
    let page = ada.get(&review).await;
    assert_eq!(page.all(".columns-map label"), ["Kontakt A", "Kontakt B", "Wer"]);
    let fields =
        [("sheet", "0"), ("columns[0]", ""), ("columns[1]", "email"), ("columns[2]", "name")];
    let answer = ada.post(&format!("{review}/columns"), &fields).await;
    let page = ada.get(answer.location()).await;
    assert_eq!(page.attributes("#l1-email", "value"), ["chef@people.example"]);
    // The next file with these headers is read the same way.
    let answer = upload(&ada, &workspace, "", file("an")).await;
    assert_eq!(answer.attributes("[data-lines] [data-email]", "value"), ["chef@people.example"]);
}

#[actix_web::test]
async fn the_page_of_many_rows_stays_small() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let review = reviewed(&ada, &workspace, file_of(2000, "Chief")).await;
    let page = ada.get(&review).await;
    assert_eq!(page.all("fieldset").len(), 25);
    assert!(page.all("*").len() < 3000, "{}", page.all("*").len());
}

#[actix_web::test]
async fn the_file_comes_back_with_its_problems_and_invites_nobody_twice() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(1000);
    let ada = workspace.signed_in_admin().await;
    let file =
        format!("{}boss@people.example,Boss,Chief\nnobody,No Body,User\n", file_of(110, "User"));
    let review = reviewed(&ada, &workspace, file).await;
    begun(&ada, &review).await;
    run(&app);
    let answer = ada.get(&format!("{review}/problems")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(
        answer.headers["content-disposition"].to_str().unwrap().contains("people-problems.csv")
    );
    let text = answer.text();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert!(lines[0].starts_with("E-mail,Name,Role,"), "{}", lines[0]);
    assert_eq!(lines.len(), 113);
    assert_eq!(lines[1].trim_end_matches(','), "person1@people.example,Person 1,User");
    assert!(lines[111].contains("Chief") && lines[111].len() > 60, "{}", lines[111]);
    assert!(lines[111].contains("Choose Admin, User or Guest"), "{}", lines[111]);
    assert!(lines[112].contains("name@example.com"), "{}", lines[112]);
    // Mended and sent again: those who were invited are left out.
    let mended = text.replace("Boss,Chief", "Boss,User");
    let again = reviewed(&ada, &workspace, mended).await;
    let page = ada.get(&again).await;
    assert!(page.says("112 rows: 1 ready, 110 already here, 1 to fix"), "{}", page.text());
}

#[actix_web::test]
async fn of_many_files_the_newest_twenty_are_kept_and_those_that_are_being_sent() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(1000);
    let ada = workspace.signed_in_admin().await;
    let sent = reviewed(&ada, &workspace, file_of(110, "User")).await;
    begun(&ada, &sent).await;
    let first = reviewed(&ada, &workspace, file_of(101, "User")).await;
    for _ in 0..20 {
        reviewed(&ada, &workspace, file_of(101, "User")).await;
    }
    assert_eq!(app.text("SELECT count(*)::text AS text FROM imports"), "21");
    assert_eq!(ada.get(&first).await.status, 404);
    run(&app);
    assert_eq!(app.mails(State::Due), 110);
}
