//! Rights that end while a change waits for its turn.

use usher::models::role::Preset;
use uuid::Uuid;

use crate::joining::{NEW_PASSWORD, invite};
use crate::support::TestApp;

type Form = Vec<(&'static str, String)>;

fn form(fields: &[(&'static str, &str)]) -> Form {
    fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
}

/// What somebody with every right but an Admin's can change, by paths below the workspace.
fn changes(things: &[(&'static str, String)], user: &str) -> Vec<(String, Form)> {
    let at = |noun: &str| things.iter().find(|(name, _)| *name == noun).unwrap().1.clone();
    let (project, task, team) = (at("projects/{id}"), at("tasks/{id}"), at("teams/{id}"));
    let settings = [
        ("name", "Renamed"),
        ("language", "en"),
        ("time_zone", "Europe/Berlin"),
        ("invitation_days", "14"),
        ("hold_seconds", "0"),
    ];
    let task_form = [("title", "Changed"), ("description", ""), ("due_on", "")];
    vec![
        ("settings/workspace".to_owned(), form(&settings)),
        ("settings/teams".to_owned(), form(&[("name", "New"), ("colour", "1")])),
        (format!("settings/{team}"), form(&[("name", "Changed"), ("colour", "1")])),
        (format!("settings/{team}/members"), form(&[("user", user), ("member", "true")])),
        (format!("settings/{team}/members/{user}/removal"), Form::new()),
        (
            format!("settings/users/{user}"),
            form(&[("name", "Changed"), ("gender", ""), ("language", "")]),
        ),
        ("projects".to_owned(), form(&[("name", "New")])),
        (format!("{project}/members"), form(&[("user", user), ("member", "true")])),
        (format!("{project}/members/{user}/removal"), Form::new()),
        (format!("{project}/tasks"), form(&[("title", "New")])),
        (task.clone(), form(&task_form)),
        (format!("{task}/done"), form(&[("done", "true"), ("from", "task")])),
        (format!("{task}/assignees"), form(&[("user", user), ("assigned", "true")])),
        (format!("{task}/position"), form(&[("to", "up")])),
        (format!("{task}/deletion"), Form::new()),
        (project.clone(), form(&[("name", "Changed")])),
        (format!("{project}/archive"), Form::new()),
        (format!("{project}/archive/removal"), Form::new()),
        (format!("{project}/deletion"), Form::new()),
    ]
}

#[actix_web::test]
async fn z05_a_right_that_ends_while_a_change_waits_makes_no_change_any_more() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let things = workspace.fill();
    let bo = workspace.user(Preset::Admin, "Bo Lund", "bo@n.example");
    let person = workspace.sign_in("bo@n.example").await;
    let set = |role: Uuid| format!("UPDATE users SET role_id = '{role}' WHERE id = '{}'", bo.id);
    let take = format!(
        "SELECT FROM workspaces WHERE id = '{}' FOR NO KEY UPDATE; {}",
        workspace.id,
        set(workspace.guest_role.id)
    );
    for (path, form) in changes(&things, &workspace.ada.id.to_string()) {
        let fields: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let before = app.checksum();
        let path = workspace.path(&path);
        let answer = app.meanwhile(&take, person.post(&path, &fields)).await;
        assert_eq!(answer.status, 403, "{path}: {}", answer.text());
        app.sql(&set(workspace.admin_role.id));
        assert_eq!(app.checksum(), before, "{path}");
    }
}

#[actix_web::test]
async fn no_admin_comes_in_whose_inviter_stops_being_one_at_that_moment() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::Admin, "Bo Lund", "bo@n.example");
    let invite = invite(&workspace, "new@n.example", &workspace.admin_role, None);
    let demote = format!(
        "SELECT FROM workspaces WHERE id = '{}' FOR NO KEY UPDATE;
         UPDATE users SET role_id = '{}' WHERE id = '{}'",
        workspace.id, workspace.user_role.id, workspace.ada.id
    );
    let form = [("name", "New"), ("password", NEW_PASSWORD)];
    let person = app.stranger();
    let answer = app.meanwhile(&demote, person.post(&invite.path, &form)).await;
    assert_eq!(
        (answer.status, answer.one("h1").as_str()),
        (410, "This invitation no longer counts")
    );
}
