use std::fs;

use crate::program::{Scratch, run};

#[test]
fn serving_without_a_database_is_refused_in_one_sentence() {
    let scratch = Scratch::new();
    let serve = run(&mut scratch.usher(&["serve"]));
    assert!(!serve.success && serve.out.is_empty());
    assert_eq!(serve.err.lines().count(), 1, "{}", serve.err);
    assert!(serve.err.contains("DATABASE_URL") && serve.err.contains("--embedded"));
    assert!(!scratch.path().join("var").exists());
}

#[test]
fn the_demo_leaves_a_real_installation_alone() {
    let scratch = Scratch::new();
    fs::create_dir(scratch.path().join("real")).unwrap();
    fs::write(scratch.path().join("real/keys"), "").unwrap();
    let demo = run(&mut scratch.usher(&["demo", "--reset", "--data", "real"]));
    assert!(!demo.success && demo.out.is_empty());
    assert!(demo.err.contains("no demo"), "{}", demo.err);
    assert_eq!(fs::read_dir(scratch.path().join("real")).unwrap().count(), 1);
}

#[test]
fn the_demo_is_not_shown_to_the_network() {
    let scratch = Scratch::new();
    let demo = run(&mut scratch.usher(&["demo", "--address", "0.0.0.0:0"]));
    assert!(!demo.success && demo.out.is_empty());
    assert!(demo.err.contains("loopback"), "{}", demo.err);
    assert!(!scratch.path().join("var").exists());
}

#[test]
fn a_mailbox_for_everybody_is_not_served_to_the_network() {
    let scratch = Scratch::new();
    for flag in ["--address=0.0.0.0:0", "--base-url=https://usher.example.com"] {
        let serve = run(&mut scratch.usher(&["serve", "--embedded", "--mailbox", flag]));
        assert!(!serve.success && serve.out.is_empty());
        assert_eq!(serve.err.lines().count(), 1, "{}", serve.err);
        assert!(serve.err.contains("--mailbox") && serve.err.contains("loopback"));
        assert!(!scratch.path().join("var").exists());
    }
}

#[test]
fn a_proxy_that_is_no_address_is_refused() {
    let scratch = Scratch::new();
    for proxies in ["10.0.0.0/33", "proxy.example.com", "10.0.0.1,::1/129"] {
        let serve = run(&mut scratch.usher(&["serve", "--trusted-proxies", proxies]));
        assert!(!serve.success && serve.out.is_empty());
        assert!(serve.err.contains("10.0.0.0/8"), "{}", serve.err);
    }
}
