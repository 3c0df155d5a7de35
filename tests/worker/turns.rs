//! When mails are taken, and by whom.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use usher::mail::worker;
use usher::models::outbox_email::State;

use crate::sink::Sink;
use crate::web::support::TestApp;
use crate::{app, invite, mails, the_mail, work_once};

const DEADLINE: Duration = Duration::from_secs(20);

pub async fn until_sent(app: &TestApp, count: i64) {
    let began = Instant::now();
    while app.mails(State::Sent) < count {
        assert!(began.elapsed() < DEADLINE, "{:?}", mails(app));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[actix_web::test]
async fn nothing_leaves_before_the_end_of_the_hold_time() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let workspace = app.workspace("Nordlicht");
    app.sql("UPDATE workspaces SET hold_seconds = 2");
    invite(&workspace, &["bea@firma.example"]);
    work_once(&app.app).await;
    assert_eq!((the_mail(&app).state, the_mail(&app).claims), (State::Due, 0));
    let worker = worker::start(app.app.clone());
    until_sent(&app, 1).await;
    worker.stop().await;
    let mail = the_mail(&app);
    assert!(mail.sent_at.unwrap() >= mail.due_at);
}

/// Polling alone would need about a second for each.
#[actix_web::test]
async fn a_worker_that_is_woken_takes_a_mail_at_once() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let workspace = app.workspace("Nordlicht");
    let worker = worker::start(app.app.clone());
    let began = Instant::now();
    for (count, email) in (1..).zip(["a@f.example", "b@f.example", "c@f.example", "d@f.example"]) {
        invite(&workspace, &[email]);
        app.app.mail_waits.notify_one();
        until_sent(&app, count).await;
        // The worker looks again after each mail, so it gets the time to fall asleep.
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(began.elapsed() < Duration::from_millis(2500), "{:?}", began.elapsed());
    worker.stop().await;
}

#[actix_web::test]
async fn a_worker_that_nobody_wakes_finds_the_mail() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let workspace = app.workspace("Nordlicht");
    let worker = worker::start(app.app.clone());
    invite(&workspace, &["bea@firma.example"]);
    until_sent(&app, 1).await;
    worker.stop().await;
}

#[actix_web::test]
async fn two_workers_share_the_outbox_without_doubles() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let workspace = app.workspace("Nordlicht");
    workspace.book(100);
    let emails: Vec<String> = (0..60).map(|i| format!("person{i}@firma.example")).collect();
    invite(&workspace, &emails.iter().map(String::as_str).collect::<Vec<_>>());
    let workers = [worker::start(app.app.clone()), worker::start(app.app.clone())];
    until_sent(&app, 60).await;
    for worker in workers {
        worker.stop().await;
    }
    let messages = sink.messages();
    let reached: BTreeSet<_> = messages.iter().map(|message| &message.recipients[0]).collect();
    assert_eq!((messages.len(), reached.len()), (60, 60));
}
