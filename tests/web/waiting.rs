//! Who finds no seat waits for one, in order, and is invited by itself.

use std::thread;

use diesel::prelude::*;
use usher::inviting::duties;
use usher::inviting::line::Line;
use usher::inviting::send::{Outcome, Sending, apply};
use usher::inviting::undo::undo;
use usher::inviting::withdraw::withdraw;
use usher::mail::messages::Sender;
use usher::models::batch::Source;
use usher::models::outbox_email::{Kind, OutboxEmail};
use usher::models::role::Preset;
use usher::models::user::User;
use usher::models::workspace::Workspace;
use usher::schema::{outbox_emails, users, waiting_people};
use usher::values::Status;
use uuid::Uuid;

use crate::support::{Answer, Person, TestApp, TestWorkspace};

/// Sends the window with these addresses, and lets the rest wait if that is wanted.
async fn invite(
    person: &Person,
    workspace: &TestWorkspace<'_>,
    emails: &[&str],
    rest: &str,
) -> Answer {
    let (form_id, role) = (Uuid::now_v7().to_string(), workspace.user_role.id.to_string());
    let mut form = vec![("form_id".to_owned(), form_id), ("rest".to_owned(), rest.to_owned())];
    for (i, email) in emails.iter().enumerate() {
        form.push((format!("lines[{i}][email]"), (*email).to_owned()));
        form.push((format!("lines[{i}][role]"), role.clone()));
    }
    let form: Vec<_> = form.iter().map(|(name, value)| (&**name, &**value)).collect();
    person.post(&workspace.path("settings/invite"), &form).await
}

fn waiting(app: &TestApp) -> Vec<String> {
    let list = waiting_people::table.order(waiting_people::place).select(waiting_people::email);
    list.load(&mut app.conn()).unwrap()
}

fn initiated(app: &TestApp) -> Vec<String> {
    let list = users::table.filter(users::status.eq(Status::Initiated)).order(users::id);
    list.select(users::email).load(&mut app.conn()).unwrap()
}

/// Does what is due, as the background does; how many things.
fn work(app: &TestApp) -> usize {
    let conn = &mut app.conn();
    (0..100).take_while(|_| duties::step(conn).unwrap()).count()
}

const FOUR: [&str; 4] = ["a@x.example", "b@x.example", "c@x.example", "d@x.example"];

#[actix_web::test]
async fn the_window_offers_to_invite_as_many_as_fit_and_to_let_the_rest_wait() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(3);
    let ada = workspace.signed_in_admin().await;
    let refused = invite(&ada, &workspace, &FOUR, "").await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.one("button[name=rest]"), "Invite 2, 2 wait");
    assert!(initiated(&app).is_empty() && waiting(&app).is_empty());
    assert_eq!(invite(&ada, &workspace, &FOUR, "wait").await.status, 303);
    assert_eq!(initiated(&app), FOUR[..2]);
    assert_eq!(waiting(&app), FOUR[2..]);
    let list = ada.get(&workspace.path("settings/users")).await;
    assert!(list.says("2 invitations queued. 2 people wait for a seat."), "{}", list.text());
    assert_eq!(
        list.attributes(".banner a", "href").last().unwrap(),
        "/w/nordlicht/settings/waiting"
    );
    assert!(ada.get(&workspace.path("settings/plan")).await.says("Waiting list"));
    assert_eq!(work(&app), 0, "no seat is free");
}

#[actix_web::test]
async fn whoever_is_first_gets_the_seat_that_becomes_free_and_the_admin_is_told() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(2);
    let ada = workspace.signed_in_admin().await;
    invite(&ada, &workspace, &FOUR, "wait").await;
    let first = User::with_emails(&mut app.conn(), workspace.id, &[FOUR[0].to_owned()]).unwrap();
    withdraw(&mut app.conn(), workspace.id, workspace.ada.id, first[0].id).unwrap();
    assert_eq!(work(&app), 1);
    assert_eq!((initiated(&app), waiting(&app).len()), (vec![FOUR[1].to_owned()], 2));
    ada.post(&workspace.path("settings/plan"), &[("seats", "20")]).await;
    work(&app);
    assert_eq!(initiated(&app), FOUR[1..]);
    assert!(waiting(&app).is_empty());
    let mails: Vec<OutboxEmail> = outbox_emails::table
        .filter(outbox_emails::kind.eq(Kind::SeatsFilled))
        .order(outbox_emails::id)
        .select(OutboxEmail::as_select())
        .load(&mut app.conn())
        .unwrap();
    assert_eq!(mails.len(), 2, "one mail for all who were invited together");
    let sender = Sender { settings: &app.app.settings, keys: &app.app.keys };
    let letter = sender.letter(&mut app.conn(), &mails[1]).unwrap().unwrap();
    assert_eq!(letter.subject, "2 people were invited from the waiting list");
    assert_eq!(letter.to.address, workspace.ada.email);
    let log = ada.get(&workspace.path("settings/audit?group=invitations")).await;
    assert!(log.says("Seats free: 2 people of the waiting list invited"), "{}", log.text());
}

#[actix_web::test]
async fn the_list_is_moved_and_shortened_by_hand() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(2);
    workspace.user(Preset::User, "Bruno", "bruno@n.example");
    let ada = workspace.signed_in_admin().await;
    let bruno = workspace.sign_in("bruno@n.example").await;
    assert_eq!(invite(&ada, &workspace, &FOUR, "wait").await.status, 303);
    assert_eq!(waiting(&app), FOUR);
    let path = workspace.path("settings/waiting");
    let id =
        |email: &str| app.id(&format!("SELECT id FROM waiting_people WHERE email = '{email}'"));
    ada.post(&format!("{path}/{}/move", id(FOUR[2])), &[("to", "up")]).await;
    ada.post(&format!("{path}/{}/move", id(FOUR[0])), &[("to", "up")]).await;
    ada.post(&format!("{path}/{}/move", id(FOUR[3])), &[("to", "down")]).await;
    assert_eq!(waiting(&app), [FOUR[0], FOUR[2], FOUR[1], FOUR[3]]);
    ada.post(&format!("{path}/{}/removal", id(FOUR[2])), &[]).await;
    let page = ada.get(&path).await;
    assert!(page.says("c@x.example does not wait any more."));
    assert_eq!(page.all("ol .who-email"), [FOUR[0], FOUR[1], FOUR[3]]);
    assert_eq!(page.all("ol .who-email wbr").len(), 3, "addresses break before their @");
    let first = id(FOUR[0]);
    for (verb, form) in [("move", [("to", "up")]), ("removal", [("to", "")])] {
        let answer = bruno.post(&format!("{path}/{first}/{verb}"), &form).await;
        assert_eq!(answer.status, 403);
        let unknown = ada.post(&format!("{path}/{}/{verb}", Uuid::now_v7()), &form).await;
        assert_eq!(unknown.status, 404);
    }
    assert_eq!(bruno.get(&path).await.status, 403);
}

#[actix_web::test]
async fn undo_takes_back_who_waits_and_a_second_send_keeps_the_place() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(2);
    app.sql("UPDATE workspaces SET hold_seconds = 300");
    let ada = workspace.signed_in_admin().await;
    invite(&ada, &workspace, &FOUR[..2], "wait").await;
    invite(&ada, &workspace, &[FOUR[2], FOUR[1]], "wait").await;
    assert_eq!(waiting(&app), [FOUR[1], FOUR[2]]);
    let batch = app.id("SELECT id FROM batches ORDER BY created_at LIMIT 1").parse().unwrap();
    undo(&mut app.conn(), workspace.id, workspace.ada.id, batch).unwrap();
    assert_eq!(waiting(&app), [FOUR[2]]);
    // Inviting somebody who waits takes them off the list.
    assert_eq!(invite(&ada, &workspace, &[FOUR[2]], "").await.status, 303);
    assert!(waiting(&app).is_empty());
}

#[actix_web::test]
async fn whoever_withdraws_a_batch_or_stops_it_gives_its_seats_to_none_of_its_people() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(2);
    let ada = workspace.signed_in_admin().await;
    for verb in ["withdrawal", "stop"] {
        app.sql("DELETE FROM users WHERE status <> 'active'");
        invite(&ada, &workspace, &FOUR, "wait").await;
        assert_eq!(waiting(&app), FOUR[1..]);
        let batch = app.id("SELECT id FROM batches ORDER BY created_at DESC LIMIT 1");
        let path = workspace.path(&format!("settings/batches/{batch}/{verb}"));
        assert_eq!(ada.post(&path, &[]).await.status, 303);
        assert!(waiting(&app).is_empty(), "{verb}");
        assert_eq!(work(&app), 0, "{verb}");
    }
    assert_eq!(initiated(&app), FOUR[..1], "stopping takes nobody's invitation");
}

#[actix_web::test]
async fn who_came_in_otherwise_or_lost_their_role_holds_up_nobody() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(1);
    let ada = workspace.signed_in_admin().await;
    invite(&ada, &workspace, &FOUR[..3], "wait").await;
    app.sql(&format!("UPDATE waiting_people SET role = 'gone' WHERE email = '{}'", FOUR[0]));
    workspace.user(Preset::User, "Bea", FOUR[1]);
    workspace.book(10);
    work(&app);
    assert_eq!(
        (initiated(&app), waiting(&app)),
        (vec![FOUR[2].to_owned()], vec![FOUR[0].to_owned()])
    );
    let page = ada.get(&workspace.path("settings/waiting")).await;
    assert!(page.says("Role or team is gone: remove and invite anew"));
}

#[actix_web::test]
async fn who_waits_is_invited_in_the_name_of_another_admin_when_theirs_is_none_any_more() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let jonas = workspace.user(Preset::Admin, "Jonas", "jonas@n.example");
    workspace.book(2);
    let person = workspace.sign_in("jonas@n.example").await;
    invite(&person, &workspace, &FOUR[..1], "wait").await;
    app.sql(&format!("UPDATE users SET status = 'deactivated' WHERE id = '{}'", jonas.id));
    work(&app);
    let inviter = app.id("SELECT invited_by AS id FROM invitations");
    assert_eq!(inviter, workspace.ada.id.to_string());
}

/// How often; the whole case are 200 rounds. USHER_TEST_ROUNDS=200 runs them.
fn rounds() -> usize {
    std::env::var("USHER_TEST_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(10)
}

fn sending(workspace: &TestWorkspace<'_>, email: String) -> Sending {
    let role = workspace.user_role.id.to_string();
    Sending {
        workspace_id: workspace.id,
        sender_id: workspace.ada.id,
        form_id: Uuid::now_v7(),
        lines: vec![Line { email, role, ..Line::default() }],
        source: Source::Typed,
        task_id: None,
        import_id: None,
        keeps_rest: true,
    }
}

#[test]
fn z10_fifty_at_once_and_those_who_wait_never_take_more_seats_than_there_are_nor_one_twice() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let mut total = 0;
    for round in 0..rounds() {
        let used = 1 + initiated(&app).len();
        workspace.book(i32::try_from(used + 7).unwrap());
        thread::scope(|scope| {
            for worker in 0..5 {
                let (app, workspace) = (&app, &workspace);
                scope.spawn(move || {
                    let conn = &mut app.conn();
                    for n in 0..10 {
                        let email = format!("p{round}-{worker}-{n}@example.com");
                        let outcome = apply(conn, &sending(workspace, email)).unwrap();
                        assert!(matches!(outcome, Outcome::Sent(_)));
                        if n % 3 == 0 {
                            duties::step(conn).unwrap();
                        }
                    }
                });
            }
            // Seats become free meanwhile.
            let (app, workspace) = (&app, &workspace);
            scope.spawn(move || {
                let conn = &mut app.conn();
                let some = users::table.filter(users::status.eq(Status::Initiated)).limit(3);
                let some: Vec<Uuid> = some.select(users::id).load(conn).unwrap();
                for id in some {
                    withdraw(conn, workspace.id, workspace.ada.id, id).unwrap();
                    duties::step(conn).unwrap();
                }
            });
        });
        total += 50;
        let conn = &mut app.conn();
        let of = Workspace::find(conn, workspace.id).unwrap();
        let seats = of.seats(conn).unwrap();
        assert!(seats.used() <= seats.booked, "{seats:?} in round {round}");
        work(&app);
        let seats = of.seats(conn).unwrap();
        assert_eq!(seats.used(), seats.booked, "a seat is left free in round {round}");
        let people: i64 = users::table.count().get_result(conn).unwrap();
        assert_eq!(people - 1 + seats.waiting, total, "somebody is lost or twice in round {round}");
    }
}

#[actix_web::test]
async fn nobody_becomes_an_admin_by_the_wish_of_somebody_who_is_none_any_more() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(2);
    workspace.user(Preset::Admin, "Jonas", "jonas@nordlicht.example");
    let jonas = workspace.sign_in("jonas@nordlicht.example").await;
    let (form_id, role) = (Uuid::now_v7().to_string(), workspace.admin_role.id.to_string());
    let form = [
        ("form_id", form_id.as_str()),
        ("rest", "wait"),
        ("lines[0][email]", "evil@x.example"),
        ("lines[0][role]", &role),
    ];
    assert_eq!(jonas.post(&workspace.path("settings/invite"), &form).await.status, 303);
    invite(&jonas, &workspace, &["b@x.example"], "wait").await;
    app.sql(&format!(
        "UPDATE users SET role_id = '{}' WHERE email LIKE 'jonas%'",
        workspace.guest_role.id
    ));
    workspace.book(9);
    work(&app);
    assert_eq!(initiated(&app), ["b@x.example"]);
    assert_eq!(waiting(&app), ["evil@x.example"], "it stays to be looked at");
    let told = "SELECT email AS text FROM outbox_emails
                JOIN users ON users.id = user_id WHERE kind = 'seats_filled'";
    assert_eq!(app.text(told), "ada@nordlicht.example");
    // An Admin who asks for them anew stands for them.
    let ada = workspace.signed_in_admin().await;
    workspace.book(3);
    invite(&ada, &workspace, &["evil@x.example"], "wait").await;
    workspace.book(9);
    work(&app);
    let guest = format!(
        "UPDATE users SET name = name WHERE email = 'evil@x.example' AND role_id = '{}'",
        workspace.user_role.id
    );
    assert_eq!(app.sql(&guest), 1, "what is chosen last counts");
}

#[actix_web::test]
async fn a_seat_that_somebody_waits_for_is_not_offered_back() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let bo = workspace.user(Preset::User, "Bo Lund", "bo@n.example");
    workspace.book(2);
    workspace.wait("eva@n.example", "User", "");
    let ada = workspace.signed_in_admin().await;
    let path = workspace.path(&format!("settings/users/{}/deactivation", bo.id));
    let question = ada.get_fragment(&path).await;
    assert!(question.says("eva@n.example is next on the waiting list"), "{}", question.text());
    ada.post(&path, &[]).await;
    let list = ada.get(&workspace.path("settings/users")).await;
    assert!(list.says("Bo Lund is deactivated.") && list.all(".banner form").is_empty());
    work(&app);
    ada.post(&workspace.path(&format!("settings/users/{}/activation", bo.id)), &[]).await;
    let list = ada.get(&workspace.path("settings/users")).await;
    assert!(list.says("No seat is free for Bo Lund."), "{}", list.text());
    assert_eq!(list.attributes(".banner-warn a", "href"), [workspace.path("settings/plan")]);
}

#[actix_web::test]
async fn whoever_is_taken_off_the_list_is_asked_about() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.wait("eva@n.example", "User", "");
    let ada = workspace.signed_in_admin().await;
    let path = app.id("SELECT id FROM waiting_people");
    let path = workspace.path(&format!("settings/waiting/{path}/removal"));
    let question = ada.get_fragment(&path).await;
    assert!(question.one(".sheet-body p:first-child").starts_with("Take eva@n.example off"));
    assert_eq!(ada.post_fragment(&path, &[]).await.status, 204);
    assert!(waiting(&app).is_empty());
    assert_eq!(ada.get(&path).await.status, 404);
}

#[actix_web::test]
async fn where_nobody_fits_the_button_puts_them_on_the_list() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(1);
    let ada = workspace.signed_in_admin().await;
    let refused = invite(&ada, &workspace, &FOUR, "").await;
    assert_eq!(refused.one(".button-primary"), "Put 4 on the waiting list");
    assert_eq!(refused.attributes(".button-primary", "name"), ["rest"]);
    let said = "No seat is free. Book seats, or put 4 people on the waiting list.";
    assert_eq!(refused.all(".summary li"), [said]);
    assert_eq!(refused.text().matches("on the waiting list").count(), 4, "said, and on the button");
    invite(&ada, &workspace, &FOUR, "wait").await;
    let list = ada.get(&workspace.path("settings/users")).await;
    assert_eq!(list.all(".banner-ok").len(), 0);
    assert!(list.says("Nobody was invited. 4 people wait for a seat."), "{}", list.text());
}

#[actix_web::test]
async fn before_seats_are_booked_it_is_said_who_is_invited_by_that() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(1);
    let ada = workspace.signed_in_admin().await;
    invite(&ada, &workspace, &FOUR[..3], "wait").await;
    let path = workspace.path("settings/plan/change?seats=2&seen=1");
    let page = ada.get(&path).await;
    assert!(page.says("1 of 3 waiting people is invited at once."), "{}", page.text());
    assert_eq!(page.all("tbody .cell-number")[2..6], ["1", "2", "0", "0"]);
}
