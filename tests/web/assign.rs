use usher::models::project::Project;
use usher::models::role::Preset;
use usher::models::task::Task;
use usher::values::Level;
use uuid::Uuid;

use crate::support::{TestApp, TestWorkspace};

/// A task of a project that Ada made, and the address of its popup.
fn task(workspace: &TestWorkspace<'_>) -> (Project, Task, String) {
    let project = workspace.project("Website");
    let task = workspace.task(&project, "Draw");
    let path = workspace.path(&format!("tasks/{}/assignees", task.id));
    (project, task, path)
}

#[actix_web::test]
async fn initiated_people_are_offered_marked_and_assigned_without_becoming_members() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (project, _, path) = task(&workspace);
    let carla = workspace.user(Preset::User, "Carla Núñez", "carla@n.example");
    app.sql("UPDATE users SET status = 'initiated' WHERE name LIKE 'Carla%'");
    let ada = workspace.signed_in_admin().await;
    let popup = ada.get_fragment(&path).await;
    assert!(!popup.text().contains("<html"));
    assert_eq!(popup.all(".who-name"), ["Ada Engel", "Carla Núñez"]);
    assert_eq!(popup.one(".pill"), "Initiated");

    let id = carla.id.to_string();
    for _ in 0..2 {
        let popup = ada.post_fragment(&path, &[("user", &id), ("assigned", "true")]).await;
        assert_eq!(popup.status, 200);
        assert_eq!(popup.all(".who-name"), ["Carla Núñez", "Ada Engel"], "the assigned first");
        assert_eq!(popup.attributes(".assign-person[value]", "aria-pressed"), ["true", "false"]);
        assert_eq!(popup.all("[data-changed]").len(), 1);
    }
    assert_eq!(project.members(&mut app.conn()).unwrap().0, 1);
    let popup = ada.post_fragment(&path, &[("user", &id), ("assigned", "false")]).await;
    assert_eq!(popup.attributes(".assign-person[value]", "aria-pressed"), ["false", "false"]);
}

#[actix_web::test]
async fn without_javascript_the_popup_is_a_page_that_comes_back_to_the_search() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (_, _, path) = task(&workspace);
    let ada = workspace.signed_in_admin().await;
    assert!(ada.get(&path).await.text().contains("<html"));
    let id = workspace.ada.id.to_string();
    let fields = [("user", id.as_str()), ("assigned", "true"), ("q", "ada e")];
    let answer = ada.post(&path, &fields).await;
    assert_eq!(answer.location(), format!("{path}?q=ada+e"));
    assert_eq!(ada.get(answer.location()).await.one("[aria-pressed=true] .who-name"), "Ada Engel");
}

#[actix_web::test]
async fn the_search_takes_what_is_typed_literally() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (_, _, path) = task(&workspace);
    workspace.user(Preset::User, "Bruno 100% Hahn", "b_h@n.example");
    let ada = workspace.signed_in_admin().await;
    for (typed, found) in [
        ("HAHN", vec!["Bruno 100% Hahn"]),
        ("0%25", vec!["Bruno 100% Hahn"]),
        ("b_h", vec!["Bruno 100% Hahn"]),
        ("héhn", vec![]),
        ("hähn", vec!["Bruno 100% Hahn"]),
        ("b_h bruno", vec!["Bruno 100% Hahn"]),
        ("a_a", vec![]),
        ("%5C", vec![]),
        ("%00ada@", vec!["Ada Engel"]),
    ] {
        let popup = ada.get_fragment(&format!("{path}?q={typed}")).await;
        assert_eq!(popup.all(".who-name"), found, "{typed}");
    }
}

#[actix_web::test]
async fn whoever_may_not_read_people_finds_them_by_name_alone() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (_, _, path) = task(&workspace);
    workspace.user(Preset::User, "Jürgen Groß", "secret.address@n.example");
    let role = workspace.own_role(
        "Planner",
        [Level::None, Level::Manage, Level::None, Level::None],
        false,
    );
    workspace.holder(&role, "Pia Plan", "pia@n.example");
    let pia = workspace.sign_in("pia@n.example").await;
    let popup = pia.get_fragment(&path).await;
    assert_eq!(popup.all(".who-name"), ["Ada Engel", "Jürgen Groß", "Pia Plan"]);
    assert!(popup.all(".who-email").concat().is_empty());
    for (typed, found) in [
        ("jurgen", vec!["Jürgen Groß"]),
        ("GROSS", vec!["Jürgen Groß"]),
        ("secret", vec![]),
        ("n.example", vec![]),
    ] {
        let popup = pia.get_fragment(&format!("{path}?q={typed}")).await;
        assert_eq!(popup.all(".who-name"), found, "{typed}");
    }
}

#[actix_web::test]
async fn an_admin_can_invite_from_the_popup_and_others_are_told_who_can() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (_, task, path) = task(&workspace);
    workspace.user(Preset::User, "Bruno Hahn", "bruno@n.example");
    let ada = workspace.signed_in_admin().await;
    let popup = ada.get_fragment(&format!("{path}?q=new%40n.example")).await;
    let invite = workspace.path(&format!("settings/invite?task={}&email=new%40n.example", task.id));
    assert_eq!(popup.one("a[data-with-query]"), "Invite new@n.example");
    assert_eq!(ada.get_fragment(&path).await.one("a[data-with-query]"), "Invite by email");
    assert_eq!(popup.attributes("a[data-with-query]", "href"), [invite]);
    let bruno = workspace.sign_in("bruno@n.example").await;
    let popup = bruno.get_fragment(&path).await;
    assert!(popup.all("a[data-with-query]").is_empty());
    assert_eq!(
        popup.one(".assign-foot"),
        "Not here yet? Ask Ada Engel (ada@nordlicht.example) to invite them."
    );
}

#[actix_web::test]
async fn a_deactivated_person_is_not_offered_but_can_be_taken_off() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (_, task, path) = task(&workspace);
    let (dora, emil) = (
        workspace.user(Preset::User, "Dora", "dora@n.example"),
        workspace.user(Preset::User, "Emil", "emil@n.example"),
    );
    workspace.assign(&task, &dora);
    app.sql("UPDATE users SET status = 'deactivated' WHERE name IN ('Dora', 'Emil')");
    let ada = workspace.signed_in_admin().await;
    assert_eq!(ada.get(&path).await.all(".assign-list .who-name"), ["Dora", "Ada Engel"]);
    let emil = emil.id.to_string();
    let refused = ada.post(&path, &[("user", &emil), ("assigned", "true")]).await;
    assert_eq!(refused.status, 404);
    let dora = dora.id.to_string();
    let taken = ada.post_fragment(&path, &[("user", &dora), ("assigned", "false")]).await;
    assert_eq!(taken.all(".who-name"), ["Ada Engel"]);
}

#[actix_web::test]
async fn nobody_of_another_workspace_is_assigned() {
    let app = TestApp::start();
    let (here, there) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    let (_, ours, path) = task(&here);
    let (_, theirs, _) = task(&there);
    let ada = here.signed_in_admin().await;
    let stranger = there.ada.id.to_string();
    let assigned = ada.post(&path, &[("user", &stranger), ("assigned", "true")]).await;
    assert_eq!(assigned.status, 404);
    let assigned = format!("SELECT FROM task_assignees WHERE task_id = '{}'", ours.id);
    assert_eq!(app.sql(&assigned), 0);
    let path = here.path(&format!("tasks/{}/assignees", theirs.id));
    let us = here.ada.id.to_string();
    assert_eq!(ada.get(&path).await.status, 404);
    assert_eq!(ada.post(&path, &[("user", &us), ("assigned", "true")]).await.status, 404);
}

#[actix_web::test]
async fn a_long_list_is_cut_and_says_so() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (_, _, path) = task(&workspace);
    workspace.book(100);
    app.sql(&format!(
        "INSERT INTO users (workspace_id, id, email, email_key, name, role_id, status)
         SELECT workspace_id, gen_random_uuid(), n || '@n.example', n || '@n.example',
                'Person ' || n, role_id, 'initiated'
         FROM users, generate_series(1, 60) n WHERE id = '{}'",
        workspace.ada.id
    ));
    let ada = workspace.signed_in_admin().await;
    let popup = ada.get(&path).await;
    assert_eq!(popup.all(".assign-list li").len(), 50);
    assert!(popup.says("Only the first 50 people are listed."));
    assert_eq!(popup.all("[data-partial]").len(), 1, "typing asks the server");
    assert_eq!(ada.get(&format!("{path}?q=Person+59")).await.all(".assign-list li").len(), 1);
}

#[actix_web::test]
async fn nobody_is_invited_to_a_task_whose_project_is_archived() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (project, task, _) = task(&workspace);
    let ada = workspace.signed_in_admin().await;
    ada.post(&workspace.path(&format!("projects/{}/archive", project.id)), &[]).await;
    let window = workspace.path(&format!("settings/invite?task={}", task.id));
    assert_eq!(ada.get(&window).await.status, 409);
    let before = app.checksum();
    let (form_id, task_id) = (Uuid::now_v7().to_string(), task.id.to_string());
    let role = workspace.guest_role.id.to_string();
    let form = [
        ("form_id", form_id.as_str()),
        ("task", task_id.as_str()),
        ("lines[0][email]", "new@n.example"),
        ("lines[0][role]", role.as_str()),
    ];
    assert_eq!(ada.post(&workspace.path("settings/invite"), &form).await.status, 409);
    assert_eq!(app.checksum(), before);
}

#[actix_web::test]
async fn whoever_is_invited_from_a_task_is_assigned_to_it_at_once() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (_, task, popup) = task(&workspace);
    let ada = workspace.signed_in_admin().await;
    let (form_id, task_id) = (Uuid::now_v7().to_string(), task.id.to_string());
    let window = workspace.path(&format!("settings/invite?task={task_id}&email=new%40n.example"));
    let window = ada.get_fragment(&window).await;
    assert!(window.text().contains("The invited people will be assigned to “Draw”."));
    assert_eq!(window.attributes("[data-email]", "value")[0], "new@n.example");
    let role = workspace.guest_role.id.to_string();
    let form = [
        ("form_id", form_id.as_str()),
        ("task", task_id.as_str()),
        ("lines[0][email]", "new@n.example"),
        ("lines[0][name]", "Nina New"),
        ("lines[0][role]", role.as_str()),
    ];
    let sent = ada.post(&workspace.path("settings/invite"), &form).await;
    assert_eq!(sent.location(), workspace.path(&format!("tasks/{task_id}")));
    let page = ada.get(sent.location()).await;
    assert_eq!(
        (page.one(".people .who-name"), page.one(".people .pill")),
        ("Nina New".into(), "Initiated".into())
    );
    let popup = ada.get(&popup).await;
    assert_eq!(popup.one("[aria-pressed=true] .who-name"), "Nina New");
}
