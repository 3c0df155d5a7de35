//! One mail, killed once at each failpoint: what is lost, and what arrives twice.

use reqwest::header::ORIGIN;
use usher::models::outbox_email::State;
use uuid::Uuid;

use crate::ledger;
use crate::node::{Node, free_address, leases_run_out, until};
use crate::sink::Sink;
use crate::web::support::TestApp;

/// Kills a worker at this place, lets another take over, and returns how many copies arrived.
async fn copies_after_a_kill(place: &str) -> usize {
    let (sink, app) = (Sink::start().await, TestApp::start());
    let workspace = app.workspace("Nordlicht");
    workspace.invite("Bea Muster", "bea@firma.example");
    let mut node = Node::work(&app, &sink, Some(&format!("kill {place} 1")));
    node.dies().await;
    let node = Node::work(&app, &sink, None);
    leases_run_out(&app);
    until(&app, &node, State::Sent, 1).await;
    let ledger = ledger::of(&sink);
    let first = &ledger[0];
    for copy in &ledger {
        assert_eq!((&copy.message_id, &copy.digest), (&first.message_id, &first.digest), "{place}");
    }
    ledger.len()
}

#[actix_web::test]
async fn r03_only_a_kill_between_the_servers_answer_and_the_record_doubles_a_mail() {
    let places = [
        ("after-claim", 1),
        ("after-mail", 1),
        // The server has the whole letter, whether or not anybody hears its answer.
        ("after-dot", 2),
        ("after-answer", 2),
        ("after-record", 1),
    ];
    for (place, copies) in places {
        assert_eq!(copies_after_a_kill(place).await, copies, "{place}");
    }
}

#[actix_web::test]
async fn r02_a_kill_between_commit_and_answer_loses_no_mail_and_a_repeated_post_adds_none() {
    let (sink, app, address) = (Sink::start().await, TestApp::start(), free_address());
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let (form, role) = (Uuid::now_v7().to_string(), workspace.user_role.id.to_string());
    let fields = [
        ("form_id", form.as_str()),
        ("lines[0][email]", "bea@firma.example"),
        ("lines[0][name]", "Bea"),
        ("lines[0][role]", &role),
    ];
    let base = format!("http://{address}");
    let post = || {
        let request = ada.client.post(format!("{base}/w/nordlicht/settings/invite"));
        request.header(ORIGIN, &base).form(&fields).send()
    };
    let mut node = Node::serve(&app, &sink, address, Some("kill after-commit 1")).await;
    assert!(post().await.is_err(), "nobody was left to answer");
    node.dies().await;
    let node = Node::serve(&app, &sink, address, None).await;
    assert_eq!(post().await.unwrap().status(), 303);
    until(&app, &node, State::Sent, 1).await;
    assert_eq!(ledger::of(&sink).len(), 1);
}
