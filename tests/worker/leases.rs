//! A mail is in one worker's hands at a time, and a dead worker's mails are taken over.

use chrono::{TimeDelta, Utc};
use diesel::prelude::*;
use usher::models::account::Account;
use usher::models::outbox_email::lease::{Lease, Settlement, Wanted};
use usher::models::outbox_email::{NewOutboxEmail, State};

use crate::sink::Sink;
use crate::web::support::TestApp;
use crate::{app, invite, mails, the_mail, work_once};

/// Everything that can be had.
pub fn claim_up_to(conn: &mut PgConnection, most: usize) -> Vec<Lease> {
    Lease::claim(conn, &Wanted { most, abandoned: most, in_hand: Vec::new() }).unwrap()
}

fn claim(app: &TestApp) -> Vec<Lease> {
    claim_up_to(&mut app.conn(), 10)
}

fn sent(lease: &Lease, words: &str) -> Settlement {
    Settlement { state: State::Sent, reply: Some(words.to_owned()), due_at: lease.mail.due_at }
}

#[actix_web::test]
async fn r10_a_claimed_mail_is_nobody_elses() {
    let app = TestApp::start();
    invite(&app.workspace("Nordlicht"), &["bea@firma.example", "carl@firma.example"]);
    assert_eq!(claim_up_to(&mut app.conn(), 1).len(), 1);
    assert_eq!(claim(&app).len(), 1);
    assert!(claim(&app).is_empty());
}

#[actix_web::test]
async fn a_password_reset_is_claimed_before_invitations_that_are_due_longer() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    invite(&workspace, &["bea@firma.example", "carl@firma.example"]);
    let account = Account::by_email(&mut app.conn(), "ada@nordlicht.example").unwrap().unwrap();
    let now = Utc::now();
    let mail = NewOutboxEmail::password_reset(account.id, now, now + TimeDelta::hours(1));
    NewOutboxEmail::insert_all(&mut app.conn(), &[mail]).unwrap();
    app.sql(
        "UPDATE outbox_emails SET due_at = now() - interval '1 hour' WHERE kind = 'invitation'",
    );
    assert_eq!(claim_up_to(&mut app.conn(), 1)[0].mail.account_id, Some(account.id));
    assert_eq!(claim(&app).len(), 2);
}

#[actix_web::test]
async fn two_claims_at_once_share_without_waiting_for_each_other() {
    let app = TestApp::start();
    invite(&app.workspace("Nordlicht"), &["bea@firma.example", "carl@firma.example"]);
    let mut first = app.conn();
    first.test_transaction::<_, diesel::result::Error, _>(|first| {
        let held = claim_up_to(first, 1);
        let others = claim(&app);
        assert_eq!((held.len(), others.len()), (1, 1));
        assert_ne!(held[0].mail.id, others[0].mail.id);
        Ok(())
    });
}

#[actix_web::test]
async fn r10_a_lease_that_ran_out_is_taken_over_and_its_holder_can_change_nothing() {
    let app = TestApp::start();
    invite(&app.workspace("Nordlicht"), &["bea@firma.example"]);
    let late = claim(&app).remove(0);
    app.sql("UPDATE outbox_emails SET leased_until = now() - interval '1 second'");
    let holder = claim(&app).remove(0);
    assert_eq!(holder.mail.claims, 2);
    let conn = &mut app.conn();
    assert!(late.renew(conn).unwrap().is_none());
    assert!(!late.settle(conn, &sent(&late, "250 late")).unwrap());
    assert_eq!(the_mail(&app).state, State::Leased);
    assert!(holder.settle(conn, &sent(&holder, "250 holder")).unwrap());
    assert!(!late.settle(conn, &sent(&late, "250 late")).unwrap());
    assert_eq!(the_mail(&app).reply.as_deref(), Some("250 holder"));
}

#[actix_web::test]
async fn r10_of_mails_recorded_together_the_one_that_was_taken_over_is_not() {
    let app = TestApp::start();
    invite(&app.workspace("Nordlicht"), &["bea@firma.example", "carl@firma.example"]);
    let held = claim(&app);
    let taken = held[1].mail.id;
    app.sql(&format!(
        "UPDATE outbox_emails SET leased_until = now() - interval '1 second' WHERE id = '{taken}'"
    ));
    assert_eq!(claim(&app).len(), 1);
    let both: Vec<_> = held
        .into_iter()
        .map(|lease| {
            let said = sent(&lease, "250 taken");
            (lease, said)
        })
        .collect();
    assert_eq!(Lease::settle_sent(&mut app.conn(), &both).unwrap(), [true, false]);
    let states: Vec<_> =
        mails(&app).iter().map(|mail| (mail.id == taken, mail.state, mail.attempts)).collect();
    assert!(states.contains(&(false, State::Sent, 1)), "{states:?}");
    assert!(states.contains(&(true, State::Leased, 0)), "{states:?}");
}

#[actix_web::test]
async fn r10_a_renewed_lease_is_not_taken_over() {
    let app = TestApp::start();
    invite(&app.workspace("Nordlicht"), &["bea@firma.example"]);
    let holder = claim(&app).remove(0);
    app.sql("UPDATE outbox_emails SET leased_until = now() - interval '1 second'");
    assert!(holder.renew(&mut app.conn()).unwrap().is_some());
    assert!(claim(&app).is_empty());
}

#[actix_web::test]
async fn r10_the_mail_of_a_dead_worker_is_sent_by_the_next() {
    let sink = Sink::start().await;
    let app = app(&sink);
    invite(&app.workspace("Nordlicht"), &["bea@firma.example"]);
    claim(&app);
    work_once(&app.app).await;
    assert!(sink.messages().is_empty());
    app.sql("UPDATE outbox_emails SET leased_until = now() - interval '1 second'");
    work_once(&app.app).await;
    assert_eq!((sink.messages().len(), mails(&app)[0].state), (1, State::Sent));
}
