use diesel::prelude::*;
use usher::mail::messages::Sender;
use usher::models::account::Account;
use usher::models::confirmation::Purpose;
use usher::models::outbox_email::{Kind, OutboxEmail};
use usher::models::role::Preset;
use usher::schema::outbox_emails;
use usher::security::links::{JoinClaim, ResetClaim, confirmation_token};
use uuid::Uuid;

use crate::support::{Answer, PASSWORD, Person, TestApp};

async fn ask(person: &Person, email: &str, password: &str) -> Answer {
    person.post("/profile/email", &[("new_email", email), ("email_password", password)]).await
}

fn link(app: &TestApp) -> String {
    let id: Uuid = app.id("SELECT id FROM confirmations ORDER BY id DESC LIMIT 1").parse().unwrap();
    format!("/profile/email/{}", confirmation_token(&app.app.keys, Purpose::EmailChange, id))
}

async fn sign_in(app: &TestApp, email: &str) -> u16 {
    let form = [("email", email), ("password", PASSWORD), ("next", "")];
    app.stranger().post("/sign-in", &form).await.status
}

#[actix_web::test]
async fn another_address_counts_once_its_link_is_followed_in_every_workspace() {
    let app = TestApp::start();
    let (north, south) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    north.user(Preset::User, "Hanna", "hanna@old.example");
    south.user(Preset::Guest, "Hanna", "hanna@old.example");
    let hanna = north.sign_in("hanna@old.example").await;
    assert_eq!(ask(&hanna, "Hanna@new.example", PASSWORD).await.location(), "/profile");
    assert!(hanna.get("/profile").await.says("We have sent a mail to Hanna@new.example."));
    assert_eq!(sign_in(&app, "hanna@old.example").await, 303, "nothing has changed yet");
    let (link, stranger) = (link(&app), app.stranger());
    let before = app.checksum();
    assert!(stranger.get(&link).await.says("you sign in with Hanna@new.example"));
    assert_eq!(app.checksum(), before);
    assert_eq!(stranger.post(&link, &[]).await.status, 303);
    assert_eq!(stranger.post(&link, &[]).await.status, 410, "it works once");
    assert_eq!(
        (sign_in(&app, "hanna@old.example").await, sign_in(&app, "hanna@new.example").await),
        (422, 303)
    );
    assert_eq!(app.sql("UPDATE users SET name = name WHERE email = 'Hanna@new.example'"), 2);
    assert_eq!(app.sql("UPDATE audit_events SET at = at WHERE action = 'email_changed'"), 2);
    let mail: OutboxEmail = outbox_emails::table
        .filter(outbox_emails::kind.eq(Kind::EmailChanged))
        .select(OutboxEmail::as_select())
        .first(&mut app.conn())
        .unwrap();
    let sender = Sender { settings: &app.app.settings, keys: &app.app.keys };
    let letter = sender.letter(&mut app.conn(), &mail).unwrap().unwrap();
    assert_eq!(letter.to.address, "hanna@old.example");
    assert!(letter.text.contains("Hanna@new.example"));
}

#[actix_web::test]
async fn it_needs_the_password_and_an_address_that_nobody_else_has() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Bruno", "bruno@n.example");
    let ada = workspace.signed_in_admin().await;
    let wrong = ask(&ada, "ada@new.example", "wrong").await;
    assert_eq!((wrong.status, wrong.all("#email_password-error").len()), (422, 1));
    assert_eq!(wrong.attributes("#new_email", "value"), ["ada@new.example"]);
    for email in ["ada@", &workspace.ada.email] {
        assert_eq!(ask(&ada, email, PASSWORD).await.all("#new_email-error").len(), 1, "{email}");
    }
    assert_eq!(app.sql("UPDATE confirmations SET email = email"), 0);
    // Asking does not tell that somebody has it; following the link does, to whoever gets that mail.
    workspace.invite("Ina", "ina@n.example");
    for email in ["bruno@n.example", "ina@n.example"] {
        assert_eq!(ask(&ada, email, PASSWORD).await.status, 303);
        let taken = app.stranger().post(&link(&app), &[]).await;
        assert_eq!((taken.status, taken.one("h1")), (410, "This e-mail is in use".to_owned()));
        assert_eq!(sign_in(&app, &workspace.ada.email).await, 303);
    }
}

#[actix_web::test]
async fn sessions_are_listed_and_ended_one_by_one_or_all_at_once() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (here, there) = (workspace.signed_in_admin().await, app.stranger());
    let agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Mobile/15E148 Safari/604.1";
    let form = [("email", workspace.ada.email.as_str()), ("password", PASSWORD), ("next", "")];
    let sign_in = there.client.post(there.url("/sign-in")).header("origin", there.url(""));
    let sign_in = sign_in.header("user-agent", agent).header("x-forwarded-for", "192.0.2.7");
    assert_eq!(there.send(sign_in.form(&form)).await.status, 303);
    let page = here.get("/profile").await;
    assert_eq!(page.all("section .list li").len(), 2);
    assert!(page.says("Safari, iPhone") && page.says("192.0.2.7 · last seen"), "{}", page.text());
    assert_eq!(page.all("section .list .pill"), ["This one"]);
    let end = page.attributes("section .list form", "action").remove(0);
    // Nobody ends the sessions of others.
    workspace.user(Preset::User, "Bruno", "bruno@n.example");
    let bruno = workspace.sign_in("bruno@n.example").await;
    assert_eq!(bruno.post(&end, &[]).await.status, 404);
    assert_eq!(there.get("/profile").await.status, 200);
    assert_eq!(here.post(&end, &[]).await.location(), "/profile");
    assert_eq!(there.get("/profile").await.status, 303);
    assert!(here.get("/profile").await.says("That session has ended."));
    let third = workspace.signed_in_admin().await;
    assert_eq!(here.post("/profile/sessions/removal", &[]).await.location(), "/sign-in");
    for person in [&here, &third] {
        assert_eq!(person.get("/profile").await.status, 303);
    }
    assert_eq!(bruno.get("/profile").await.status, 200);
}

#[actix_web::test]
async fn a_change_that_was_asked_for_ends_with_the_password_and_with_all_sessions() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    for (number, way_out) in ["password", "sessions"].into_iter().enumerate() {
        let email = format!("hanna{number}@old.example");
        workspace.user(Preset::User, "Hanna", &email);
        let thief = workspace.sign_in(&email).await;
        assert_eq!(ask(&thief, "thief@new.example", PASSWORD).await.status, 303);
        let link = link(&app);
        let hanna = workspace.sign_in(&email).await;
        let answer = match way_out {
            "password" => {
                let form =
                    [("current_password", PASSWORD), ("password", "copper-lantern-willow-22")];
                hanna.post("/profile/password", &form).await
            }
            _ => hanna.post("/profile/sessions/removal", &[]).await,
        };
        assert_eq!(answer.status, 303, "{way_out}: {}", answer.text());
        assert_eq!(app.stranger().post(&link, &[]).await.status, 410, "{way_out}");
    }
}

#[actix_web::test]
async fn a_link_for_a_new_password_that_went_to_the_old_address_does_nothing_more() {
    let app = TestApp::start();
    let ada = app.workspace("Nordlicht").signed_in_admin().await;
    let account = Account::by_email(&mut app.conn(), "ada@nordlicht.example").unwrap().unwrap();
    let expires_at = chrono::Utc::now() + chrono::TimeDelta::hours(1);
    let claim = ResetClaim { account_id: account.id, expires_at };
    let reset = format!("/password-reset/{}", claim.token(&app.app.keys, &account));
    assert_eq!(app.stranger().get(&reset).await.status, 200);
    ask(&ada, "ada@new.example", PASSWORD).await;
    assert_eq!(app.stranger().post(&link(&app), &[]).await.status, 303);
    assert_eq!(app.stranger().get(&reset).await.status, 410);
}

/// Asks for the address and follows the link in this browser.
async fn change(person: &Person, app: &TestApp, email: &str) -> Answer {
    assert_eq!(ask(person, email, PASSWORD).await.status, 303);
    person.post(&link(app), &[]).await
}

fn users_with(app: &TestApp, email: &str) -> usize {
    app.sql(&format!("SELECT FROM users WHERE email = '{email}'"))
}

#[actix_web::test]
async fn no_workspace_has_a_member_at_a_domain_that_it_refuses() {
    let app = TestApp::start();
    let (north, south) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    north.user(Preset::User, "Hanna", "hanna@old.example");
    south.user(Preset::User, "Hanna", "hanna@old.example");
    let hanna = north.sign_in("hanna@old.example").await;
    app.sql("UPDATE workspaces SET refused_domains = '{new.example}' WHERE slug = 'suedwind'");
    let refused = ask(&hanna, "hanna@new.example", PASSWORD).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.one("#new_email-error"), "Suedwind admits nobody at new.example");
    app.sql("UPDATE workspaces SET refused_domains = '{}'");
    ask(&hanna, "hanna@new.example", PASSWORD).await;
    app.sql("UPDATE workspaces SET allowed_domains = '{old.example}' WHERE slug = 'suedwind'");
    let refused = hanna.post(&link(&app), &[]).await;
    assert_eq!((refused.status, refused.one("h1").as_str()), (410, "This e-mail is refused"));
    assert_eq!(users_with(&app, "hanna@old.example"), 2);
    // Who has no access there any more is not bound by it.
    app.sql(&format!(
        "UPDATE users SET status = 'deactivated' WHERE account_id IS NOT NULL
        AND workspace_id = '{}' AND email LIKE 'hanna%'",
        south.id
    ));
    assert_eq!(change(&hanna, &app, "hanna@new.example").await.location(), "/profile");
}

#[actix_web::test]
async fn a_workspace_without_them_keeps_the_address_it_knew_and_gives_access_to_that_mailbox_alone()
{
    let app = TestApp::start();
    let (north, south) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    north.user(Preset::User, "Hanna", "hanna@old.example");
    let away = south.user(Preset::User, "Hanna", "hanna@old.example");
    app.sql(&format!("UPDATE users SET status = 'deactivated' WHERE id = '{}'", away.id));
    let hanna = north.sign_in("hanna@old.example").await;
    assert_eq!(change(&hanna, &app, "hanna@new.example").await.status, 303);
    assert_eq!(
        (users_with(&app, "hanna@old.example"), users_with(&app, "hanna@new.example")),
        (1, 1)
    );
    let told = format!(
        "SELECT FROM audit_events WHERE details::text LIKE '%new.example%'
        AND workspace_id = '{}'",
        south.id
    );
    assert_eq!(app.sql(&told), 0, "it learns nothing of the new one");

    // Somebody else may have the mailbox by now, or she has: who opens the mail comes in.
    let ada = south.signed_in_admin().await;
    let activation = south.path(&format!("settings/users/{}/activation", away.id));
    assert_eq!(ada.post(&activation, &[]).await.status, 303);
    assert_eq!(hanna.get(&south.path("")).await.status, 404, "the account is not brought back");
    let query = format!("SELECT id FROM invitations WHERE user_id = '{}'", away.id);
    let invitation_id = app.id(&query).parse().unwrap();
    let claim = JoinClaim { workspace_id: south.id, invitation_id, generation: 1 };
    let join = format!("/join/{}", claim.token(&app.app.keys));
    let form = [("name", "Hanno"), ("password", "copper-lantern-orbit-4")];
    let hanno = app.stranger();
    assert_eq!(hanno.post(&join, &form).await.status, 303);
    assert_eq!(hanno.get(&south.path("")).await.status, 200);
    assert_eq!(hanna.get(&south.path("")).await.status, 404);
}

#[actix_web::test]
async fn another_address_ends_every_other_session_and_forgets_every_other_browser() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (here, there) = (workspace.signed_in_admin().await, workspace.signed_in_admin().await);
    assert_eq!(change(&here, &app, "ada@new.example").await.location(), "/profile");
    assert_eq!(here.get("/profile").await.status, 200);
    assert_eq!(there.get("/profile").await.status, 303);
    // Strangers use up what is allowed from here, which known browsers do not mind.
    let wrong = [("email", "ada@new.example"), ("password", "wrong"), ("next", "")];
    for _ in 0..11 {
        app.stranger().post("/sign-in", &wrong).await;
    }
    let right = [("email", "ada@new.example"), ("password", PASSWORD), ("next", "")];
    assert_eq!(there.post("/sign-in", &right).await.status, 429, "not known any more");
    assert_eq!(here.post("/sign-in", &right).await.status, 303, "still known");
}

#[actix_web::test]
async fn the_old_address_is_told_when_another_one_is_asked_for() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    ask(&ada, "ada@new.example", PASSWORD).await;
    let mail: OutboxEmail = outbox_emails::table
        .filter(outbox_emails::kind.eq("email_asked"))
        .select(OutboxEmail::as_select())
        .first(&mut app.conn())
        .unwrap();
    let sender = Sender { settings: &app.app.settings, keys: &app.app.keys };
    let letter = sender.letter(&mut app.conn(), &mail).unwrap().unwrap();
    assert_eq!(letter.to.address, "ada@nordlicht.example");
    assert!(letter.text.contains("ada@new.example"), "{}", letter.text);
    assert!(letter.text.contains(&format!("{}/password-reset", app.base)), "{}", letter.text);
}

#[actix_web::test]
async fn strangers_who_sign_up_with_an_address_do_not_keep_its_owner_from_taking_it() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    for _ in 0..5 {
        app.stranger().post("/sign-up", &[("email", "ada@new.example")]).await;
    }
    ask(&ada, "ada@new.example", PASSWORD).await;
    let asked = "SELECT FROM confirmations WHERE purpose = 'email_change'";
    assert_eq!(app.sql(asked), 1);
}
