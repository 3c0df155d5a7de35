//! Guessing at mailed links.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use futures_util::{StreamExt, stream};
use rand::RngExt;
use usher::models::invitation::Invitation;
use usher::schema::rate_counters;
use usher::security::links::JoinClaim;

use crate::support::{Answer, Person, TestApp, TestWorkspace};

const GUESSES: usize = 10_000;

/// A token of the right length and shape.
fn guess(bytes: usize) -> String {
    let mut token = vec![0; bytes];
    rand::rng().fill(&mut token[..]);
    URL_SAFE_NO_PAD.encode(token)
}

fn invitation_link(workspace: &TestWorkspace<'_>) -> String {
    let user = workspace.invite("Carla Núñez", "carla@n.example");
    let open = Invitation::open_of(&mut workspace.app.conn(), workspace.id, user.id);
    let open = open.unwrap().unwrap();
    let claim = JoinClaim {
        workspace_id: workspace.id,
        invitation_id: open.id,
        generation: open.generation,
    };
    format!("/join/{}", claim.token(&workspace.app.app.keys))
}

/// One guess from this machine: by turns at both kinds of links, looked at and posted.
async fn try_one(person: &Person, machine: &str, number: usize) -> Answer {
    let join = format!("/join/{}", guess(72));
    let reset = format!("/password-reset/{}", guess(60));
    let form = [("name", "Eve"), ("password", "violet-anchor-mosaic-7")];
    match number % 4 {
        0 => person.get_from(machine, &join).await,
        1 => person.post_from(machine, &join, &form).await,
        2 => person.get_from(machine, &reset).await,
        _ => person.post_from(machine, &reset, &form).await,
    }
}

/// Lets the minute of a network's guesses last until the test is over.
fn hold_the_minute(app: &TestApp, network: &str) {
    app.sql(&format!(
        "INSERT INTO rate_counters VALUES ('links-from:{network}', 0, now() + interval '1 day')"
    ));
}

#[actix_web::test]
async fn l04_a_network_that_guesses_at_links_is_stopped_after_sixty_a_minute() {
    let app = TestApp::start();
    let nodes = [app.node(), app.node()];
    let workspace = app.workspace("Nordlicht");
    let link = invitation_link(&workspace);
    hold_the_minute(&app, "203.0.113.0/24");
    let people = [app.stranger(), nodes[0].stranger(), nodes[1].stranger()];
    let guesses = (0..GUESSES).map(|number| {
        let machine = format!("203.0.113.{}", number % 256);
        let person = &people[number % 3];
        async move {
            let answer = try_one(person, &machine, number).await;
            (answer.status, number % 4 < 2, answer.text())
        }
    });
    let mut answers: Vec<_> = stream::iter(guesses).buffer_unordered(16).collect().await;
    let reached = answers.iter().filter(|(status, ..)| matches!(status, 404 | 410)).count();
    assert_eq!(reached, 60);
    assert!(answers.iter().all(|(status, ..)| matches!(status, 404 | 410 | 429)));

    // One answer a kind of link, and one for all when there were too many.
    answers.sort();
    answers.dedup();
    let (kinds, texts): (Vec<_>, Vec<_>) =
        answers.into_iter().map(|(status, is_join, text)| ((status, is_join), text)).unzip();
    assert_eq!(kinds, [(404, true), (410, false), (429, false), (429, true)]);
    assert_eq!(texts[2], texts[3]);

    // A good link is good for the neighbours too, and other networks are not concerned.
    let elsewhere = "198.51.100.1";
    assert_eq!(people[0].get_from("203.0.113.7", &link).await.status, 200);
    assert_eq!(people[0].get_from(elsewhere, &link).await.status, 200);
    assert_eq!(try_one(&people[0], elsewhere, 0).await.status, 404);
    let form = [("name", "Carla Núñez"), ("password", "violet-anchor-mosaic-7")];
    assert_eq!(people[0].post_from("203.0.113.7", &link, &form).await.status, 303);
}

#[actix_web::test]
async fn l04_addresses_of_one_ipv6_network_count_together() {
    let app = TestApp::start();
    let stranger = app.stranger();
    hold_the_minute(&app, "2001:db8:0:1::/64");
    let mut reached = 0;
    for number in 0..130 {
        let machine = format!("2001:db8:0:1::{number:x}");
        reached += usize::from(try_one(&stranger, &machine, number).await.status != 429);
    }
    assert_eq!(reached, 60);
    assert_ne!(try_one(&stranger, "2001:db8:0:2::1", 0).await.status, 429);
}

#[actix_web::test]
async fn l04_a_good_link_is_counted_nowhere() {
    let app = TestApp::start();
    let link = invitation_link(&app.workspace("Nordlicht"));
    for _ in 0..100 {
        assert_eq!(app.stranger().get_from("203.0.113.7", &link).await.status, 200);
    }
    let counted = rate_counters::table.count().get_result::<i64>(&mut app.conn()).unwrap();
    assert_eq!(counted, 0);
}
