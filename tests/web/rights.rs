//! A right may be taken away between the check at the request's beginning and the change itself.

use diesel::prelude::*;
use usher::models::role::Preset;
use usher::models::user::User;
use usher::schema::{audit_events, users};
use usher::values::{Level, Status};
use uuid::Uuid;

use crate::support::{TestApp, TestWorkspace};

/// Path and form of every change that Admins alone make.
fn changes(
    workspace: &TestWorkspace<'_>,
    batch: Uuid,
) -> Vec<(String, Vec<(&'static str, String)>)> {
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let gone = workspace.user(Preset::User, "Gone Long", "gone@n.example");
    workspace.app.sql(&format!("UPDATE users SET status = 'deactivated' WHERE id = '{}'", gone.id));
    let role = || workspace.admin_role.id.to_string();
    let spare = workspace.own_role("Spare", [Level::Read; 4], false).id;
    let levels = |name: &str| {
        let areas = ["projects", "tasks", "people", "settings"];
        let name = [("name", name.to_owned())];
        name.into_iter().chain(areas.map(|area| (area, "manage".to_owned()))).collect()
    };
    let at = |user: &User, verb: &str| format!("settings/users/{}{verb}", user.id);
    vec![
        (
            "settings/invite".to_owned(),
            vec![
                ("form_id", Uuid::now_v7().to_string()),
                ("lines[0][email]", "new@n.example".to_owned()),
                ("lines[0][role]", role()),
            ],
        ),
        (format!("settings/batches/{batch}/undo"), Vec::new()),
        (at(&carla, "/resend"), vec![("generation", "1".to_owned())]),
        (at(&carla, "/withdrawal"), Vec::new()),
        (at(&gone, "/activation"), Vec::new()),
        (at(&dora, "/deactivation"), Vec::new()),
        (
            at(&dora, ""),
            vec![
                ("name", "Dora".to_owned()),
                ("gender", String::new()),
                ("language", String::new()),
                ("role", role()),
            ],
        ),
        ("settings/plan".to_owned(), vec![("seats", "99".to_owned())]),
        ("settings/permissions".to_owned(), levels("Mine")),
        (format!("settings/permissions/{spare}"), levels("Spare")),
        (format!("settings/permissions/{spare}/deletion"), Vec::new()),
    ]
}

/// The workspace's lock is held, as by whoever takes the right away; so the request has passed its
/// first check when this commits.
fn taking_away(workspace: &TestWorkspace<'_>, user: &User, what: &str) -> String {
    format!(
        "SELECT 1 FROM workspaces WHERE id = '{}' FOR NO KEY UPDATE;
         UPDATE users SET {what} WHERE id = '{}'",
        workspace.id, user.id
    )
}

#[actix_web::test]
async fn z05_an_admin_who_loses_the_right_during_a_request_changes_nothing() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    app.sql("UPDATE workspaces SET hold_seconds = 60");
    let bea = workspace.user(Preset::Admin, "Bea Klein", "bea@n.example");
    let beas = workspace.sign_in("bea@n.example").await;
    workspace.invite("Fred", "fred@n.example");
    let batch = usher::schema::batches::table
        .select(usher::schema::batches::id)
        .first(&mut app.conn())
        .unwrap();
    let events = || audit_events::table.count().get_result::<i64>(&mut app.conn()).unwrap();
    let lost =
        ["status = 'deactivated'".to_owned(), format!("role_id = '{}'", workspace.user_role.id)];
    let changes = changes(&workspace, batch);
    let before = events();
    for (path, form) in &changes {
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        for what in &lost {
            let path = workspace.path(path);
            let change = taking_away(&workspace, &bea, what);
            let answer = app.meanwhile(&change, beas.post(&path, &form)).await;
            assert_eq!(answer.status, 403, "{path}, {what}: {}", answer.text());
            app.sql(&format!(
                "UPDATE users SET status = 'active', role_id = '{}' WHERE id = '{}'",
                workspace.admin_role.id, bea.id
            ));
        }
    }
    assert_eq!(events(), before, "nothing was changed");
}

#[actix_web::test]
async fn z05_people_change_their_own_profile_only_while_they_are_active() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let person = workspace.sign_in("dora@n.example").await;
    let path = workspace.path(&format!("settings/users/{}", dora.id));
    let form = |name| [("name", name), ("gender", ""), ("language", "")];
    assert_eq!(person.post(&path, &form("Dora Eklund")).await.status, 303);
    let change = taking_away(&workspace, &dora, "status = 'deactivated'");
    let answer = app.meanwhile(&change, person.post(&path, &form("Nobody"))).await;
    assert_eq!(answer.status, 403);
    let (name, status): (String, Status) = users::table
        .find((workspace.id, dora.id))
        .select((users::name, users::status))
        .first(&mut app.conn())
        .unwrap();
    assert_eq!((name.as_str(), status), ("Dora Eklund", Status::Deactivated));
}
