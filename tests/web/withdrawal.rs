use diesel::prelude::*;
use futures_util::future::join_all;
use usher::models::outbox_email::State;
use usher::models::role::Preset;
use usher::models::user::User;
use usher::schema::{audit_events, task_assignees};
use usher::values::{Note, Status};

use crate::support::{TestApp, TestWorkspace};

const LIST: &str = "/w/nordlicht/settings/users";

fn path(user: &User) -> String {
    format!("{LIST}/{}/withdrawal", user.id)
}

fn reload(workspace: &TestWorkspace<'_>, user: &User) -> User {
    User::find(&mut workspace.app.conn(), workspace.id, user.id).unwrap()
}

#[actix_web::test]
async fn the_question_names_the_person_and_the_consequence() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let ada = workspace.signed_in_admin().await;
    let question = "Withdraw the invitation for Carla Núñez? \
                    Their link stops working and the seat becomes free.";
    let page = ada.get(&path(&carla)).await;
    assert_eq!((page.status, page.all("nav").is_empty()), (200, false));
    assert_eq!(page.one(".sheet-body p:first-child"), question);
    let sheet = ada.get_fragment(&path(&carla)).await;
    assert!(sheet.text().starts_with("<section"), "only the sheet");
    assert_eq!(sheet.one(".sheet-body p:first-child"), question);
    assert_eq!(sheet.all(".sheet-foot > *"), ["Keep it", "Withdraw invitation"]);
    assert_eq!(reload(&workspace, &carla).status, Status::Initiated, "asking changes nothing");
}

#[actix_web::test]
async fn withdrawing_frees_the_seat_and_stops_the_mail() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let ada = workspace.signed_in_admin().await;
    let answer = ada.post(&path(&carla), &[("back", &format!("{LIST}?page=1"))]).await;
    assert_eq!((answer.status, answer.location()), (303, "/w/nordlicht/settings/users?page=1"));
    let page = ada.get(LIST).await;
    assert_eq!(page.one(".banner p"), "The invitation for Carla Núñez is withdrawn.");
    assert_eq!(page.one(".banner button"), "Invite again");
    assert_eq!(
        page.attributes(".banner form", "action"),
        [format!("{LIST}/{}/activation", carla.id)]
    );
    assert_eq!(page.one(".seats span"), "1 of 10 seats used");
    assert_eq!(page.one(".status-note"), "Invitation withdrawn");
    let carla = reload(&workspace, &carla);
    assert_eq!((carla.status, carla.note), (Status::Deactivated, Some(Note::Withdrawn)));
    assert_eq!((app.mails(State::Due), app.mails(State::Superseded)), (0, 1));
}

#[actix_web::test]
async fn a_dialog_is_told_where_to_go() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let ada = workspace.signed_in_admin().await;
    let answer = ada.post_fragment(&path(&carla), &[]).await;
    assert_eq!((answer.status, &answer.headers["location-after"]), (204, &LIST.parse().unwrap()));
}

#[actix_web::test]
async fn tasks_and_teams_are_kept() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let (project, task) = (uuid::Uuid::now_v7(), uuid::Uuid::now_v7());
    let id = workspace.id;
    app.sql(&format!(
        "INSERT INTO projects (workspace_id, id, name) VALUES ('{id}', '{project}', 'P')"
    ));
    app.sql(&format!("INSERT INTO tasks (workspace_id, id, project_id, title) VALUES ('{id}', '{task}', '{project}', 'T')"));
    app.sql(&format!("INSERT INTO task_assignees (workspace_id, task_id, user_id) VALUES ('{id}', '{task}', '{}')", carla.id));
    workspace.signed_in_admin().await.post(&path(&carla), &[]).await;
    let kept: i64 = task_assignees::table.count().get_result(&mut app.conn()).unwrap();
    assert_eq!(kept, 1);
}

#[actix_web::test]
async fn several_at_once_withdraw_once() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let ada = workspace.signed_in_admin().await;
    let path = path(&carla);
    let answers = join_all((0..5).map(|_| ada.post(&path, &[]))).await;
    assert!(answers.iter().all(|answer| answer.status == 303));
    let query = audit_events::table.filter(audit_events::action.eq("withdrawn")).count();
    assert_eq!(query.get_result::<i64>(&mut app.conn()).unwrap(), 1);
}

#[actix_web::test]
async fn only_an_open_invitation_can_be_withdrawn() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let ada = workspace.signed_in_admin().await;
    let said = "Dora Ek has no open invitation any more. Nothing was changed.";
    assert_eq!(ada.get(&path(&dora)).await.status, 303);
    assert_eq!(ada.get(LIST).await.one(".banner-warn p"), said);
    assert_eq!(ada.post(&path(&dora), &[]).await.status, 303);
    assert_eq!(ada.get(LIST).await.one(".banner-warn p"), said);
    assert_eq!(reload(&workspace, &dora).status, Status::Active);
}

#[actix_web::test]
async fn z03_withdrawing_is_refused_to_everybody_else() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let dora = workspace.sign_in("dora@n.example").await;
    let other = app.workspace("Suedwind").signed_in_admin().await;
    let path = path(&carla);
    assert_eq!(dora.get(&path).await.status, 403);
    assert_eq!(dora.post(&path, &[]).await.status, 403);
    for path in [path.clone(), path.replace("nordlicht", "suedwind")] {
        assert_eq!(other.get(&path).await.status, 404);
        assert_eq!(other.post(&path, &[]).await.status, 404);
    }
    assert!(app.stranger().get(&path).await.location().starts_with("/sign-in?next="));
    let asked = app.stranger().post(&path, &[]).await;
    assert!(asked.location().starts_with("/sign-in?next="));
    assert_eq!(reload(&workspace, &carla).status, Status::Initiated);
}
