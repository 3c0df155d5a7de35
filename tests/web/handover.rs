//! What somebody who is deactivated leaves behind.

use diesel::prelude::*;
use usher::models::invitation::Invitation;
use usher::models::role::Preset;
use usher::models::team::Team;
use usher::models::user::User;
use usher::schema::task_assignees;
use usher::values::{Level, Status};
use uuid::Uuid;

use crate::support::{TestApp, TestWorkspace};

/// A project with two open tasks and a finished one of this person; their ids.
fn tasks_of(workspace: &TestWorkspace<'_>, user: &User) -> [Uuid; 3] {
    let (id, project) = (workspace.id, Uuid::now_v7());
    let app = workspace.app;
    app.sql(&format!(
        "INSERT INTO projects (workspace_id, id, name) VALUES ('{id}', '{project}', 'Website')"
    ));
    ["Write", "Draw", "Ask"].map(|title| {
        let task = Uuid::now_v7();
        let done_at = if title == "Ask" { "now()" } else { "NULL" };
        app.sql(&format!(
            "INSERT INTO tasks (workspace_id, id, project_id, title, done_at)
             VALUES ('{id}', '{task}', '{project}', '{title}', {done_at})"
        ));
        assign(workspace, task, user);
        task
    })
}

fn assign(workspace: &TestWorkspace<'_>, task: Uuid, user: &User) {
    workspace.app.sql(&format!(
        "INSERT INTO task_assignees (workspace_id, task_id, user_id)
         VALUES ('{}', '{task}', '{}')",
        workspace.id, user.id
    ));
}

fn assigned(workspace: &TestWorkspace<'_>, user: &User) -> Vec<Uuid> {
    task_assignees::table
        .filter(task_assignees::user_id.eq(user.id))
        .order(task_assignees::task_id)
        .select(task_assignees::task_id)
        .load(&mut workspace.app.conn())
        .unwrap()
}

fn deactivation(workspace: &TestWorkspace<'_>, user: &User) -> String {
    workspace.path(&format!("settings/users/{}/deactivation", user.id))
}

#[actix_web::test]
async fn the_question_lists_open_tasks_and_invitations_and_who_can_take_over() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let bea = workspace.user(Preset::Admin, "Bea Klein", "bea@n.example");
    let udo = workspace.user(Preset::User, "Udo Zander", "udo@n.example");
    workspace.user(Preset::User, "Gone Long", "gone@n.example");
    app.sql("UPDATE users SET status = 'deactivated' WHERE name = 'Gone Long'");
    workspace.invite("Carla Núñez", "carla@n.example");
    app.sql(&format!("UPDATE invitations SET invited_by = '{}'", bea.id));
    tasks_of(&workspace, &bea);
    app.sql(&format!(
        "INSERT INTO project_members SELECT workspace_id, id, '{}' FROM projects",
        udo.id
    ));
    let ada = workspace.signed_in_admin().await;
    let page = ada.get_fragment(&deactivation(&workspace, &bea)).await;
    assert_eq!(page.all(".sheet-body h2")[0], "2 open tasks");
    assert!(page.all(".sheet-body h2")[1].starts_with("1 open invitation they sent."));
    assert_eq!(page.all(".sheet-body li"), ["Write", "Draw", "Carla Núñez"]);
    let choices =
        ["Nobody; they stay with Bea Klein", "Udo Zander", "Ada Engel", "Carla Núñez, Initiated"];
    assert_eq!(page.all("#successor option"), choices, "people of the project first");
    let own = ada.get_fragment(&deactivation(&workspace, &workspace.ada)).await;
    assert!(own.all(".sheet-body h2, #successor").is_empty(), "nothing is left behind");
}

#[actix_web::test]
async fn open_tasks_go_to_whom_they_are_handed_and_finished_ones_stay() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let bea = workspace.user(Preset::User, "Bea Klein", "bea@n.example");
    let udo = workspace.user(Preset::User, "Udo Zander", "udo@n.example");
    let [write, draw, ask] = tasks_of(&workspace, &bea);
    assign(&workspace, draw, &udo);
    let ada = workspace.signed_in_admin().await;
    let form = [("successor", udo.id.to_string())];
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    let path = deactivation(&workspace, &bea);
    assert_eq!(ada.post(&path, &form).await.status, 303);
    assert_eq!(assigned(&workspace, &udo), [write, draw]);
    assert_eq!(assigned(&workspace, &bea), [ask]);
    let page = ada.get(&workspace.path("settings/users")).await;
    assert!(page.all(".banner button").is_empty(), "what was handed over does not come back");
    let told = app.text(
        "SELECT concat(details->>'tasks', ' ', details->>'tasks_to') AS text FROM audit_events
         WHERE action = 'deactivated'",
    );
    assert_eq!(told, format!("2 {}", udo.id));
}

#[actix_web::test]
async fn tasks_stay_when_nobody_is_named() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let bea = workspace.user(Preset::User, "Bea Klein", "bea@n.example");
    let all = tasks_of(&workspace, &bea);
    let ada = workspace.signed_in_admin().await;
    ada.post(&deactivation(&workspace, &bea), &[("successor", "")]).await;
    assert_eq!(assigned(&workspace, &bea), all);
}

#[actix_web::test]
async fn nobody_without_a_seat_and_nobody_of_another_workspace_takes_over() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let bea = workspace.user(Preset::User, "Bea Klein", "bea@n.example");
    let gone = workspace.user(Preset::User, "Gone Long", "gone@n.example");
    app.sql("UPDATE users SET status = 'deactivated' WHERE name = 'Gone Long'");
    let foreign = app.workspace("Suedwind").ada.id;
    let all = tasks_of(&workspace, &bea);
    let ada = workspace.signed_in_admin().await;
    let path = deactivation(&workspace, &bea);
    for id in [gone.id, bea.id, foreign, Uuid::now_v7()] {
        let answer = ada.post(&path, &[("successor", &id.to_string())]).await;
        assert_eq!(answer.status, 404);
    }
    assert_eq!(ada.post(&path, &[("successor", "x")]).await.status, 400);
    let status = User::find(&mut app.conn(), workspace.id, bea.id).unwrap().status;
    assert_eq!(status, Status::Active, "nothing has changed");
    assert_eq!(assigned(&workspace, &bea), all);
}

#[actix_web::test]
async fn open_invitations_go_on_in_the_name_of_an_admin_who_stays() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let bea = workspace.user(Preset::Admin, "Bea Klein", "bea@n.example");
    let (open, answered) =
        (workspace.invite("Open", "o@n.example"), workspace.invite("Answered", "a@n.example"));
    app.sql(&format!("UPDATE invitations SET invited_by = '{}'", bea.id));
    app.sql(&format!(
        "UPDATE invitations SET accepted_at = now() WHERE user_id = '{}'",
        answered.id
    ));
    let inviter = |user: &User| {
        Invitation::all_of(&mut app.conn(), workspace.id, user.id).unwrap()[0].invited_by
    };
    // Bea leaves by herself; nobody but Ada can be named.
    let beas = workspace.sign_in(&bea.email).await;
    let question = beas.get(&deactivation(&workspace, &bea)).await;
    assert!(question.says("1 open invitation you sent. It stays valid and names another Admin"));
    beas.post(&deactivation(&workspace, &bea), &[]).await;
    assert_eq!((inviter(&open), inviter(&answered)), (workspace.ada.id, bea.id));
}

#[actix_web::test]
async fn whoever_is_invited_again_gets_their_old_role_and_teams_back_with_one_press() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let role = workspace.own_role("Office", [Level::Read; 4], false);
    let olga = workspace.holder(&role, "Olga Lind", "olga@n.example");
    let team = Uuid::now_v7();
    app.sql(&format!(
        "INSERT INTO teams (workspace_id, id, name) VALUES ('{}', '{team}', 'Design')",
        workspace.id
    ));
    app.sql(&format!(
        "INSERT INTO team_members VALUES ('{}', '{team}', '{}')",
        workspace.id, olga.id
    ));
    let ada = workspace.signed_in_admin().await;
    ada.post(&deactivation(&workspace, &olga), &[]).await;
    let form_id = Uuid::now_v7().to_string();
    let user_role = workspace.user_role.id.to_string();
    let mut form = vec![
        ("form_id", form_id.as_str()),
        ("lines[0][email]", "olga@n.example"),
        ("lines[0][role]", user_role.as_str()),
    ];
    let window = ada.post(&workspace.path("settings/invite"), &form).await;
    assert!(window.says("olga@n.example was here before, as Office"));
    let press = format!("activate-0-{}", olga.id);
    assert_eq!(window.all(&format!("button[value='{press}']")), ["Activate again"]);
    form.push(("change", &press));
    let after = ada.post(&workspace.path("settings/invite/lines"), &form).await;
    assert!(
        after.says("olga@n.example has their seat again, with the role and the teams of before.")
    );
    let user = User::find(&mut app.conn(), workspace.id, olga.id).unwrap();
    assert_eq!((user.status, user.role_id), (Status::Active, role.id));
    assert_eq!(Team::ids_of(&mut app.conn(), workspace.id, olga.id).unwrap(), [team]);
}

#[actix_web::test]
async fn of_much_that_is_left_the_first_things_are_named_and_the_first_people_offered() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(1000);
    let bea = workspace.user(Preset::Admin, "Bea Klein", "bea@n.example");
    tasks_of(&workspace, &bea);
    let (id, role) = (workspace.id, workspace.user_role.id);
    app.sql(&format!(
        "INSERT INTO users (workspace_id, id, email, email_key, name, role_id, status)
         SELECT '{id}', gen_random_uuid(), n || '@n.example', n || '@n.example', 'Person ' || n,
                '{role}', 'initiated' FROM generate_series(1, 250) n"
    ));
    app.sql(&format!(
        "INSERT INTO invitations (workspace_id, id, user_id, invited_by, sent_at, expires_at)
         SELECT '{id}', gen_random_uuid(), id, '{}', now(), now() + interval '1 day'
         FROM users WHERE status = 'initiated'",
        bea.id
    ));
    let ada = workspace.signed_in_admin().await;
    let page = ada.get(&deactivation(&workspace, &bea)).await;
    assert!(page.says("2 open tasks") && page.says("250 open invitations"), "{}", page.text());
    assert!(page.says("and 245 more"), "{}", page.text());
    assert_eq!(page.all("#successor option").len(), 201);
    assert!(page.says("The first 200 people"), "{}", page.text());
}

#[actix_web::test]
async fn it_is_said_how_many_tasks_went_to_whom() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let udo = workspace.user(Preset::User, "Udo Zander", "udo@n.example");
    tasks_of(&workspace, &dora);
    let ada = workspace.signed_in_admin().await;
    let fields = [("successor", udo.id.to_string())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    ada.post(&deactivation(&workspace, &dora), &fields).await;
    let list = ada.get(&workspace.path("settings/users")).await;
    assert_eq!(list.one(".banner p"), "Dora Ek is deactivated. 2 open tasks went to Udo Zander.");
}
