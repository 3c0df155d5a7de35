use usher::models::role::{Preset, Role};
use usher::models::user::User;
use usher::values::Level;
use uuid::Uuid;

use crate::support::{Person, TestApp, TestWorkspace};

const MATRIX: &str = "/w/nordlicht/settings/permissions";

/// A role's form: the levels of projects, tasks, people and settings.
fn form<'a>(name: &'a str, levels: [&'a str; 4]) -> Vec<(&'a str, &'a str)> {
    let areas = ["projects", "tasks", "people", "settings"];
    [("name", name)].into_iter().chain(areas.into_iter().zip(levels)).collect()
}

fn at(role: &Role, verb: &str) -> String {
    format!("{MATRIX}/{}{verb}", role.id)
}

fn named(workspace: &TestWorkspace<'_>, name: &str) -> Option<Role> {
    let all = Role::all(&mut workspace.app.conn(), workspace.id).unwrap();
    all.into_iter().find(|role| role.name == name)
}

fn role_of(workspace: &TestWorkspace<'_>, user: &User) -> Uuid {
    User::find(&mut workspace.app.conn(), workspace.id, user.id).unwrap().role_id
}

/// What the matrix says in a role's column, below its name: users, areas, projects, invitations.
async fn column(ada: &Person, name: &str) -> Vec<String> {
    let page = ada.get(MATRIX).await;
    let place = page.all("thead th").iter().position(|one| one == name).unwrap() + 1;
    let mut cells = page.all(&format!("tbody td:nth-child({place})"));
    cells.truncate(7);
    cells
}

#[actix_web::test]
async fn an_admin_makes_a_role_from_scratch() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let empty = ada.get(&format!("{MATRIX}/new")).await;
    assert_eq!(empty.attributes("input[type=radio][checked]", "value"), ["none"; 4]);
    let mut form = form("Project lead", ["manage", "read", "none", "read"]);
    form.push(("can_create_projects", "true"));
    let made = ada.post(MATRIX, &form).await;
    assert_eq!((made.status, made.location()), (303, MATRIX));
    let cells = ["0", "Manage", "Read", "–None", "Read", "Yes", "–No"];
    assert_eq!(column(&ada, "Project lead").await, cells);
    assert_eq!(app.sql("SELECT 1 FROM audit_events WHERE action = 'role_made'"), 1);
}

#[actix_web::test]
async fn a_copy_begins_with_the_rights_of_the_other_role() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let page = ada.get(&format!("{MATRIX}/new?copy={}", workspace.user_role.id)).await;
    assert_eq!(page.attributes("#name", "value"), ["Copy of User"]);
    let chosen = page.attributes("input[type=radio][checked]", "value");
    assert_eq!(chosen, ["manage", "manage", "read", "none"]);
    assert_eq!(page.all("input[type=checkbox][checked]").len(), 1);
}

#[actix_web::test]
async fn names_are_given_once_in_whatever_case_and_language() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let lead = workspace.own_role("Leitung Öl", [Level::Read; 4], false);
    let other = workspace.own_role("Other", [Level::Read; 4], false);
    let ada = workspace.signed_in_admin().await;
    for name in ["leitung öl", "ADMIN", "nutzer", "Gast", "guest ", " user", "Ａdmin", "ｇａｓｔ"]
    {
        for path in [MATRIX.to_owned(), at(&other, "")] {
            let refused = ada.post(&path, &form(name, ["none"; 4])).await;
            assert_eq!(refused.status, 422, "{name}");
            assert_eq!(refused.one("#name-error"), "There is already a role of this name");
            assert_eq!(refused.attributes("#name", "value"), [name]);
        }
    }
    let nameless = ada.post(MATRIX, &form(" ", ["none"; 4])).await;
    assert_eq!((nameless.status, nameless.one("#name-error")), (422, "Enter a name".into()));
    assert_eq!(ada.post(&at(&lead, ""), &form("LEITUNG ÖL", ["none"; 4])).await.status, 303);
    assert_eq!(ada.post(MATRIX, &form("x", ["none", "none", "none", "all"])).await.status, 400);
    assert_eq!(Role::all(&mut app.conn(), workspace.id).unwrap().len(), 5);
}

#[actix_web::test]
async fn there_are_at_most_thirty_roles() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    for number in 3..Role::MOST {
        workspace.own_role(&format!("Role {number}"), [Level::None; 4], false);
    }
    let ada = workspace.signed_in_admin().await;
    let refused = ada.post(MATRIX, &form("One more", ["none"; 4])).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.one("#name-error"), "A workspace has at most 30 roles");
    assert!(!ada.get(MATRIX).await.says("New role"));
}

#[actix_web::test]
async fn z05_what_a_role_loses_its_holder_loses_on_the_next_request() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let role = workspace.own_role("Office", [Level::Read; 4], false);
    let olga = workspace.holder(&role, "Olga", "olga@n.example");
    let olgas = workspace.sign_in(&olga.email).await;
    let users = workspace.path("settings/users");
    assert_eq!(olgas.get(&users).await.status, 200);
    let ada = workspace.signed_in_admin().await;
    ada.post(&at(&role, ""), &form("Office", ["read", "read", "none", "manage"])).await;
    assert_eq!(olgas.get(&users).await.status, 403);
    assert_eq!(olgas.get(&workspace.path("settings/workspace")).await.status, 200);
    assert!(!olgas.get(&workspace.path("")).await.says("Teams"));
    assert_eq!(olgas.get(&workspace.path("settings")).await.location(), MATRIX);
    let edited = app.text(
        "SELECT concat(details->'from'->>'people', ' ', details->'to'->>'people') AS text
         FROM audit_events WHERE action = 'role_edited'",
    );
    assert_eq!(edited, "read none");
}

#[actix_web::test]
async fn admin_and_guest_are_neither_edited_nor_deleted_and_user_keeps_its_name() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    for role in [&workspace.admin_role, &workspace.guest_role] {
        for verb in ["", "/deletion"] {
            assert_eq!(ada.get(&at(role, verb)).await.location(), MATRIX);
            let said = ada.get(MATRIX).await.one(".banner p");
            assert_eq!(said, format!("{} stays as it is. Copy it to change the copy.", role.name));
        }
        ada.post(&at(role, ""), &form("Mine", ["read"; 4])).await;
        ada.post(&at(role, "/deletion"), &[]).await;
    }
    let user = &workspace.user_role;
    assert!(ada.get(&at(user, "")).await.all("#name").is_empty());
    ada.post(&at(user, ""), &form("Mine", ["none", "manage", "none", "none"])).await;
    ada.post(&at(user, "/deletion"), &[]).await;
    let said = ada.get(MATRIX).await.one(".banner p");
    assert_eq!(said, "User cannot be deleted. Its rights can be changed.");
    let cells = ["0", "–None", "Manage", "–None", "–None", "–No", "–No"];
    assert_eq!(column(&ada, "User").await, cells);
    let page = ada.get(MATRIX).await;
    assert_eq!(page.all("thead th"), ["Area", "Admin", "User", "Guest"]);
    assert_eq!(column(&ada, "Guest").await[1..5], ["–None"; 4]);
}

#[actix_web::test]
async fn a_role_that_nobody_holds_is_deleted_at_once() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let role = workspace.own_role("Spare", [Level::Read; 4], false);
    let ada = workspace.signed_in_admin().await;
    let question = ada.get_fragment(&at(&role, "/deletion")).await;
    assert_eq!(
        question.one(".sheet-body p:first-child"),
        "Delete the role Spare? Nobody holds it."
    );
    assert!(question.all("select").is_empty());
    assert_eq!(ada.post(&at(&role, "/deletion"), &[]).await.location(), MATRIX);
    assert!(named(&workspace, "Spare").is_none());
    assert_eq!(app.sql("SELECT 1 FROM audit_events WHERE action = 'role_deleted'"), 1);
}

#[actix_web::test]
async fn a_role_in_use_is_deleted_only_with_another_one_for_its_holders() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let role = workspace.own_role("Office", [Level::Read; 4], false);
    let olga = workspace.holder(&role, "Olga", "olga@n.example");
    let carla = workspace.invite("Carla", "carla@n.example");
    let gone = workspace.holder(&role, "Gone", "gone@n.example");
    app.sql(&format!("UPDATE users SET role_id = '{}' WHERE name = 'Carla'", role.id));
    app.sql("UPDATE users SET status = 'deactivated' WHERE name = 'Gone'");
    workspace.wait("wim@n.example", "OFFICE", "");
    let olgas = workspace.sign_in(&olga.email).await;
    let ada = workspace.signed_in_admin().await;
    let path = at(&role, "/deletion");
    assert!(ada.get(&path).await.says("4 people hold the role Office."));
    for own in [String::new(), role.id.to_string()] {
        let refused = ada.post_fragment(&path, &[("role", &own)]).await;
        assert_eq!(refused.status, 422);
        assert_eq!(refused.one("#role-error"), "Choose the role they get instead");
    }
    let foreign = app.workspace("Suedwind").user_role.id.to_string();
    assert_eq!(ada.post(&path, &[("role", &foreign)]).await.status, 404);
    assert_eq!(role_of(&workspace, &olga), role.id, "nothing has changed yet");
    let instead = workspace.guest_role.id;
    assert_eq!(ada.post(&path, &[("role", &instead.to_string())]).await.status, 303);
    for user in [&olga, &carla, &gone] {
        assert_eq!(role_of(&workspace, user), instead, "{}", user.name);
    }
    assert!(named(&workspace, "Office").is_none());
    let waiting = app.text("SELECT role AS text FROM waiting_people");
    assert_eq!(waiting, instead.to_string());
    assert_eq!(app.sql("SELECT 1 FROM audit_events WHERE action = 'role_changed'"), 3);
    let asked = olgas.get(&workspace.path("")).await;
    assert!(asked.location().starts_with("/sign-in"), "a new role begins with a new session");
}

#[actix_web::test]
async fn whoever_is_no_admin_changes_no_role_whatever_their_own_allows() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let role = workspace.own_role("Everything", [Level::Manage; 4], true);
    let olga = workspace.holder(&role, "Olga", "olga@n.example");
    let olgas = workspace.sign_in(&olga.email).await;
    let page = olgas.get(MATRIX).await;
    assert_eq!((page.status, page.all("main form, main .button").len()), (200, 0));
    for (path, form) in [
        (MATRIX.to_owned(), form("Mine", ["manage"; 4])),
        (at(&role, ""), form("Mine", ["manage"; 4])),
        (at(&role, "/deletion"), Vec::new()),
        (at(&role, "/preview"), Vec::new()),
    ] {
        assert_eq!(olgas.post(&path, &form).await.status, 403, "{path}");
    }
    for path in [format!("{MATRIX}/new"), at(&role, ""), at(&role, "/deletion")] {
        assert_eq!(olgas.get(&path).await.status, 403, "{path}");
    }
    let details = workspace.path(&format!("settings/users/{}", olga.id));
    let admin = workspace.admin_role.id.to_string();
    let form = [("name", "Olga"), ("gender", ""), ("language", ""), ("role", &admin)];
    assert_eq!(olgas.post(&details, &form).await.status, 403);
    assert_eq!(role_of(&workspace, &olga), role.id);
}

#[actix_web::test]
async fn a_role_is_given_in_the_invite_window_and_in_the_details() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let role = workspace.own_role("Office", [Level::Read; 4], false);
    let udo = workspace.user(Preset::User, "Udo", "udo@n.example");
    let ada = workspace.signed_in_admin().await;
    let id = role.id.to_string();
    let form = [
        ("form_id", Uuid::now_v7().to_string()),
        ("lines[0][email]", "new@n.example".to_owned()),
        ("lines[0][role]", id.clone()),
    ];
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    ada.post(&workspace.path("settings/invite"), &form).await;
    let details = workspace.path(&format!("settings/users/{}", udo.id));
    let form = [("name", "Udo"), ("gender", ""), ("language", ""), ("role", id.as_str())];
    ada.post(&details, &form).await;
    assert_eq!(column(&ada, "Office").await[0], "2");
    let list = ada.get(&workspace.path(&format!("settings/users?role={id}"))).await;
    assert_eq!(list.all("tbody .who-name"), ["new", "Udo"]);
}
