use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use diesel::Connection;
use diesel::connection::SimpleConnection;
use usher::models::account::Account;
use usher::models::outbox_email::State;
use usher::security::links::ResetClaim;

use crate::support::{Person, TestApp};

const ADA: &str = "ada@nordlicht.example";
const PASSWORD: &str = "violet-anchor-mosaic-7";
const NEW_PASSWORD: &str = "copper-lantern-orbit-4";

/// The address that the mail leads to, ending at this moment.
fn link(app: &TestApp, expires_at: DateTime<Utc>) -> String {
    let account = Account::by_email(&mut app.conn(), ADA).unwrap().unwrap();
    let claim = ResetClaim { account_id: account.id, expires_at };
    format!("/password-reset/{}", claim.token(&app.app.keys, &account))
}

fn in_an_hour() -> DateTime<Utc> {
    Utc::now() + TimeDelta::hours(1)
}

async fn signs_in(app: &TestApp, password: &str) -> bool {
    let form = [("email", ADA), ("password", password), ("next", "")];
    app.stranger().post("/sign-in", &form).await.status == 303
}

/// Waits until so many mails are to be sent.
async fn mails_reach(app: &TestApp, count: i64) {
    let end = Instant::now() + Duration::from_secs(20);
    while app.mails(State::Due) < count {
        assert!(Instant::now() < end, "{} mails instead of {count}", app.mails(State::Due));
        actix_web::rt::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(app.mails(State::Due), count);
}

async fn ask(person: &Person, email: &str) -> (u16, String, String) {
    let answer = person.post("/password-reset", &[("email", email)]).await;
    let next = person.get("/sign-in").await;
    (answer.status, answer.location().to_owned(), next.one(".banner p").replace(email, "…"))
}

#[actix_web::test]
async fn z08_the_answer_does_not_tell_whether_there_is_an_account() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    let known = ask(&app.stranger(), ADA).await;
    assert_eq!((known.0, known.1.as_str()), (303, "/sign-in"));
    assert!(known.2.starts_with("If … has an account, a mail"), "{}", known.2);
    mails_reach(&app, 1).await;
    assert_eq!(ask(&app.stranger(), "nobody@nordlicht.example").await, known);
    assert_eq!(app.mails(State::Due), 1);
}

#[actix_web::test]
async fn z08_the_answer_waits_for_nothing_that_depends_on_there_being_an_account() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    let person = app.stranger();
    let mut conn = app.conn();
    conn.begin_test_transaction().unwrap();
    conn.batch_execute("LOCK TABLE outbox_emails IN ACCESS EXCLUSIVE MODE").unwrap();
    let answer = person.post("/password-reset", &[("email", ADA)]).await;
    assert_eq!((answer.status, answer.location()), (303, "/sign-in"));
    drop(conn);
    mails_reach(&app, 1).await;
}

#[actix_web::test]
async fn three_mails_an_hour_go_to_an_address_for_one_machine_and_ten_for_all() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    let stranger = app.stranger();
    let first = ask(&stranger, ADA).await;
    for _ in 0..4 {
        assert_eq!(ask(&stranger, &ADA.to_uppercase()).await, first);
    }
    mails_reach(&app, 3).await;
    let ask_from = async |machine: &str| {
        stranger.post_from(machine, "/password-reset", &[("email", ADA)]).await.status
    };
    // Another machine may ask too, until ten mails have gone to the address.
    for number in 0..10 {
        assert_eq!(ask_from(&format!("198.51.100.{}", number / 2)).await, 303);
    }
    mails_reach(&app, 10).await;
}

#[actix_web::test]
async fn what_is_no_address_is_refused_at_its_field() {
    let app = TestApp::start();
    let answer = app.stranger().post("/password-reset", &[("email", "ada")]).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.one("#email-error"), "Enter an e-mail like name@example.com");
    assert_eq!(answer.attributes("#email", "value"), ["ada"]);
}

#[actix_web::test]
async fn a_link_sets_a_password_once_and_ends_every_session() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let signed_in = workspace.signed_in_admin().await;
    let path = link(&app, in_an_hour());
    let person = app.stranger();
    for _ in 0..3 {
        assert_eq!(person.get(&path).await.attributes("#email", "value"), [ADA]);
        assert_eq!(person.head(&path).await.status, 200);
    }
    let answer = person.post(&path, &[("password", NEW_PASSWORD)]).await;
    assert_eq!((answer.status, answer.location()), (303, "/sign-in"));
    assert!(person.get("/sign-in").await.says("Your new password is set. Sign in with it."));
    assert_eq!(person.get("/profile").await.status, 303, "the link signed somebody in");
    assert_eq!(signed_in.get("/profile").await.status, 303, "a session outlived the password");
    assert!(signs_in(&app, NEW_PASSWORD).await && !signs_in(&app, PASSWORD).await);

    for answer in [person.get(&path).await, person.post(&path, &[("password", PASSWORD)]).await] {
        assert_eq!((answer.status, answer.one("h1").as_str()), (410, "This link no longer works"));
        assert_eq!(answer.attributes("main a.button", "href"), ["/password-reset"]);
    }
    assert!(signs_in(&app, NEW_PASSWORD).await);
}

#[actix_web::test]
async fn an_old_or_changed_link_sets_nothing() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    let valid = link(&app, in_an_hour());
    let changed = format!("{}{}", &valid[..valid.len() - 5], "AAAAA");
    let ended = link(&app, Utc::now() - TimeDelta::seconds(1));
    for path in [ended, changed, "/password-reset/x".to_owned()] {
        let person = app.stranger();
        assert_eq!(person.get(&path).await.status, 410, "{path}");
        assert_eq!(person.post(&path, &[("password", NEW_PASSWORD)]).await.status, 410, "{path}");
    }
    assert!(signs_in(&app, PASSWORD).await);
}

#[actix_web::test]
async fn a_poor_password_is_refused_and_the_link_stays_good() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    let path = link(&app, in_an_hour());
    let person = app.stranger();
    let answer = person.post(&path, &[("password", "short")]).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.one("#password-error"), "Enter at least 15 characters");
    assert_eq!(person.post(&path, &[("password", NEW_PASSWORD)]).await.status, 303);
}

#[actix_web::test]
async fn a_reset_ends_the_lock_after_wrong_passwords() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    for _ in 0..11 {
        assert!(!signs_in(&app, "wrong").await);
    }
    assert!(!signs_in(&app, PASSWORD).await);
    let path = link(&app, in_an_hour());
    app.stranger().post(&path, &[("password", NEW_PASSWORD)]).await;
    assert!(signs_in(&app, NEW_PASSWORD).await);
}
