//! The worker between the outbox and a mail server that misbehaves as told.
#![allow(clippy::unwrap_used)]

mod addresses;
mod bad_servers;
mod chores;
#[path = "../support/addresses.rs"]
mod corpus;
mod giving_up;
mod idle;
mod leases;
mod letters;
mod outages;
mod outcomes;
mod screens;
mod slots;
mod turns;

#[path = "../support/sink.rs"]
mod sink;
#[allow(dead_code, unused_imports)]
#[path = "../web"]
mod web {
    pub mod support;
}

use diesel::prelude::*;
use usher::app::App;
use usher::inviting::line::Line;
use usher::inviting::send::{self, Outcome, Sending};
use usher::mail::worker;
use usher::models::batch::Source;
use usher::models::outbox_email::OutboxEmail;
use usher::schema::outbox_emails;
use uuid::Uuid;

use crate::sink::Sink;
use crate::web::support::{TestApp, TestWorkspace};

/// The app with this mail server.
fn app(sink: &Sink) -> TestApp {
    TestApp::with(&["--smtp-url", &sink.url(), "--mail-from", "usher@usher.example"])
}

/// Ada invites people as Users; they are called after their addresses.
fn invite(workspace: &TestWorkspace, emails: &[&str]) {
    let line = |email: &&str| Line {
        email: (*email).to_owned(),
        name: "Bea Muster".to_owned(),
        role: "User".to_owned(),
        ..Line::default()
    };
    send_lines(workspace, emails.iter().map(line).collect(), None);
}

fn send_lines(workspace: &TestWorkspace, lines: Vec<Line>, task_id: Option<Uuid>) {
    let sending = Sending {
        workspace_id: workspace.id,
        sender_id: workspace.ada.id,
        form_id: Uuid::now_v7(),
        lines,
        source: Source::Typed,
        task_id,
        import_id: None,
        keeps_rest: false,
    };
    let outcome = send::apply(&mut workspace.app.conn(), &sending).unwrap();
    assert!(matches!(outcome, Outcome::Sent(_)), "{outcome:?}");
}

/// One round of a worker: it takes up to four mails whose time has come and brings each to an
/// outcome. A worker looks into the outbox before it asks whether it is to stop.
async fn work_once(app: &App) {
    worker::start(app.clone()).stop().await;
}

/// The only mail of the outbox.
fn the_mail(app: &TestApp) -> OutboxEmail {
    let [mail] = mails(app).try_into().unwrap();
    mail
}

fn mails(app: &TestApp) -> Vec<OutboxEmail> {
    let query = outbox_emails::table.order(outbox_emails::id).select(OutboxEmail::as_select());
    query.load(&mut app.conn()).unwrap()
}
