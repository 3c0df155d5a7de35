//! A large batch of a file is killed in the middle and goes on.

use rand::RngExt;
use reqwest::header::ORIGIN;
use reqwest::multipart::{Form, Part};
use usher::models::outbox_email::State;
use uuid::Uuid;

use crate::ledger::{self, Kill};
use crate::node::{Node, free_address, in_hand, leases_run_out, until};
use crate::sink::Sink;
use crate::web::support::{Person, TestApp};

const PEOPLE: usize = 2_000;

async fn posted(ada: &Person, base: &str, path: &str, form: Form) -> String {
    let request = ada.client.post(format!("{base}{path}")).header(ORIGIN, base);
    let answer = request.multipart(form).send().await.unwrap();
    assert_eq!(answer.status(), 303);
    answer.headers()["location"].to_str().unwrap().to_owned()
}

#[actix_web::test]
async fn a_batch_of_two_thousand_goes_on_after_kills_and_sends_nothing_twice() {
    let (sink, app, address) = (Sink::start().await, TestApp::start(), free_address());
    let workspace = app.workspace("Nordlicht");
    workspace.book(5_000);
    let ada = workspace.signed_in_admin().await;
    let invited: Vec<String> = (0..PEOPLE).map(|i| format!("p{i}@firma.example")).collect();
    let rows: String = invited.iter().map(|email| format!("{email},Bea,User\n")).collect();
    let file = Part::bytes(format!("E-mail,Name,Role\n{rows}").into_bytes()).file_name("all.csv");
    let base = format!("http://{address}");

    let mut kills = Vec::new();
    let mut node = Node::serve(&app, &sink, address, Some("kill batch-step 7")).await;
    let form = Form::new().text("form_id", Uuid::now_v7().to_string()).part("file", file);
    let review = posted(&ada, &base, "/w/nordlicht/settings/invite/import", form).await;
    let batch = Uuid::now_v7();
    let request = ada.client.post(format!("{base}{review}/send")).header(ORIGIN, &base);
    let answer = request.form(&[("batch", batch.to_string())]).send().await.unwrap();
    assert_eq!(answer.status(), 303);
    node.dies().await;
    for _ in 0..3 {
        kills.push(Kill { place: "batch-step".to_owned(), in_hand: in_hand(&app) });
        leases_run_out(&app);
        let step = rand::rng().random_range(2..=4);
        node = Node::serve(&app, &sink, address, Some(&format!("kill batch-step {step}"))).await;
        node.dies().await;
    }
    kills.push(Kill { place: "batch-step".to_owned(), in_hand: in_hand(&app) });
    let so_far = app.text("SELECT invited::text AS text FROM batches");
    assert!(
        (600..PEOPLE).contains(&so_far.parse::<usize>().unwrap()),
        "{so_far} are invited already"
    );

    leases_run_out(&app);
    let node = Node::serve(&app, &sink, address, None).await;
    until(&app, &node, State::Sent, PEOPLE as i64).await;
    let complaints = ledger::complaints(&invited, &ledger::of(&sink), &kills);
    assert!(complaints.is_empty(), "{complaints:#?}");
    assert_eq!(app.text("SELECT invited::text AS text FROM batches"), PEOPLE.to_string());
    assert_eq!(app.text("SELECT count(*)::text AS text FROM users"), (PEOPLE + 1).to_string());
}
