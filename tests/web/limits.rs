//! Limits on guessing, where they could be got round.

use chrono::{TimeDelta, Utc};
use usher::models::account::Account;
use usher::security::links::ResetClaim;

use crate::support::{PASSWORD, Person, TestApp};

async fn try_as(person: &Person, email: &str, machine: &str, password: &str) -> u16 {
    let form = [("email", email), ("password", password), ("next", "")];
    person.post_from(machine, "/sign-in", &form).await.status
}

#[actix_web::test]
async fn s07_limits_hold_across_nodes_and_neither_case_nor_suffix_nor_header_resets_them() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    let other = app.node();
    let (here, there) = (app.stranger(), other.stranger());
    let guesses = [
        ("ada@nordlicht.example", "2001:db8:1:2::1"),
        ("Ada@nordlicht.example", "2001:db8:1:2::2"),
        ("ADA@NORDLICHT.EXAMPLE", "2001:db8:1:2:ffff::3"),
        (" ada@nordlicht.example ", "[2001:db8:1:2::4]:4711"),
        ("ada@Nordlicht.example", "evil, 2001:DB8:1:2::5"),
    ];
    for (number, (email, machine)) in guesses.iter().cycle().take(10).enumerate() {
        let node = if number % 2 == 0 { &here } else { &there };
        assert_eq!(try_as(node, email, machine, "wrong").await, 422, "{number}");
    }
    for (email, machine) in guesses {
        for node in [&here, &there] {
            assert_eq!(try_as(node, email, machine, PASSWORD).await, 429, "{email} {machine}");
        }
    }
    assert_eq!(try_as(&there, guesses[0].0, "2001:db8:1:3::1", PASSWORD).await, 303);
}

#[actix_web::test]
async fn s07_a_network_is_stopped_though_each_of_its_machines_tries_little() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    for (inside, inside_too, outside) in [
        ("203.0.113", "203.0.113.250", "203.0.114.250"),
        ("2001:db8:7", "2001:db8:7:ffff::1", "2001:db8:8::1"),
    ] {
        app.sql("DELETE FROM rate_counters");
        let is_v4 = inside.contains('.');
        for number in 0..300 {
            let machine = if is_v4 {
                format!("{inside}.{}", number % 240)
            } else {
                format!("{inside}:{number:x}::1")
            };
            let email = format!("p{number}@nordlicht.example");
            assert_eq!(try_as(&app.stranger(), &email, &machine, "wrong").await, 422, "{machine}");
        }
        let ada = "ada@nordlicht.example";
        assert_eq!(try_as(&app.stranger(), ada, inside_too, PASSWORD).await, 429);
        assert_eq!(try_as(&app.stranger(), ada, outside, PASSWORD).await, 303);
    }
}

#[actix_web::test]
async fn s08_the_answer_says_for_how_long_and_the_wait_ends_then() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    assert_eq!(tries_left(&app).await, 10);
    let form = [("email", "ada@nordlicht.example"), ("password", PASSWORD), ("next", "")];
    let wait = async || {
        let answer = app.stranger().post_from("203.0.113.7", "/sign-in", &form).await;
        assert_eq!(answer.status, 429);
        answer.headers["retry-after"].to_str().unwrap().parse::<i64>().unwrap()
    };
    // The quarter of an hour began with the first of them, whatever the clock says.
    assert!((600..=900).contains(&wait().await));
    app.sql("UPDATE rate_counters SET ends_at = now() + interval '100 seconds'");
    assert!((70..=100).contains(&wait().await));
    app.sql("UPDATE rate_counters SET ends_at = now()");
    assert_eq!(tries_left(&app).await, 10, "the next one is whole");
}

/// How many wrong passwords are checked before the machine is stopped.
async fn tries_left(app: &TestApp) -> usize {
    for tried in 0.. {
        if try_as(&app.stranger(), "ada@nordlicht.example", "203.0.113.7", "wrong").await == 429 {
            return tried;
        }
    }
    unreachable!()
}

#[actix_web::test]
async fn s08_who_goes_on_guessing_waits_longer_each_time() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    assert_eq!(tries_left(&app).await, 10);
    for (limit, seconds, suffix) in
        [(10, 900, ""), (20, 14_400, " in 14400 s"), (30, 86_400, " in 86400 s")]
    {
        app.sql("DELETE FROM rate_counters");
        let key = format!("sign-in:ada@nordlicht.example from 203.0.113.7{suffix}");
        app.sql(&format!(
            "INSERT INTO rate_counters VALUES ('{key}', {}, now() + {seconds} * interval '1 second')",
            limit - 1
        ));
        assert_eq!(tries_left(&app).await, 1, "{key}");
        assert_eq!(
            try_as(&app.stranger(), "ada@nordlicht.example", "203.0.113.7", PASSWORD).await,
            429
        );
    }
}

#[actix_web::test]
async fn s08_a_known_device_gets_in_on_every_node_while_strangers_guess() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    ada.post("/sign-out", &[]).await;
    let nodes = [&app, &app.node(), &app.node()];
    let mut refused = 0;
    for number in 0..150 {
        let node = nodes[number % nodes.len()];
        let machine = format!("198.51.{}.7", number / 10);
        let status = try_as(&node.stranger(), &workspace.ada.email, &machine, "wrong").await;
        refused += usize::from(status == 429);
    }
    assert_eq!(refused, 50, "a hundred were checked, on whichever node");
    for node in nodes {
        let stranger = node.stranger();
        assert_eq!(try_as(&stranger, &workspace.ada.email, "198.51.99.7", PASSWORD).await, 429);
    }
    let signed_in = try_as(&ada, &workspace.ada.email, "198.51.100.7", PASSWORD).await;
    assert_eq!(signed_in, 303);
}

#[actix_web::test]
async fn s08_a_reset_by_mail_makes_the_browser_one_that_strangers_cannot_lock_out() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let new = "copper-lantern-willow-22";
    let account = Account::by_email(&mut app.conn(), &workspace.ada.email).unwrap().unwrap();
    let expires_at = Utc::now() + TimeDelta::hours(1);
    let claim = ResetClaim { account_id: account.id, expires_at };
    let reset = format!("/password-reset/{}", claim.token(&app.app.keys, &account));
    let browser = app.stranger();
    assert_eq!(browser.post(&reset, &[("password", new)]).await.status, 303);
    for number in 0..100 {
        let machine = format!("198.51.{}.7", number / 10);
        try_as(&app.stranger(), &workspace.ada.email, &machine, "wrong").await;
    }
    assert_eq!(try_as(&app.stranger(), &workspace.ada.email, "203.0.113.1", new).await, 429);
    assert_eq!(try_as(&browser, &workspace.ada.email, "203.0.113.1", new).await, 303);
}
