use usher::models::role::Preset;

use crate::support::TestApp;

#[actix_web::test]
async fn the_roles_stand_side_by_side_with_what_they_allow() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Bruno", "bruno@n.example");
    workspace.user(Preset::User, "Dora", "dora@n.example");
    app.sql("UPDATE users SET status = 'deactivated' WHERE name = 'Dora'");
    let ada = workspace.signed_in_admin().await;
    let page = ada.get(&workspace.path("settings/permissions")).await;
    assert_eq!(page.all("thead th"), ["Area", "Admin", "User", "Guest"]);
    let row = |n: usize| page.all(&format!("tbody tr:nth-child({n}) td"));
    assert_eq!(row(1), ["1", "1", "0"], "users, without Deactivated ones");
    assert_eq!(row(2), ["Manage", "Manage", "–None"], "projects");
    assert_eq!(row(3), ["Manage", "Manage", "–None"], "tasks");
    assert_eq!(row(4), ["Manage", "Read", "–None"], "people");
    assert_eq!(row(5), ["Manage", "–None", "–None"], "settings");
    assert_eq!(row(6), ["Yes", "Yes", "–No"], "create projects");
    assert_eq!(row(7), ["Yes", "–No", "–No"], "invite");
}

#[actix_web::test]
async fn who_may_not_read_settings_sees_no_permissions() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Bruno", "bruno@n.example");
    let bruno = workspace.sign_in("bruno@n.example").await;
    assert_eq!(bruno.get(&workspace.path("settings/permissions")).await.status, 403);
}
