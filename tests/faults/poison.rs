//! Mails that take their worker down.

use std::time::{Duration, Instant};

use diesel::prelude::*;
use usher::models::outbox_email::State;
use usher::schema::outbox_emails;

use crate::node::{Node, PATIENCE, leases_run_out, people, until};
use crate::sink::Sink;
use crate::web::support::{TestApp, TestWorkspace};

const POISON: &str = "poison@firma.example";

/// A poisonous mail among others that came before and after it.
fn invite(workspace: &TestWorkspace, others: usize) {
    workspace.book(100);
    for i in 0..others {
        if i == others / 2 {
            workspace.invite("Poison", POISON);
        }
        workspace.invite("Bea Muster", &format!("p{i}@firma.example"));
    }
}

async fn until_claimed(app: &TestApp, node: &Node, times: i32) {
    let claimed = outbox_emails::table.filter(outbox_emails::claims.ge(times)).count();
    let began = Instant::now();
    while claimed.get_result::<i64>(&mut app.conn()).unwrap() == 0 {
        assert!(began.elapsed() < PATIENCE, "{}", node.log());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// In its delivery's own task, and in work on the database.
#[actix_web::test]
async fn r09_a_mail_that_panics_three_times_is_parked_and_all_others_leave() {
    for place in ["after-letter", "writing"] {
        let (sink, app) = (Sink::start().await, TestApp::start());
        let workspace = app.workspace("Nordlicht");
        invite(&workspace, 12);
        let node = Node::work(&app, &sink, Some(&format!("panic {place} poison@")));
        until(&app, &node, State::Sent, 12).await;
        for times in 1..=3 {
            until_claimed(&app, &node, times).await;
            leases_run_out(&app);
        }
        until(&app, &node, State::Parked, 1).await;
        assert_eq!(people(&app, State::Parked), [POISON]);
        assert!(node.log().contains("parked a mail that ends every delivery"), "{}", node.log());
        workspace.invite("Late", "late@firma.example");
        until(&app, &node, State::Sent, 13).await;
        assert_eq!(sink.messages().len(), 13);
    }
}

#[actix_web::test]
async fn r09_a_mail_that_crashes_the_program_three_times_is_parked_alone() {
    let (sink, app) = (Sink::start().await, TestApp::start());
    invite(&app.workspace("Nordlicht"), 12);
    for _ in 0..3 {
        let mut node = Node::work(&app, &sink, Some("kill after-letter poison@"));
        node.dies().await;
        leases_run_out(&app);
    }
    let node = Node::work(&app, &sink, Some("kill after-letter poison@"));
    until(&app, &node, State::Sent, 12).await;
    until(&app, &node, State::Parked, 1).await;
    assert_eq!(people(&app, State::Parked), [POISON]);
}

#[actix_web::test]
async fn r09_a_worker_that_panics_itself_begins_anew() {
    let (sink, app) = (Sink::start().await, TestApp::start());
    let workspace = app.workspace("Nordlicht");
    let node = Node::work(&app, &sink, Some("panic turn 2"));
    let began = Instant::now();
    while !node.log().contains("the mail worker panicked") {
        assert!(began.elapsed() < PATIENCE, "{}", node.log());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    workspace.invite("Bea Muster", "bea@firma.example");
    let restarting = Instant::now();
    until(&app, &node, State::Sent, 1).await;
    // The worker has to be back within a second, and takes a moment for the mail itself.
    assert!(restarting.elapsed() < Duration::from_secs(2), "{}", node.log());
}
