//! What it costs to wait for mails.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use usher::commands::start;
use usher::mail::worker;

use crate::sink::Sink;
use crate::{app, invite};

/// Statements by database.
static STATEMENTS: LazyLock<Mutex<HashMap<String, u64>>> = LazyLock::new(Mutex::default);

/// Counts the statements of one connection.
#[derive(Default)]
struct Counting(String);

impl Instrumentation for Counting {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => self.0 = url.to_owned(),
            InstrumentationEvent::StartQuery { .. } => {
                *STATEMENTS.lock().unwrap().entry(self.0.clone()).or_default() += 1;
            }
            _ => {}
        }
    }
}

fn statements(url: &str) -> u64 {
    STATEMENTS.lock().unwrap().get(url).copied().unwrap_or(0)
}

/// Two nodes; each further one adds its statement a second.
#[actix_web::test]
async fn r12_two_idle_workers_ask_twice_a_second_and_find_a_mail_within_one() {
    const SECONDS: u64 = 4;
    set_default_instrumentation(|| Some(Box::new(Counting::default()))).unwrap();
    let sink = Sink::start().await;
    let one = app(&sink);
    let workspace = one.workspace("Nordlicht");
    let other = start::app((*one.app.settings).clone(), &one.database_url).unwrap();
    let workers = [worker::start(one.app.clone()), worker::start(other)];
    // Each looks at once when it starts, and tidies up.
    let began = Instant::now();
    let url = &one.database_url;
    let mut before = statements(url);
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let now = statements(url);
        if (1..=2).contains(&(now - before)) || began.elapsed() > Duration::from_secs(20) {
            before = now;
            break;
        }
        before = now;
    }
    tokio::time::sleep(Duration::from_secs(SECONDS)).await;
    let asked = statements(url) - before;
    assert!((1..=2 * SECONDS + 2).contains(&asked), "{asked} statements in {SECONDS} seconds");

    let mut waits = Vec::new();
    for i in 1..=5 {
        invite(&workspace, &[&format!("p{i}@firma.example")]);
        let committed = Instant::now();
        sink.wait_for(i, Duration::from_secs(20)).await;
        waits.push(committed.elapsed());
    }
    waits.sort();
    assert!(waits[2] <= Duration::from_secs(1), "{waits:?}");
    for worker in workers {
        worker.stop().await;
    }
}
