//! The program is killed while it invites those who waited for a seat.

use std::time::{Duration, Instant};

use rand::RngExt;
use reqwest::header::ORIGIN;
use uuid::Uuid;

use crate::ledger::{self, Kill};
use crate::node::{Node, PATIENCE, free_address, in_hand, leases_run_out};
use crate::sink::Sink;
use crate::web::support::TestApp;

/// Who waits; a form takes as many.
const WAITING: usize = 100;
/// How many get a seat in the end.
const SEATED: usize = 90;

/// The first so many of the list.
fn emails(count: usize) -> Vec<String> {
    (0..count).map(|i| format!("p{i}@firma.example")).collect()
}

#[actix_web::test]
async fn kills_between_seats_and_invitations_invite_nobody_twice_and_pass_nobody_over() {
    let (sink, app, address) = (Sink::start().await, TestApp::start(), free_address());
    let workspace = app.workspace("Nordlicht");
    workspace.book(1);
    let ada = workspace.signed_in_admin().await;
    let base = format!("http://{address}");
    let role = workspace.user_role.id.to_string();
    let mut form = vec![
        ("form_id".to_owned(), Uuid::now_v7().to_string()),
        ("rest".to_owned(), "wait".to_owned()),
    ];
    for (i, email) in emails(WAITING).iter().enumerate() {
        for (field, value) in [("email", email.as_str()), ("name", "Bea"), ("role", &role)] {
            form.push((format!("lines[{i}][{field}]"), value.to_owned()));
        }
    }
    let mut node = Node::serve(&app, &sink, address, None).await;
    let request = ada.client.post(format!("{base}/w/nordlicht/settings/invite"));
    let answer = request.header(ORIGIN, &base).form(&form).send().await.unwrap();
    assert_eq!(answer.status(), 303);
    node.kill();

    let (mut kills, mut seats) = (Vec::new(), 1);
    while seats < SEATED + 1 {
        seats = (seats + rand::rng().random_range(1..20)).min(SEATED + 1);
        workspace.book(seats as i32);
        leases_run_out(&app);
        // Before the commit, and somewhere on the way of the mails after it.
        for plan in ["kill promoting 1", "kill after-claim 1"] {
            node = Node::serve(&app, &sink, address, Some(plan)).await;
            node.dies().await;
            kills.push(Kill { place: "any".to_owned(), in_hand: in_hand(&app) });
            leases_run_out(&app);
            // Nobody is to be parked whom three kills have caught by chance.
            app.sql("UPDATE outbox_emails SET claims = 1 WHERE claims > 1");
        }
    }
    let node = Node::serve(&app, &sink, address, None).await;
    let of_people = "SELECT count(*)::text AS text FROM outbox_emails
                     WHERE kind = 'invitation' AND state = 'sent'";
    let began = Instant::now();
    while app.text(of_people) != SEATED.to_string() {
        assert!(began.elapsed() < PATIENCE, "not all have left: {}", node.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let ledger = ledger::of(&sink);
    let complaints = ledger::complaints(&emails(SEATED), &ledger, &kills);
    assert!(complaints.is_empty(), "{complaints:#?}");
    assert_eq!(app.text("SELECT count(*)::text AS text FROM users"), (SEATED + 1).to_string());
    let waiting = "SELECT string_agg(email, ' ' ORDER BY place) AS text FROM waiting_people";
    assert_eq!(app.text(waiting), emails(WAITING)[SEATED..].join(" "));
}
