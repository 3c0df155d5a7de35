//! A right that is gone counts on the next request of every session on every node; another role ends
//! them all.

use diesel::prelude::*;
use futures_util::future::join_all;
use usher::models::role::Preset;
use usher::models::user::User;
use usher::schema::audit_events;
use uuid::Uuid;

use crate::support::{PASSWORD, Person, TestApp, TestWorkspace};

const LIST: &str = "/w/nordlicht/settings/users";

/// The answers of every node to every browser.
async fn statuses(people: &[Person], nodes: [&TestApp; 2], path: &str) -> Vec<u16> {
    let mut statuses = Vec::new();
    for person in people {
        for node in nodes {
            statuses.push(person.at(node).get(path).await.status);
        }
    }
    statuses
}

/// Dora in three browsers.
async fn sign_in_three(workspace: &TestWorkspace<'_>) -> Vec<Person> {
    let mut people = Vec::new();
    for _ in 0..3 {
        people.push(workspace.sign_in("dora@n.example").await);
    }
    people
}

/// What the profile form of a user sends.
fn profile<'a>(name: &'a str, role: &'a str) -> [(&'a str, &'a str); 4] {
    [("name", name), ("gender", ""), ("language", ""), ("role", role)]
}

#[actix_web::test]
async fn z05_what_is_taken_away_is_gone_on_the_next_request_of_every_session_on_every_node() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let node = app.node();
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let mut people = sign_in_three(&workspace).await;
    let (ada, nodes) = (workspace.signed_in_admin().await.at(&node), [&app, &node]);
    let at = |verb: &str| format!("{LIST}/{}{verb}", dora.id);
    let [admin, user, guest] = [&workspace.admin_role, &workspace.user_role, &workspace.guest_role]
        .map(|role| role.id.to_string());
    let invite = workspace.path("settings/invite");

    assert_eq!(statuses(&people, nodes, LIST).await, [200; 6]);
    assert_eq!(statuses(&people, nodes, &invite).await, [403; 6]);
    for (role, list, window) in [(&admin, 200, 200), (&guest, 403, 403), (&user, 200, 403)] {
        assert_eq!(ada.post(&at(""), &profile("Dora Ek", role)).await.status, 303);
        assert_eq!(statuses(&people, nodes, LIST).await, [303; 6], "they sign in again");
        people = sign_in_three(&workspace).await;
        assert_eq!(statuses(&people, nodes, LIST).await, [list; 6]);
        assert_eq!(statuses(&people, nodes, &invite).await, [window; 6]);
    }

    let team = Uuid::now_v7();
    app.sql(&format!("INSERT INTO teams VALUES ('{}', '{team}', 'Design')", workspace.id));
    for (chosen, is_in) in [(team.to_string(), true), (String::new(), false)] {
        let mut form = profile("Dora Ek", &user).to_vec();
        form.push(("team", &chosen));
        assert_eq!(ada.post(&at(""), &form).await.status, 303);
        let rows = people[0].at(&app).get(&format!("{LIST}?team={team}")).await.all("tbody tr");
        assert_eq!(rows.len(), usize::from(is_in), "{rows:?}");
    }

    assert_eq!(ada.post(&at("/deactivation"), &[]).await.status, 303);
    assert_eq!(statuses(&people, nodes, LIST).await, [404; 6]);
    assert_eq!(ada.post(&at("/activation"), &[]).await.status, 303);
    assert_eq!(statuses(&people, nodes, LIST).await, [200; 6]);
    app.sql(&format!("DELETE FROM users WHERE id = '{}'", dora.id));
    assert_eq!(statuses(&people, nodes, LIST).await, [404; 6]);
}

#[actix_web::test]
async fn z05_a_new_password_ends_the_other_sessions_on_every_node() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let node = app.node();
    let (here, there) = (workspace.signed_in_admin().await, workspace.signed_in_admin().await);
    let there = there.at(&node);
    assert_eq!(there.get(LIST).await.status, 200);
    let form = [("current_password", PASSWORD), ("password", "copper-lantern-orbit-4")];
    assert_eq!(here.post("/profile/password", &form).await.status, 303);
    assert_eq!(there.get(LIST).await.status, 303);
    assert_eq!(here.at(&node).get(LIST).await.status, 200);
}

#[actix_web::test]
async fn t14_another_role_ends_every_session_of_the_account_and_no_key_goes_on() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let (ada, people) = (workspace.signed_in_admin().await, sign_in_three(&workspace).await);
    let path = format!("{LIST}/{}", dora.id);
    let (user, admin) = (workspace.user_role.id.to_string(), workspace.admin_role.id.to_string());
    ada.post(&path, &profile("Dora Eklund", &user)).await;
    assert_eq!(statuses(&people, [&app, &app], LIST).await, [200; 6], "a new name is no new right");

    assert_eq!(ada.post(&path, &profile("Dora Ek", &admin)).await.status, 303);
    let answers = join_all(people.iter().map(|person| person.get(LIST))).await;
    for answer in answers {
        assert_eq!(answer.status, 303, "an old key has the new right");
        assert!(answer.location().starts_with("/sign-in?next="));
    }
    assert_eq!(ada.get(LIST).await.status, 200, "who made the change stays");
    assert_eq!(workspace.sign_in("dora@n.example").await.get(LIST).await.status, 200);
}

#[actix_web::test]
async fn t14_who_gives_up_their_own_role_stays_here_and_nowhere_else() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::Admin, "Bo Lund", "bo@n.example");
    let (here, there) = (workspace.signed_in_admin().await, workspace.signed_in_admin().await);
    let user = workspace.user_role.id.to_string();
    let path = format!("{LIST}/{}", workspace.ada.id);
    let form = [&profile("Ada Engel", &user)[..], &[("sure", "yes")]].concat();
    assert_eq!(here.post(&path, &form).await.status, 303);
    let invite = workspace.path("settings/invite");
    assert_eq!((here.get(LIST).await.status, here.get(&invite).await.status), (200, 403));
    assert_eq!(there.get(LIST).await.status, 303);
}

/// Every change that Admins alone make, by a path below the workspace and a good form.
fn doors(user: &User, form_id: &str, role: &str) -> Vec<(String, Vec<(&'static str, String)>)> {
    let at = |verb: &str| format!("settings/users/{}{verb}", user.id);
    let form = || ("form_id", form_id.to_owned());
    let line = [("lines[0][email]", "new@n.example"), ("lines[0][role]", role)];
    let line = line.map(|(name, value)| (name, value.to_owned()));
    vec![
        ("settings/invite".to_owned(), [vec![form()], line.to_vec()].concat()),
        ("settings/invite/lines".to_owned(), vec![form(), ("change", "add".to_owned())]),
        ("settings/invite/import".to_owned(), vec![form()]),
        (at("/resend"), vec![("generation", "1".to_owned())]),
        (at("/withdrawal"), Vec::new()),
        (at("/deactivation"), Vec::new()),
        (at("/activation"), Vec::new()),
        (format!("settings/batches/{form_id}/undo"), Vec::new()),
    ]
}

fn refusals(app: &TestApp) -> Vec<(Option<Uuid>, String)> {
    let all: Vec<(Option<Uuid>, serde_json::Value)> = audit_events::table
        .filter(audit_events::action.eq("refused"))
        .order(audit_events::id)
        .select((audit_events::actor_id, audit_events::details))
        .load(&mut app.conn())
        .unwrap();
    all.into_iter().map(|(who, details)| (who, details["path"].as_str().unwrap().into())).collect()
}

async fn try_all(person: &Person, workspace: &TestWorkspace<'_>, carla: &User) -> usize {
    let (form_id, role) = (Uuid::now_v7().to_string(), workspace.admin_role.id.to_string());
    let doors = doors(carla, &form_id, &role);
    for (path, form) in &doors {
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = person.post(&workspace.path(path), &form).await;
        assert_eq!(answer.status, 403, "{path}");
    }
    doors.len()
}

#[actix_web::test]
async fn z03_what_admins_alone_may_do_is_refused_and_stands_in_the_audit_log() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    app.sql(&format!(
        "INSERT INTO roles (workspace_id, id, name, people, settings, tasks, projects)
         VALUES ('{}', gen_random_uuid(), 'Office', 'manage', 'manage', 'manage', 'manage')",
        workspace.id
    ));
    let mut expected = Vec::new();
    for (preset, email) in [
        (Preset::User, "u@n.example"),
        (Preset::Guest, "g@n.example"),
        (Preset::User, "o@n.example"),
    ] {
        let user = workspace.user(preset, "Somebody", email);
        if email == "o@n.example" {
            app.sql(&format!(
                "UPDATE users SET role_id = (SELECT id FROM roles WHERE name = 'Office')
                 WHERE id = '{}'",
                user.id
            ));
        }
        let person = workspace.sign_in(email).await;
        let before = app.checksum();
        let count = try_all(&person, &workspace, &carla).await;
        person.get(&workspace.path("settings/invite")).await;
        assert_eq!(app.checksum(), before, "{email} changed something");
        expected.extend(vec![Some(user.id); count]);
    }
    let found = refusals(&app);
    assert_eq!(found.iter().map(|(who, _)| *who).collect::<Vec<_>>(), expected);
    assert_eq!(found[0].1, "/w/{slug}/settings/invite");
    assert_eq!(found[3].1, "/w/{slug}/settings/users/{id}/resend");
}

#[actix_web::test]
async fn z03_whoever_tries_in_a_loop_does_not_fill_the_audit_log() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    workspace.user(Preset::Guest, "Greta", "g@n.example");
    let greta = workspace.sign_in("g@n.example").await;
    let doors = try_all(&greta, &workspace, &carla).await;
    for _ in 0..5 {
        try_all(&greta, &workspace, &carla).await;
    }
    // The minute may turn in between.
    assert!(refusals(&app).len() <= 2 * doors, "{}", refusals(&app).len());
    for _ in 0..10 {
        // As if the next minute had begun.
        app.sql("DELETE FROM rate_counters WHERE key LIKE 'refused:% /%'");
        try_all(&greta, &workspace, &carla).await;
    }
    let most = refusals(&app).len();
    assert!((60..=120).contains(&most), "{most} refusals of one user within the hour");
}

#[actix_web::test]
async fn z03_a_role_asked_for_by_who_may_give_none_stands_in_the_audit_log() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let udo = workspace.user(Preset::User, "Udo", "udo@n.example");
    let person = workspace.sign_in("udo@n.example").await;
    let own = format!("{LIST}/{}", udo.id);
    let admin = workspace.admin_role.id.to_string();
    assert_eq!(person.post(&own, &profile("Udo", &admin)).await.status, 403);
    let path = "/w/{slug}/settings/users/{id}".to_owned();
    assert_eq!(refusals(&app), [(Some(udo.id), path)]);
}
