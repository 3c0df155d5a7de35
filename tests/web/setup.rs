use futures_util::future::join_all;
use usher::models::role::Preset;
use usher::security::links;

use crate::support::{Answer, Person, TestApp};

const NEW_PASSWORD: &str = "copper-lantern-orbit-4";

fn path(app: &TestApp) -> String {
    format!("/setup?token={}", links::setup_token(&app.app.keys))
}

const FORM: [(&str, &str); 6] = [
    ("workspace", "Köln & Söhne"),
    ("time_zone", "Europe/Vienna"),
    ("language", "de"),
    ("name", "Ada Engel"),
    ("email", "ada@example.com"),
    ("password", NEW_PASSWORD),
];

async fn post_with(person: &Person, path: &str, field: &str, value: &str) -> Answer {
    let form = FORM.map(|(name, old)| (name, if name == field { value } else { old }));
    person.post(path, &form).await
}

#[actix_web::test]
async fn the_operator_makes_the_first_workspace_and_is_its_admin() {
    let app = TestApp::start();
    let operator = app.stranger();
    let page = operator.get(&path(&app)).await;
    assert_eq!((page.status, page.one("h1")), (200, "Set up Usher".to_owned()));
    assert_eq!(page.attributes("#time_zone", "value"), ["Europe/Berlin"]);
    let answer = operator.post(&path(&app), &FORM).await;
    assert_eq!(answer.location(), "/w/koeln-soehne/settings/users", "{}", answer.text());
    assert!(operator.get("/profile").await.says("Köln & Söhne ist bereit."));
    let admin = format!(
        "UPDATE users SET name = users.name FROM roles WHERE roles.id = role_id
         AND status = 'active' AND preset = '{}'",
        Preset::Admin
    );
    assert_eq!(app.sql(&admin), 1);
    let zone = "UPDATE workspaces SET name = name WHERE time_zone = 'Europe/Vienna'";
    assert_eq!(app.sql(zone), 1);
}

#[actix_web::test]
async fn the_address_is_gone_without_its_token_and_once_a_workspace_exists() {
    let app = TestApp::start();
    let stranger = app.stranger();
    let valid = path(&app);
    for path in ["/setup", "/setup?token=", "/setup?token=x", &valid[..valid.len() - 1]] {
        assert_eq!(stranger.get(path).await.status, 404, "{path}");
        assert_eq!(stranger.post(path, &FORM).await.status, 404, "{path}");
    }
    app.workspace("Nordlicht");
    assert_eq!(stranger.get(&valid).await.status, 404);
    assert_eq!(stranger.post(&valid, &FORM).await.status, 404);
    assert_eq!(app.sql("UPDATE workspaces SET name = name"), 1);
}

#[actix_web::test]
async fn many_at_once_make_one_workspace() {
    let app = TestApp::start();
    let path = path(&app);
    let people: Vec<Person> = (0..8).map(|_| app.stranger()).collect();
    let answers = join_all(people.iter().map(|person| person.post(&path, &FORM))).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 404).count(), 7, "{statuses:?}");
    assert_eq!(app.sql("UPDATE workspaces SET name = name"), 1);
}

#[actix_web::test]
async fn the_address_takes_twenty_forms_in_a_quarter_of_an_hour() {
    let app = TestApp::start();
    let (operator, path) = (app.stranger(), path(&app));
    let name = "anchor violet ".repeat(60_000);
    for number in 1..=21 {
        let answer = post_with(&operator, &path, "name", &name).await;
        assert_eq!(answer.status, if number <= 20 { 422 } else { 429 }, "{number}");
        assert!(number > 20 || answer.attributes("#name", "value") == [&name[..200]]);
    }
    assert_eq!(app.sql("UPDATE workspaces SET name = name"), 0);
}

#[actix_web::test]
async fn each_mistake_is_named_at_its_field_and_what_was_typed_stays() {
    let app = TestApp::start();
    let operator = app.stranger();
    let path = path(&app);
    for (field, value, message) in [
        ("workspace", " ", "Enter a name for the workspace, at most 100 characters"),
        ("workspace", "Win at https://evil.example", "Enter a name without a web address"),
        ("time_zone", "Mars/Base", "Enter a time zone like Europe/Berlin"),
        ("name", "", "Enter your name, at most 100 characters"),
        ("email", "ada@", "Enter an e-mail like name@example.com"),
        ("password", "short", "Enter at least 15 characters"),
    ] {
        let answer = post_with(&operator, &path, field, value).await;
        assert_eq!((answer.status, answer.all("p.error")), (422, vec![message.to_owned()]));
        assert_eq!(answer.attributes(".summary a", "href"), [format!("#{field}")]);
        assert_eq!(answer.attributes("#language option[selected]", "value"), ["de"]);
        assert!(!answer.text().contains(NEW_PASSWORD));
    }
    assert_eq!(app.sql("UPDATE workspaces SET name = name"), 0);
}
