//! The worker is told to end, and the database goes away, with mails in hand.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use usher::mail::worker::{self, Pace};
use usher::models::outbox_email::State;

use crate::sink::{Behaviour, Sink};
use crate::turns::until_sent;
use crate::web::support::TestApp;
use crate::{app, invite, mails, the_mail, work_once};

const BEA: &str = "bea@firma.example";
const DEADLINE: Duration = Duration::from_secs(20);
const HURRIED: Duration = Duration::from_millis(100);

/// A minute goes by.
pub fn leases_run_out(app: &TestApp) {
    app.sql(
        "UPDATE outbox_emails SET leased_until = now() - interval '1 second'
         WHERE state = 'leased'",
    );
}

#[actix_web::test]
async fn r05_a_worker_that_has_to_end_leaves_a_mail_without_an_answer_as_unknown() {
    let sink = Sink::start().await;
    let app = app(&sink);
    invite(&app.workspace("Nordlicht"), &[BEA]);
    sink.script(BEA, Behaviour::Hold);
    let worker = worker::start_at(app.app.clone(), Pace { grace: HURRIED, ..Pace::default() });
    sink.wait_for(1, DEADLINE).await;
    worker.stop().await;
    let mail = the_mail(&app);
    assert_eq!(mail.state, State::Unknown);
    assert!(mail.due_at - Utc::now() > TimeDelta::minutes(59), "late, not at the next start");
    work_once(&app.app).await;
    assert_eq!(sink.messages().len(), 1);
}

/// Four are under way at once; what is claimed beside them is given back as if it never had been.
#[actix_web::test]
async fn r05_a_worker_that_has_to_end_gives_back_what_waits_for_its_turn() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let emails = ["a", "b", "c", "d", "e", "f"].map(|name| format!("{name}@firma.example"));
    invite(&app.workspace("Nordlicht"), &emails.each_ref().map(String::as_str));
    for email in &emails {
        sink.script(email, Behaviour::Hold);
    }
    let worker = worker::start_at(app.app.clone(), Pace { grace: HURRIED, ..Pace::default() });
    sink.wait_for(4, DEADLINE).await;
    assert_eq!(app.mails(State::Leased), 6);
    worker.stop().await;
    assert_eq!((app.mails(State::Unknown), app.mails(State::Due)), (4, 2));
    let given_back = mails(&app).into_iter().filter(|mail| mail.state == State::Due);
    assert!(given_back.into_iter().all(|mail| (mail.claims, mail.attempts) == (0, 0)));
    for email in &emails {
        sink.script(email, Behaviour::Accept);
    }
    work_once(&app.app).await;
    assert_eq!((app.mails(State::Sent), sink.messages().len()), (2, 6));
}

/// This server takes connections and never says a word.
#[actix_web::test]
async fn r05_a_worker_that_has_to_end_lets_go_of_a_mail_that_has_not_left() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", silent.local_addr().unwrap());
    let app = TestApp::with(&["--smtp-url", &url, "--mail-from", "usher@usher.example"]);
    invite(&app.workspace("Nordlicht"), &[BEA]);
    let worker = worker::start_at(app.app.clone(), Pace { grace: HURRIED, ..Pace::default() });
    let began = Instant::now();
    while app.mails(State::Leased) == 0 {
        assert!(began.elapsed() < DEADLINE);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    worker.stop().await;
    assert_eq!(the_mail(&app).state, State::Retry);
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Ends every connection and lets nobody in, or lets people in again.
fn let_in(admin: &mut PgConnection, database: &str, is_open: bool) {
    admin.batch_execute(&format!("ALTER DATABASE {database} ALLOW_CONNECTIONS {is_open}")).unwrap();
    if !is_open {
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ";
        admin.batch_execute(&format!("{end}'{database}'")).unwrap();
    }
}

#[actix_web::test]
async fn r03_an_answer_that_comes_while_the_database_is_away_is_recorded_and_nothing_sent_twice() {
    let sink = Sink::start().await;
    let app = app(&sink);
    invite(&app.workspace("Nordlicht"), &[BEA]);
    sink.script(BEA, Behaviour::Hold);
    let worker = worker::start(app.app.clone());
    sink.wait_for(1, DEADLINE).await;
    let query = diesel::sql_query("SELECT current_database()::text AS name");
    let Name { name } = query.get_result(&mut app.conn()).unwrap();
    let mut admin = PgConnection::establish(&app.database_url.replace(&name, "postgres")).unwrap();
    let_in(&mut admin, &name, false);
    sink.release();
    // So long is the database away; the worker gets its answer, and nobody to tell it to.
    tokio::time::sleep(Duration::from_millis(1500)).await;
    let_in(&mut admin, &name, true);
    leases_run_out(&app);
    until_sent(&app, 1).await;
    worker.stop().await;
    assert_eq!((the_mail(&app).attempts, sink.messages().len()), (1, 1));
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn sleepers(app: &TestApp) -> i64 {
    let query = "SELECT count(*) AS count FROM pg_stat_activity
                 WHERE datname = current_database() AND query = 'SELECT pg_sleep(4)'
                 AND state = 'active'";
    diesel::sql_query(query).get_result::<Count>(&mut app.conn()).unwrap().count
}

#[actix_web::test]
async fn r02_requests_that_hold_every_connection_do_not_hold_up_the_mail() {
    let sink = Sink::start().await;
    let app = app(&sink);
    invite(&app.workspace("Nordlicht"), &[BEA]);
    let connections = i64::from(app.app.settings.database_connections);
    for _ in 0..connections * 3 {
        let db = app.app.db.clone();
        actix_web::rt::spawn(async move {
            let sleep = |conn: &mut _| diesel::sql_query("SELECT pg_sleep(4)").execute(conn);
            db.run(sleep).await
        });
    }
    let began = Instant::now();
    while sleepers(&app) < connections {
        assert!(began.elapsed() < DEADLINE);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    work_once(&app.app).await;
    assert!(sleepers(&app) > 0, "the connections are still held");
    assert_eq!((the_mail(&app).state, sink.messages().len()), (State::Sent, 1));
}
