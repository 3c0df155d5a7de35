//! Whoever is deactivated, or Active again, is told so by mail.

use diesel::prelude::*;
use usher::mail::letter::Letter;
use usher::mail::messages::Sender;
use usher::models::outbox_email::{Kind, OutboxEmail, State};
use usher::models::role::Preset;
use usher::models::user::User;
use usher::schema::outbox_emails;

use crate::support::{TestApp, TestWorkspace};

fn path(workspace: &TestWorkspace<'_>, user: &User, verb: &str) -> String {
    workspace.path(&format!("settings/users/{}/{verb}", user.id))
}

/// The mails about access, oldest first.
fn mails(app: &TestApp) -> Vec<OutboxEmail> {
    outbox_emails::table
        .filter(outbox_emails::kind.eq_any([Kind::AccessEnded, Kind::AccessGiven]))
        .order(outbox_emails::id)
        .select(OutboxEmail::as_select())
        .load(&mut app.conn())
        .unwrap()
}

fn letter(app: &TestApp, mail: &OutboxEmail) -> Option<Letter> {
    let sender = Sender { settings: &app.app.settings, keys: &app.app.keys };
    sender.letter(&mut app.conn(), mail).unwrap()
}

#[actix_web::test]
async fn a_deactivated_person_is_told_and_whom_to_ask() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let ada = workspace.signed_in_admin().await;
    ada.post(&path(&workspace, &dora, "deactivation"), &[]).await;
    let all = mails(&app);
    assert_eq!((all.len(), all[0].kind), (1, Kind::AccessEnded));
    let letter = letter(&app, &all[0]).unwrap();
    assert_eq!(letter.subject, "Your access to Nordlicht has ended");
    assert_eq!(letter.to.address, "dora@n.example");
    assert_eq!(letter.reply_to.unwrap().address, "ada@nordlicht.example");
    assert!(letter.text.contains("Ask Ada Engel (ada@nordlicht.example)."), "{}", letter.text);
    assert!(!letter.html.contains("href"), "there is nowhere to go");
}

#[actix_web::test]
async fn somebody_who_is_active_again_is_told_in_their_language_and_led_in() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    app.sql("UPDATE accounts SET language = 'de' WHERE email = 'dora@n.example'");
    let ada = workspace.signed_in_admin().await;
    ada.post(&path(&workspace, &dora, "deactivation"), &[]).await;
    app.sql("UPDATE outbox_emails SET state = 'sent', sent_at = now()");
    ada.post(&path(&workspace, &dora, "activation"), &[]).await;
    let all = mails(&app);
    assert_eq!((all.len(), all[1].kind), (2, Kind::AccessGiven));
    let letter = letter(&app, &all[1]).unwrap();
    assert_eq!(letter.subject, "Sie können Nordlicht wieder nutzen");
    assert!(letter.text.contains("mit Ihrer Rolle Nutzer"), "{}", letter.text);
    assert!(letter.text.contains(&format!("{}/w/nordlicht/", app.base)), "{}", letter.text);
}

#[actix_web::test]
async fn what_is_taken_back_before_the_mail_leaves_is_told_to_nobody() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    app.sql("UPDATE workspaces SET hold_seconds = 60");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let ada = workspace.signed_in_admin().await;
    ada.post(&path(&workspace, &dora, "deactivation"), &[]).await;
    let waits = mails(&app)[0].due_at - chrono::Utc::now();
    assert!(waits.num_seconds() > 50, "it can be undone as long as an invitation");
    ada.post(&path(&workspace, &dora, "activation"), &[]).await;
    let states: Vec<State> = mails(&app).iter().map(|mail| mail.state).collect();
    assert_eq!(states, [State::Superseded]);
}

#[actix_web::test]
async fn a_mail_that_is_not_true_any_more_is_not_written() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let ada = workspace.signed_in_admin().await;
    ada.post(&path(&workspace, &dora, "deactivation"), &[]).await;
    let mail = mails(&app).remove(0);
    app.sql(&format!("UPDATE users SET status = 'active' WHERE id = '{}'", dora.id));
    assert!(letter(&app, &mail).is_none());
}

#[actix_web::test]
async fn whoever_leaves_by_themselves_is_told_of_another_admin() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let bea = workspace.user(Preset::Admin, "Bea Klein", "bea@n.example");
    let beas = workspace.sign_in(&bea.email).await;
    beas.post(&path(&workspace, &bea, "deactivation"), &[]).await;
    let letter = letter(&app, &mails(&app)[0]).unwrap();
    assert!(letter.text.contains("Ask Ada Engel"), "{}", letter.text);
}

#[actix_web::test]
async fn e06_no_name_in_them_becomes_a_link() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    app.sql("UPDATE workspaces SET name = 'Win at https://evil.example/x'");
    app.sql("UPDATE users SET name = 'www.evil.example'");
    let dora = workspace.user(Preset::User, "Visit evil.example", "dora@n.example");
    let ada = workspace.signed_in_admin().await;
    ada.post(&path(&workspace, &dora, "deactivation"), &[]).await;
    app.sql("UPDATE outbox_emails SET state = 'sent', sent_at = now()");
    let ended = letter(&app, &mails(&app)[0]).unwrap();
    ada.post(&path(&workspace, &dora, "activation"), &[]).await;
    let given = letter(&app, &mails(&app)[1]).unwrap();
    for letter in [ended, given] {
        let all =
            [&letter.subject, &letter.text, &letter.html, &letter.to.name].map(String::as_str);
        assert!(!all.concat().contains("evil.example"), "{all:?}");
    }
}

#[actix_web::test]
async fn an_address_gets_one_of_them_in_five_minutes_and_three_a_day_and_the_last_one_is_true() {
    let app = TestApp::start();
    let (north, south) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    let dora = north.user(Preset::User, "Dora Ek", "dora@n.example");
    let elsewhere = south.user(Preset::User, "Dora Ek", "dora@n.example");
    let (ada, other) = (north.signed_in_admin().await, south.signed_in_admin().await);
    let (off, on) = (path(&north, &dora, "deactivation"), path(&north, &dora, "activation"));
    let minutes = |at: chrono::DateTime<chrono::Utc>| (at - chrono::Utc::now()).num_minutes();
    let waits = |app: &TestApp| minutes(mails(app).pop().unwrap().due_at);
    ada.post(&off, &[]).await;
    assert_eq!(
        ada.get(&north.path("settings/users")).await.one(".banner p"),
        "Dora Ek is deactivated."
    );
    app.sql("UPDATE outbox_emails SET state = 'sent', sent_at = now()");
    // Again and again: what waits is dropped, and what is left waits its time.
    for _ in 0..3 {
        ada.post(&on, &[]).await;
        let said = ada.get(&north.path("settings/users")).await.one(".banner p");
        assert!(said.starts_with("Dora Ek is active again. The mail about it leaves "), "{said}");
        assert_eq!(waits(&app), 4, "in five minutes");
        ada.post(&off, &[]).await;
    }
    let due = |app: &TestApp| mails(app).iter().filter(|one| one.state == State::Due).count();
    assert_eq!(due(&app), 0, "they know that it has ended");
    // All workspaces together.
    other.post(&path(&south, &elsewhere, "deactivation"), &[]).await;
    assert_eq!(waits(&app), 4);
    app.sql("UPDATE outbox_emails SET state = 'sent', sent_at = now() WHERE state = 'due'");
    ada.post(&on, &[]).await;
    assert_eq!(waits(&app), 9);
    app.sql("UPDATE outbox_emails SET state = 'sent', sent_at = now() WHERE state = 'due'");
    ada.post(&off, &[]).await;
    assert_eq!(waits(&app) / 60, 23, "the fourth a day after the first");
    ada.post(&on, &[]).await;
    ada.post(&off, &[]).await;
    assert_eq!(waits(&app) / 60, 23, "whoever takes it back has not forgotten the first");
}
