//! Many at once: there are never more people than seats.

use diesel::prelude::*;
use futures_util::future::{join, join_all};
use usher::inviting::duties;
use usher::models::invitation::Invitation;
use usher::models::role::Preset;
use usher::models::user::User;
use usher::models::workspace::Workspace;
use usher::schema::users;
use usher::security::links::JoinClaim;
use usher::values::Status;
use uuid::Uuid;

use crate::support::{Answer, Person, TestApp, TestWorkspace};

async fn invite(person: &Person, workspace: &TestWorkspace<'_>, email: &str) -> Answer {
    let (form_id, role) = (Uuid::now_v7().to_string(), workspace.user_role.id.to_string());
    let line = [("form_id", &*form_id), ("lines[0][email]", email), ("lines[0][role]", &*role)];
    press(person, &workspace.path("settings/invite"), &line).await
}

/// Posts a form; again, as people do, while the workspace is busy: the same form is done once,
/// however often it is posted.
async fn press(person: &Person, path: &str, form: &[(&str, &str)]) -> Answer {
    loop {
        let answer = person.post(path, form).await;
        if answer.status != 503 {
            return answer;
        }
    }
}

#[actix_web::test]
async fn z10_fifty_invitations_at_once_for_ten_seats_take_ten() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(11);
    let ada = workspace.signed_in_admin().await;
    let emails: Vec<String> = (0..50).map(|i| format!("p{i}@example.com")).collect();
    let answers = join_all(emails.iter().map(|email| invite(&ada, &workspace, email))).await;
    let sent = answers.iter().filter(|answer| answer.status == 303).count();
    assert_eq!(sent, 10, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
    let initiated = users::table.filter(users::status.eq(Status::Initiated)).count();
    assert_eq!(initiated.get_result(&mut app.conn()), Ok(10_i64));
}

/// Books so many seats, of which one goes with the cycle that has just ended.
fn book_until_now(workspace: &TestWorkspace<'_>, seats: i32) {
    workspace.app.sql(&format!(
        "UPDATE workspaces SET booked_seats = {seats}, planned_seats = {seats} - 1,
         cycle_ends_at = now() - interval '1 second' WHERE id = '{}'",
        workspace.id
    ));
}

/// Turns the cycle, as the worker does; again while the workspace is busy.
async fn turn(app: &TestApp) {
    while app.app.db.run(duties::step).await.is_err() {}
}

#[actix_web::test]
async fn z10_a_cycle_that_turns_while_inviting_never_leaves_more_people_than_seats() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    for round in 1..=20 {
        book_until_now(&workspace, round + 1);
        let email = format!("p{round}@example.com");
        let (invited, ()) = join(invite(&ada, &workspace, &email), turn(&app)).await;
        let conn = &mut app.conn();
        let seats = Workspace::find(conn, workspace.id).unwrap().seats(conn).unwrap();
        assert_eq!(seats.used(), seats.booked, "{seats:?} in round {round}");
        let is_invited = seats.booked == i64::from(round) + 1;
        assert_eq!(invited.status, if is_invited { 303 } else { 422 }, "round {round}");
        if !is_invited {
            workspace.book(round + 1);
            assert_eq!(invite(&ada, &workspace, &email).await.status, 303);
        }
    }
}

/// How often fifty race for one seat; the whole case are 200 rounds, which take minutes.
/// USHER_TEST_ROUNDS=200 runs them.
fn rounds() -> i32 {
    std::env::var("USHER_TEST_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(10)
}

#[actix_web::test]
async fn z10_fifty_at_once_for_one_seat_that_is_given_up_meanwhile_take_it_or_leave_it() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let mut used = 1;
    for round in 0..rounds() {
        book_until_now(&workspace, used + 1);
        let emails: Vec<String> = (0..50).map(|i| format!("p{round}-{i}@example.com")).collect();
        let invited = join_all(emails.iter().map(|email| invite(&ada, &workspace, email)));
        let (invited, ()) = join(invited, turn(&app)).await;
        let granted = invited.iter().filter(|answer| answer.status == 303).count();
        let odd = invited.iter().find(|answer| !matches!(answer.status, 303 | 422 | 503));
        assert!(odd.is_none(), "round {round}: {:?}", odd.map(|odd| (odd.status, odd.text())));
        used += i32::try_from(granted).unwrap();
        let conn = &mut app.conn();
        let seats = Workspace::find(conn, workspace.id).unwrap().seats(conn).unwrap();
        assert_eq!(seats.used(), i64::from(used));
        assert_eq!(seats.used(), seats.booked, "the seat went to one, or was given up");
    }
}

#[actix_web::test]
async fn z10_what_needs_no_further_seat_works_when_all_are_taken() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let ada = workspace.signed_in_admin().await;
    workspace.book(3);
    let at = |user: &User, verb: &str| workspace.path(&format!("settings/users/{}{verb}", user.id));
    let resent = ada.post(&at(&carla, "/resend"), &[("generation", "1")]).await;
    assert_eq!(resent.status, 303);
    let open = Invitation::open_of(&mut app.conn(), workspace.id, carla.id).unwrap().unwrap();
    assert_eq!(open.generation, 2);
    let guest = workspace.guest_role.id.to_string();
    for user in [&carla, &dora] {
        let form = [("name", "Somebody"), ("gender", ""), ("language", ""), ("role", &*guest)];
        assert_eq!(ada.post(&at(user, ""), &form).await.status, 303);
    }
    assert_eq!(invite(&ada, &workspace, "new@n.example").await.status, 422);
    let claim = JoinClaim { workspace_id: workspace.id, invitation_id: open.id, generation: 2 };
    let link = format!("/join/{}", claim.token(&app.app.keys));
    let form = [("name", "Carla"), ("password", "copper-lantern-orbit-4")];
    assert_eq!(app.stranger().post(&link, &form).await.status, 303);
}
