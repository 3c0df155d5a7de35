//! A queue that stands still is seen.

use std::process::Output;

use usher::models::outbox_email::State;

use crate::node::{Node, free_address, until};
use crate::sink::Sink;
use crate::web::support::TestApp;

/// Off this thread, where the mail server has to answer meanwhile.
async fn doctor(app: &TestApp, sink: &Sink) -> String {
    let mut command = Node::command(app, sink, &["doctor"]);
    let run = move || command.stdout(std::process::Stdio::piped()).output().unwrap();
    let Output { stdout, .. } = tokio::task::spawn_blocking(run).await.unwrap();
    String::from_utf8(stdout).unwrap()
}

/// The value of a line of the figures.
fn value(figures: &str, name: &str) -> f64 {
    let line = figures.lines().find_map(|line| line.strip_prefix(name));
    line.unwrap_or_else(|| panic!("no {name} in {figures}")).trim().parse().unwrap()
}

#[actix_web::test]
async fn r12_a_mail_that_is_due_for_a_minute_is_an_alarm() {
    let (sink, app) = (Sink::start().await, TestApp::start());
    let (address, metrics) = (free_address(), free_address());
    let workspace = app.workspace("Nordlicht");
    workspace.invite("Bea Muster", "bea@firma.example");
    app.sql("UPDATE outbox_emails SET due_at = now() - interval '30 seconds'");
    let healthy = doctor(&app, &sink).await;
    assert!(healthy.contains("ok       Outbox: 1 mails wait, 0 are parked"), "{healthy}");
    app.sql("UPDATE outbox_emails SET due_at = now() - interval '61 seconds'");
    let stuck = doctor(&app, &sink).await;
    assert!(stuck.contains("problem  Outbox: a mail has been due for 6"), "{stuck}");

    let flags = [format!("--metrics-address={metrics}"), "--no-worker".to_owned()];
    let node = Node::serve_with(&app, &sink, address, None, &flags).await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let figures = async || {
        let answer = client.get(format!("http://{metrics}/metrics")).send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], "text/plain; version=0.0.4");
        answer.text().await.unwrap()
    };
    let first = figures().await;
    let age = value(&first, "usher_outbox_oldest_due_seconds{state=\"due\"}");
    assert!((61.0..200.0).contains(&age), "{age}");
    assert_eq!(value(&first, "usher_outbox_mails{state=\"due\"}"), 1.0);
    assert_eq!(value(&first, "usher_panics_total"), 0.0);
    assert_eq!(value(&first, "usher_database_up"), 1.0);
    let public = client.get(format!("http://{address}/metrics")).send().await.unwrap();
    assert_eq!(public.status(), 404, "strangers see nothing");
    let missed = |figures: &str| value(figures, "usher_requests_total{class=\"4xx\"}");
    assert_eq!(missed(&figures().await), missed(&first) + 1.0);

    app.sql(
        "UPDATE outbox_emails SET state = 'leased', lease = gen_random_uuid(),
         leased_until = now() - interval '61 seconds'",
    );
    let abandoned = value(&figures().await, "usher_outbox_oldest_due_seconds{state=\"leased\"}");
    assert!(abandoned >= 61.0, "{abandoned}");
    drop(node);
    let node = Node::work(&app, &sink, None);
    until(&app, &node, State::Sent, 1).await;
    let healthy = doctor(&app, &sink).await;
    assert!(healthy.contains("ok       Outbox: 0 mails wait, 0 are parked"), "{healthy}");
}
