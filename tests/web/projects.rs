use usher::models::project::Project;
use usher::models::role::Preset;
use usher::values::Title;

use crate::support::{TestApp, TestWorkspace};

/// A project that Ada made.
fn project(workspace: &TestWorkspace<'_>, name: &str) -> Project {
    let conn = &mut workspace.app.conn();
    Project::create(conn, workspace.id, &Title::parse(name).unwrap(), workspace.ada.id)
        .unwrap()
        .unwrap()
}

#[actix_web::test]
async fn a_user_makes_a_project_and_is_its_first_member() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Bruno Hahn", "bruno@n.example");
    let bruno = workspace.sign_in("bruno@n.example").await;
    let made = bruno.post(&workspace.path("projects"), &[("name", "  Web  site ")]).await;
    assert_eq!(made.status, 303);
    let page = bruno.get(made.location()).await;
    assert_eq!(page.one("h1"), "Web site");
    assert_eq!(page.all("main .who-name"), ["Bruno Hahn"]);
    let list = bruno.get(&workspace.path("projects")).await;
    assert_eq!(list.one(".card"), "Web site 1 member0 open tasks");
}

#[actix_web::test]
async fn a_project_without_a_name_is_refused_and_nothing_is_made() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let refused = ada.post(&workspace.path("projects"), &[("name", " ")]).await;
    assert_eq!((refused.status, refused.one("#name-error")), (422, "Enter a name".to_owned()));
    assert!(refused.one("title").starts_with("Error: "));
    assert!(ada.get(&workspace.path("projects")).await.says("No projects yet"));
}

#[actix_web::test]
async fn a_guest_sees_only_the_projects_they_are_a_member_of() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (open, closed) = (project(&workspace, "Open"), project(&workspace, "Closed"));
    let guest = workspace.user(Preset::Guest, "Gerd", "gerd@n.example");
    open.add_member(&mut app.conn(), guest.id).unwrap();
    let gerd = workspace.sign_in("gerd@n.example").await;
    assert_eq!(gerd.get(&workspace.path("projects")).await.all(".card h2"), ["Open"]);
    let page = gerd.get(&workspace.path(&format!("projects/{}", open.id))).await;
    assert_eq!(page.status, 200);
    assert!(page.says("Ada Engel"));
    assert!(!page.says("ada@nordlicht.example"), "a Guest sees no addresses");
    assert!(page.all("main form").is_empty(), "a Guest is offered nothing they may not do");
    let hidden = workspace.path(&format!("projects/{}", closed.id));
    assert_eq!(gerd.get(&hidden).await.status, 404);
}

#[actix_web::test]
async fn members_are_added_and_removed_also_while_they_are_initiated() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.user(Preset::User, "Carla Núñez", "carla@n.example");
    app.sql("UPDATE users SET status = 'initiated' WHERE name LIKE 'Carla%'");
    let path = workspace.path(&format!("projects/{}", project(&workspace, "Website").id));
    let ada = workspace.signed_in_admin().await;
    let id = carla.id.to_string();
    for _ in 0..2 {
        let added = ada.post(&format!("{path}/members"), &[("user", &id)]).await;
        assert_eq!(added.status, 303);
    }
    let page = ada.get(&path).await;
    assert_eq!(page.all("main .who-name"), ["Ada Engel", "Carla Núñez"]);
    assert_eq!(page.one(".list .pill"), "Initiated");
    assert!(page.all("select[name=user]").is_empty(), "nobody is left to add");
    ada.post(&format!("{path}/members/{id}/removal"), &[]).await;
    assert_eq!(ada.get(&path).await.all("main .who-name"), ["Ada Engel"]);
}

#[actix_web::test]
async fn nobody_of_another_workspace_becomes_a_member() {
    let app = TestApp::start();
    let (here, there) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    let ours = project(&here, "Website");
    let theirs = project(&there, "Theirs");
    let ada = here.signed_in_admin().await;
    let members = here.path(&format!("projects/{}/members", ours.id));
    let stranger = there.ada.id.to_string();
    assert_eq!(ada.post(&members, &[("user", &stranger)]).await.status, 404);
    assert_eq!(ours.members(&mut app.conn()).unwrap().len(), 1);
    let path = here.path(&format!("projects/{}", theirs.id));
    assert_eq!(ada.get(&path).await.status, 404);
    assert_eq!(ada.post(&format!("{path}/tasks"), &[("title", "x")]).await.status, 404);
    let us = here.ada.id.to_string();
    assert_eq!(ada.post(&format!("{path}/members"), &[("user", &us)]).await.status, 404);
    let removal = format!("{path}/members/{stranger}/removal");
    assert_eq!(ada.post(&removal, &[]).await.status, 404);
    assert_eq!(theirs.members(&mut app.conn()).unwrap().len(), 1);
}

#[actix_web::test]
async fn somebody_whose_invitation_is_taken_back_at_that_moment_is_not_found() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let project = project(&workspace, "Website");
    let carla = workspace.invite("Carla", "carla@n.example").id.to_string();
    let ada = workspace.signed_in_admin().await;
    let path = workspace.path(&format!("projects/{}/members", project.id));
    let undo = format!("DELETE FROM users WHERE id = '{carla}'");
    let answer = app.meanwhile(&undo, ada.post(&path, &[("user", &carla)])).await;
    assert_eq!(answer.status, 404);
    assert_eq!(ada.post(&path, &[("user", &carla)]).await.status, 404);
    assert_eq!(project.members(&mut app.conn()).unwrap().len(), 1);
}

#[actix_web::test]
async fn a_workspace_has_a_thousand_projects_and_a_project_a_thousand_tasks() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (ada, id) = (workspace.signed_in_admin().await, workspace.id);
    app.sql(&format!(
        "INSERT INTO projects SELECT '{id}', gen_random_uuid(), 'P' || n FROM generate_series(1, 999) n"
    ));
    let path = workspace.path("projects");
    assert_eq!(ada.post(&path, &[("name", "The last")]).await.status, 303);
    let answer = ada.post(&path, &[("name", "One more")]).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.one("p.error"), "A workspace has at most 1000 projects");
    assert_eq!(answer.attributes("#name", "value"), ["One more"]);

    let project = app.id("SELECT id FROM projects WHERE name = 'The last'");
    app.sql(&format!(
        "INSERT INTO tasks (workspace_id, id, project_id, title)
         SELECT '{id}', gen_random_uuid(), '{project}', 'T' || n FROM generate_series(1, 999) n"
    ));
    let path = workspace.path(&format!("projects/{project}/tasks"));
    assert_eq!(ada.post(&path, &[("title", "The last")]).await.status, 303);
    let answer = ada.post(&path, &[("title", "One more")]).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.one("p.error"), "A project has at most 1000 tasks");
    assert_eq!(answer.attributes("#new-task", "value"), ["One more"]);
    app.sql("UPDATE accounts SET language = 'de'");
    let answer = ada.post(&path, &[("title", "One more")]).await;
    assert_eq!(answer.one("p.error"), "Ein Projekt hat höchstens 1000 Aufgaben");
}
