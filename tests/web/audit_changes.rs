//! What the audit log tells of a change: from what to what, and of whom, as they were called then.

use std::time::{Duration, Instant};

use usher::models::role::Preset;
use uuid::Uuid;

use crate::support::{Person, TestApp, TestWorkspace};

/// What the log says, line by line, the newest last.
async fn log(ada: &Person, workspace: &TestWorkspace<'_>, group: &str) -> Vec<String> {
    let page = ada.get(&workspace.path(&format!("settings/audit?group={group}"))).await;
    let mut lines = page.all("tbody tr");
    lines.reverse();
    lines
}

fn tells(log: &[String], expected: &[&str]) {
    assert_eq!(log.len(), expected.len(), "{log:#?}");
    for (line, said) in log.iter().zip(expected) {
        assert!(line.contains(said), "{said}: {line}");
        assert!(!line.contains("Somebody"), "{line}");
    }
}

#[actix_web::test]
async fn what_a_role_was_and_became_is_told_by_the_names_of_then() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let ada = workspace.signed_in_admin().await;
    let roles = workspace.path("settings/permissions");
    let form = |name: &'static str, tasks: &'static str| {
        [
            ("name", name),
            ("projects", "none"),
            ("tasks", tasks),
            ("people", "read"),
            ("settings", "none"),
        ]
    };
    ada.post(&roles, &form("Leader", "read")).await;
    let leader = app.id("SELECT id FROM roles WHERE name = 'Leader'");
    let mut edited = form("Lead", "manage").to_vec();
    edited.push(("can_create_projects", "true"));
    ada.post(&format!("{roles}/{leader}"), &edited).await;
    assert_eq!(ada.post(&format!("{roles}/{leader}"), &edited).await.status, 303, "no news");
    let profile = workspace.path(&format!("settings/users/{}", dora.id));
    let given = [("name", "Dora Ek"), ("gender", ""), ("language", ""), ("role", &*leader)];
    assert_eq!(ada.post(&profile, &given).await.status, 303);
    let instead = workspace.guest_role.id.to_string();
    let gone = ada.post(&format!("{roles}/{leader}/deletion"), &[("role", &*instead)]).await;
    assert_eq!(gone.status, 303);
    tells(
        &log(&ada, &workspace, "roles").await,
        &[
            "Role created: Leader",
            "Role edited: Lead, Name (Leader → Lead), Tasks (Read → Manage), Create projects (No → Yes)",
            "Role changed from User to Lead",
            "Role changed from Lead to Guest",
            "Role deleted: Lead",
        ],
    );
}

#[actix_web::test]
async fn what_a_team_was_and_became_is_told_and_who_came_and_went() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let ada = workspace.signed_in_admin().await;
    let teams = workspace.path("settings/teams");
    let made = ada.post(&teams, &[("name", "Web"), ("colour", "1")]).await;
    let team = made.location();
    let id = dora.id.to_string();
    ada.post(&format!("{team}/members"), &[("user", &*id), ("member", "true")]).await;
    ada.post(team, &[("name", "Shop"), ("colour", "2")]).await;
    let profile = workspace.path(&format!("settings/users/{id}"));
    let shop = app.id("SELECT id FROM teams");
    let other = ada.post(&teams, &[("name", "Büro"), ("colour", "3")]).await;
    let other = other.location().rsplit('/').next().unwrap().to_owned();
    let form = [("name", "Dora Ek"), ("gender", ""), ("language", "")];
    let swapped = [&form[..], &[("team", &*other)]].concat();
    assert_eq!(ada.post(&profile, &swapped).await.status, 303);
    ada.post(&format!("{team}/deletion"), &[]).await;
    tells(
        &log(&ada, &workspace, "teams").await,
        &[
            "Team created: Web",
            "Teams added: WebDora Ek",
            "Team edited: Shop, Name (Web → Shop), Colour (Green → Orange)",
            "Team created: Büro",
            "Teams added: Büro; Teams taken away: ShopDora Ek",
            "Team deleted: Shop",
        ],
    );
    assert_eq!(app.sql(&format!("SELECT FROM teams WHERE id = '{shop}'")), 0);
}

#[actix_web::test]
async fn what_a_setting_was_and_became_is_told() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let settings = [
        ("name", "Nordlicht GmbH"),
        ("language", "de"),
        ("time_zone", "Europe/Berlin"),
        ("invitation_days", "9"),
        ("hold_seconds", "0"),
        ("allowed_domains", "n.example, o.example"),
        ("accept_note", "admins"),
    ];
    app.sql("UPDATE accounts SET language = 'en'");
    assert_eq!(ada.post(&workspace.path("settings/workspace"), &settings).await.status, 303);
    let said = "Settings changed: Name (Nordlicht → Nordlicht GmbH), Language (English → Deutsch), \
                Days an invitation lasts (7 → 9), \
                Domains that may be invited (– → n.example, o.example), \
                A mail when somebody accepts (To nobody → To all Admins)";
    tells(&log(&ada, &workspace, "settings").await, &[said]);
}

#[actix_web::test]
async fn what_is_handed_over_is_told_with_its_number_and_to_whom() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::Admin, "Dora Ek", "dora@n.example");
    let jonas = workspace.user(Preset::User, "Jonas Lund", "jonas@n.example");
    let anna = workspace.invite("Anna", "anna@n.example");
    app.sql(&format!(
        "UPDATE invitations SET invited_by = '{}' WHERE user_id = '{}'",
        dora.id, anna.id
    ));
    let project = workspace.project("Website");
    for title in ["Texts", "Pictures"] {
        let task = workspace.task(&project, title);
        workspace.assign(&task, &dora);
    }
    let ada = workspace.signed_in_admin().await;
    let path = workspace.path(&format!("settings/users/{}/deactivation", dora.id));
    let successor = jonas.id.to_string();
    assert_eq!(ada.post(&path, &[("successor", &*successor)]).await.status, 303);
    let said = "Deactivated; 2 open tasks handed to Jonas Lund; \
                1 open invitation goes on in the name of Ada EngelDora Ek";
    tells(&log(&ada, &workspace, "people").await, &[said]);
}

/// How many failed sign-ins the logs hold, once there are as many as expected.
async fn failed(app: &TestApp, expected: usize) -> usize {
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        let found = app.sql("SELECT FROM audit_events WHERE action = 'sign_in_failed'");
        if found >= expected || Instant::now() > deadline {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[actix_web::test]
async fn a_wrong_password_stands_in_the_log_of_every_workspace_once_in_five_minutes() {
    let app = TestApp::start();
    let (north, south) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    let other = app.workspace("Werft");
    north.user(Preset::User, "Dora Ek", "dora@n.example");
    south.user(Preset::User, "Dora Ek", "dora@n.example");
    let ada = north.signed_in_admin().await;
    let typed = Uuid::now_v7().to_string();
    let wrong = |email: &'static str| [("email", email), ("password", &*typed), ("next", "")];
    let stranger = app.stranger();
    assert_eq!(
        stranger.post_from("192.0.2.7", "/sign-in", &wrong("dora@n.example")).await.status,
        422
    );
    assert_eq!(failed(&app, 2).await, 2);
    for email in ["dora@n.example", "nobody@n.example", "dora@n.example"] {
        assert_eq!(stranger.post("/sign-in", &wrong(email)).await.status, 422);
    }
    app.sql("DELETE FROM rate_counters WHERE key LIKE 'sign-in-failed:%'");
    assert_eq!(stranger.post("/sign-in", &wrong("dora@n.example")).await.status, 422);
    assert_eq!(failed(&app, 4).await, 4, "those in between were not recorded");
    let log = log(&ada, &north, "sign-ins").await;
    let told: Vec<_> = log.iter().filter(|line| line.contains("wrong password")).collect();
    assert_eq!(told.len(), 2);
    for said in ["Unknown", "Sign-in with a wrong password", "Dora Ek", "192.0.2.7"] {
        assert!(told[0].contains(said), "{said}: {told:?}");
    }
    let ours = format!("SELECT FROM audit_events WHERE workspace_id = '{}'", other.id);
    assert_eq!(app.sql(&ours), 0);
    let secret = format!("SELECT FROM audit_events WHERE details::text LIKE '%{typed}%'");
    assert_eq!(app.sql(&secret), 0);
}
