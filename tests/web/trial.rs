use chrono::Utc;
use diesel::prelude::*;
use usher::inviting::duties;
use usher::mail::messages::Sender;
use usher::models::outbox_email::{Kind, OutboxEmail, State};
use usher::models::role::Preset;
use usher::routes;
use usher::schema::outbox_emails;
use usher::security::links::JoinClaim;

use crate::support::{Answer, PASSWORD, TestApp, TestWorkspace};

/// The trial ends in so many minutes, and nothing is booked.
fn trial_of(workspace: &TestWorkspace<'_>, minutes: i32) {
    workspace.app.sql(&format!(
        "UPDATE workspaces SET booked_seats = 0, trial_warned_at = NULL,
         trial_ends_at = now() + {minutes} * interval '1 minute' WHERE id = '{}'",
        workspace.id
    ));
}

const DAY: i32 = 24 * 60;

/// What an Admin still looks at then, besides people one by one.
const OPEN: [&str; 3] = [
    "/w/{slug}/settings/users",
    "/w/{slug}/settings/users/export.xlsx",
    "/w/{slug}/settings/users/export.csv",
];

#[actix_web::test]
async fn admins_see_on_every_page_how_long_the_trial_lasts_and_nobody_else_does() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Bruno", "bruno@n.example");
    let (ada, bruno) =
        (workspace.signed_in_admin().await, workspace.sign_in("bruno@n.example").await);
    let page = workspace.path("projects");
    assert!(!ada.get(&page).await.says("Trial:"));
    trial_of(&workspace, 3 * DAY - 5);
    let last = ada.get(&page).await;
    assert!(last.says("Trial: 3 days left"));
    assert_eq!(last.all("a.pill-warn").len(), 2, "the last days are a warning");
    assert!(!bruno.get(&page).await.says("Trial:"));
}

#[actix_web::test]
async fn at_the_end_of_the_trial_every_page_leads_to_the_booking_or_to_an_explanation() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Bruno", "bruno@n.example");
    let (ada, bruno) =
        (workspace.signed_in_admin().await, workspace.sign_in("bruno@n.example").await);
    trial_of(&workspace, -1);
    let (plan, paused) = (workspace.path("settings/plan"), workspace.path("paused"));
    let is_of_workspace = |path: &str| path.starts_with("/w/{slug}") && !path.contains("{id}");
    let before = app.checksum();
    for route in routes::table().iter().filter(|route| is_of_workspace(route.path)) {
        let path = route.path.replace("{slug}", &workspace.slug);
        if path == paused || path.starts_with(&plan) {
            continue;
        }
        let is_open = OPEN.contains(&route.path);
        for (person, page) in [(&ada, &plan), (&bruno, &paused)] {
            if is_open && page == &plan {
                assert_eq!(ada.get(&path).await.status, 200, "{path}");
                continue;
            }
            let answer = match route.method.as_str() {
                "GET" => person.get(&path).await,
                _ => person.post(&path, &[("name", "Shop")]).await,
            };
            assert_eq!((answer.status, answer.location()), (303, page.as_str()), "{path}");
        }
    }
    assert_eq!(app.checksum(), before);
    let fragment = ada.get_fragment(&workspace.path("settings/invite")).await;
    assert_eq!(fragment.headers["location-after"], plan.as_str());
    assert!(ada.get(&plan).await.says("The trial has ended. Nothing is lost"));
    let page = bruno.get(&paused).await;
    assert!(
        page.says("as soon as an Admin books seats for everybody: Ada Engel"),
        "{}",
        page.text()
    );
    assert_eq!(bruno.get(&plan).await.status, 403);
    assert_eq!(bruno.get("/profile").await.status, 200);
    ada.post(&plan, &[("seats", "2")]).await;
    assert_eq!(bruno.get(&workspace.path("projects")).await.status, 200);
    assert_eq!(bruno.get(&paused).await.location(), workspace.path(""));
    assert_eq!(bruno.post("/sign-out", &[]).await.status, 303);
}

#[actix_web::test]
async fn an_invitation_waits_for_the_booking() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.invite("Anna", "anna@n.example");
    let ada = workspace.signed_in_admin().await;
    let invitation = app.id("SELECT id FROM invitations").parse().unwrap();
    let claim = JoinClaim { workspace_id: workspace.id, invitation_id: invitation, generation: 1 };
    let link = format!("/join/{}", claim.token(&app.app.keys));
    trial_of(&workspace, -1);
    let stranger = app.stranger();
    let form = [("name", "Anna"), ("password", "copper-lantern-orbit-4")];
    for answer in [stranger.get(&link).await, stranger.post(&link, &form).await] {
        assert_eq!(answer.status, 410);
        assert_eq!(answer.one("h1"), "This workspace is resting");
    }
    ada.post(&workspace.path("settings/plan"), &[("seats", "5")]).await;
    assert_eq!(stranger.post(&link, &form).await.status, 303);
}

fn notices(app: &TestApp, kind: Kind) -> Vec<OutboxEmail> {
    let of_kind = outbox_emails::table.filter(outbox_emails::kind.eq(kind));
    of_kind.select(OutboxEmail::as_select()).load(&mut app.conn()).unwrap()
}

#[actix_web::test]
async fn every_admin_is_warned_once_three_days_before_the_end() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::Admin, "Jonas", "jonas@n.example");
    workspace.user(Preset::User, "Bruno", "bruno@n.example");
    let conn = &mut app.conn();
    trial_of(&workspace, 3 * DAY + 5);
    assert!(!duties::step(conn).unwrap());
    trial_of(&workspace, 3 * DAY - 5);
    assert!(duties::step(conn).unwrap());
    assert!(!duties::step(conn).unwrap());
    let mails = notices(&app, Kind::TrialEnding);
    let plan = workspace.signed_in_admin().await.get(&workspace.path("settings/plan")).await;
    assert!(plan.all(".history li").is_empty(), "a mail is no change of the plan");
    assert_eq!(mails.len(), 2);
    let sender = Sender { settings: &app.app.settings, keys: &app.app.keys };
    let letter = sender.letter(conn, &mails[0]).unwrap().unwrap();
    assert_eq!(letter.subject, "The trial of Nordlicht ends soon");
    assert!(letter.text.contains("/w/nordlicht/settings/plan"), "{}", letter.text);
    assert_eq!((letter.to.address.as_str(), mails[0].state), (&*workspace.ada.email, State::Due));
    // Whoever books meanwhile is told nothing.
    workspace.book(5);
    assert!(sender.letter(conn, &mails[1]).unwrap().is_none());
    assert!(mails[0].due_at <= Utc::now());
}

#[actix_web::test]
async fn who_has_booked_is_not_warned_and_goes_on_after_the_trial() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    trial_of(&workspace, DAY);
    let (ada, plan) = (workspace.signed_in_admin().await, workspace.path("settings/plan"));
    let page = ada.get(&format!("{plan}/change?seats=5&seen=0")).await;
    assert!(page.one("#what-changes").ends_with("on, when the trial ends"), "{}", page.text());
    ada.post(&plan, &[("seats", "5")]).await;
    let after_trial =
        "UPDATE workspaces SET name = name WHERE cycle_ends_at > now() + interval '29 days'";
    assert_eq!(app.sql(after_trial), 1, "the first cycle begins with the end of the trial");
    duties::step(&mut app.conn()).unwrap();
    assert!(notices(&app, Kind::TrialEnding).is_empty());
    app.sql("UPDATE workspaces SET trial_ends_at = now() - interval '1 minute'");
    assert_eq!(ada.get(&workspace.path("projects")).await.status, 200);
    let form = [("email", workspace.ada.email.as_str()), ("password", PASSWORD), ("next", "")];
    assert_eq!(app.stranger().post("/sign-in", &form).await.status, 303);
}

#[actix_web::test]
async fn fewer_seats_than_are_used_at_the_end_of_the_trial_let_nobody_go_on() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    trial_of(&workspace, DAY);
    workspace.user(Preset::User, "Bruno", "bruno@n.example");
    let (ada, bruno) =
        (workspace.signed_in_admin().await, workspace.sign_in("bruno@n.example").await);
    let (plan, projects) = (workspace.path("settings/plan"), workspace.path("projects"));
    let preview = ada.get(&format!("{plan}/change?seats=2&seen=0")).await;
    assert!(preview.says("2 seats are used now: whoever is invited until then needs one more"));
    ada.post(&plan, &[("seats", "2")]).await;
    assert!(!ada.get(&plan).await.says("to keep all of them"));
    let anna = workspace.invite("Anna", "anna@n.example");
    let page = ada.get(&plan).await;
    assert!(page.says("3 seats are used and 2 are booked: book 3 by"), "{}", page.text());
    assert_eq!(bruno.get(&projects).await.status, 200);
    app.sql("UPDATE workspaces SET trial_ends_at = now() - interval '1 minute'");
    assert_eq!(ada.get(&projects).await.location(), plan);
    assert_eq!(bruno.get(&projects).await.location(), workspace.path("paused"));
    let invitation = app.id("SELECT id FROM invitations").parse().unwrap();
    let claim = JoinClaim { workspace_id: workspace.id, invitation_id: invitation, generation: 1 };
    let link = format!("/join/{}", claim.token(&app.app.keys));
    assert_eq!(app.stranger().get(&link).await.one("h1"), "This workspace is resting");
    let page = ada.get(&plan).await;
    assert!(page.says("3 seats are used and 2 are booked: book at least 3"), "{}", page.text());
    assert_eq!(page.attributes("#seats", "value"), ["3"]);
    assert_eq!(ada.post(&plan, &[("seats", "2")]).await.status, 422);
    ada.post(&plan, &[("seats", "3")]).await;
    assert_eq!(bruno.get(&projects).await.status, 200);
    assert_eq!(app.stranger().get(&link).await.status, 200, "{}", anna.email);
}

#[actix_web::test]
async fn a_planned_reduction_lets_everybody_go_on() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (ada, plan) = (workspace.signed_in_admin().await, workspace.path("settings/plan"));
    ada.post(&plan, &[("seats", "1")]).await;
    workspace.user(Preset::User, "Bruno", "bruno@n.example");
    app.sql("UPDATE workspaces SET cycle_ends_at = now() - interval '1 minute'");
    assert!(duties::step(&mut app.conn()).unwrap());
    let booked = "UPDATE workspaces SET name = name WHERE booked_seats = 2";
    assert_eq!(app.sql(booked), 1, "as many as are used");
    assert_eq!(ada.get(&workspace.path("projects")).await.status, 200);
}

#[actix_web::test]
async fn who_has_booked_too_few_is_warned_with_the_numbers() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let conn = &mut app.conn();
    trial_of(&workspace, DAY);
    workspace.book(1);
    assert!(!duties::step(conn).unwrap(), "one is enough for one");
    workspace.user(Preset::User, "Bruno", "bruno@n.example");
    assert!(duties::step(conn).unwrap());
    let mails = notices(&app, Kind::TrialEnding);
    let sender = Sender { settings: &app.app.settings, keys: &app.app.keys };
    let letter = sender.letter(conn, &mails[0]).unwrap().unwrap();
    assert!(letter.text.contains("2 seats are used and 1 is booked"), "{}", letter.text);
    workspace.book(2);
    assert!(sender.letter(conn, &mails[0]).unwrap().is_none());
}

#[actix_web::test]
async fn seats_can_be_freed_when_the_trial_is_over_but_nobody_comes_in() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let bruno = workspace.user(Preset::User, "Bruno Hahn", "bruno@n.example");
    let anna = workspace.invite("Anna Ek", "anna@n.example");
    let (ada, plan) = (workspace.signed_in_admin().await, workspace.path("settings/plan"));
    trial_of(&workspace, -1);
    app.sql("UPDATE workspaces SET booked_seats = 0");
    assert!(ada.get(&plan).await.says("3 seats used, none booked"));
    let list = ada.get(&workspace.path("settings/users")).await;
    assert_eq!(list.one(".seats span"), "3 seats used, none booked");
    assert!(list.says("The trial has ended. Users can be deactivated"), "{}", list.text());
    assert_eq!(list.all(".nav-link"), ["Users", "Plan"], "what is closed is not offered");
    assert!(!list.says("Add"), "{}", list.text());
    let of = |id, what: &str| workspace.path(&format!("settings/users/{id}{what}"));
    let posts = |page: &Answer| page.attributes("main form[method=post]", "action").join(" ");
    let (bruno_page, anna_page) =
        (ada.get(&of(bruno.id, "")).await, ada.get(&of(anna.id, "")).await);
    assert_eq!(bruno_page.status, 200);
    for page in [&list, &bruno_page, &anna_page] {
        let posts = posts(page);
        assert!(!posts.contains("/resend") && !posts.contains("/activation"), "{posts}");
    }
    assert!(anna_page.says("Withdraw invitation") && bruno_page.says("Deactivate"));
    for closed in ["/resend", "/activation"] {
        let fields = [("generation", "1")];
        assert_eq!(ada.post(&of(anna.id, closed), &fields).await.location(), plan, "{closed}");
    }
    assert_eq!(ada.post(&of(bruno.id, ""), &[("name", "Bo")]).await.location(), plan);
    assert_eq!(ada.post(&of(anna.id, "/withdrawal"), &[]).await.status, 303);
    assert_eq!(ada.post(&of(bruno.id, "/deactivation"), &[]).await.status, 303);
    let list = ada.get(&workspace.path("settings/users")).await;
    assert!(list.says("Bruno Hahn is deactivated."), "{}", list.text());
    assert!(list.all(".banner form").is_empty(), "what is closed is not offered");
    assert!(!posts(&list).contains("/activation"), "{}", posts(&list));
    assert_eq!(ada.post(&plan, &[("seats", "1")]).await.status, 303);
    assert_eq!(ada.get(&workspace.path("projects")).await.status, 200);
}
