//! What it costs to wait for mails, and to send many.

use std::time::{Duration, Instant};

use usher::commands::start;
use usher::mail::worker;

use crate::sink::Sink;
use crate::turns::until_sent;
use crate::web::support::statements::{heard, listen};
use crate::{app, invite};

/// Two nodes; each further one adds its statement a second.
#[actix_web::test]
async fn r12_two_idle_workers_ask_twice_a_second_and_find_a_mail_within_one() {
    const SECONDS: u64 = 4;
    listen();
    let sink = Sink::start().await;
    let one = app(&sink);
    let workspace = one.workspace("Nordlicht");
    let other = start::app((*one.app.settings).clone(), &one.database_url).unwrap();
    let workers = [worker::start(one.app.clone()), worker::start(other)];
    // Each looks at once when it starts, and tidies up.
    let began = Instant::now();
    let url = &one.database_url;
    heard(url);
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        if (1..=2).contains(&heard(url).len()) || began.elapsed() > Duration::from_secs(20) {
            break;
        }
    }
    tokio::time::sleep(Duration::from_secs(SECONDS)).await;
    let asked = heard(url);
    let most = 2 * SECONDS as usize + 2;
    assert!((1..=most).contains(&asked.len()), "in {SECONDS} seconds: {asked:#?}");

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

/// Only on a machine that is much too slow would each be looked up again when its turn comes.
#[actix_web::test]
async fn what_the_letters_of_a_claim_say_is_asked_together() {
    listen();
    let sink = Sink::start().await;
    let app = app(&sink);
    let emails: Vec<String> = (0..12).map(|i| format!("p{i}@firma.example")).collect();
    let workspace = app.workspace("Nordlicht");
    workspace.book(100);
    invite(&workspace, &emails.iter().map(String::as_str).collect::<Vec<_>>());
    heard(&app.database_url);
    let worker = worker::start(app.app.clone());
    until_sent(&app, 12).await;
    worker.stop().await;
    let asked = heard(&app.database_url);
    let letters = asked.iter().filter(|text| text.contains("inviters")).count();
    assert!(letters < 12, "{asked:#?}");
}
