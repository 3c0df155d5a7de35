//! Each answer of a mail server brings the mail into its one right state.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use usher::mail::handover::Handover;
use usher::mail::{attempt, worker};
use usher::models::outbox_email::State;

use crate::sink::{Behaviour, Sink};
use crate::{app, invite, mails, the_mail, work_once};

const BEA: &str = "bea@firma.example";

#[actix_web::test]
async fn r15_what_the_server_takes_is_sent_and_not_again_in_the_next_turn() {
    let sink = Sink::start().await;
    let app = app(&sink);
    invite(&app.workspace("Nordlicht"), &[BEA]);
    work_once(&app.app).await;
    assert_eq!(sink.messages().len(), 1);
    let mail = the_mail(&app);
    assert_eq!((mail.state, mail.attempts, mail.claims), (State::Sent, 1, 0));
    assert_eq!(mail.reply.as_deref(), Some("250 2.0.0 queued"));
    assert!((Utc::now() - mail.sent_at.unwrap()).num_seconds() < 60);
    work_once(&app.app).await;
    assert_eq!(sink.messages().len(), 1);
}

#[actix_web::test]
async fn r06_a_deferred_mail_is_tried_again_after_growing_pauses() {
    let sink = Sink::start().await;
    let app = app(&sink);
    invite(&app.workspace("Nordlicht"), &[BEA]);
    sink.script(BEA, Behaviour::DeferRecipient);
    for (attempt, minutes) in [(1, 1), (2, 5), (3, 15), (4, 30), (5, 60), (6, 60)] {
        work_once(&app.app).await;
        let mail = the_mail(&app);
        assert_eq!((mail.state, mail.attempts, mail.claims), (State::Retry, attempt, 0));
        assert_eq!(mail.reply.as_deref(), Some("450 4.2.1 greylisted, come back later"));
        let pause = (mail.due_at - Utc::now()).as_seconds_f64() / 60.0 / f64::from(minutes);
        assert!((0.75..=1.2).contains(&pause), "{pause} of {minutes} minutes");
        work_once(&app.app).await;
        assert_eq!(the_mail(&app).attempts, attempt, "not before its time");
        app.sql("UPDATE outbox_emails SET due_at = now()");
    }
    sink.script(BEA, Behaviour::Accept);
    work_once(&app.app).await;
    assert_eq!((the_mail(&app).state, sink.messages().len()), (State::Sent, 1));
}

#[actix_web::test]
async fn r06_each_temporary_answer_is_tried_again() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let answers = [
        ("a@firma.example", Behaviour::Close, "421 closing"),
        ("b@firma.example", Behaviour::DeferRecipient, "450 4.2.1 greylisted, come back later"),
        ("c@firma.example", Behaviour::DeferMessage, "451 4.3.0 disk full, come back later"),
        ("d@firma.example", Behaviour::OverQuota, "452 4.2.2 mailbox full"),
    ];
    invite(&app.workspace("Nordlicht"), &answers.map(|(email, ..)| email));
    for (email, behaviour, _) in answers {
        sink.script(email, behaviour);
    }
    work_once(&app.app).await;
    for (mail, (.., words)) in mails(&app).iter().zip(answers) {
        assert_eq!(
            (mail.state, mail.attempts, mail.reply.as_deref()),
            (State::Retry, 1, Some(words))
        );
    }
    assert!(sink.messages().is_empty());
}

/// Mails that were deferred together do not come back together.
#[actix_web::test]
async fn r06_a_pause_is_a_fifth_longer_or_shorter() {
    let sink = Sink::start().await;
    let app = app(&sink);
    invite(&app.workspace("Nordlicht"), &[BEA]);
    let (mail, now) = (the_mail(&app), Utc::now());
    let pauses: Vec<i64> = (0..500)
        .map(|_| {
            let deferred = Handover::Retry { reply: String::new() };
            (attempt::settlement(&mail, deferred, now).due_at - now).num_seconds()
        })
        .collect();
    assert!(pauses.iter().all(|pause| (48..=72).contains(pause)), "{pauses:?}");
    assert!(pauses.iter().any(|pause| *pause < 51) && pauses.iter().any(|pause| *pause > 69));
}

#[actix_web::test]
async fn r07_a_refused_mail_is_tried_once_and_its_words_are_shown() {
    let sink = Sink::start().await;
    let app = app(&sink);
    invite(&app.workspace("Nordlicht"), &[BEA, "carl@firma.example"]);
    sink.script(BEA, Behaviour::RefuseRecipient);
    sink.script("carl@firma.example", Behaviour::RefuseMessage);
    work_once(&app.app).await;
    work_once(&app.app).await;
    let words = ["550 5.1.1 no such user here", "554 5.7.1 looks like spam"];
    for (mail, words) in mails(&app).iter().zip(words) {
        assert_eq!((mail.state, mail.attempts), (State::Refused, 1));
        assert_eq!(mail.reply.as_deref(), Some(words));
    }
}

#[actix_web::test]
async fn a_server_that_is_away_is_asked_again() {
    let sink = Sink::start().await;
    let app = app(&sink);
    drop(sink);
    invite(&app.workspace("Nordlicht"), &[BEA]);
    work_once(&app.app).await;
    let mail = the_mail(&app);
    assert_eq!((mail.state, mail.attempts), (State::Retry, 1));
}

#[actix_web::test]
async fn r05_what_may_have_arrived_is_sent_once_more_and_late() {
    let sink = Sink::start().await;
    let app = app(&sink);
    invite(&app.workspace("Nordlicht"), &[BEA]);
    sink.script(BEA, Behaviour::DropAfterDot);
    work_once(&app.app).await;
    let first = the_mail(&app);
    assert_eq!((first.state, first.attempts), (State::Unknown, 1));
    assert!(first.due_at - Utc::now() > TimeDelta::minutes(59));
    work_once(&app.app).await;
    assert_eq!(sink.messages().len(), 1, "not before its time");

    app.sql("UPDATE outbox_emails SET due_at = now()");
    work_once(&app.app).await;
    let second = the_mail(&app);
    assert_eq!((second.state, second.attempts), (State::Unknown, 2));
    assert_eq!(second.due_at, second.give_up_at);
    assert_eq!(second.unknown_at, first.unknown_at);

    app.sql("UPDATE outbox_emails SET due_at = now(), give_up_at = now()");
    work_once(&app.app).await;
    assert_eq!((the_mail(&app).state, sink.messages().len()), (State::Unknown, 2));
    let ids: Vec<_> = sink.messages().iter().map(|message| message_id(&message.text())).collect();
    assert_eq!(ids[0], ids[1]);
}

#[actix_web::test]
async fn stopping_waits_for_the_mail_in_hand() {
    let sink = Sink::start().await;
    let app = app(&sink);
    sink.script(BEA, Behaviour::Delay(Duration::from_millis(500)));
    invite(&app.workspace("Nordlicht"), &[BEA]);
    let worker = worker::start(app.app.clone());
    sink.wait_for(1, Duration::from_secs(10)).await;
    assert_eq!(the_mail(&app).state, State::Leased, "not sent before the server says so");
    worker.stop().await;
    assert_eq!(the_mail(&app).state, State::Sent);
}

fn message_id(text: &str) -> String {
    text.lines().find(|line| line.starts_with("Message-ID:")).unwrap().to_owned()
}
