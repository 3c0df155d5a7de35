use usher::models::assignment::Assignment;
use usher::models::project::Project;
use usher::models::role::Preset;
use usher::models::task::Task;
use usher::values::Title;

use crate::support::{TestApp, TestWorkspace};

/// A project "Website" that Ada made, and a task in it.
fn task(workspace: &TestWorkspace<'_>, title: &str) -> (Project, Task) {
    let conn = &mut workspace.app.conn();
    let name = Title::parse("Website").unwrap();
    let project = Project::create(conn, workspace.id, &name, workspace.ada.id).unwrap().unwrap();
    let task = Task::create(conn, &project, &Title::parse(title).unwrap()).unwrap().unwrap();
    (project, task)
}

const CHANGE: [(&str, &str); 3] =
    [("title", "Write all"), ("description", "One\r\nTwo"), ("due_on", "2031-03-01")];

#[actix_web::test]
async fn a_task_is_added_changed_and_finished() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (project, _) = task(&workspace, "Draw");
    let path = workspace.path(&format!("projects/{}", project.id));
    let ada = workspace.signed_in_admin().await;
    assert_eq!(ada.post(&format!("{path}/tasks"), &[("title", "Write")]).await.status, 303);
    let page = ada.get(&path).await;
    assert_eq!(page.all(".task-title"), ["Draw", "Write"]);

    let task = page.attributes(".task-title", "href").remove(1);
    assert_eq!(ada.post(&task, &CHANGE).await.location(), task);
    let changed = ada.get(&task).await;
    assert_eq!(
        (changed.one("h1"), changed.one("textarea")),
        ("Write all".into(), "One Two".into())
    );
    assert_eq!(changed.attributes("#due_on", "value"), ["2031-03-01"]);

    let done = format!("{task}/done");
    for value in ["true", "true", "false", "true"] {
        let answer = ada.post(&done, &[("done", value), ("from", "project")]).await;
        assert!(answer.location().starts_with(&path), "{}", answer.location());
    }
    let page = ada.get(&path).await;
    assert_eq!(page.all(".task-title"), ["Draw", "Write all"]);
    assert_eq!(page.all(".task-done .task-title"), ["Write all"]);
    assert_eq!(page.one(".task-done .task-note"), "Due 1 March 2031");
}

#[actix_web::test]
async fn mistakes_are_said_at_their_fields_and_what_was_typed_stays() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (project, task) = task(&workspace, "Draw");
    let ada = workspace.signed_in_admin().await;
    let long = "x".repeat(101);
    let tasks = workspace.path(&format!("projects/{}/tasks", project.id));
    let refused = ada.post(&tasks, &[("title", &long)]).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.one("#new-task-error"), "At most 100 characters");
    assert_eq!(refused.attributes("#new-task", "value"), [long.as_str()]);

    let path = workspace.path(&format!("tasks/{}", task.id));
    let deep = "y".repeat(5001);
    let fields = [("title", ""), ("description", &deep), ("due_on", "32.13.")];
    let refused = ada.post(&path, &fields).await;
    assert_eq!(refused.status, 422);
    let said =
        ["Enter a title", "At most 5000 characters", "Enter a date, or leave the field empty"];
    assert_eq!(refused.all(".summary li"), said);
    assert_eq!(refused.attributes("[aria-invalid]", "id"), ["title", "description", "due_on"]);
    assert_eq!(refused.one("textarea"), deep);
    assert_eq!(ada.get(&path).await.one("h1"), "Draw");
}

#[actix_web::test]
async fn a_guest_sees_and_finishes_only_what_is_assigned_to_them() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (project, mine) = task(&workspace, "Mine");
    let (_, other) = task(&workspace, "Other");
    let gerd = workspace.user(Preset::Guest, "Gerd", "gerd@n.example");
    let conn = &mut app.conn();
    project.add_member(conn, gerd.id).unwrap();
    Task::create(conn, &project, &Title::parse("Unassigned").unwrap()).unwrap().unwrap();
    Assignment::add(conn, &mine, gerd.id).unwrap();
    Assignment::add(conn, &mine, workspace.ada.id).unwrap();
    let gerd = workspace.sign_in("gerd@n.example").await;

    let start = gerd.get(&workspace.path("")).await;
    assert_eq!(start.all(".task-title"), ["Mine"]);
    assert_eq!(start.one(".task-note"), "Website");
    assert!(!start.says("Assign"));
    let page = gerd.get(&workspace.path(&format!("projects/{}", project.id))).await;
    assert_eq!(page.all(".task-title"), ["Mine"]);

    let (mine, other) = (format!("tasks/{}", mine.id), format!("tasks/{}", other.id));
    let (mine, other) = (workspace.path(&mine), workspace.path(&other));
    let page = gerd.get(&mine).await;
    assert_eq!(page.all("main .who-name"), ["Ada Engel", "Gerd"]);
    assert!(!page.says("ada@nordlicht.example"));
    let done = [("done", "true"), ("from", "mine")];
    assert_eq!(gerd.post(&format!("{mine}/done"), &done).await.status, 303);
    assert_eq!(gerd.get(&workspace.path("")).await.all(".task-done").len(), 1);
    assert_eq!(gerd.post(&mine, &CHANGE).await.status, 403);

    assert_eq!(gerd.get(&other).await.status, 404);
    assert_eq!(gerd.post(&format!("{other}/done"), &done).await.status, 404);
}

#[actix_web::test]
async fn being_assigned_shows_the_task_but_not_its_project() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (project, task) = task(&workspace, "Mine");
    let gerd = workspace.user(Preset::Guest, "Gerd", "gerd@n.example");
    Assignment::add(&mut app.conn(), &task, gerd.id).unwrap();
    let gerd = workspace.sign_in("gerd@n.example").await;
    let page = gerd.get(&workspace.path(&format!("tasks/{}", task.id))).await;
    assert_eq!(page.one(".breadcrumb"), "Website");
    assert!(page.all(".breadcrumb a").is_empty());
    let project = workspace.path(&format!("projects/{}", project.id));
    assert_eq!(gerd.get(&project).await.status, 404);
}

#[actix_web::test]
async fn the_start_page_groups_tasks_by_when_they_are_due() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    assert!(ada.get(&workspace.path("")).await.says("Nothing to do"));
    for (title, due) in [
        ("Undated", "due_on = NULL"),
        ("Far", "due_on = now()::date + 30"),
        ("Near", "due_on = now()::date + 3"),
        ("Past", "due_on = now()::date - 2"),
        ("Finished", "due_on = now()::date - 9, done_at = now()"),
    ] {
        let (_, task) = task(&workspace, title);
        Assignment::add(&mut app.conn(), &task, workspace.ada.id).unwrap();
        app.sql(&format!("UPDATE tasks SET {due} WHERE id = '{}'", task.id));
    }
    let page = ada.get(&workspace.path("")).await;
    assert_eq!(page.all(".panel h2"), ["Late", "In the next seven days", "Later", "Done"]);
    assert_eq!(page.all(".task-title"), ["Past", "Near", "Far", "Undated", "Finished"]);
    assert_eq!(page.all(".task-late").len(), 1);
}

#[actix_web::test]
async fn a_task_of_another_workspace_is_not_found() {
    let app = TestApp::start();
    let (here, there) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    let (_, theirs) = task(&there, "Theirs");
    let ada = here.signed_in_admin().await;
    let path = here.path(&format!("tasks/{}", theirs.id));
    assert_eq!(ada.get(&path).await.status, 404);
    assert_eq!(ada.post(&path, &CHANGE).await.status, 404);
    let done = [("done", "true"), ("from", "mine")];
    assert_eq!(ada.post(&format!("{path}/done"), &done).await.status, 404);
    let anna = there.signed_in_admin().await;
    let page = anna.get(&there.path(&format!("tasks/{}", theirs.id))).await;
    assert_eq!(page.one("h1"), "Theirs");
}

#[actix_web::test]
async fn a_word_the_form_does_not_know_is_refused() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (_, task) = task(&workspace, "Draw");
    let done = workspace.path(&format!("tasks/{}/done", task.id));
    let ada = workspace.signed_in_admin().await;
    for fields in [[("done", "yes"), ("from", "mine")], [("done", "true"), ("from", "//evil")]] {
        assert_eq!(ada.post(&done, &fields).await.status, 400);
    }
}

#[actix_web::test]
async fn the_start_page_has_one_address() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let answer = ada.get("/w/nordlicht").await;
    assert_eq!((answer.status, answer.location()), (303, "/w/nordlicht/"));
}
