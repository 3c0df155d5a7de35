//! Many at once: there are never more people than seats.

use diesel::prelude::*;
use futures_util::future::{join, join_all};
use usher::models::workspace::Workspace;
use usher::schema::users;
use usher::values::Status;
use uuid::Uuid;

use crate::support::{Answer, Person, TestApp, TestWorkspace};

async fn invite(person: &Person, workspace: &TestWorkspace<'_>, email: &str) -> Answer {
    let (form_id, role) = (Uuid::now_v7().to_string(), workspace.user_role.id.to_string());
    let line = [("form_id", &*form_id), ("lines[0][email]", email), ("lines[0][role]", &*role)];
    person.post(&workspace.path("settings/invite"), &line).await
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

#[actix_web::test]
async fn z10_booking_fewer_seats_while_inviting_never_leaves_more_people_than_seats() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let plan = workspace.path("settings/plan");
    for round in 1..=20 {
        workspace.book(round + 1);
        let (email, fewer) = (format!("p{round}@example.com"), round.to_string());
        let seats = [("seats", fewer.as_str())];
        let (invited, booked) =
            join(invite(&ada, &workspace, &email), ada.post(&plan, &seats)).await;
        let conn = &mut app.conn();
        let seats = Workspace::find(conn, workspace.id).unwrap().seats(conn).unwrap();
        assert!(seats.used() <= seats.booked, "{seats:?} in round {round}");
        let mut statuses = [invited.status, booked.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 422], "one of them comes first");
        if booked.status == 303 {
            workspace.book(round + 1);
            assert_eq!(invite(&ada, &workspace, &email).await.status, 303);
        }
    }
}
