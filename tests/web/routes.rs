use reqwest::header::ORIGIN;
use usher::models::role::Role;
use usher::routes::{self, Access, Route};
use usher::values::Level;
use uuid::Uuid;

use crate::support::{Answer, Person, TestApp, TestWorkspace};

/// The route's address with ids that exist nowhere.
fn address(route: &Route, slug: &str) -> String {
    let mut address = route.path.replace("{slug}", slug);
    while let (Some(start), Some(end)) = (address.find('{'), address.find('}')) {
        address.replace_range(start..=end, &Uuid::now_v7().to_string());
    }
    address
}

async fn ask(person: &Person, route: &Route, slug: &str) -> Answer {
    let url = person.url(&address(route, slug));
    let request = person.client.request(route.method.as_str().parse().unwrap(), url);
    person.send(request.header(ORIGIN, person.url(""))).await
}

fn is_sign_in(answer: &Answer) -> bool {
    answer.status == 303 && answer.location().starts_with("/sign-in")
}

/// A holder of every preset, of roles that have one level in one area and nothing else, and of one
/// that has every level there is.
async fn people(workspace: &TestWorkspace<'_>) -> Vec<(Role, Person)> {
    workspace.book(100);
    let presets = [&workspace.admin_role, &workspace.user_role, &workspace.guest_role];
    let mut roles: Vec<Role> = presets.into_iter().cloned().collect();
    for area in 0..4 {
        for level in [Level::Read, Level::Manage] {
            let mut levels = [Level::None; 4];
            levels[area] = level;
            roles.push(workspace.own_role(&format!("{area} {level}"), levels, false));
        }
    }
    roles.push(workspace.own_role("Creates", [Level::None; 4], true));
    roles.push(workspace.own_role("Everything", [Level::Manage; 4], true));
    let mut people = Vec::new();
    for (number, role) in roles.into_iter().enumerate() {
        let email = format!("p{number}@n.example");
        workspace.holder(&role, "Somebody", &email);
        people.push((role, workspace.sign_in(&email).await));
    }
    people
}

#[actix_web::test]
async fn z01_every_route_asks_for_the_right_it_declares() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let people = people(&workspace).await;
    let mut wrong = Vec::new();
    for route in routes::table().iter().filter(|route| route.path.contains("{slug}")) {
        for (role, person) in &people {
            let answer = ask(person, route, &workspace.slug).await;
            let is_refused = answer.status == 403;
            if is_refused == route.access.allows(role) || answer.status >= 500 {
                let (name, status) = (&role.name, answer.status);
                wrong.push(format!("{} {} as {name}: {status}", route.method, route.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[actix_web::test]
async fn z01_every_route_but_the_public_ones_needs_a_sign_in() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    let stranger = app.stranger();
    for route in routes::table() {
        let answer = ask(&stranger, &route, "nordlicht").await;
        let expected = route.access != Access::Public;
        assert_eq!(
            is_sign_in(&answer),
            expected,
            "{} {}: {}",
            route.method,
            route.path,
            answer.status
        );
    }
}

#[actix_web::test]
async fn z01_the_admin_of_another_workspace_finds_nothing() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    let other = app.workspace("Suedwind").signed_in_admin().await;
    for route in routes::table().iter().filter(|route| route.path.contains("{slug}")) {
        let answer = ask(&other, route, "nordlicht").await;
        assert_eq!(answer.status, 404, "{} {}", route.method, route.path);
    }
}
