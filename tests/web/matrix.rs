//! Every route, asked by every kind of person, with every id in its address swapped for one of
//! another workspace: nothing is found, nothing differs from an id that exists nowhere, and no row
//! changes. Generated from the route table, so that a new route or parameter cannot be forgotten.

mod forms;
pub mod things;

use usher::models::role::{Preset, Role};
use usher::routes::{self, Route};
use usher::security::links::JoinClaim;
use usher::values::Level;

use crate::support::{Answer, Person, TestApp, TestWorkspace};
use forms::ask;
use things::{Kind, Things, parameters};

/// Addresses below no workspace. Their parameters are links, files and, in development, mails:
/// t03, t07 and the tests of assets and mailbox show what those of others are worth.
const OUTSIDE: [&str; 8] = [
    "/static/{name:.+}",
    "/join/{token}",
    "/password-reset/{token}",
    "/sign-up/{token}",
    "/profile/email/{token}",
    "/profile/sessions/{id}/removal",
    "/dev/mailbox/{id}",
    "/dev/mailbox/{id}/html",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    SignedOut,
    OtherAdmin,
    Guest,
    User,
    /// Holds an own role that has all that is not for Admins alone, but may not manage tasks.
    OwnRole,
    Initiated,
    Deactivated,
    Admin,
}

struct Actor {
    who: Who,
    person: Person,
    /// What they hold where they are at home; whoever is not Active there holds none.
    role: Option<Role>,
}

/// Everybody, as far as they are somebody in the first workspace; only [`Who::OtherAdmin`] is at
/// home in the second.
async fn actors(here: &TestWorkspace<'_>, other: &TestWorkspace<'_>) -> Vec<Actor> {
    let app = here.app;
    here.user(Preset::Guest, "Greta", "greta@n.example");
    here.user(Preset::User, "Udo", "udo@n.example");
    let dead = here.user(Preset::Admin, "Dea", "dea@n.example");
    // They have an account, so that they can sign in at all, and are invited to be an Admin.
    let elsewhere = app.workspace("Westwind");
    elsewhere.user(Preset::Admin, "Ina", "ina@n.example");
    let invited = here.invite("Ina", "ina@n.example");
    let admin = here.admin_role.id;
    app.sql(&format!("UPDATE users SET role_id = '{admin}' WHERE id = '{}'", invited.id));
    let levels = [Level::Manage, Level::Read, Level::Manage, Level::Manage];
    let own = here.own_role("Office", levels, true);
    here.holder(&own, "Olga", "olga@n.example");
    let of = |role: &Role| Some(role.clone());
    let mut actors = vec![
        Actor { who: Who::SignedOut, person: app.stranger(), role: None },
        Actor {
            who: Who::OtherAdmin,
            person: other.signed_in_admin().await,
            role: of(&other.admin_role),
        },
    ];
    for (who, email, role) in [
        (Who::Guest, "greta@n.example", of(&here.guest_role)),
        (Who::User, "udo@n.example", of(&here.user_role)),
        (Who::OwnRole, "olga@n.example", Some(own)),
        (Who::Initiated, "ina@n.example", None),
        (Who::Deactivated, "dea@n.example", None),
        (Who::Admin, here.ada.email.as_str(), of(&here.admin_role)),
    ] {
        actors.push(Actor { who, person: here.sign_in(email).await, role });
    }
    app.sql(&format!("UPDATE users SET status = 'deactivated' WHERE id = '{}'", dead.id));
    actors
}

fn routes_of_workspaces() -> impl Iterator<Item = Route> {
    routes::table().into_iter().filter(|route| route.path.starts_with("/w/{slug}"))
}

/// The route's address: each parameter has the name that `name` gives it.
fn address(route: &Route, mut name: impl FnMut(Kind, &str) -> String) -> String {
    parameters(route.path).into_iter().fold(route.path.to_owned(), |address, parameter| {
        let kind = Kind::of(route.path, parameter).unwrap();
        address.replace(&format!("{{{parameter}}}"), &name(kind, parameter))
    })
}

/// Every choice of parameters of which at least one is swapped.
fn swaps<'a>(parameters: &[&'a str]) -> Vec<Vec<&'a str>> {
    (1_u32..1 << parameters.len())
        .map(|bits| {
            let chosen = parameters.iter().enumerate().filter(|(i, _)| bits >> i & 1 == 1);
            chosen.map(|(_, parameter)| *parameter).collect()
        })
        .collect()
}

/// What must be answered; a sign-in counts as 303.
fn expected(actor: &Actor, route: &Route, swapped: &[&str]) -> u16 {
    match &actor.role {
        _ if actor.who == Who::SignedOut => 303,
        Some(role) if !swapped.contains(&"slug") && !route.access.allows(role) => 403,
        _ => 404,
    }
}

/// An answer without the names that were asked for: a stranger is sent to the sign-in and back.
fn seen(answer: &Answer, address: &str) -> (u16, String, String) {
    let encoded: String = url::form_urlencoded::byte_serialize(address.as_bytes()).collect();
    let location = answer.location().replace(&encoded, "ADDRESS");
    (answer.status, location, answer.text().replace(address, "ADDRESS"))
}

#[test]
fn z01_every_parameter_of_every_route_is_known() {
    for route in routes::table() {
        for parameter in parameters(route.path) {
            assert!(
                OUTSIDE.contains(&route.path) || Kind::of(route.path, parameter).is_some(),
                "nobody has said which ids {{{parameter}}} of {} may be",
                route.path
            );
        }
    }
}

#[actix_web::test]
async fn z01_the_forms_of_the_matrix_are_good_when_an_admin_sends_them_with_own_ids() {
    let app = TestApp::start();
    let here = app.workspace("Nordlicht");
    let things = Things::make(&here);
    let ada = here.signed_in_admin().await;
    for route in routes_of_workspaces() {
        let address = address(&route, |kind, _| things.name(kind).to_owned());
        let answer = ask(&ada, &route, &address, &things).await;
        let is_done = matches!(answer.status, 200 | 303) && !answer.location().contains("sign-in");
        assert!(is_done, "{} {address}: {}", route.method, answer.status);
    }
}

#[actix_web::test]
async fn z01_ids_of_another_workspace_are_not_found_by_anybody_on_any_route() {
    let app = TestApp::start();
    let (here, other) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    let (own, others) = (Things::make(&here), Things::make(&other));
    let actors = actors(&here, &other).await;
    let mut wrong = Vec::new();
    let before = app.checksum();
    for route in routes_of_workspaces() {
        for actor in &actors {
            let Actor { who, person, .. } = actor;
            let (home, foreign) =
                if *who == Who::OtherAdmin { (&others, &own) } else { (&own, &others) };
            for swapped in swaps(&parameters(route.path)) {
                let is_swapped = |parameter: &str| swapped.contains(&parameter);
                let address_of = |name: &dyn Fn(Kind) -> String| {
                    address(&route, |kind, parameter| match is_swapped(parameter) {
                        true => name(kind),
                        false => home.name(kind).to_owned(),
                    })
                };
                let existing = address_of(&|kind| foreign.name(kind).to_owned());
                let unknown = address_of(&Kind::unknown);
                let existing = seen(&ask(person, &route, &existing, home).await, &existing);
                let unknown = seen(&ask(person, &route, &unknown, home).await, &unknown);
                let status = expected(actor, &route, &swapped);
                if existing.0 != status || existing != unknown {
                    let (got, other) = (existing.0, unknown.0);
                    let what = format!("{who:?} {} {} {swapped:?}", route.method, route.path);
                    wrong.push(format!("{what}: {got}, unknown {other}, not {status}"));
                }
            }
        }
        assert_eq!(app.checksum(), before, "{} {}", route.method, route.path);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Somebody signed in to an account that is Active elsewhere, and nothing but this here.
async fn signed_in_elsewhere(app: &TestApp, here: &TestWorkspace<'_>, what: &str) -> Actor {
    let email = format!("{what}@n.example");
    let elsewhere = app.workspace(&format!("Elsewhere of {what}"));
    elsewhere.user(Preset::Admin, "Ina", &email);
    let user = match what {
        "deactivated" => here.user(Preset::Admin, "Ina", &email),
        _ => here.invite("Ina", &email),
    };
    let admin = here.admin_role.id;
    app.sql(&format!("UPDATE users SET role_id = '{admin}' WHERE id = '{}'", user.id));
    let id = user.id;
    app.sql(&match what {
        "expired" => format!("UPDATE invitations SET expires_at = now() WHERE user_id = '{id}'"),
        "deactivated" => format!("UPDATE users SET status = 'deactivated' WHERE id = '{id}'"),
        "deleted" => format!("DELETE FROM users WHERE id = '{id}'"),
        _ => format!("UPDATE users SET status = 'initiated' WHERE id = '{id}'"),
    });
    Actor { who: Who::Initiated, person: elsewhere.sign_in(&email).await, role: None }
}

#[actix_web::test]
async fn z04_whoever_is_not_active_can_do_nothing_on_any_route() {
    let app = TestApp::start();
    let here = app.workspace("Nordlicht");
    let things = Things::make(&here);
    let mut actors = Vec::new();
    for what in ["initiated", "expired", "deactivated", "deleted"] {
        actors.push((what, signed_in_elsewhere(&app, &here, what).await));
    }
    let before = app.checksum();
    for route in routes_of_workspaces() {
        let address = address(&route, |kind, _| things.name(kind).to_owned());
        for (what, actor) in &actors {
            let answer = ask(&actor.person, &route, &address, &things).await;
            assert_eq!(answer.status, 404, "{what}: {} {address}", route.method);
        }
        assert_eq!(app.checksum(), before, "{} {address}", route.method);
    }
}

/// What nobody but the invited person may know: every invitation's id and link, past and present.
fn secrets(app: &TestApp) -> Vec<String> {
    use diesel::prelude::*;
    use usher::models::invitation::Invitation;
    use usher::schema::invitations;
    let all: Vec<Invitation> =
        invitations::table.select(Invitation::as_select()).load(&mut app.conn()).unwrap();
    all.iter()
        .flat_map(|one| {
            let claim = JoinClaim {
                workspace_id: one.workspace_id,
                invitation_id: one.id,
                generation: one.generation,
            };
            [one.id.to_string(), one.id.simple().to_string(), claim.token(&app.app.keys)]
        })
        .collect()
}

#[actix_web::test]
async fn z07_no_answer_to_anybody_holds_the_id_or_the_link_of_an_invitation() {
    let app = TestApp::start();
    let (here, other) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    let (things, _) = (Things::make(&here), Things::make(&other));
    // Somebody whose mail was refused is shown with the mail server's words.
    app.sql("UPDATE outbox_emails SET state = 'refused', reply = '550 no such user'");
    let actors = actors(&here, &other).await;
    let secrets = secrets(&app);
    assert!(secrets.len() >= 12);
    let mut asked = 0;
    // Changes last: some of them take away what pages show.
    let (gets, posts): (Vec<_>, Vec<_>) =
        routes_of_workspaces().partition(|route| route.method == "GET");
    for route in gets.iter().chain(&posts) {
        let address = address(route, |kind, _| things.name(kind).to_owned());
        for Actor { who, person, .. } in &actors {
            let answer = ask(person, route, &address, &things).await;
            asked += 1;
            let all = format!("{:?} {}", answer.headers, answer.text());
            for secret in &secrets {
                let what = format!("{who:?} {} {address}", route.method);
                assert!(!all.contains(secret.as_str()), "{what} shows {secret}");
            }
        }
    }
    assert!(asked > 250, "only {asked} answers were looked at");
}
