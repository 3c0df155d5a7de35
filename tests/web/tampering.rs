//! What is put into forms by hand: fields that are not theirs, roles that are none, ids of others.

use diesel::prelude::*;
use usher::models::role::Preset;
use usher::schema::users;
use usher::values::Status;
use uuid::Uuid;

use crate::matrix::things::{Kind, Things};
use crate::support::{Answer, Person, TestApp, TestWorkspace};

/// The window's form with one line and these fields beside.
async fn send(ada: &Person, workspace: &TestWorkspace<'_>, fields: &[(&str, &str)]) -> Answer {
    let form_id = Uuid::now_v7().to_string();
    let mut form = vec![("form_id", &*form_id), ("lines[0][email]", "new@example.com")];
    form.extend(fields);
    ada.post(&workspace.path("settings/invite"), &form).await
}

/// Words that mean no role of the workspace, among them one that it had.
fn no_roles(workspace: &TestWorkspace<'_>, other: &TestWorkspace<'_>) -> Vec<String> {
    let deleted = Uuid::now_v7();
    workspace.app.sql(&format!(
        "INSERT INTO roles (workspace_id, id, name) VALUES ('{}', '{deleted}', 'Gone')",
        workspace.id
    ));
    workspace.app.sql(&format!("DELETE FROM roles WHERE id = '{deleted}'"));
    let words = ["owner", "Gone", "admin' --", "0", "null"].map(str::to_owned);
    let ids = [deleted, Uuid::nil(), Uuid::now_v7(), other.admin_role.id, other.user_role.id];
    words.into_iter().chain(ids.map(|id| id.to_string())).collect()
}

#[actix_web::test]
async fn z02_what_is_no_role_of_the_workspace_gives_none() {
    let app = TestApp::start();
    let (workspace, other) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let ada = workspace.signed_in_admin().await;
    let details = workspace.path(&format!("settings/users/{}", dora.id));
    let words = no_roles(&workspace, &other);
    let before = app.checksum();
    for word in &words {
        let sent = send(&ada, &workspace, &[("lines[0][role]", word)]).await;
        assert_eq!(sent.status, 422, "invited as {word}");
        let form = [("name", "Dora Ek"), ("gender", ""), ("language", ""), ("role", word)];
        assert_eq!(ada.post(&details, &form).await.status, 422, "changed to {word}");
    }
    let (user, foreign) = (workspace.user_role.id.to_string(), other.admin_role.id.to_string());
    for twisted in [
        [("lines[0][role][]", foreign.as_str()), ("lines[1][email]", "")],
        [("lines[0][role][id]", user.as_str()), ("lines[1][email]", "")],
        [("role", user.as_str()), ("all[role]", user.as_str())],
    ] {
        let status = send(&ada, &workspace, &twisted).await.status;
        assert!(matches!(status, 400 | 422), "{twisted:?}: {status}");
    }
    let twice =
        [("name", "D"), ("gender", ""), ("language", ""), ("role", &*user), ("role", &*user)];
    assert_eq!(ada.post(&details, &twice).await.status, 400);
    assert_eq!(app.checksum(), before);
}

#[actix_web::test]
async fn z02_fields_that_are_not_of_the_form_change_nothing() {
    let app = TestApp::start();
    let (workspace, other) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    let ada = workspace.signed_in_admin().await;
    let (admin, user) = (workspace.admin_role.id.to_string(), workspace.user_role.id.to_string());
    let (other_id, account) = (other.id.to_string(), workspace.ada.account_id.unwrap().to_string());
    let sent = send(
        &ada,
        &workspace,
        &[
            ("lines[0][role]", user.as_str()),
            ("lines[0][role_id]", &admin),
            ("lines[0][status]", "active"),
            ("lines[0][account_id]", &account),
            ("lines[0][workspace_id]", &other_id),
            ("workspace_id", &other_id),
            ("slug", "suedwind"),
            ("sender_id", &other_id),
            ("booked_seats", "1000"),
        ],
    )
    .await;
    assert_eq!(sent.status, 303);
    let made: (Uuid, Uuid, Status, Option<Uuid>, Option<Uuid>) = users::table
        .filter(users::email.eq("new@example.com"))
        .select((
            users::workspace_id,
            users::role_id,
            users::status,
            users::account_id,
            users::invited_by,
        ))
        .first(&mut app.conn())
        .unwrap();
    let expected =
        (workspace.id, workspace.user_role.id, Status::Initiated, None, Some(workspace.ada.id));
    assert_eq!(made, expected);

    let own = workspace.path(&format!("settings/users/{}", workspace.ada.id));
    let form = [
        ("name", "Ada Engel"),
        ("gender", ""),
        ("language", ""),
        ("role", admin.as_str()),
        ("role_id", &other_id),
        ("role[]", &other_id),
        ("email", "evil@example.com"),
        ("status", "deactivated"),
        ("workspace_id", &other_id),
    ];
    assert_eq!(ada.post(&own, &form).await.status, 303);
    let still: (String, Uuid, Status) = users::table
        .find((workspace.id, workspace.ada.id))
        .select((users::email, users::role_id, users::status))
        .first(&mut app.conn())
        .unwrap();
    assert_eq!(still, (workspace.ada.email.clone(), workspace.admin_role.id, Status::Active));
}

/// Forms that name something in their body: path, field, its value, and what else they have.
type Naming = (String, &'static str, String, Vec<(&'static str, String)>);

fn forms_naming(own: &Things, name: &dyn Fn(Kind) -> String) -> Vec<Naming> {
    let at = |path: &str, kind| path.replace("{id}", own.name(kind));
    let form_id = || ("form_id", Uuid::now_v7().to_string());
    let text = |name: &'static str, value: &str| (name, value.to_owned());
    let line = || {
        vec![
            form_id(),
            text("lines[0][email]", "new@example.com"),
            ("lines[0][role]", own.user_role.to_string()),
        ]
    };
    let resend = format!("resend-0-1-{}", name(Kind::Initiated));
    let activate = format!("activate-0-{}", name(Kind::Deactivated));
    let lines = "settings/invite/lines".to_owned();
    let assigned = |is| vec![text("assigned", is)];
    let assignees = at("tasks/{id}/assignees", Kind::Task);
    let profile = vec![text("name", "Dora Ek"), text("gender", ""), text("language", "")];
    vec![
        ("settings/invite".to_owned(), "lines[0][team]", name(Kind::Team), line()),
        ("settings/invite".to_owned(), "task", name(Kind::Task), line()),
        (at("settings/users/{id}", Kind::Active), "team", name(Kind::Team), profile),
        (
            at("projects/{id}/members", Kind::Project),
            "user",
            name(Kind::Member),
            vec![text("member", "true")],
        ),
        (
            at("settings/teams/{id}/members", Kind::Team),
            "user",
            name(Kind::Member),
            vec![text("member", "true")],
        ),
        (assignees.clone(), "user", name(Kind::Member), assigned("true")),
        (assignees, "user", name(Kind::Member), assigned("false")),
        (lines.clone(), "change", resend, vec![form_id()]),
        (lines.clone(), "change", activate, vec![form_id()]),
        (lines.clone(), "task", name(Kind::Task), vec![form_id(), text("change", "add")]),
        (lines, "batch", name(Kind::Batch), vec![form_id(), text("change", "add")]),
    ]
}

#[actix_web::test]
async fn z02_what_a_form_names_of_another_workspace_is_what_exists_nowhere() {
    let app = TestApp::start();
    let (here, other) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    let (own, others) = (Things::make(&here), Things::make(&other));
    let ada = here.signed_in_admin().await;
    let foreign = forms_naming(&own, &|kind| others.name(kind).to_owned());
    let unknown = forms_naming(&own, &Kind::unknown);
    let before = app.checksum();
    for (foreign, unknown) in foreign.into_iter().zip(unknown) {
        let mut seen = Vec::new();
        for (path, field, value, mut form) in [foreign, unknown] {
            form.push((field, value.clone()));
            let fields: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let answer = ada.post(&here.path(&path), &fields).await;
            let form_id = form.iter().find(|(name, _)| *name == "form_id");
            let form_id = form_id.map_or("none", |(_, id)| id.as_str());
            let text = answer.text().replace(&value, "VALUE").replace(form_id, "FORM");
            seen.push((path, field, answer.status, text));
        }
        assert_eq!(seen[0], seen[1]);
        assert_eq!(app.checksum(), before, "{:?}", &seen[0]);
    }
}
