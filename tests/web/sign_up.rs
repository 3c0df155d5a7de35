use diesel::prelude::*;
use usher::models::confirmation::Purpose;
use usher::models::outbox_email::{Kind, State};
use usher::security::links::{JoinClaim, confirmation_token};
use uuid::Uuid;

use crate::support::{Answer, PASSWORD, Person, TestApp};

const NEW_PASSWORD: &str = "copper-lantern-orbit-4";

async fn ask(person: &Person, email: &str) -> Answer {
    person.post("/sign-up", &[("email", email)]).await
}

/// The link that was mailed last.
fn link(app: &TestApp) -> String {
    let id = app.id("SELECT id FROM confirmations ORDER BY id DESC LIMIT 1");
    let id: Uuid = id.parse().unwrap();
    format!("/sign-up/{}", confirmation_token(&app.app.keys, Purpose::SignUp, id))
}

fn form<'a>(workspace: &'a str, password: &'a str) -> [(&'static str, &'a str); 5] {
    [
        ("workspace", workspace),
        ("time_zone", "Europe/Vienna"),
        ("language", "de"),
        ("name", "Nora Neu"),
        ("password", password),
    ]
}

fn workspaces(app: &TestApp) -> i64 {
    usher::schema::workspaces::table.count().get_result(&mut app.conn()).unwrap()
}

#[actix_web::test]
async fn whoever_confirms_an_address_makes_a_workspace_with_a_trial_of_their_own() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    let nora = app.stranger();
    assert!(nora.get("/sign-in").await.says("Create a workspace"));
    let asked = ask(&nora, "nora@new.example").await;
    assert_eq!((asked.status, asked.one("h1")), (200, "Check your inbox".into()));
    assert!(asked.says("We have sent a mail to nora@new.example."));
    let link = link(&app);
    let before = app.checksum();
    for _ in 0..3 {
        assert_eq!(nora.get(&link).await.status, 200);
        assert_eq!(nora.head(&link).await.status, 200);
    }
    assert_eq!(app.checksum(), before, "looking at the link changes nothing");
    let answer = nora.post(&link, &form("Südwind", NEW_PASSWORD)).await;
    assert_eq!(answer.location(), "/w/suedwind/settings/users", "{}", answer.text());
    assert!(nora.get("/w/suedwind/settings/plan").await.says("14"));
    let trial = "UPDATE workspaces SET name = name WHERE slug = 'suedwind'
                 AND trial_ends_at BETWEEN now() + interval '13 days 23 hours' AND now() + interval '14 days'";
    assert_eq!(app.sql(trial), 1);
    for _ in 0..2 {
        assert_eq!(nora.post(&link, &form("Westwind", NEW_PASSWORD)).await.status, 410);
        let used = nora.get(&link).await;
        assert_eq!((used.status, used.one("h1")), (410, "Your workspace is ready".into()));
        assert_eq!(used.attributes("a.button-primary", "href"), ["/"]);
    }
    assert_eq!(workspaces(&app), 2);
    let made = "UPDATE audit_events SET action = action WHERE action = 'workspace_made'";
    assert_eq!(app.sql(made), 1);
}

#[actix_web::test]
async fn one_mailbox_gets_three_links_an_hour_whatever_follows_its_plus_signs() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    let person = app.stranger();
    for tag in 0..5 {
        assert_eq!(ask(&person, &format!("nora+{tag}@new.example")).await.status, 200);
    }
    assert_eq!(app.sql("SELECT FROM confirmations"), 3);
}

#[actix_web::test]
async fn z08_the_answer_is_the_same_whether_or_not_the_address_is_known() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let mut pages = Vec::new();
    for email in [workspace.ada.email.as_str(), "nobody@nordlicht.example"] {
        let person = app.stranger();
        let answer = ask(&person, email).await;
        let page = answer.text().replace(email, "EMAIL");
        pages.push((answer.status, answer.location().to_owned(), page));
    }
    assert_eq!(pages[0], pages[1]);
    assert_eq!(app.mails(State::Due), 2, "the mail tells, to who has the mailbox");
}

#[actix_web::test]
async fn t04_an_account_that_exists_makes_a_workspace_with_its_own_password_alone() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = app.stranger();
    ask(&ada, &workspace.ada.email).await;
    let link = link(&app);
    let page = ada.get(&link).await;
    assert_eq!(page.attributes("#password", "autocomplete"), ["current-password"]);
    assert_eq!(ada.post(&link, &form("Südwind", NEW_PASSWORD)).await.status, 422);
    assert_eq!(workspaces(&app), 1);
    assert_eq!(ada.post(&link, &form("Südwind", PASSWORD)).await.status, 303);
    let sign_in = [("email", workspace.ada.email.as_str()), ("password", PASSWORD), ("next", "")];
    assert_eq!(app.stranger().post("/sign-in", &sign_in).await.status, 303, "the password stands");
}

#[actix_web::test]
async fn each_mistake_is_named_at_its_field_and_spends_nothing() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    let nora = app.stranger();
    assert_eq!(
        ask(&nora, "nora@").await.one("#email-error"),
        "Enter an e-mail like name@example.com"
    );
    ask(&nora, "nora@new.example").await;
    let link = link(&app);
    for (field, value) in [
        ("workspace", " "),
        ("workspace", "Win at https://evil.example"),
        ("time_zone", "Mars/Base"),
        ("name", ""),
        ("password", "short"),
    ] {
        let form =
            form("Südwind", NEW_PASSWORD).map(|(n, v)| (n, if n == field { value } else { v }));
        let answer = nora.post(&link, &form).await;
        assert_eq!((answer.status, answer.all("p.error").len()), (422, 1), "{field}");
        assert!(!answer.text().contains(NEW_PASSWORD));
    }
    assert_eq!(nora.post(&link, &form("Südwind", NEW_PASSWORD)).await.status, 303);
}

#[actix_web::test]
async fn a_link_is_good_for_a_day_for_what_it_was_made_for_and_as_often_as_it_may_be_asked_for() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let nora = app.stranger();
    ask(&nora, "nora@new.example").await;
    let path = link(&app);
    let token = path.rsplit('/').next().unwrap();
    assert_eq!(nora.get(&format!("/profile/email/{token}")).await.status, 410);
    workspace.invite("Anna", "anna@n.example");
    let invitation_id = app.id("SELECT id FROM invitations").parse().unwrap();
    let claim = JoinClaim { workspace_id: workspace.id, invitation_id, generation: 1 };
    assert_eq!(nora.get(&format!("/sign-up/{}", claim.token(&app.app.keys))).await.status, 410);
    app.sql("UPDATE confirmations SET expires_at = now() - interval '1 second'");
    assert_eq!(nora.post(&path, &form("Südwind", NEW_PASSWORD)).await.status, 410);
    for _ in 0..5 {
        assert_eq!(ask(&nora, "nora@new.example").await.status, 200);
    }
    let kind = Kind::SignUp.as_str();
    let mails = format!("UPDATE outbox_emails SET kind = kind WHERE kind = '{kind}'");
    assert_eq!(app.sql(&mails), 3, "three an hour");
    for number in 0..10 {
        ask(&nora, &format!("nora{number}@new.example")).await;
    }
    assert_eq!(ask(&nora, "last@new.example").await.status, 429);
}

#[actix_web::test]
async fn nobody_signs_up_where_it_is_switched_off_nor_before_the_first_workspace() {
    let off = TestApp::with(&["--mailbox", "--no-sign-up"]);
    off.workspace("Nordlicht");
    let fresh = TestApp::start();
    for app in [&off, &fresh] {
        let person = app.stranger();
        assert_eq!(person.get("/sign-up").await.status, 404);
        assert_eq!(ask(&person, "nora@new.example").await.status, 404);
    }
    assert!(!off.stranger().get("/sign-in").await.says("Create a workspace"));
}

#[actix_web::test]
async fn all_mistakes_are_named_at_once() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    for email in ["nora@new.example", workspace.ada.email.as_str()] {
        app.sql("DELETE FROM confirmations");
        app.sql("DELETE FROM outbox_emails");
        let nora = app.stranger();
        ask(&nora, email).await;
        let fields =
            [("workspace", ""), ("time_zone", "Mars"), ("language", "en"), ("password", "")];
        let refused = nora.post(&link(&app), &fields).await;
        let wrong = refused.attributes("[aria-invalid=true]", "id");
        assert_eq!(wrong, ["workspace", "time_zone", "name", "password"], "{email}");
    }
}
