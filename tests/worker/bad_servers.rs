//! Mail servers that hang up, hesitate or are slow: each mail ends in its one right state.

use std::collections::BTreeMap;
use std::time::Duration;

use usher::mail::worker::{self, Pace};
use usher::models::outbox_email::State;

use crate::outages::leases_run_out;
use crate::sink::{Behaviour, Options, Sink};
use crate::turns::until_sent;
use crate::{app, invite, mails, the_mail, work_once};

const BEA: &str = "bea@firma.example";
const DEADLINE: Duration = Duration::from_secs(20);

#[actix_web::test]
async fn r08_a_server_that_hangs_up_after_every_third_mail_gets_each_once() {
    let sink = Sink::with(Options { close_after: Some(3), ..Options::default() }).await;
    let app = app(&sink);
    let workspace = app.workspace("Nordlicht");
    workspace.book(100);
    let people: Vec<String> = (0..30).map(|i| format!("p{i:02}@firma.example")).collect();
    invite(&workspace, &people.iter().map(String::as_str).collect::<Vec<_>>());
    let worker = worker::start(app.app.clone());
    until_sent(&app, 30).await;
    worker.stop().await;
    let messages = sink.messages().into_iter();
    let mut reached: Vec<_> = messages.flat_map(|message| message.recipients).collect();
    reached.sort();
    assert_eq!(reached, people);
    assert!(mails(&app).iter().all(|mail| mail.attempts == 1));
}

#[actix_web::test]
async fn r08_each_mail_of_a_bad_server_ends_in_its_one_right_state() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let workspace = app.workspace("Nordlicht");
    workspace.book(100);
    let cases = [
        (Behaviour::Accept, State::Sent, 1),
        (Behaviour::Delay(Duration::from_millis(300)), State::Sent, 1),
        (Behaviour::DeferRecipient, State::Retry, 0),
        (Behaviour::Close, State::Retry, 0),
        (Behaviour::DeferMessage, State::Retry, 0),
        (Behaviour::RefuseRecipient, State::Refused, 0),
        (Behaviour::RefuseMessage, State::Refused, 0),
        (Behaviour::DropAfterDot, State::Unknown, 1),
        // The letter is short: its dot had left before the reset came, so nobody can know.
        (Behaviour::DropInData(100), State::Unknown, 0),
    ];
    let people: Vec<String> = (0..cases.len()).map(|i| format!("p{i}@firma.example")).collect();
    for (person, (behaviour, ..)) in people.iter().zip(cases) {
        sink.script(person, behaviour);
    }
    invite(&workspace, &people.iter().map(String::as_str).collect::<Vec<_>>());
    for _ in 0..cases.len() {
        work_once(&app.app).await;
    }
    let mut arrived: BTreeMap<String, usize> = BTreeMap::new();
    for message in sink.messages() {
        *arrived.entry(message.recipients[0].clone()).or_default() += 1;
    }
    for ((mail, person), (behaviour, state, copies)) in mails(&app).iter().zip(&people).zip(cases) {
        assert_eq!((mail.state, mail.attempts), (state, 1), "{behaviour:?}: {:?}", mail.reply);
        assert_eq!(arrived.get(person).copied().unwrap_or(0), copies, "{behaviour:?}");
    }
}

/// The case's 90 seconds outlast the lease of 60; here the lease is made to be about to end.
#[actix_web::test]
async fn r05_r10_a_lease_is_renewed_while_the_server_is_slow_and_one_copy_leaves() {
    let sink = Sink::start().await;
    let app = app(&sink);
    invite(&app.workspace("Nordlicht"), &[BEA]);
    sink.script(BEA, Behaviour::Hold);
    let pace = Pace { renewal: Duration::from_millis(50), ..Pace::default() };
    let worker = worker::start_at(app.app.clone(), pace);
    sink.wait_for(1, DEADLINE).await;
    app.sql("UPDATE outbox_emails SET leased_until = now() + interval '10 seconds'");
    let began = std::time::Instant::now();
    let is_renewed = "UPDATE outbox_emails SET reply = reply
                      WHERE leased_until > now() + interval '50 seconds'";
    while app.sql(is_renewed) == 0 {
        assert!(began.elapsed() < DEADLINE, "it is not renewed");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    work_once(&app.app).await;
    sink.release();
    worker.stop().await;
    assert_eq!((the_mail(&app).state, sink.messages().len()), (State::Sent, 1));
}

#[actix_web::test]
async fn r10_a_late_answer_to_somebody_whose_lease_ran_out_is_not_recorded() {
    let sink = Sink::start().await;
    let app = app(&sink);
    invite(&app.workspace("Nordlicht"), &[BEA]);
    sink.script(BEA, Behaviour::Hold);
    let late = worker::start(app.app.clone());
    sink.wait_for(1, DEADLINE).await;
    leases_run_out(&app);
    sink.script(BEA, Behaviour::RefuseMessage);
    work_once(&app.app).await;
    assert_eq!(the_mail(&app).state, State::Refused);
    sink.release();
    late.stop().await;
    let mail = the_mail(&app);
    assert_eq!((mail.state, mail.attempts), (State::Refused, 1), "the second holder's word stands");
}
