use crate::support::TestApp;

/// Whether attempts forwarded for these two come from one machine.
async fn are_one(app: &TestApp, one: &str, other: &str) -> bool {
    app.sql("DELETE FROM rate_counters");
    let form = [("email", "nobody@example.com"), ("password", "wrong"), ("next", "")];
    let stranger = app.stranger();
    for _ in 0..10 {
        assert_eq!(stranger.post_from(one, "/sign-in", &form).await.status, 422, "{one}");
    }
    stranger.post_from(other, "/sign-in", &form).await.status == 429
}

#[actix_web::test]
async fn s07_the_last_forwarded_address_that_is_no_trusted_proxy_counts() {
    let app = TestApp::with(&["--mailbox", "--trusted-proxies", "127.0.0.1,10.0.0.0/8,fd00::/8"]);
    for (one, other, expected) in [
        ("203.0.113.7", "203.0.113.8", false),
        ("203.0.113.7, 10.1.2.3", "203.0.113.7", true),
        ("203.0.113.7, 10.1.2.3, fd00::5", "203.0.113.8, 10.1.2.3, fd00::5", false),
        ("198.51.100.1, 203.0.113.7", "198.51.100.2, 203.0.113.7", true),
        ("203.0.113.7:4711", "203.0.113.7:4712", true),
        ("::ffff:203.0.113.7", "203.0.113.7", true),
        ("[2001:db8::1]:4711", "2001:db8:0:0:ffff::2", true),
        ("[2001:db8::1]", "2001:db8:0:1::1", false),
        ("unknown", "also unknown", true),
        ("203.0.113.7, unknown", "203.0.113.8, unknown", true),
        ("203.0.113.7, 11.1.2.3", "203.0.113.8, 11.1.2.3", true),
    ] {
        assert_eq!(are_one(&app, one, other).await, expected, "{one} and {other}");
    }
}

#[actix_web::test]
async fn s07_a_peer_that_is_no_trusted_proxy_is_not_believed() {
    let app = TestApp::with(&["--mailbox", "--trusted-proxies", "10.0.0.0/8"]);
    assert!(are_one(&app, "203.0.113.7", "203.0.113.8").await);
}

#[actix_web::test]
async fn s07_a_proxy_on_this_machine_is_trusted_unless_told_otherwise() {
    let app = TestApp::start();
    assert!(!are_one(&app, "203.0.113.7", "203.0.113.8").await);
}
