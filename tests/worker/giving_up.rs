//! What is not sent, and what is not tried for ever.

use std::time::{Duration, Instant};

use usher::mail::worker;
use usher::models::outbox_email::State;

use crate::sink::{Behaviour, Sink};
use crate::web::support::TestApp;
use crate::{app, invite, mails, the_mail, work_once};

const BEA: &str = "bea@firma.example";
const DEADLINE: Duration = Duration::from_secs(20);
/// What was found out for a letter is not taken for true any longer than that.
const A_MOMENT: Duration = Duration::from_millis(60);

#[actix_web::test]
async fn r13_an_invitation_that_is_no_longer_wanted_is_not_sent() {
    let changes = [
        "UPDATE invitations SET withdrawn_at = now()",
        "UPDATE invitations SET accepted_at = now()",
        "UPDATE invitations SET declined_at = now()",
        "UPDATE invitations SET generation = 2",
        "UPDATE invitations SET expires_at = now()",
    ];
    for change in changes {
        let sink = Sink::start().await;
        let app = app(&sink);
        invite(&app.workspace("Nordlicht"), &[BEA]);
        app.sql(change);
        work_once(&app.app).await;
        let mail = the_mail(&app);
        assert_eq!((mail.state, mail.attempts), (State::Superseded, 0), "{change}");
        assert!(sink.messages().is_empty(), "{change}");
    }
}

/// The lock holds the worker up between its claim and the writing of the letter.
#[actix_web::test]
async fn r13_what_is_withdrawn_after_the_claim_does_not_leave() {
    let sink = Sink::start().await;
    let app = app(&sink);
    invite(&app.workspace("Nordlicht"), &[BEA]);
    let change = "LOCK TABLE invitations IN ACCESS EXCLUSIVE MODE;
                  UPDATE invitations SET withdrawn_at = now()";
    app.meanwhile(change, work_once(&app.app)).await;
    assert_eq!(the_mail(&app).state, State::Superseded);
    let was_begun = sink.commands().iter().any(|command| command.starts_with("MAIL"));
    assert!(!was_begun, "{:?}", sink.commands());
}

/// What its letter would have said was found out when it was claimed.
#[actix_web::test]
async fn r13_what_is_withdrawn_while_it_waits_for_its_turn_does_not_leave() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let emails = ["a", "b", "c", "d", "e"].map(|name| format!("{name}@firma.example"));
    for email in &emails {
        sink.script(email, Behaviour::Hold);
    }
    invite(&app.workspace("Nordlicht"), &emails.each_ref().map(String::as_str));
    let worker = worker::start(app.app.clone());
    let under_way = sink.wait_for(4, DEADLINE).await;
    assert_eq!(app.mails(State::Leased), 5, "all are in hand");
    app.sql("UPDATE invitations SET withdrawn_at = now()");
    tokio::time::sleep(A_MOMENT).await;
    sink.release();
    let began = Instant::now();
    while app.mails(State::Leased) > 0 {
        assert!(began.elapsed() < DEADLINE, "{:?}", mails(&app));
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    worker.stop().await;
    assert_eq!((app.mails(State::Sent), app.mails(State::Superseded)), (4, 1));
    assert_eq!(sink.messages().len(), under_way.len());
}

/// The mail server has been told of the mail, and not been given it.
#[actix_web::test]
async fn r13_what_is_withdrawn_while_the_mail_server_takes_its_time_does_not_leave() {
    let sink = Sink::start().await;
    let app = app(&sink);
    sink.script(BEA, Behaviour::HoldData);
    invite(&app.workspace("Nordlicht"), &[BEA]);
    let worker = worker::start(app.app.clone());
    let until = async |is_so: &dyn Fn() -> bool| {
        let began = Instant::now();
        while !is_so() {
            assert!(began.elapsed() < DEADLINE, "{:?} {:?}", mails(&app), sink.commands());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    until(&|| sink.commands().iter().any(|command| command == "DATA")).await;
    app.sql("UPDATE invitations SET withdrawn_at = now()");
    until(&|| app.mails(State::Leased) == 0).await;
    sink.release();
    worker.stop().await;
    assert_eq!((the_mail(&app).state, sink.messages().len()), (State::Superseded, 0));
}

#[actix_web::test]
async fn r06_a_mail_is_tried_for_four_days_and_never_beyond_the_invitations_end() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let workspace = app.workspace("Nordlicht");
    for (days, expected) in [(7, 4), (2, 2)] {
        app.sql(&format!("UPDATE workspaces SET invitation_days = {days}"));
        invite(&workspace, &[&format!("p{days}@firma.example")]);
        let mails = mails(&app);
        let mail = mails.last().unwrap();
        assert_eq!((mail.give_up_at - mail.due_at).num_hours(), expected * 24, "{days} days");
    }
}

#[actix_web::test]
async fn r06_a_mail_is_given_up_when_its_next_attempt_would_come_too_late() {
    let sink = Sink::start().await;
    let app = app(&sink);
    invite(&app.workspace("Nordlicht"), &[BEA]);
    sink.script(BEA, Behaviour::DeferMessage);
    app.sql("UPDATE outbox_emails SET give_up_at = now() + interval '30 seconds'");
    work_once(&app.app).await;
    let mail = the_mail(&app);
    assert_eq!(mail.state, State::Refused);
    let reply = "could not be delivered in time: 451 4.3.0 disk full, come back later";
    assert_eq!(mail.reply.as_deref(), Some(reply));
}

#[actix_web::test]
async fn r09_a_mail_that_ended_three_workers_is_parked_and_others_flow_on() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let workspace = app.workspace("Nordlicht");
    invite(&workspace, &[BEA]);
    app.sql(
        "UPDATE outbox_emails SET state = 'leased', claims = 3, lease = gen_random_uuid(),
         leased_until = now() - interval '1 second'",
    );
    invite(&workspace, &["carl@firma.example"]);
    work_once(&app.app).await;
    assert_eq!((app.mails(State::Parked), app.mails(State::Sent)), (1, 1));
    assert_eq!(sink.messages()[0].recipients, ["carl@firma.example"]);
    work_once(&app.app).await;
    assert_eq!(app.mails(State::Parked), 1);
}

#[actix_web::test]
async fn without_a_mail_server_everything_stays_due() {
    let app = TestApp::with(&[]);
    invite(&app.workspace("Nordlicht"), &[BEA]);
    work_once(&app.app).await;
    let mail = the_mail(&app);
    assert_eq!((mail.state, mail.attempts, mail.claims), (State::Due, 0, 0));
}
