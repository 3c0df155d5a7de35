use usher::models::confirmation::Purpose;
use usher::models::role::{Preset, Role};
use usher::routes::{self, Access};
use usher::security::links::confirmation_token;
use usher::values::Level;

use crate::matrix::things::Things;
use crate::support::{PASSWORD, Person, TestApp, TestWorkspace};

const HERE: &str = "You see the workspace as Guest. Nothing can be changed meanwhile.";

async fn preview(person: &Person, workspace: &TestWorkspace<'_>, role: &Role) {
    let path = workspace.path(&format!("settings/permissions/{}/preview", role.id));
    let begun = person.post(&path, &[]).await;
    assert_eq!((begun.status, begun.location()), (303, workspace.path("").as_str()));
}

#[actix_web::test]
async fn an_admin_sees_the_workspace_as_a_role_until_they_stop() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    preview(&ada, &workspace, &workspace.guest_role).await;
    for path in ["", "projects", "settings/users", "nowhere"] {
        let page = ada.get(&workspace.path(path)).await;
        assert_eq!(page.one(".preview p"), HERE, "{path}");
        assert_eq!(page.one(".preview button"), "Exit preview");
        assert!(!page.says("Permissions"), "{path}");
    }
    assert_eq!(ada.get(&workspace.path("settings/users")).await.status, 403);
    assert_eq!(ada.get("/profile").await.all(".preview button").len(), 1);
    let end = ada.post("/preview/end", &[]).await;
    assert_eq!((end.status, end.location()), (303, "/w/nordlicht/settings/permissions"));
    let page = ada.get(end.location()).await;
    assert_eq!((page.status, page.all(".preview").len()), (200, 0));
}

#[actix_web::test]
async fn every_page_answers_an_admin_in_a_preview_as_it_answers_a_holder_of_the_role() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(100);
    let levels = [Level::Read, Level::None, Level::Read, Level::None];
    let own = workspace.own_role("Reader", levels, false);
    let ada = workspace.signed_in_admin().await;
    let gets = || routes::table().into_iter().filter(|route| route.method == "GET");
    for role in [&own, &workspace.user_role, &workspace.guest_role] {
        preview(&ada, &workspace, role).await;
        for route in gets().filter(|route| route.path.starts_with("/w/{slug}")) {
            let path = route.path.replace("{slug}", &workspace.slug);
            let path = path.replace("{id}", "00000000-0000-7000-8000-000000000000");
            let is_refused = ada.get(&path).await.status == 403;
            assert_eq!(is_refused, !route.access.allows(role), "{path} as {}", role.name);
        }
        ada.post("/preview/end", &[]).await;
    }
}

#[actix_web::test]
async fn a_preview_shows_the_work_that_a_holder_would_see() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let things = Things::make(&workspace);
    let ada = workspace.signed_in_admin().await;
    let task = workspace.path(&format!("tasks/{}", things.name(crate::matrix::things::Kind::Task)));
    assert_eq!(ada.get(&task).await.status, 200);
    preview(&ada, &workspace, &workspace.guest_role).await;
    assert_eq!(ada.get(&task).await.status, 404, "it is not assigned to Ada");
    let id = things.name(crate::matrix::things::Kind::Task);
    app.sql(&format!(
        "INSERT INTO task_assignees VALUES ('{}', '{id}', '{}')",
        workspace.id, workspace.ada.id
    ));
    let page = ada.get(&task).await;
    assert_eq!(page.status, 200);
    assert!(!page.says("@"), "a Guest sees no addresses");
}

#[actix_web::test]
async fn nothing_is_changed_in_a_preview_by_any_route() {
    let app = TestApp::start();
    let (workspace, other) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    let ada = workspace.signed_in_admin().await;
    // Ada is an Admin elsewhere too; a preview lets nothing be changed there either.
    other.user(Preset::Admin, "Ada Engel", &workspace.ada.email);
    preview(&ada, &workspace, &workspace.user_role).await;
    let before = app.checksum();
    let out = ["/preview/end", "/sign-out"];
    let posts = routes::table().into_iter().filter(|route| route.method == "POST");
    for route in posts.filter(|one| one.access != Access::Public && !out.contains(&one.path)) {
        for slug in ["nordlicht", "suedwind"] {
            let path = route.path.replace("{slug}", slug);
            let nobody = "00000000-0000-7000-8000-000000000000";
            let path = path.replace("{id}", nobody).replace("{user}", nobody);
            // What the profile's forms need.
            let form = ["language", "current_password", "password", "new_email", "email_password"];
            let form = form.map(|name| (name, if name == "language" { "en" } else { "" }));
            let answer = ada.post(&path, &form).await;
            assert_eq!(answer.status, 403, "{path}");
            assert!(answer.says("Nothing was changed"), "{path}");
        }
    }
    assert_eq!(app.checksum(), before);
    let elsewhere = ada.get(&other.path("")).await;
    assert_eq!(elsewhere.status, 200);
    assert!(elsewhere.one(".preview p").starts_with("You see one of your workspaces as another"));
}

#[actix_web::test]
async fn links_of_mails_change_nothing_in_a_preview_either() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let form = [("new_email", "ada@elsewhere.example"), ("email_password", PASSWORD)];
    assert_eq!(ada.post("/profile/email", &form).await.status, 303);
    preview(&ada, &workspace, &workspace.user_role).await;
    let id = app.id("SELECT id FROM confirmations").parse().unwrap();
    let token = confirmation_token(&app.app.keys, Purpose::EmailChange, id);
    assert_eq!(ada.post(&format!("/profile/email/{token}"), &[]).await.status, 403);
    let reset = ada.post("/password-reset/none", &[("password", "copper-lantern-orbit-4")]).await;
    assert_eq!(reset.status, 403);
    assert_eq!(app.sql("SELECT FROM accounts WHERE email = 'ada@elsewhere.example'"), 0);
}

#[actix_web::test]
async fn a_preview_is_its_sessions_alone_and_ends_with_it() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (ada, elsewhere) = (workspace.signed_in_admin().await, workspace.signed_in_admin().await);
    preview(&ada, &workspace, &workspace.guest_role).await;
    assert!(elsewhere.get(&workspace.path("")).await.all(".preview").is_empty());
    assert_eq!(ada.post("/sign-out", &[]).await.status, 303);
    let form = [("email", workspace.ada.email.as_str()), ("password", crate::support::PASSWORD)];
    ada.post("/sign-in", &form).await;
    assert!(ada.get(&workspace.path("")).await.all(".preview").is_empty());
}

#[actix_web::test]
async fn a_preview_never_gives_more_than_the_viewer_has() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let bea = workspace.user(Preset::Admin, "Bea", "bea@n.example");
    let beas = workspace.sign_in(&bea.email).await;
    preview(&beas, &workspace, &workspace.user_role).await;
    assert_eq!(beas.get(&workspace.path("settings/users")).await.status, 200);
    let guest = workspace.guest_role.id;
    app.sql(&format!("UPDATE users SET role_id = '{guest}' WHERE id = '{}'", bea.id));
    let page = beas.get(&workspace.path("settings/users")).await;
    assert_eq!((page.status, page.all(".preview").len()), (403, 0), "a Guest is a Guest");
}

#[actix_web::test]
async fn a_preview_ends_with_its_role() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let role = workspace.own_role("Spare", [Level::None; 4], false);
    let ada = workspace.signed_in_admin().await;
    preview(&ada, &workspace, &role).await;
    app.sql(&format!("DELETE FROM roles WHERE id = '{}'", role.id));
    let projects = workspace.path("projects");
    assert_eq!(ada.post(&projects, &[("name", "Shop")]).await.status, 403, "said before");
    assert!(ada.get(&projects).await.all(".preview").is_empty());
    assert_eq!(ada.post(&projects, &[("name", "Shop")]).await.status, 303);
}

#[actix_web::test]
async fn admins_are_not_previewed_and_stopping_without_a_preview_leads_home() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let path = workspace.path(&format!("settings/permissions/{}/preview", workspace.admin_role.id));
    ada.post(&path, &[]).await;
    assert!(ada.get(&workspace.path("")).await.all(".preview").is_empty());
    assert_eq!(ada.post("/preview/end", &[]).await.location(), "/");
}

#[actix_web::test]
async fn what_is_refused_in_a_preview_leads_back_to_its_page() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let project = workspace.project("Website");
    let ada = workspace.signed_in_admin().await;
    preview(&ada, &workspace, &workspace.user_role).await;
    let form = workspace.path(&format!("projects/{}/tasks", project.id));
    let refused = ada.post(&form, &[("title", "Draw")]).await;
    assert_eq!(refused.one("main .button-primary"), "Back to the page");
    let back = refused.attributes("main a.button-primary", "href").remove(0);
    assert_eq!(ada.get(&back).await.location(), form.trim_end_matches("/tasks"));
}
