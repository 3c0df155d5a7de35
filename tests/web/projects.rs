use usher::models::role::Preset;
use usher::values::Level;

use crate::support::TestApp;

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
    let long = "x".repeat(101);
    let refused = ada.post(&workspace.path("projects"), &[("name", &long)]).await;
    assert_eq!(refused.one("#name-error"), "Enter a name of at most 100 characters");
    assert!(ada.get(&workspace.path("projects")).await.says("No projects yet"));
}

#[actix_web::test]
async fn a_guest_sees_only_the_projects_they_are_a_member_of() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (open, closed) = (workspace.project("Open"), workspace.project("Closed"));
    let guest = workspace.user(Preset::Guest, "Gerd", "gerd@n.example");
    open.add_member(&mut app.conn(), workspace.ada.id, guest.id).unwrap();
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
    let path = workspace.path(&format!("projects/{}", workspace.project("Website").id));
    let ada = workspace.signed_in_admin().await;
    let id = carla.id.to_string();
    for _ in 0..2 {
        let added =
            ada.post(&format!("{path}/members"), &[("user", &id), ("member", "true")]).await;
        assert_eq!(added.status, 303);
    }
    let page = ada.get(&path).await;
    assert_eq!(page.all("main .who-name"), ["Ada Engel", "Carla Núñez"]);
    assert_eq!(page.one(".list .pill"), "Initiated");
    ada.post(&format!("{path}/members/{id}/removal"), &[]).await;
    assert_eq!(ada.get(&path).await.all("main .who-name"), ["Ada Engel"]);
}

#[actix_web::test]
async fn nobody_of_another_workspace_becomes_a_member() {
    let app = TestApp::start();
    let (here, there) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    let ours = here.project("Website");
    let theirs = there.project("Theirs");
    let ada = here.signed_in_admin().await;
    let members = here.path(&format!("projects/{}/members", ours.id));
    let stranger = there.ada.id.to_string();
    assert_eq!(ada.post(&members, &[("user", &stranger), ("member", "true")]).await.status, 404);
    assert_eq!(ours.members(&mut app.conn()).unwrap().0, 1);
    let path = here.path(&format!("projects/{}", theirs.id));
    assert_eq!(ada.get(&path).await.status, 404);
    assert_eq!(ada.post(&format!("{path}/tasks"), &[("title", "x")]).await.status, 404);
    let us = here.ada.id.to_string();
    assert_eq!(
        ada.post(&format!("{path}/members"), &[("user", &us), ("member", "true")]).await.status,
        404
    );
    let removal = format!("{path}/members/{stranger}/removal");
    assert_eq!(ada.post(&removal, &[]).await.status, 404);
    assert_eq!(theirs.members(&mut app.conn()).unwrap().0, 1);
}

#[actix_web::test]
async fn somebody_whose_invitation_is_taken_back_at_that_moment_is_not_found() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let project = workspace.project("Website");
    let carla = workspace.invite("Carla", "carla@n.example").id.to_string();
    let ada = workspace.signed_in_admin().await;
    let path = workspace.path(&format!("projects/{}/members", project.id));
    let undo = format!("DELETE FROM users WHERE id = '{carla}'");
    let answer =
        app.meanwhile(&undo, ada.post(&path, &[("user", &carla), ("member", "true")])).await;
    assert_eq!(answer.status, 404);
    assert_eq!(ada.post(&path, &[("user", &carla), ("member", "true")]).await.status, 404);
    assert_eq!(project.members(&mut app.conn()).unwrap().0, 1);
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
    assert_eq!(answer.one("p.error"), "A workspace has at most 1,000 projects");
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
    assert_eq!(answer.one("p.error"), "A project has at most 1,000 tasks");
    assert_eq!(answer.attributes("#new-task", "value"), ["One more"]);
    app.sql("UPDATE accounts SET language = 'de'");
    let answer = ada.post(&path, &[("title", "One more")]).await;
    assert_eq!(answer.one("p.error"), "Ein Projekt hat höchstens 1.000 Aufgaben");
}

#[actix_web::test]
async fn a_project_has_a_name_a_description_and_a_colour() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let window = ada.get_fragment(&workspace.path("projects/new")).await;
    assert!(!window.text().contains("<html"));
    assert_eq!(window.attributes("[name=colour][checked]", "value"), ["0"]);
    let form = [("name", "Website"), ("description", "New\nand fast"), ("colour", "7")];
    let made = ada.post_fragment(&workspace.path("projects"), &form).await;
    assert_eq!(made.status, 204);
    let path = made.headers["location-after"].to_str().unwrap().to_owned();
    let page = ada.get(&path).await;
    assert_eq!((page.one("h1"), page.one(".page-lead")), ("Website".into(), "Newand fast".into()));
    assert_eq!(page.all("h1 .tint-7").len(), 1);
    let next = ada.get(&workspace.path("projects/new")).await;
    assert_eq!(next.attributes("[name=colour][checked]", "value"), ["1"], "another one is offered");

    let edit = ada.get(&format!("{path}/edit")).await;
    assert_eq!(edit.attributes("#name", "value"), ["Website"]);
    assert_eq!(edit.attributes("[name=colour][checked]", "value"), ["7"]);
    let form = [("name", "Web"), ("description", ""), ("colour", "2")];
    assert_eq!(ada.post(&path, &form).await.location(), path);
    let list = ada.get(&workspace.path("projects")).await;
    assert_eq!((list.one(".card h2"), list.all(".card .tint-2").len()), ("Web".into(), 1));
    use usher::models::audit_event::Action::*;
    assert_eq!(workspace.audited(), [ProjectCreated, ProjectJoined, ProjectChanged]);
}

#[actix_web::test]
async fn a_project_is_not_changed_to_something_that_cannot_be() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let path = workspace.path(&format!("projects/{}", workspace.project("Website").id));
    let ada = workspace.signed_in_admin().await;
    let deep = "y".repeat(5001);
    let form = [("name", " "), ("description", deep.as_str()), ("colour", "9")];
    let refused = ada.post_fragment(&path, &form).await;
    assert_eq!(refused.status, 422);
    assert_eq!(
        refused.all(".summary li"),
        ["Enter a name", "Enter a description of at most 5,000 characters"]
    );
    assert_eq!(refused.one("textarea"), deep, "what was typed stays");
    assert_eq!(refused.attributes("[name=colour][checked]", "value"), ["9"]);
    for colour in ["10", "-1", "blue"] {
        let form = [("name", "Web"), ("colour", colour)];
        assert_eq!(ada.post(&path, &form).await.status, 400, "{colour}");
    }
    assert_eq!(ada.get(&path).await.one("h1"), "Website");
}

#[actix_web::test]
async fn an_archived_project_is_listed_apart_and_can_be_read_and_taken_back() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.project("Kept");
    let put_away = workspace.project("Put away");
    let task = workspace.task(&put_away, "Draw");
    let ada = workspace.signed_in_admin().await;
    let list = workspace.path("projects");
    assert!(ada.get(&list).await.all(".tabs").is_empty(), "nothing is archived yet");
    let path = workspace.path(&format!("projects/{}", put_away.id));
    for _ in 0..2 {
        assert_eq!(ada.post(&format!("{path}/archive"), &[]).await.location(), path);
    }
    let page = ada.get(&list).await;
    assert_eq!(
        (page.one(".card h2"), page.all(".tabs a")),
        ("Kept".into(), vec!["Current 1".to_owned(), "Archived 1".to_owned()])
    );
    assert_eq!(ada.get(&format!("{list}/archive")).await.all(".card h2"), ["Put away"]);
    let page = ada.get(&path).await;
    assert!(page.says("This project is archived: it can be read, not changed."));
    assert_eq!(page.all(".task-title"), ["Draw"]);
    let restore = format!("{path}/archive/removal");
    assert!(page.attributes("main form", "action").iter().all(|action| *action == restore));
    let page = ada.get(&workspace.path(&format!("tasks/{}", task.id))).await;
    assert!(page.all("main form").is_empty());

    ada.post(&restore, &[]).await;
    assert_eq!(ada.get(&list).await.all(".card h2"), ["Kept", "Put away"]);
    assert_eq!(ada.post(&format!("{path}/tasks"), &[("title", "Paint")]).await.status, 303);
}

#[actix_web::test]
async fn nothing_in_an_archived_project_is_changed_by_anybody() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let project = workspace.project("Put away");
    let task = workspace.task(&project, "Draw");
    workspace.assign(&task, &workspace.ada);
    let ada = workspace.signed_in_admin().await;
    let (project, task) = (format!("projects/{}", project.id), format!("tasks/{}", task.id));
    ada.post(&workspace.path(&format!("{project}/archive")), &[]).await;
    let id = workspace.ada.id.to_string();
    let change = vec![("title", "Paint"), ("description", ""), ("due_on", "")];
    let before = app.checksum();
    for (path, form) in [
        (project.clone(), vec![("name", "Renamed")]),
        (format!("{project}/tasks"), vec![("title", "Paint")]),
        (format!("{project}/members"), vec![("user", id.as_str()), ("member", "true")]),
        (format!("{project}/members/{id}/removal"), Vec::new()),
        (task.clone(), change),
        (format!("{task}/done"), vec![("done", "true"), ("from", "task")]),
        (format!("{task}/position"), vec![("to", "up")]),
        (format!("{task}/assignees"), vec![("user", id.as_str()), ("assigned", "false")]),
        (format!("{task}/deletion"), Vec::new()),
    ] {
        let refused = ada.post(&workspace.path(&path), &form).await;
        assert_eq!(refused.status, 409, "{path}");
        assert!(refused.says("Take it back first."), "{path}");
    }
    for path in [format!("{project}/edit"), format!("{task}/assignees"), format!("{task}/deletion")]
    {
        assert_eq!(ada.get(&workspace.path(&path)).await.status, 409, "{path}");
    }
    assert_eq!(app.checksum(), before);
}

#[actix_web::test]
async fn a_change_that_waits_while_the_project_is_archived_is_not_made() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let project = workspace.project("Website");
    let ada = workspace.signed_in_admin().await;
    let archive = format!(
        "SELECT FROM workspaces WHERE id = '{}' FOR NO KEY UPDATE;
         UPDATE projects SET archived_at = now()",
        workspace.id
    );
    let path = workspace.path(&format!("projects/{}/tasks", project.id));
    let answer = app.meanwhile(&archive, ada.post(&path, &[("title", "Late")])).await;
    assert_eq!(answer.status, 409);
    assert!(
        ada.get(&workspace.path(&format!("projects/{}", project.id))).await.all(".task").is_empty()
    );
}

#[actix_web::test]
async fn a_project_is_deleted_with_its_tasks_after_a_question() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let project = workspace.project("Website");
    let tasks = ["Draw", "Paint"].map(|title| workspace.task(&project, title));
    let ada = workspace.signed_in_admin().await;
    let path = workspace.path(&format!("projects/{}", project.id));
    let question = ada.get_fragment(&format!("{path}/deletion")).await;
    assert!(question.text().contains("Delete “Website” and its 2 tasks? This cannot be undone."));
    assert_eq!(ada.get(&path).await.status, 200, "asking deletes nothing");
    let deleted = ada.post(&format!("{path}/deletion"), &[]).await;
    assert_eq!(deleted.location(), workspace.path("projects"));
    assert_eq!(ada.get(deleted.location()).await.one(".banner"), "“Website” was deleted");
    assert_eq!(ada.get(&path).await.status, 404);
    for task in tasks {
        assert_eq!(ada.get(&workspace.path(&format!("tasks/{}", task.id))).await.status, 404);
    }
    use usher::models::audit_event::Action::ProjectDeleted;
    assert_eq!(workspace.audited().last(), Some(&ProjectDeleted));
}

#[actix_web::test]
async fn whoever_deletes_a_project_is_told_of_the_tasks_that_they_do_not_see() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let project = workspace.project("Website");
    for title in ["Draw", "Paint"] {
        workspace.task(&project, title);
    }
    let levels = [Level::Manage, Level::None, Level::None, Level::None];
    let role = workspace.own_role("Keeper", levels, false);
    let kim = workspace.holder(&role, "Kim Keeper", "kim@n.example");
    let kim = workspace.sign_in(&kim.email).await;
    let path = workspace.path(&format!("projects/{}/deletion", project.id));
    let question = kim.get_fragment(&path).await;
    assert!(question.text().contains("Delete “Website” and its 2 tasks?"), "{}", question.text());
}

#[actix_web::test]
async fn nobody_deactivated_becomes_a_member() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let project = workspace.project("Website");
    let bea = workspace.user(Preset::User, "Bea Klein", "bea@n.example");
    app.sql(&format!("UPDATE users SET status = 'deactivated' WHERE id = '{}'", bea.id));
    let ada = workspace.signed_in_admin().await;
    let path = workspace.path(&format!("projects/{}/members", project.id));
    let form = [("user", bea.id.to_string())];
    let form = [("user", form[0].1.as_str()), ("member", "true")];
    assert_eq!(ada.post(&path, &form).await.status, 404);
    assert_eq!(app.sql(&format!("SELECT FROM project_members WHERE user_id = '{}'", bea.id)), 0);
}

#[actix_web::test]
async fn the_list_of_projects_has_fifty_a_page() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    app.sql(&format!(
        "INSERT INTO projects SELECT '{}', gen_random_uuid(), 'P' || lpad(n::text, 3, '0')
         FROM generate_series(1, 120) n",
        workspace.id
    ));
    let ada = workspace.signed_in_admin().await;
    let list = workspace.path("projects");
    let page = ada.get(&list).await;
    assert_eq!(
        (page.all(".card").len(), page.one(".list-foot > span")),
        (50, "1–50 of 120".into())
    );
    let next = page.attributes("[rel=next]", "href").remove(0);
    assert_eq!(ada.get(&next).await.all(".card h2")[0], "P051");
    let last = ada.get(&format!("{list}?page=99")).await;
    assert_eq!((last.all(".card").len(), last.one(".pages [aria-current]")), (20, "3".into()));
    assert_eq!(ada.get(&format!("{list}?page=x")).await.all(".card h2")[0], "P001");
}

#[actix_web::test]
async fn members_are_chosen_in_a_popup_that_searches_among_all() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let project = workspace.project("Website");
    let bruno = workspace.user(Preset::User, "Bruno Hahn", "bruno@n.example");
    workspace.book(100);
    app.sql(&format!(
        "INSERT INTO users (workspace_id, id, email, email_key, name, role_id, status)
         SELECT workspace_id, gen_random_uuid(), n || '@n.example', n || '@n.example',
                'Person ' || n, role_id, 'initiated'
         FROM users, generate_series(1, 60) n WHERE id = '{}'",
        bruno.id
    ));
    let ada = workspace.signed_in_admin().await;
    let path = workspace.path(&format!("projects/{}/members", project.id));
    let popup = ada.get_fragment(&path).await;
    assert_eq!(popup.all(".assign-list li").len(), 50);
    assert_eq!(popup.all(".who-name")[..2], ["Ada Engel", "Bruno Hahn"], "members first");
    assert_eq!(popup.all("[data-partial]").len(), 1, "typing asks the server");
    let found = ada.get(&format!("{path}?q=person+59")).await;
    assert_eq!(
        (found.one(".assign-list .who-name"), found.one(".assign-list .pill")),
        ("Person 59".into(), "Initiated".into())
    );
    let id = bruno.id.to_string();
    let form = [("user", id.as_str()), ("member", "true"), ("q", "hahn")];
    let popup = ada.post_fragment(&path, &form).await;
    assert_eq!(popup.one("[aria-pressed=true] .who-name"), "Bruno Hahn");
    assert_eq!(popup.all("[data-changed]").len(), 1);
    let form = [("user", id.as_str()), ("member", "false"), ("q", "hahn")];
    let back = ada.post(&path, &form).await;
    assert_eq!(back.location(), format!("{path}?q=hahn"));
    assert_eq!(ada.get(back.location()).await.one("[aria-pressed=false] .who-name"), "Bruno Hahn");

    app.sql(&format!("INSERT INTO project_members SELECT workspace_id, '{}', id FROM users ON CONFLICT DO NOTHING", project.id));
    let page = ada.get(&workspace.path(&format!("projects/{}", project.id))).await;
    assert_eq!(page.all(".people li").len(), 50);
    assert_eq!(page.one("#members .count"), "62");
    assert!(page.says("And 12 more."));
}
