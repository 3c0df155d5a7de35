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
    assert!(page.says("25 seats are booked"));
    ada.post(&path, &[("seats", "25")]).await;
    let recorded = "SELECT 1 FROM audit_events WHERE action = 'plan_changed'
                    AND details = '{\"from\": 10, \"to\": 25}'";
    assert_eq!(app.sql(recorded), 1, "a number that stays is no change");
}

#[actix_web::test]
async fn fewer_seats_are_booked_but_never_fewer_than_are_used() {
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
    let booked = || Workspace::find(&mut app.conn(), workspace.id).unwrap().booked_seats;
    assert_eq!(booked(), 10);
    assert_eq!(ada.post(&path, &[("seats", "2")]).await.status, 303);
    assert_eq!(booked(), 2);
}

#[actix_web::test]
async fn what_is_no_number_of_seats_is_refused() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (ada, path) = (workspace.signed_in_admin().await, workspace.path("settings/plan"));
    for typed in ["", "many", "-1", "100001", "99999999999", "3.5"] {
        let refused = ada.post(&path, &[("seats", typed)]).await;
        assert_eq!(refused.status, 422, "{typed}");
        assert_eq!(refused.one("#seats-error"), "Enter a number from 0 to 100000");
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
