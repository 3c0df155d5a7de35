use usher::handlers::task_rows::Due;
use usher::models::project::Project;
use usher::models::role::Preset;
use usher::models::task::Task;

use crate::support::{TestApp, TestWorkspace};

/// A project "Website" that Ada made, and a task in it.
fn task(workspace: &TestWorkspace<'_>, title: &str) -> (Project, Task) {
    let project = workspace.project("Website");
    let task = workspace.task(&project, title);
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
    assert_eq!(refused.one("#new-task-error"), "Enter a title of at most 100 characters");
    assert_eq!(refused.attributes("#new-task", "value"), [long.as_str()]);

    let path = workspace.path(&format!("tasks/{}", task.id));
    let deep = "y".repeat(5001);
    let fields = [("title", ""), ("description", &deep), ("due_on", "32.13.")];
    let refused = ada.post(&path, &fields).await;
    assert_eq!(refused.status, 422);
    let said = [
        "Enter a title",
        "Enter a description of at most 5,000 characters",
        "Enter a date, or leave the field empty",
    ];
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
    project.add_member(&mut app.conn(), workspace.ada.id, gerd.id).unwrap();
    workspace.task(&project, "Unassigned");
    workspace.assign(&mine, &gerd);
    workspace.assign(&mine, &workspace.ada);
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
    workspace.assign(&task, &gerd);
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
        ("Undated", "NULL"),
        ("Far", "today + 30"),
        ("Now", "today"),
        ("Past", "today - 2"),
        ("Finished", "today - 9"),
    ] {
        let (_, task) = task(&workspace, title);
        workspace.assign(&task, &workspace.ada);
        let today = "SELECT (now() AT TIME ZONE 'Europe/Berlin')::date AS today";
        app.sql(&format!(
            "UPDATE tasks SET due_on = {due} FROM ({today}) d WHERE id = '{}'",
            task.id
        ));
    }
    app.sql("UPDATE tasks SET done_at = now() WHERE title = 'Finished'");
    let page = ada.get(&workspace.path("")).await;
    let headings = ["Overdue", "Today", "Later", "Without a date", "Done"];
    assert_eq!(page.all(".panel h2"), headings);
    assert_eq!(page.all(".task-title"), ["Past", "Now", "Far", "Undated", "Finished"]);
    assert_eq!(page.all(".task-late").len(), 1);
}

#[test]
fn this_week_ends_with_its_sunday() {
    let day = |text: &str| text.parse().unwrap();
    let on_wednesday = |text: &str| Due::of_day(Some(day(text)), day("2026-12-30"));
    assert_eq!(on_wednesday("2026-12-29"), Due::Late);
    assert_eq!(on_wednesday("2026-12-30"), Due::Today);
    assert_eq!(on_wednesday("2026-12-31"), Due::Week);
    assert_eq!(on_wednesday("2027-01-03"), Due::Week, "the Sunday, in another year");
    assert_eq!(on_wednesday("2027-01-04"), Due::Later);
    assert_eq!(Due::of_day(Some(day("2027-01-04")), day("2027-01-03")), Due::Later);
    assert_eq!(Due::of_day(None, day("2027-01-03")), Due::Undated);
}

#[actix_web::test]
async fn today_is_the_day_it_is_in_the_workspace() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (_, task) = task(&workspace, "Draw");
    workspace.assign(&task, &workspace.ada);
    let ada = workspace.signed_in_admin().await;
    // Between them it is never the same day.
    for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        app.sql(&format!("UPDATE workspaces SET time_zone = '{zone}'"));
        app.sql(&format!("UPDATE tasks SET due_on = (now() AT TIME ZONE '{zone}')::date"));
        assert_eq!(ada.get(&workspace.path("")).await.all(".panel h2"), ["Today"], "{zone}");
    }
}

#[actix_web::test]
async fn the_start_page_leaves_out_archived_projects_and_shows_fifty_tasks_a_page() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (project, first) = task(&workspace, "Draw");
    workspace.assign(&first, &workspace.ada);
    app.sql("UPDATE tasks SET due_on = '2020-01-01'");
    app.sql(
        "INSERT INTO tasks (workspace_id, id, project_id, title)
         SELECT workspace_id, gen_random_uuid(), project_id, 'T' || n
         FROM tasks, generate_series(1, 59) n",
    );
    app.sql(&format!(
        "INSERT INTO task_assignees SELECT workspace_id, id, '{}' FROM tasks ON CONFLICT DO NOTHING",
        workspace.ada.id
    ));
    app.sql("UPDATE tasks SET done_at = now() WHERE title = 'T59'");
    let ada = workspace.signed_in_admin().await;
    let page = ada.get(&workspace.path("")).await;
    assert_eq!(page.all(".panel h2"), ["Overdue", "Without a date"]);
    assert_eq!(page.all(".panel-head .count"), ["1", "58"], "those of other pages too");
    assert_eq!((page.all(".task").len(), page.one(".list-foot > span")), (50, "1–50 of 59".into()));
    let next = page.attributes("[rel=next]", "href").remove(0);
    let page = ada.get(&next).await;
    assert_eq!(page.all(".panel h2"), ["Without a date", "Done"]);
    assert_eq!(
        (page.all(".task").len(), page.one(".list-foot > span")),
        (10, "51–59 of 59".into())
    );
    let back = [("done", "true"), ("from", "mine"), ("page", "2")];
    let done = page.attributes(".task form", "action").remove(0);
    assert!(ada.post(&done, &back).await.location().starts_with(&format!("{next}#task-")));

    ada.post(&workspace.path(&format!("projects/{}/archive", project.id)), &[]).await;
    assert!(ada.get(&workspace.path("")).await.says("Nothing to do"));
}

#[actix_web::test]
async fn a_task_is_deleted_after_a_question() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (project, task) = task(&workspace, "Draw");
    workspace.assign(&task, &workspace.ada);
    let ada = workspace.signed_in_admin().await;
    let path = workspace.path(&format!("tasks/{}", task.id));
    let question = ada.get(&format!("{path}/deletion")).await;
    assert!(question.says("Delete “Draw”?"));
    assert_eq!(ada.get(&path).await.status, 200, "asking deletes nothing");
    let deleted = ada.post(&format!("{path}/deletion"), &[]).await;
    assert_eq!(deleted.location(), workspace.path(&format!("projects/{}", project.id)));
    let page = ada.get(deleted.location()).await;
    assert_eq!(page.one(".banner"), "“Draw” was deleted");
    assert!(page.all(".task").is_empty());
    assert_eq!(ada.get(&path).await.status, 404);
    assert_eq!(ada.post(&format!("{path}/deletion"), &[]).await.status, 404);
}

#[actix_web::test]
async fn every_change_of_a_task_stands_in_the_audit_log_and_none_that_changed_nothing() {
    use usher::models::audit_event::Action::*;
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let project = workspace.project("Website");
    let ada = workspace.signed_in_admin().await;
    let before = workspace.audited().len();
    let tasks = workspace.path(&format!("projects/{}/tasks", project.id));
    ada.post(&tasks, &[("title", "Draw")]).await;
    ada.post(&tasks, &[("title", "Paint")]).await;
    let task = format!("tasks/{}", app.id("SELECT id FROM tasks WHERE title = 'Draw'"));
    let task = workspace.path(&task);
    let id = workspace.ada.id.to_string();
    for (path, form) in [
        ("", CHANGE.to_vec()),
        ("/assignees", vec![("user", id.as_str()), ("assigned", "true")]),
        ("/assignees", vec![("user", id.as_str()), ("assigned", "true")]),
        ("/position", vec![("to", "up")]),
        ("/position", vec![("to", "down")]),
        ("/done", vec![("done", "true"), ("from", "task")]),
        ("/done", vec![("done", "true"), ("from", "task")]),
        ("/done", vec![("done", "false"), ("from", "task")]),
        ("/assignees", vec![("user", id.as_str()), ("assigned", "false")]),
        ("/deletion", Vec::new()),
    ] {
        assert_eq!(ada.post(&format!("{task}{path}"), &form).await.status, 303, "{path}");
    }
    let expected = [
        TaskCreated,
        TaskCreated,
        TaskChanged,
        Assigned,
        TaskMoved,
        TaskDone,
        TaskReopened,
        Unassigned,
        TaskDeleted,
    ];
    assert_eq!(workspace.audited()[before..], expected);
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

#[actix_web::test]
async fn of_many_people_on_a_task_the_first_are_shown_and_the_rest_counted() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(100);
    let project = workspace.project("Website");
    let task = workspace.task(&project, "Draw");
    for n in 10..70 {
        let user = workspace.user(Preset::Guest, &format!("P {n}"), &format!("p{n}@n.example"));
        let row = "INSERT INTO task_assignees (workspace_id, task_id, user_id) VALUES";
        app.sql(&format!("{row} ('{}', '{}', '{}')", workspace.id, task.id, user.id));
    }
    let last = workspace.sign_in("p69@n.example").await;
    let own = last.get(&workspace.path("")).await;
    assert_eq!(
        own.attributes(".avatars .avatar", "title"),
        ["P 10", "P 11", "P 12", "P 13", "P 14"]
    );
    assert_eq!(own.one(".avatars-more"), "and 55 more");
    let page = last.get(&workspace.path(&format!("tasks/{}", task.id))).await;
    assert_eq!(page.all(".people li").len(), 51);
    assert_eq!(page.all(".people li").last().unwrap(), "and 10 more");
    let done = [("done", "true"), ("from", "mine")];
    let path = workspace.path(&format!("tasks/{}/done", task.id));
    assert_eq!(last.post(&path, &done).await.status, 303, "it is theirs as well");
}
