//! The invite window that was opened from a task, for people who are here already.

use usher::models::role::Preset;
use usher::models::task::Task;
use uuid::Uuid;

use crate::support::{Answer, Person, TestApp, TestWorkspace};

fn draw(workspace: &TestWorkspace<'_>) -> Task {
    workspace.task(&workspace.project("Website"), "Draw")
}

/// The window of this task with this address in it.
async fn open(ada: &Person, workspace: &TestWorkspace<'_>, task: &Task, email: &str) -> Answer {
    let (task, email) = (task.id, email.replace('@', "%40"));
    ada.get_fragment(&workspace.path(&format!("settings/invite?task={task}&email={email}"))).await
}

/// Presses the button of this text in the only line.
async fn press(
    ada: &Person,
    workspace: &TestWorkspace<'_>,
    task: &Task,
    window: &Answer,
    text: &str,
) -> Answer {
    let buttons = window.all(".line-messages button");
    let place = buttons.iter().position(|button| button == text);
    let place = place.unwrap_or_else(|| panic!("no {text} among {buttons:?}: {}", window.text()));
    let change = window.attributes(".line-messages button", "value").remove(place);
    let email = window.attributes("[data-lines] [data-email]", "value").remove(0);
    let (form_id, task) = (Uuid::now_v7().to_string(), task.id.to_string());
    let fields = [
        ("form_id", form_id.as_str()),
        ("task", task.as_str()),
        ("shown", "facts"),
        ("lines[0][email]", email.as_str()),
        ("change", change.as_str()),
    ];
    ada.post_fragment(&workspace.path("settings/invite/lines"), &fields).await
}

fn assigned(app: &TestApp, workspace: &TestWorkspace<'_>, task: &Task) -> Vec<String> {
    let names = app.text(&format!(
        "SELECT coalesce(string_agg(name, ',' ORDER BY name), '') AS text
         FROM task_assignees JOIN users ON users.id = user_id
         WHERE users.workspace_id = '{}' AND task_id = '{}'",
        workspace.id, task.id
    ));
    names.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

#[actix_web::test]
async fn whoever_is_activated_again_from_a_task_is_assigned_to_it() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let task = draw(&workspace);
    workspace.user(Preset::User, "Elin Berg", "elin@n.example");
    app.sql("UPDATE users SET status = 'deactivated' WHERE name = 'Elin Berg'");
    let ada = workspace.signed_in_admin().await;
    let window = open(&ada, &workspace, &task, "elin@n.example").await;
    let done = press(&ada, &workspace, &task, &window, "Activate again").await;
    assert_eq!(done.one(".banner-ok p"), "Elin Berg is active again and assigned to “Draw”.");
    assert_eq!(assigned(&app, &workspace, &task), ["Elin Berg"]);
}

#[actix_web::test]
async fn whoever_is_invited_again_from_a_task_is_assigned_to_it() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let task = draw(&workspace);
    let elin = workspace.invite("Elin Berg", "elin@n.example");
    let ada = workspace.signed_in_admin().await;
    ada.post(&workspace.path(&format!("settings/users/{}/withdrawal", elin.id)), &[]).await;
    let window = open(&ada, &workspace, &task, "elin@n.example").await;
    let done = press(&ada, &workspace, &task, &window, "Invite again").await;
    let said = "Elin Berg was invited again and is assigned to “Draw”.";
    assert_eq!(done.one(".banner-ok p"), said);
    assert_eq!(assigned(&app, &workspace, &task), ["Elin Berg"]);
}

#[actix_web::test]
async fn whoever_is_here_is_assigned_from_their_line() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let task = draw(&workspace);
    workspace.user(Preset::User, "Bo Lund", "bo@n.example");
    workspace.invite("Elin Berg", "elin@n.example");
    let ada = workspace.signed_in_admin().await;
    for (email, other) in [("bo@n.example", "Open"), ("elin@n.example", "Resend")] {
        let window = open(&ada, &workspace, &task, email).await;
        assert_eq!(window.all(".line-messages :is(a, button)"), ["Assign", other]);
        let done = press(&ada, &workspace, &task, &window, "Assign").await;
        assert!(done.one(".banner-ok p").ends_with("is assigned to “Draw”"));
    }
    assert_eq!(assigned(&app, &workspace, &task), ["Bo Lund", "Elin Berg"]);
    let window = open(&ada, &workspace, &task, "elin@n.example").await;
    let sent = press(&ada, &workspace, &task, &window, "Resend").await;
    assert!(sent.one(".banner-ok p").ends_with("Elin Berg is assigned to “Draw”."));
}

#[actix_web::test]
async fn without_a_seat_nobody_is_activated_or_assigned() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let task = draw(&workspace);
    workspace.user(Preset::User, "Elin Berg", "elin@n.example");
    app.sql("UPDATE users SET status = 'deactivated' WHERE name = 'Elin Berg'");
    workspace.book(1);
    let ada = workspace.signed_in_admin().await;
    let window = open(&ada, &workspace, &task, "elin@n.example").await;
    press(&ada, &workspace, &task, &window, "Activate again").await;
    assert!(assigned(&app, &workspace, &task).is_empty());
}

#[actix_web::test]
async fn a_task_elsewhere_or_archived_gets_nobody_and_activates_nobody() {
    let app = TestApp::start();
    let (workspace, other) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    let (task, theirs) = (draw(&workspace), draw(&other));
    workspace.user(Preset::User, "Elin Berg", "elin@n.example");
    app.sql("UPDATE users SET status = 'deactivated' WHERE name = 'Elin Berg'");
    let ada = workspace.signed_in_admin().await;
    let window = open(&ada, &workspace, &task, "elin@n.example").await;
    let before = app.checksum();
    assert_eq!(press(&ada, &workspace, &theirs, &window, "Activate again").await.status, 404);
    assert_eq!(app.checksum(), before);
    app.sql("UPDATE projects SET archived_at = now()");
    let before = app.checksum();
    assert_eq!(press(&ada, &workspace, &task, &window, "Activate again").await.status, 409);
    assert_eq!(app.checksum(), before);
}

#[actix_web::test]
async fn the_popup_knows_addresses() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let task = draw(&workspace);
    workspace.user(Preset::User, "Elin Berg", "elin@n.example");
    workspace.user(Preset::User, "Bo Lund", "bo@n.example");
    app.sql("UPDATE users SET status = 'deactivated' WHERE name = 'Elin Berg'");
    let ada = workspace.signed_in_admin().await;
    let popup = |q: &str| workspace.path(&format!("tasks/{}/assignees?q={q}", task.id));
    let new = ada.get_fragment(&popup("new.person%40kunde.example")).await;
    assert_eq!(new.one("a[data-with-query]"), "Invite new.person@kunde.example");
    let known = ada.get_fragment(&popup("BO%40n.example")).await;
    assert_eq!(known.all(".assign-list .who-name"), ["Bo Lund"]);
    let gone = ada.get_fragment(&popup("elin%40n.example")).await;
    assert!(gone.says("Elin Berg is deactivated. Activate again"), "{}", gone.text());
    assert!(gone.attributes("#assign-found a", "href")[0].contains("email=elin%40n.example"));
    assert_eq!(gone.all("[data-nobody]:not([hidden])").len(), 0);
    let role = workspace.own_role("Planner", planner(), false);
    workspace.holder(&role, "Pia Plan", "pia@n.example");
    let pia = workspace.sign_in("pia@n.example").await;
    assert!(!pia.get_fragment(&popup("elin%40n.example")).await.says("Elin"));
}

/// Manages tasks and sees no addresses.
fn planner() -> [usher::values::Level; 4] {
    use usher::values::Level::{Manage, None};
    [None, Manage, None, None]
}

#[actix_web::test]
async fn a_send_from_a_task_names_it_and_undo_leads_back_to_it() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    app.sql("UPDATE workspaces SET hold_seconds = 60");
    let task = draw(&workspace);
    let ada = workspace.signed_in_admin().await;
    let (form_id, id) = (Uuid::now_v7().to_string(), task.id.to_string());
    let role = workspace.guest_role.id.to_string();
    let form = [
        ("form_id", form_id.as_str()),
        ("task", id.as_str()),
        ("lines[0][email]", "new@n.example"),
        ("lines[0][role]", role.as_str()),
    ];
    let page = workspace.path(&format!("tasks/{id}"));
    assert_eq!(ada.post(&workspace.path("settings/invite"), &form).await.location(), page);
    let shown = ada.get(&page).await;
    let said = "1 invitation queued for new and assigned to “Draw”";
    assert_eq!(shown.one(".banner-ok p"), said);
    let undo = shown.attributes(".banner form", "action").remove(0);
    assert_eq!(ada.post(&undo, &[]).await.location(), page);
    assert!(ada.get(&page).await.says("1 invitation taken back"));

    // Over the page of its project, the window goes back to that one.
    let form_id = Uuid::now_v7().to_string();
    let fields = [&[("form_id", form_id.as_str())][..], &form[1..]].concat();
    let answer = ada.post_fragment(&workspace.path("settings/invite"), &fields).await;
    assert_eq!((answer.status, answer.headers["location-after"].to_str().unwrap()), (204, ""));
}
