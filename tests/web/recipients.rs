//! Whom a typed address reaches: one person, and nobody else.

use diesel::prelude::*;
use reqwest::header::{CONTENT_TYPE, ORIGIN};
use usher::mail::worker;
use usher::models::outbox_email::State;
use usher::models::role::Preset;
use usher::schema::{accounts, users};
use uuid::Uuid;

use crate::support::{PASSWORD, Person, TestApp, TestWorkspace};

/// Posts a body byte for byte as it stands here.
async fn post_raw(app: &TestApp, person: &Person, path: &str, body: String) -> u16 {
    let request = person.client.post(person.url(path)).header(ORIGIN, &app.base);
    let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
    person.send(request).await.status
}

/// The addresses of everybody who is Initiated.
fn initiated(app: &TestApp) -> Vec<String> {
    let query = users::table.filter(users::status.eq("initiated")).select(users::email);
    query.order(users::email).load(&mut app.conn()).unwrap()
}

/// The only recipients of everything in the mailbox.
fn reached(app: &TestApp) -> Vec<String> {
    let mails = app.mailbox().list().unwrap();
    let mut reached: Vec<_> = mails.into_iter().map(|mail| mail.to).collect();
    reached.sort();
    reached
}

#[actix_web::test]
async fn e04_whatever_is_posted_as_an_address_reaches_one_person_at_most() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(1000);
    let ada = workspace.signed_in_admin().await;
    let role = workspace.user_role.id;
    let emails = [
        "lines[0][email][]=a@x.example&lines[0][email][]=b@x.example",
        "lines[0][email][0]=a@x.example&lines[0][email][1]=b@x.example",
        "lines[0][email][x]=a@x.example",
        "lines[0][email]=a@x.example&lines[0][email]=b@x.example",
        "lines[0][email]=a@x.example&lines[0][email][]=b@x.example",
        "lines[0]=a@x.example",
        "lines[]=a@x.example&lines[]=b@x.example",
        "lines=a@x.example",
        "email[]=a@x.example&email[]=b@x.example",
        "lines[0][email]=a@x.example%2Cb@x.example",
        "lines[0][email]=a@x.example%3Bb@x.example",
        "lines[0][email]=a@x.example%0Ab@x.example",
        "lines[0][email]=a@x.example%0D%0Ab@x.example",
        "lines[0][email]=a@x.example%20b@x.example",
        "lines[0][email]=a@x.example%00b@x.example",
        "lines[0][email]=a@x.example%09b@x.example",
        "lines[0][email]=%3Ca@x.example%3E,%3Cb@x.example%3E",
        "lines[0][email]=a@x.example%0D%0ABcc:b@x.example",
        "lines[0][email]=a%40x.example%E2%80%A8b%40x.example",
        "lines[0][email]=[\"a@x.example\",\"b@x.example\"]",
    ];
    for email in emails {
        let body =
            format!("form_id={}&{email}&lines[0][name]=Bea&lines[0][role]={role}", Uuid::now_v7());
        let status = post_raw(&app, &ada, &workspace.path("settings/invite"), body).await;
        assert!(matches!(status, 400 | 422), "{email}: {status}");
        assert_eq!(initiated(&app), [""; 0], "{email}");
    }
    // Two lines are two people, each with a mail of their own.
    let body = format!(
        "form_id={}&lines[0][email]=a@x.example&lines[0][name]=A&lines[0][role]={role}\
         &lines[1][email]=b@x.example&lines[1][name]=B&lines[1][role]={role}",
        Uuid::now_v7()
    );
    assert_eq!(post_raw(&app, &ada, &workspace.path("settings/invite"), body).await, 303);
    worker::start(app.app.clone()).stop().await;
    assert_eq!(reached(&app), ["A <a@x.example>", "B <b@x.example>"]);
}

#[actix_web::test]
async fn e04_a_password_reset_goes_to_the_stored_address_of_one_account() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Mike Ek", "mike@example.com");
    let stranger = app.stranger();
    for body in [
        "email[]=mike@example.com&email[]=eve@evil.example",
        "email=mike@example.com&email=eve@evil.example",
        "email=mike@example.com%2Ceve@evil.example",
        "email=mike@example.com%0Aeve@evil.example",
        "email=mike@example.com%20eve@evil.example",
        "email=%22mike@example.com%22,eve@evil.example",
    ] {
        let status = post_raw(&app, &stranger, "/password-reset", body.to_owned()).await;
        assert!(matches!(status, 400 | 422), "{body}: {status}");
    }
    let typed = [("email", "MIKE@EXAMPLE.COM")];
    assert_eq!(stranger.post("/password-reset", &typed).await.status, 303);
    app.until_mails(State::Due, 1).await;
    worker::start(app.app.clone()).stop().await;
    assert_eq!(reached(&app), ["mike@example.com"]);
}

/// Spellings that some programs fold into `mike@example.com` or `kelvin@example.com`.
const LOOKALIKES: [&str; 7] = [
    "mıke@example.com",
    "mİke@example.com",
    "mi\u{212a}e@example.com",
    "\u{212a}elvin@example.com",
    "mike@ex\u{ff41}mple.com",
    "mike@example。com",
    "ｍike@example.com",
];

#[actix_web::test]
async fn e01_lookalikes_of_an_address_never_reach_its_account() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Mike Ek", "mike@example.com");
    workspace.user(Preset::User, "Kelvin Ek", "kelvin@example.com");
    let ada = workspace.signed_in_admin().await;
    let role = workspace.user_role.id.to_string();
    for email in LOOKALIKES {
        let form = [("email", email), ("password", PASSWORD), ("next", "")];
        assert_eq!(app.stranger().post("/sign-in", &form).await.status, 422, "{email}");
        let reset = app.stranger().post("/password-reset", &[("email", email)]).await;
        assert_eq!(reset.status, 422, "{email}");
        let form_id = Uuid::now_v7().to_string();
        let lines = [
            ("form_id", form_id.as_str()),
            ("lines[0][email]", email),
            ("lines[0][name]", "Eve"),
            ("lines[0][role]", role.as_str()),
        ];
        let answer = ada.post(&workspace.path("settings/invite"), &lines).await;
        let said = answer.one(".summary li");
        assert_eq!(said, "Line 1: Enter an e-mail like name@example.com", "{email}");
    }
    assert_eq!(app.mails(State::Due), 0);
}

#[actix_web::test]
async fn e01_another_case_is_the_same_account_and_mail_goes_to_the_stored_address() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let mike = workspace.user(Preset::User, "Mike Ek", "mike@example.com");
    let other = app.workspace("Suedwind");
    let ada = other.signed_in_admin().await;
    assert_eq!(invite(&other, &ada, "MIKE@Example.COM").await, 303);
    assert_eq!(initiated(&app), ["MIKE@Example.COM"]);
    worker::start(app.app.clone()).stop().await;
    assert_eq!(reached(&app), ["Bea <MIKE@example.com>"]);
    let mail = app.mailbox().list().unwrap().remove(0);
    let mail = app.mailbox().get(&mail.id).unwrap().unwrap();
    let start = mail.text.find("/join/").unwrap();
    let link = mail.text[start..].split_whitespace().next().unwrap().to_owned();

    // It is Mike's own account that joins, by its own password.
    let form = [("password", PASSWORD)];
    assert_eq!(app.stranger().post(&link, &form).await.status, 303);
    let joined: Option<Uuid> = users::table
        .filter(users::workspace_id.eq(other.id))
        .filter(users::email_key.eq("mike@example.com"))
        .select(users::account_id)
        .first(&mut app.conn())
        .unwrap();
    assert_eq!(joined, mike.account_id);
    let emails: Vec<String> = accounts::table
        .filter(accounts::email_key.eq("mike@example.com"))
        .select(accounts::email)
        .load(&mut app.conn())
        .unwrap();
    assert_eq!(emails, ["mike@example.com"]);

    // And in its own workspace the other spelling is a person who is here already.
    let ada = workspace.signed_in_admin().await;
    assert_eq!(invite(&workspace, &ada, "Mike@EXAMPLE.com").await, 422);
    assert_eq!(initiated(&app), [""; 0]);
}

async fn invite(workspace: &TestWorkspace<'_>, ada: &Person, email: &str) -> u16 {
    let (form_id, role) = (Uuid::now_v7().to_string(), workspace.user_role.id.to_string());
    let lines = [
        ("form_id", form_id.as_str()),
        ("lines[0][email]", email),
        ("lines[0][name]", "Bea"),
        ("lines[0][role]", role.as_str()),
    ];
    ada.post(&workspace.path("settings/invite"), &lines).await.status
}
