//! Batches of a file that do not simply run to their end.

use std::time::Duration;

use usher::inviting::batch_rota::{Rota, Step};
use usher::inviting::duties;
use usher::models::outbox_email::State;
use usher::models::role::Preset;

use crate::imports::{begun, file_of, invited, reviewed, run};
use crate::support::{Answer, Person, TestApp, TestWorkspace};

/// A workspace with many seats, and its Admin.
async fn site(app: &TestApp) -> (TestWorkspace<'_>, Person) {
    let workspace = app.workspace("Nordlicht");
    workspace.book(5000);
    let ada = workspace.signed_in_admin().await;
    (workspace, ada)
}

fn step(app: &TestApp) -> Step {
    Rota::default().step(&mut app.conn()).unwrap()
}

#[actix_web::test]
async fn batches_go_on_by_turns_and_one_that_fails_holds_up_no_other_and_ends() {
    let app = TestApp::start();
    let (first, second) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    let mut batches = Vec::new();
    for workspace in [&first, &second] {
        workspace.book(1000);
        let ada = workspace.signed_in_admin().await;
        let review = reviewed(&ada, workspace, file_of(250, "User")).await;
        batches.push((begun(&ada, &review).await, ada));
    }
    let mut rota = Rota::new(Duration::ZERO);
    for _ in 0..2 {
        assert_eq!(rota.step(&mut app.conn()).unwrap(), Step::Done);
    }
    for (batch, _) in &batches {
        assert_eq!(invited(&app, batch), "100 of 250");
    }
    app.sql("CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no''; END'");
    app.sql(&format!(
        "CREATE TRIGGER fails BEFORE INSERT ON users FOR EACH ROW
         WHEN (NEW.workspace_id = '{}') EXECUTE FUNCTION fail()",
        first.id
    ));
    while rota.step(&mut app.conn()).unwrap() == Step::Done {}
    let [(failing, ada), (other, _)] = &batches[..] else { unreachable!() };
    let page = ada.get(failing).await;
    assert!(page.says("This failed several times. 150 people are not invited."));
    assert_eq!(invited(&app, other), "250 of 250");
    app.sql("DROP TRIGGER fails ON users");
    ada.post(&format!("{failing}/resume"), &[]).await;
    run(&app);
    assert_eq!(invited(&app, failing), "250 of 250");
}

#[actix_web::test]
async fn a_batch_invites_whom_it_was_begun_with_and_nobody_who_becomes_ready_meanwhile() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    let file = format!("{}boss@people.example,Boss,Chief\n", file_of(120, "User"));
    let review = reviewed(&ada, &workspace, file).await;
    let batch = begun(&ada, &review).await;
    assert_eq!(step(&app), Step::Done);
    let admin = workspace.admin_role.id.to_string();
    let words = [
        ("change", "words"),
        ("words[0][field]", "role"),
        ("words[0][word]", "Chief"),
        ("words[0][choice]", &admin),
    ];
    ada.post(&review, &words).await;
    // Nor is the file read as something else under its feet.
    let answer = ada.post(&format!("{review}/columns"), &[("sheet", "0")]).await;
    assert!(ada.get(answer.location()).await.says("People of this file are being invited"));
    run(&app);
    assert_eq!(invited(&app, &batch), "120 of 120");
    assert_eq!(app.mails(State::Due), 120);
    assert!(ada.get(&review).await.says("1 ready"));
}

#[actix_web::test]
async fn only_the_first_so_many_are_invited_when_that_is_asked() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    workspace.book(18);
    let review = reviewed(&ada, &workspace, file_of(120, "User")).await;
    let form = uuid::Uuid::now_v7().to_string();
    let answer = ada.post(&format!("{review}/send"), &[("batch", &form), ("most", "17")]).await;
    run(&app);
    assert_eq!(invited(&app, answer.location()), "17 of 17");
    assert_eq!(app.mails(State::Due), 17);
    let invited = |number: u8| {
        app.sql(&format!(
            "UPDATE users SET name = name WHERE email = 'person{number}@people.example'"
        ))
    };
    assert_eq!((invited(17), invited(18)), (1, 0));
    assert!(ada.get(&review).await.says("103 ready"));
}

#[actix_web::test]
async fn a_file_that_is_being_sent_is_not_sent_beside_it() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    let review = reviewed(&ada, &workspace, file_of(120, "User")).await;
    let batch = begun(&ada, &review).await;
    let other = uuid::Uuid::now_v7().to_string();
    let answer = ada.post(&format!("{review}/send"), &[("batch", &other)]).await;
    assert_eq!(answer.location(), batch);
}

#[actix_web::test]
async fn a_batch_is_stopped_and_goes_on_with_whom_it_had() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    let review = reviewed(&ada, &workspace, file_of(250, "User")).await;
    let batch = begun(&ada, &review).await;
    assert_eq!(step(&app), Step::Done);
    ada.post(&format!("{batch}/stop"), &[]).await;
    assert_eq!(step(&app), Step::Nothing);
    let page = ada.get(&batch).await;
    assert!(page.says("This was stopped. 150 people are not invited."));
    assert_eq!(page.one(".panel-head .pill"), "Stopped");
    let still = "0 of 100 invitations sent. 100 more mails are about to leave.";
    assert_eq!(page.one("p[role=status]"), still);
    assert!(ada.get(&workspace.path("settings/users")).await.says("Inviting 100 people: 0 sent"));
    assert!(ada.get(&review).await.says("150 ready"));
    ada.post(&format!("{batch}/resume"), &[]).await;
    run(&app);
    assert_eq!(invited(&app, &batch), "250 of 250");
}

#[actix_web::test]
async fn another_admin_lets_a_batch_go_on_whose_sender_is_no_admin_any_more() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    workspace.user(Preset::Admin, "Bo Lund", "bo@nordlicht.example");
    let review = reviewed(&ada, &workspace, file_of(120, "User")).await;
    let batch = begun(&ada, &review).await;
    app.sql(&format!(
        "UPDATE users SET role_id = '{}' WHERE id = '{}'",
        workspace.user_role.id, workspace.ada.id
    ));
    run(&app);
    assert_eq!(app.mails(State::Due), 0);
    let bo = workspace.sign_in("bo@nordlicht.example").await;
    bo.post(&format!("{batch}/resume"), &[]).await;
    run(&app);
    assert_eq!(app.mails(State::Due), 120);
    assert!(bo.get(&batch).await.says("Sent by Bo Lund"));
}

#[actix_web::test]
async fn a_large_batch_waits_for_its_mails_and_is_withdrawn_as_a_whole() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    let review = reviewed(&ada, &workspace, file_of(2100, "User")).await;
    let batch = begun(&ada, &review).await;
    let mut rota = Rota::default();
    while rota.step(&mut app.conn()).unwrap() == Step::Done {}
    assert_eq!(rota.step(&mut app.conn()).unwrap(), Step::Waits);
    assert_eq!(app.mails(State::Due), 2000);
    ada.post(&format!("{batch}/withdrawal"), &[]).await;
    assert_eq!(app.mails(State::Due), 0);
    assert_eq!(app.sql("UPDATE users SET name = name WHERE note = 'withdrawn'"), 2000);
    assert_eq!(step(&app), Step::Nothing, "withdrawing has stopped it");
    assert!(ada.get(&review).await.says("100 ready"));
}

#[actix_web::test]
async fn what_is_chosen_for_all_rows_is_cut_to_what_can_be_meant() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    let review = reviewed(&ada, &workspace, file_of(120, "")).await;
    let long = format!("x\0{}", "y".repeat(10_000));
    for fields in [
        vec![("change", "roles"), ("role", &long)],
        vec![("change", "save"), ("rows[1][email]", &long), ("rows[2][role]", "\0")],
    ] {
        assert_eq!(ada.post(&review, &fields).await.status, 303);
    }
    let longest = "SELECT max(length(role) + length(email))::text AS text FROM import_rows";
    assert!(app.text(longest).parse::<usize>().unwrap() < 2_000);
}

fn waiting(app: &TestApp) -> usize {
    app.sql("SELECT FROM waiting_people")
}

/// Presses "Invite so many, the others wait" and returns the answer.
async fn sent_with_rest(ada: &Person, review: &str) -> Answer {
    let asked = ada.get(&format!("{review}/send")).await;
    let batch = asked.attributes("input[name=batch]", "value").remove(0);
    ada.post(&format!("{review}/send"), &[("batch", &*batch), ("rest", "wait")]).await
}

#[actix_web::test]
async fn those_of_a_file_who_find_no_seat_wait_for_one_by_one_press() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    workspace.book(18);
    let review = reviewed(&ada, &workspace, file_of(120, "User")).await;
    let asked = ada.get(&format!("{review}/send")).await;
    assert_eq!(asked.all(".sheet-foot button"), ["Invite 17, 103 wait", "Invite the first 17"]);
    let answer = sent_with_rest(&ada, &review).await;
    let said = "103 people wait for a seat.";
    assert_eq!(ada.get(answer.location()).await.one(".banner p"), said);
    assert!(!duties::step(&mut app.conn()).unwrap(), "the free seats are for the first ones");
    run(&app);
    assert_eq!((invited(&app, answer.location()).as_str(), waiting(&app)), ("17 of 17", 103));
    let first = "SELECT email AS text FROM waiting_people ORDER BY place LIMIT 1";
    assert_eq!(app.text(first), "person18@people.example");
    let page = ada.get(&review).await;
    assert!(page.says("120 rows: ") && page.says("103 on the waiting list"), "{}", page.text());
    workspace.book(19);
    while duties::step(&mut app.conn()).unwrap() {}
    assert_eq!((waiting(&app), app.mails(State::Due)), (102, 19), "one, and a mail to Ada");
    // Nobody finds a seat now.
    let other = file_of(130, "User").replace("person", "other");
    let review = reviewed(&ada, &workspace, other).await;
    let asked = ada.get(&format!("{review}/send")).await;
    assert_eq!(asked.all(".sheet-foot button"), ["Put 130 on the waiting list"]);
    let answer = sent_with_rest(&ada, &review).await;
    assert_eq!(answer.location(), workspace.path("settings/waiting"));
    assert_eq!(waiting(&app), 232);
}

#[actix_web::test]
async fn whom_a_batch_finds_no_seat_for_can_be_put_on_the_waiting_list() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    let review = reviewed(&ada, &workspace, file_of(120, "User")).await;
    let batch = begun(&ada, &review).await;
    assert_eq!(step(&app), Step::Done);
    workspace.book(101);
    run(&app);
    let page = ada.get(&batch).await;
    assert!(page.says("No seat was left for 20 people"), "{}", page.text());
    let form = "#batch form[action$='/send']";
    assert_eq!(page.one(&format!("{form} button")), "Put them on the waiting list");
    let action = page.attributes(form, "action").remove(0);
    let id = page.attributes(&format!("{form} [name=batch]"), "value").remove(0);
    let rest = page.attributes(&format!("{form} [name=rest]"), "value").remove(0);
    let answer = ada.post(&action, &[("batch", &*id), ("rest", &*rest)]).await;
    assert_eq!(answer.location(), workspace.path("settings/waiting"));
    assert_eq!(waiting(&app), 20);
    let page = ada.get(&batch).await;
    assert!(page.all(form).is_empty(), "there is nobody left to put there");
}

#[actix_web::test]
async fn a_batch_that_is_taken_back_takes_those_who_wait_with_it() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    workspace.book(18);
    app.sql("UPDATE workspaces SET hold_seconds = 300");
    let review = reviewed(&ada, &workspace, file_of(120, "User")).await;
    let batch = sent_with_rest(&ada, &review).await.location().to_owned();
    run(&app);
    assert_eq!(waiting(&app), 103);
    ada.post(&format!("{batch}/undo"), &[]).await;
    assert_eq!(waiting(&app), 0);
    assert!(ada.get(&review).await.says("120 ready"));
}
