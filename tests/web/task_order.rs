use std::collections::BTreeSet;

use futures_util::future::join_all;
use usher::models::project::Project;
use usher::models::task::Task;

use crate::support::{Answer, Person, TestApp, TestWorkspace};

/// A project with tasks of these titles.
fn tasks(workspace: &TestWorkspace<'_>, titles: &[&str]) -> (Project, Vec<Task>) {
    let project = workspace.project("Website");
    let tasks = titles.iter().map(|title| workspace.task(&project, title)).collect();
    (project, tasks)
}

async fn order(person: &Person, workspace: &TestWorkspace<'_>, project: &Project) -> Vec<String> {
    person.get(&workspace.path(&format!("projects/{}", project.id))).await.all(".task-title")
}

async fn put(person: &Person, workspace: &TestWorkspace<'_>, task: &Task, to: &str) -> Answer {
    let path = workspace.path(&format!("tasks/{}/position", task.id));
    person.post(&path, &[("to", to)]).await
}

#[actix_web::test]
async fn tasks_are_moved_by_buttons_and_to_a_place_beside_another() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (project, all) = tasks(&workspace, &["A", "B", "C", "D"]);
    let ada = workspace.signed_in_admin().await;
    let above = |task: &Task| format!("above-{}", task.id);
    let below = |task: &Task| format!("below-{}", task.id);
    for (task, to, then) in [
        (&all[1], "up".to_owned(), "BACD"),
        (&all[1], "up".to_owned(), "BACD"),
        (&all[1], "down".to_owned(), "ABCD"),
        (&all[3], "down".to_owned(), "ABCD"),
        (&all[3], above(&all[0]), "DABC"),
        (&all[3], below(&all[2]), "ABCD"),
        (&all[0], below(&all[1]), "BACD"),
        (&all[3], above(&all[2]), "BADC"),
    ] {
        let moved = put(&ada, &workspace, task, &to).await;
        let page = workspace.path(&format!("projects/{}#task-{}", project.id, task.id));
        assert_eq!(moved.location(), page);
        assert_eq!(order(&ada, &workspace, &project).await.concat(), then, "{to}");
    }
    let page = ada.get(&workspace.path(&format!("projects/{}", project.id))).await;
    assert_eq!(page.all("[value=up][disabled]"), ["Move up: B"]);
    assert_eq!(page.all("[value=down][disabled]"), ["Move down: C"]);
}

#[actix_web::test]
async fn a_move_beside_what_is_not_there_changes_nothing() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (project, all) = tasks(&workspace, &["A", "B", "C"]);
    let (_, others) = tasks(&workspace, &["Elsewhere"]);
    let ada = workspace.signed_in_admin().await;
    app.sql(&format!("UPDATE tasks SET done_at = now() WHERE id = '{}'", all[2].id));
    for to in [&others[0], &all[2], &all[0]].map(|task| format!("above-{}", task.id)) {
        assert_eq!(put(&ada, &workspace, &all[0], &to).await.status, 303);
        assert_eq!(order(&ada, &workspace, &project).await.concat(), "ABC");
    }
    assert_eq!(put(&ada, &workspace, &all[2], "up").await.status, 303, "it is done");
    assert_eq!(order(&ada, &workspace, &project).await.concat(), "ABC");
    for nonsense in ["", "first", "above-", "above-1", "beside-1"] {
        assert_eq!(put(&ada, &workspace, &all[0], nonsense).await.status, 400, "{nonsense}");
    }
}

#[actix_web::test]
async fn who_moves_a_task_beyond_a_page_is_led_there() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let titles: Vec<String> = (0..51).map(|number| format!("T{number}")).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let (project, all) = tasks(&workspace, &titles);
    let ada = workspace.signed_in_admin().await;
    let path = workspace.path(&format!("projects/{}", project.id));
    assert_eq!(ada.get(&path).await.all(".task").len(), 50);
    let moved = put(&ada, &workspace, &all[49], "down").await;
    assert_eq!(moved.location(), format!("{path}?page=2#task-{}", all[49].id));
    let page = ada.get(&format!("{path}?page=2")).await;
    assert_eq!(page.all(".task-title"), ["T49"]);
    assert_eq!(page.all("[value=up]:not([disabled])").len(), 1);
    let back = put(&ada, &workspace, &all[49], "up").await;
    assert_eq!(back.location(), format!("{path}#task-{}", all[49].id));

    let made = ada.post(&format!("{path}/tasks"), &[("title", "T51")]).await;
    assert_eq!(made.location(), format!("{path}?page=2"), "a new one is the last");
    assert_eq!(ada.get(made.location()).await.all(".task-title"), ["T50", "T51"]);
}

#[actix_web::test]
async fn many_moves_at_once_leave_every_task_a_place_of_its_own() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (project, all) = tasks(&workspace, &["A", "B", "C", "D", "E", "F", "G", "H"]);
    let ada = workspace.signed_in_admin().await;
    for round in 0..5 {
        let moves = all.iter().enumerate().map(|(number, task)| {
            let to = match (number + round) % 4 {
                0 => "up".to_owned(),
                1 => "down".to_owned(),
                2 => format!("above-{}", all[(number + 3) % 8].id),
                _ => format!("below-{}", all[(number + 5) % 8].id),
            };
            let (ada, workspace) = (&ada, &workspace);
            async move { put(ada, workspace, task, &to).await.status }
        });
        assert_eq!(join_all(moves).await, [303; 8]);
        let shown = order(&ada, &workspace, &project).await;
        assert_eq!(shown.len(), 8);
        let apart: BTreeSet<_> = shown.iter().collect();
        assert_eq!(apart.len(), 8, "{shown:?}");
        assert_eq!(order(&ada, &workspace, &project).await, shown, "and it stays");
    }
    let twice = "SELECT FROM tasks GROUP BY project_id, position HAVING count(*) > 1";
    assert_eq!(app.sql(twice), 0);
}
