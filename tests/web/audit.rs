use diesel::prelude::*;
use usher::models::confirmation::Purpose;
use usher::models::role::Preset;
use usher::schema::audit_events;
use usher::security::links::{JoinClaim, confirmation_token};

use crate::support::{PASSWORD, TestApp, TestWorkspace};

/// What the log says, line by line: who, what, to whom.
async fn lines(workspace: &TestWorkspace<'_>, query: &str) -> Vec<String> {
    let ada = workspace.signed_in_admin().await;
    let page = ada.get(&workspace.path(&format!("settings/audit{query}"))).await;
    assert_eq!(page.status, 200);
    page.all("tbody tr")
}

#[actix_web::test]
async fn the_log_says_who_did_what_to_whom_and_from_where() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let ada = workspace.signed_in_admin().await;
    let request = ada.client.post(ada.url(&workspace.path(&format!("settings/users/{}", dora.id))));
    let agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0";
    let role = workspace.guest_role.id.to_string();
    let form = [("name", "Dora Ek"), ("gender", ""), ("language", ""), ("role", &*role)];
    let request = request.header("origin", ada.url("")).header("user-agent", agent);
    let request = request.header("x-forwarded-for", "192.0.2.7").form(&form);
    assert_eq!(ada.send(request).await.status, 303);
    let log = lines(&workspace, "?group=roles").await;
    assert_eq!(log.len(), 1);
    assert!(log[0].contains("Role changed from User to Guest"), "{log:?}");
    for told in ["Ada Engel", "Dora Ek", "192.0.2.7", "Firefox, Windows"] {
        assert!(log[0].contains(told), "{told}: {log:?}");
    }
}

#[actix_web::test]
async fn sign_ins_settings_plan_and_exports_stand_in_it() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let settings = [
        ("name", "Nordlicht GmbH"),
        ("language", "en"),
        ("time_zone", "Europe/Berlin"),
        ("invitation_days", "9"),
        ("hold_seconds", "0"),
    ];
    assert_eq!(ada.post(&workspace.path("settings/workspace"), &settings).await.status, 303);
    assert_eq!(ada.post(&workspace.path("settings/plan"), &[("seats", "12")]).await.status, 303);
    assert_eq!(ada.get(&workspace.path("settings/users/export.csv")).await.status, 200);
    for (group, said) in [
        ("sign-ins", "Signed in"),
        (
            "settings",
            "Settings changed: Name (Nordlicht → Nordlicht GmbH), Days an invitation lasts (7 → 9)",
        ),
        ("plan", "12 seats booked instead of 10"),
        ("files", "User list exported: 1 person"),
    ] {
        let log = lines(&workspace, &format!("?group={group}")).await;
        assert!(log.iter().any(|line| line.contains(said)), "{group}: {log:?}");
    }
    // A password that is set anew is no sign-in.
    let before = lines(&workspace, "?group=sign-ins").await.len();
    let form = [("current_password", PASSWORD), ("password", "copper-lantern-orbit-4")];
    assert_eq!(ada.post("/profile/password", &form).await.status, 303);
    let count = "UPDATE audit_events SET action = action WHERE action = 'signed_in'";
    assert_eq!(app.sql(count), before);
}

#[actix_web::test]
async fn it_is_filtered_by_person_kind_and_day_and_has_pages() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let (id, ada, dora) = (workspace.id, workspace.ada.id, dora.id);
    app.sql(&format!(
        "INSERT INTO audit_events (workspace_id, id, at, actor_id, action, subject_id)
         SELECT '{id}', gen_random_uuid(), '2026-03-01 12:00+00'::timestamptz + n * interval '1 hour',
                '{ada}', CASE WHEN n < 60 THEN 'resent' ELSE 'deactivated' END, CASE WHEN n = 3 THEN '{dora}'::uuid END
         FROM generate_series(0, 69) n"
    ));
    assert_eq!(lines(&workspace, "?group=invitations").await.len(), 50);
    assert_eq!(lines(&workspace, "?group=invitations&page=2").await.len(), 10);
    assert_eq!(lines(&workspace, "?q=dora").await.len(), 1);
    assert_eq!(lines(&workspace, "?q=nobody").await, Vec::<String>::new());
    // The first event is at 13:00 in Berlin, the eleventh at 23:00.
    assert_eq!(lines(&workspace, "?from=2026-03-01&to=2026-03-01").await.len(), 11);
    assert_eq!(lines(&workspace, "?from=nonsense&to=2026-02-28").await.len(), 0);
    let backwards = workspace.path("settings/audit?from=2026-03-02&to=2026-03-01");
    let page = workspace.signed_in_admin().await.get(&backwards).await;
    assert_eq!(page.one(".empty h2"), "The first day is after the last one");
    assert!(page.all(".list-foot").is_empty(), "nothing has no pages and no file");
    let foreign = app.workspace("Suedwind");
    assert!(lines(&foreign, "?group=invitations").await.is_empty());
}

#[actix_web::test]
async fn days_that_no_calendar_has_filter_nothing() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    for day in ["-5000-01-01", "-262143-01-01", "99999-01-01", "2026-02-31"] {
        let path = format!("settings/audit?from={day}&to={day}");
        assert_eq!(ada.get(&workspace.path(&path)).await.status, 200, "{day}");
    }
}

#[actix_web::test]
async fn it_is_taken_away_as_a_file_without_formulas() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "=HYPERLINK(1)", "dora@n.example");
    let (ada, _) = (workspace.signed_in_admin().await, workspace.sign_in("dora@n.example").await);
    let file = ada.get(&workspace.path("settings/audit/export.csv?group=sign-ins")).await;
    let text = file.text();
    let heads = "\u{feff}When,Who,E-mail,To whom,Their e-mail,What,Address,Browser\r\n";
    assert!(text.starts_with(heads), "{text}");
    let first = text.lines().nth(1).unwrap().split(',').next().unwrap();
    assert!(chrono::DateTime::parse_from_rfc3339(first).is_ok(), "{first}");
    assert!(text.contains("dora@n.example"), "{text}");
    assert!(text.contains("'=HYPERLINK(1)"), "{text}");
    assert_eq!(text.lines().count(), 3);
    let book = ada.get(&workspace.path("settings/audit/export.xlsx")).await;
    assert!(book.body().starts_with(b"PK"));
    assert!(lines(&workspace, "?group=files").await[0].contains("Audit log exported"));
}

#[actix_web::test]
async fn only_admins_read_it() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Bruno", "bruno@n.example");
    let bruno = workspace.sign_in("bruno@n.example").await;
    for page in ["", "/export.csv", "/export.xlsx"] {
        let answer = bruno.get(&workspace.path(&format!("settings/audit{page}"))).await;
        assert_eq!(answer.status, 403);
    }
}

#[actix_web::test]
async fn no_event_of_any_journey_holds_a_secret() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let anna = workspace.invite("Anna", "anna@n.example");
    let ada = workspace.signed_in_admin().await;
    const NEW: &str = "copper-lantern-orbit-4";
    let conn = &mut app.conn();
    // Invited, sent again, accepted; another address and password; a further workspace; and refused.
    let again = workspace.path(&format!("settings/users/{}/resend", anna.id));
    assert_eq!(ada.post(&again, &[("generation", "1")]).await.status, 303);
    let invitation_id = app.id("SELECT id FROM invitations").parse().unwrap();
    let claim = JoinClaim { workspace_id: workspace.id, invitation_id, generation: 2 };
    let join = claim.token(&app.app.keys);
    let guest = app.stranger();
    let form = [("name", "Anna"), ("password", NEW)];
    let joined = guest.post(&format!("/join/{join}"), &form).await;
    assert_eq!(joined.status, 303);
    guest.post(&workspace.path("settings/plan"), &[("seats", "5")]).await;
    guest
        .post("/profile/email", &[("new_email", "anna@new.example"), ("email_password", NEW)])
        .await;
    let id = |app: &TestApp| {
        app.id("SELECT id FROM confirmations ORDER BY id DESC LIMIT 1").parse().unwrap()
    };
    let moved = confirmation_token(&app.app.keys, Purpose::EmailChange, id(&app));
    assert_eq!(guest.post(&format!("/profile/email/{moved}"), &[]).await.status, 303);
    app.stranger().post("/sign-up", &[("email", "anna@new.example")]).await;
    let made = confirmation_token(&app.app.keys, Purpose::SignUp, id(&app));
    let form = [
        ("workspace", "Südwind"),
        ("time_zone", "Europe/Vienna"),
        ("language", "de"),
        ("name", "Anna"),
        ("password", NEW),
    ];
    assert_eq!(app.stranger().post(&format!("/sign-up/{made}"), &form).await.status, 303);
    let form = [("current_password", PASSWORD), ("password", NEW)];
    assert_eq!(ada.post("/profile/password", &form).await.status, 303);
    let all: Vec<(String, serde_json::Value, Option<String>, Option<String>)> = audit_events::table
        .select((
            audit_events::action,
            audit_events::details,
            audit_events::from_address,
            audit_events::from_device,
        ))
        .load(conn)
        .unwrap();
    let all = format!("{all:?}");
    for action in ["signed_in", "resent", "accepted", "refused", "email_changed", "workspace_made"]
    {
        assert!(all.contains(action), "{action}");
    }
    let key = app.session_key(&joined.cookie("usher").unwrap());
    for secret in [PASSWORD, NEW, &join[8..], &moved[8..], &made[8..], &key, "argon2"] {
        assert!(!all.contains(secret), "{secret}");
    }
}
