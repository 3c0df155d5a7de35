use usher::inviting::duties;
use usher::models::role::Preset;
use usher::models::workspace::Workspace;

use crate::support::TestApp;

#[actix_web::test]
async fn an_admin_books_seats_and_the_audit_log_says_so() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Bruno", "bruno@n.example");
    app.sql("UPDATE users SET status = 'initiated' WHERE name = 'Bruno'");
    let (ada, path) = (workspace.signed_in_admin().await, workspace.path("settings/plan"));
    assert_eq!(ada.get(&path).await.all(".figure dd"), ["10", "1", "1", "8"]);
    assert_eq!(ada.post(&path, &[("seats", "25")]).await.status, 303);
    let page = ada.get(&path).await;
    assert_eq!(page.all(".figure dd"), ["25", "1", "1", "23"]);
    workspace.book(2500);
    assert_eq!(ada.get(&path).await.all(".figure dd"), ["2,500", "1", "1", "2,498"]);
    workspace.book(25);
    assert!(page.says("25 seats are booked"));
    ada.post(&path, &[("seats", "25")]).await;
    let recorded = "SELECT 1 FROM audit_events WHERE action = 'plan_changed'
                    AND details = '{\"from\": 10, \"to\": 25}'";
    assert_eq!(app.sql(recorded), 1, "a number that stays is no change");
}

#[actix_web::test]
async fn more_seats_are_looked_at_before_they_are_booked() {
    let app = TestApp::with(&["--mailbox", "--seat-price", "9.50 EUR"]);
    let workspace = app.workspace("Nordlicht");
    let (ada, path) = (workspace.signed_in_admin().await, workspace.path("settings/plan"));
    let plan = ada.get(&path).await;
    assert!(plan.says("9.50 EUR per seat and month"));
    assert_eq!(plan.attributes("form[method=get]", "action"), [format!("{path}/change")]);
    let page = ada.get(&format!("{path}/change?seats=25&seen=10")).await;
    assert_eq!(page.one("#what-changes"), "15 seats more, at once");
    assert_eq!(page.all("tbody td"), ["10", "25", "1", "1", "9", "24", "95.00 EUR", "237.50 EUR"]);
    let booked = || Workspace::find(&mut app.conn(), workspace.id).unwrap().booked_seats;
    assert_eq!(booked(), 10, "looking at it changes nothing");
    assert_eq!(ada.post(&path, &[("seats", "25"), ("seen", "10")]).await.status, 303);
    assert_eq!(booked(), 25);
    assert!(ada.get(&path).await.says("Ada Engel: 25 seats booked instead of 10"));
    // Another admin looked at it before that.
    assert_eq!(ada.post(&path, &[("seats", "12"), ("seen", "10")]).await.status, 303);
    assert!(ada.get(&path).await.says("Somebody else has changed the plan meanwhile"));
    assert_eq!(booked(), 25);
    for nonsense in ["", "many", "0", "100001"] {
        let refused = ada.get(&format!("{path}/change?seats={nonsense}&seen=10")).await;
        assert_eq!((refused.status, refused.all("#seats-error").len()), (422, 1), "{nonsense}");
    }
}

/// The plan as the database has it: booked, planned, and whether a cycle runs.
fn plan(app: &TestApp) -> String {
    app.text("SELECT concat_ws(' ', booked_seats, planned_seats, cycle_ends_at > now()) AS text FROM workspaces")
}

fn turn(app: &TestApp) {
    app.sql("UPDATE workspaces SET cycle_ends_at = now() - interval '1 second'");
    assert!(duties::step(&mut app.conn()).unwrap());
    assert!(!duties::step(&mut app.conn()).unwrap(), "it turns once");
}

#[actix_web::test]
async fn fewer_seats_count_from_the_next_cycle_on_and_can_be_taken_back_until_then() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (ada, path) = (workspace.signed_in_admin().await, workspace.path("settings/plan"));
    ada.post(&path, &[("seats", "20")]).await;
    assert_eq!(plan(&app), "20 t");
    let page = ada.get(&format!("{path}/change?seats=8&seen=20")).await;
    assert!(page.one("#what-changes").starts_with("12 seats fewer, from "));
    ada.post(&path, &[("seats", "8")]).await;
    assert_eq!(plan(&app), "20 8 t");
    let page = ada.get(&path).await;
    assert!(page.says("From the next cycle on 8 seats are booked"));
    assert_eq!(page.attributes(".panel-foot [name=seats]", "value"), ["20"]);
    ada.post(&path, &[("seats", "20")]).await;
    assert_eq!(plan(&app), "20 t");
    assert!(ada.get(&path).await.says("Ada Engel: Reduction to 8 seats taken back"));
    ada.post(&path, &[("seats", "8")]).await;
    turn(&app);
    assert_eq!(plan(&app), "8 t");
    assert!(ada.get(&path).await.says("Usher: New cycle: 8 seats instead of 20"));
    turn(&app);
    assert_eq!(plan(&app), "8 t");
    ada.post(&path, &[("seats", "7")]).await;
    ada.post(&path, &[("seats", "9")]).await;
    assert_eq!(plan(&app), "9 t", "more seats drop what was planned");
}

#[actix_web::test]
async fn the_next_cycle_never_books_fewer_than_are_used_then() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (ada, path) = (workspace.signed_in_admin().await, workspace.path("settings/plan"));
    ada.post(&path, &[("seats", "2")]).await;
    for number in 0..5 {
        workspace.user(Preset::User, "Somebody", &format!("p{number}@n.example"));
    }
    turn(&app);
    assert_eq!(plan(&app), "6 t");
}

#[actix_web::test]
async fn never_fewer_are_planned_than_are_used() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Bruno", "bruno@n.example");
    workspace.user(Preset::User, "Dora", "dora@n.example");
    app.sql("UPDATE users SET status = 'deactivated' WHERE name = 'Dora'");
    let (ada, path) = (workspace.signed_in_admin().await, workspace.path("settings/plan"));
    let refused = ada.post(&path, &[("seats", "1")]).await;
    assert_eq!(refused.status, 422);
    let why = "2 seats are used: book at least 2, or deactivate users first";
    assert_eq!(refused.one("#seats-error"), why);
    assert_eq!(refused.attributes("#seats", "value"), ["1"]);
    assert_eq!(plan(&app), "10");
    assert_eq!(ada.post(&path, &[("seats", "2")]).await.status, 303);
    assert_eq!(plan(&app), "10 2 t");
}

#[actix_web::test]
async fn what_is_no_number_of_seats_is_refused() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (ada, path) = (workspace.signed_in_admin().await, workspace.path("settings/plan"));
    for typed in ["", "many", "-1", "100001", "99999999999", "3.5"] {
        let refused = ada.post(&path, &[("seats", typed)]).await;
        assert_eq!(refused.status, 422, "{typed}");
        assert_eq!(refused.one("#seats-error"), "Enter a number from 0 to 100,000");
    }
}

#[actix_web::test]
async fn the_trial_says_how_long_it_lasts() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    app.sql("UPDATE workspaces SET trial_ends_at = now() + interval '13 days 2 hours'");
    let (ada, path) = (workspace.signed_in_admin().await, workspace.path("settings/plan"));
    let page = ada.get(&path).await;
    assert!(page.says("Trial: 14 days left"));
    assert!(page.says("as many as you like"));
    let change = ada.get(&format!("{path}/change?seats=1200&seen=0")).await;
    assert_eq!(change.all("tbody td")[1], "1,200", "numbers are written as the language does");
    assert!(change.all("tbody td")[4].starts_with('∞'), "{:?}", change.all("tbody td"));
    app.sql("UPDATE workspaces SET trial_ends_at = now() + interval '1 hour'");
    assert!(ada.get(&path).await.says("Trial: 1 day left"));
}

#[actix_web::test]
async fn a_user_can_neither_see_nor_change_the_plan() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Bruno", "bruno@n.example");
    let (bruno, path) =
        (workspace.sign_in("bruno@n.example").await, workspace.path("settings/plan"));
    assert_eq!(bruno.get(&path).await.status, 403);
    assert_eq!(bruno.post(&path, &[("seats", "50")]).await.status, 403);
}

#[actix_web::test]
async fn a_number_that_changes_nothing_is_refused_at_its_field() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (ada, plan) = (workspace.signed_in_admin().await, workspace.path("settings/plan"));
    let same = ada.get(&format!("{plan}/change?seats=10&seen=10")).await;
    assert_eq!(
        (same.status, same.one("#seats-error")),
        (422, "10 seats are booked already".into())
    );
    assert_eq!(same.attributes("#seats", "value"), ["10"]);
    ada.post(&plan, &[("seats", "4")]).await;
    let planned = ada.get(&format!("{plan}/change?seats=4&seen=10")).await;
    assert_eq!(planned.one("#seats-error"), "4 seats are planned already");
}
