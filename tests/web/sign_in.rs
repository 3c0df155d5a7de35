use usher::models::role::Preset;

use crate::support::{Person, TestApp};

/// The password of everybody in tests.
const PASSWORD: &str = "violet-anchor-mosaic-7";

#[actix_web::test]
async fn a_user_signs_in_and_lands_in_their_workspace() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let answer = ada.get("/").await;
    assert_eq!((answer.status, answer.location()), (303, "/w/nordlicht/"));
}

#[actix_web::test]
async fn z08_a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    let stranger = app.stranger();
    let wrong = [("email", "ada@nordlicht.example"), ("password", "wrong"), ("next", "")];
    let unknown = [("email", "nobody@nordlicht.example"), ("password", "wrong"), ("next", "")];
    let (wrong, unknown) =
        (stranger.post("/sign-in", &wrong).await, stranger.post("/sign-in", &unknown).await);
    assert_eq!((wrong.status, unknown.status), (422, 422));
    assert_eq!(wrong.text().replace("ada@", "nobody@"), unknown.text());
}

/// What would leave the site if it were believed, or leads to nothing that can be looked at.
/// FS-Security CVE-2021-32618 and its kind.
const EVIL: [&str; 52] = [
    "https://evil.example",
    "http://evil.example/w/nordlicht/",
    "HTTPS://evil.example",
    "//evil.example",
    "//evil.example/sign-in",
    "///evil.example",
    "////evil.example",
    "\\\\evil.example",
    "\\\\\\evil.example",
    "/\\evil.example",
    "/\\/evil.example",
    "\\/evil.example",
    "//\\evil.example",
    "/\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "\u{a0}//evil.example",
    "\u{0}//evil.example",
    "/%09/evil.example",
    "/%0d/evil.example",
    "%2F%2Fevil.example",
    "/%2Fevil.example",
    "/%2F%2Fevil.example",
    "/%5Cevil.example",
    "%5C%5Cevil.example",
    "/..//evil.example",
    "/.//evil.example",
    "/w/..//evil.example",
    "/%2e%2e//evil.example",
    "/sign-in/../..//evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:\\\\evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "\u{1}javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "mailto:a@evil.example",
    "blob:https://evil.example/1",
    "evil.example",
    "@evil.example",
    "/@evil.example",
    ".evil.example",
    "/evil.example",
    "/sign-out",
    "/w/nordlicht/settings/teams\r\nSet-Cookie: a=b",
];

/// Pages of our own, and where they lead as a browser reads them.
const OWN: [(&str, &str); 8] = [
    ("/w/nordlicht/settings/users?q=a&page=2", "/w/nordlicht/settings/users?q=a&page=2"),
    (
        "/w/nordlicht/settings/users?q=//evil.example",
        "/w/nordlicht/settings/users?q=//evil.example",
    ),
    ("/w/nordlicht/", "/w/nordlicht/"),
    ("/profile", "/profile"),
    ("/profile#password", "/profile#password"),
    ("/w/nordlicht/../../profile", "/profile"),
    ("/./profile", "/profile"),
    ("/", "/"),
];

#[actix_web::test]
async fn s05_sixty_addresses_to_come_back_to_all_land_on_pages_of_our_own() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let email = workspace.ada.email.as_str();
    let refused = EVIL.map(|evil| (evil, None));
    for (next, lands_on) in refused.into_iter().chain(OWN.map(|(own, page)| (own, Some(page)))) {
        let stranger = app.stranger();
        let query =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
        let page = stranger.get(&format!("/sign-in?{query}")).await;
        let kept = page.attributes("input[name=next]", "value");
        assert_eq!(kept, [lands_on.unwrap_or_default()], "{next:?}");
        let form = [("email", email), ("password", PASSWORD), ("next", next)];
        let answer = stranger.post("/sign-in", &form).await;
        assert_eq!(answer.location(), lands_on.unwrap_or("/"), "{next:?}");
        let shown = stranger.get(answer.location().split('#').next().unwrap()).await;
        assert!(matches!(shown.status, 200 | 303), "{next:?} leads to {}", shown.status);
        assert_eq!(
            stranger.get(&format!("/sign-in?{query}")).await.location(),
            lands_on.unwrap_or("/")
        );
        let out = stranger.post("/sign-out", &[("next", next)]).await;
        assert_eq!(out.location(), lands_on.unwrap_or("/sign-in"), "{next:?}");
    }
}

#[actix_web::test]
async fn a_page_asked_for_by_a_stranger_comes_after_the_sign_in() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    let answer = app.stranger().get("/profile").await;
    assert_eq!((answer.status, answer.location()), (303, "/sign-in?next=%2Fprofile"));
}

#[actix_web::test]
async fn who_is_signed_in_already_goes_straight_on() {
    let app = TestApp::start();
    let ada = app.workspace("Nordlicht").signed_in_admin().await;
    assert_eq!(ada.get("/sign-in").await.location(), "/");
    assert_eq!(ada.get("/sign-in?next=/profile").await.location(), "/profile");
}

#[actix_web::test]
async fn t14_signing_in_renews_the_session_and_signing_out_ends_it_on_the_server() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let stranger = app.stranger();
    let asked = stranger.post("/password-reset", &[("email", "a@b.example")]).await;
    let before = asked.cookie("usher").unwrap();
    let form = [("email", workspace.ada.email.as_str()), ("password", PASSWORD), ("next", "")];
    let signed_in = stranger.post("/sign-in", &form).await.cookie("usher").unwrap();
    assert_ne!(app.session_key(&before), app.session_key(&signed_in));
    assert_eq!(profile_with(&app, &before).await, 303);
    assert_eq!(profile_with(&app, &signed_in).await, 200);
    assert_eq!(stranger.post("/sign-out", &[]).await.location(), "/sign-in");
    assert_eq!(profile_with(&app, &signed_in).await, 303);
}

#[actix_web::test]
async fn s08_ten_wrong_passwords_lock_an_address_whether_or_not_it_has_an_account() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Bruno Falk", "bruno@nordlicht.example");
    for email in ["ada@nordlicht.example", "nobody@nordlicht.example"] {
        for attempt in 1..=12 {
            // Another spelling of the same address counts with it.
            let email = if attempt % 2 == 0 { email.to_uppercase() } else { email.to_owned() };
            let expected = if attempt <= 10 { 422 } else { 429 };
            assert_eq!(sign_in(&app, &email, "wrong").await, expected, "{email} {attempt}");
        }
        assert_eq!(sign_in(&app, email, PASSWORD).await, 429);
    }
    assert_eq!(sign_in(&app, "bruno@nordlicht.example", PASSWORD).await, 303);
    app.sql("UPDATE rate_counters SET ends_at = ends_at - interval '15 minutes'");
    assert_eq!(sign_in(&app, "ada@nordlicht.example", PASSWORD).await, 303);
}

#[actix_web::test]
async fn s08_guesses_at_once_are_counted_one_by_one() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    let guesses = (0..25).map(|_| sign_in(&app, "ada@nordlicht.example", "wrong"));
    let statuses = futures_util::future::join_all(guesses).await;
    // Some find no place in the line for a hash and are not counted.
    let of = |status: u16| statuses.iter().filter(|found| **found == status).count();
    assert!((1..=10).contains(&of(422)), "{statuses:?}");
    assert_eq!(of(422) + of(429) + of(503), 25, "{statuses:?}");
    assert!(of(429) == 0 || of(422) + of(503) >= 10, "{statuses:?}");
}

#[actix_web::test]
async fn s07_a_machine_is_stopped_after_a_hundred_wrong_passwords() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    for number in 0..101 {
        let status = sign_in(&app, &format!("p{number}@nordlicht.example"), "wrong").await;
        assert_eq!(status, if number < 100 { 422 } else { 429 }, "{number}");
    }
    assert_eq!(sign_in(&app, "ada@nordlicht.example", PASSWORD).await, 429);
    let elsewhere = try_as_ada(&app.stranger(), "198.51.100.7", PASSWORD).await;
    assert_eq!(elsewhere, 303, "behind the same proxy");
}

#[actix_web::test]
async fn s08_wrong_passwords_lock_an_address_for_the_machine_they_come_from() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    for _ in 0..12 {
        try_as_ada(&app.stranger(), "198.51.100.7", "wrong").await;
    }
    assert_eq!(try_as_ada(&app.stranger(), "198.51.100.7", PASSWORD).await, 429);
    assert_eq!(try_as_ada(&app.stranger(), "198.51.100.8", PASSWORD).await, 303);
}

#[actix_web::test]
async fn s08_a_hundred_wrong_passwords_lock_an_address_but_not_for_a_known_device() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Bruno Falk", "bruno@nordlicht.example");
    let (ada, bruno) =
        (workspace.signed_in_admin().await, workspace.sign_in("bruno@nordlicht.example").await);
    ada.post("/sign-out", &[]).await;
    bruno.post("/sign-out", &[]).await;
    for attempt in 0..100 {
        let machine = format!("198.51.100.{}", attempt / 10);
        assert_eq!(try_as_ada(&app.stranger(), &machine, "wrong").await, 422, "{attempt}");
    }
    assert_eq!(try_as_ada(&app.stranger(), "198.51.100.77", PASSWORD).await, 429);
    assert_eq!(try_as_ada(&bruno, "198.51.100.78", PASSWORD).await, 429, "another's device");
    assert_eq!(try_as_ada(&ada, "198.51.100.1", PASSWORD).await, 303);
}

/// Wrong passwords from ten machines: no stranger signs in as Ada any more.
async fn lock_for_strangers(app: &TestApp) {
    for attempt in 0..100 {
        try_as_ada(&app.stranger(), &format!("198.51.100.{}", attempt / 10), "wrong").await;
    }
    assert_eq!(try_as_ada(&app.stranger(), "198.51.100.77", PASSWORD).await, 429);
}

#[actix_web::test]
async fn s08_each_known_device_counts_by_itself_and_then_as_a_stranger() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (one, other) = (workspace.signed_in_admin().await, workspace.signed_in_admin().await);
    one.post("/sign-out", &[]).await;
    other.post("/sign-out", &[]).await;
    for attempt in 1..=20 {
        assert_eq!(try_as_ada(&one, "198.51.100.79", "wrong").await, 422, "{attempt}");
    }
    assert_eq!(try_as_ada(&one, "198.51.100.79", "wrong").await, 429, "as on any machine");
    assert_eq!(try_as_ada(&one, "198.51.100.80", PASSWORD).await, 303, "not locked out");
    one.post("/sign-out", &[]).await;
    lock_for_strangers(&app).await;
    for attempt in 1..=11 {
        let expected = if attempt <= 10 { 422 } else { 429 };
        assert_eq!(try_as_ada(&one, "198.51.100.79", "wrong").await, expected, "{attempt}");
    }
    assert_eq!(try_as_ada(&one, "198.51.100.81", PASSWORD).await, 429);
    assert_eq!(try_as_ada(&other, "198.51.100.79", PASSWORD).await, 303);
}

#[actix_web::test]
async fn s08_a_new_password_forgets_every_other_device() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (here, there) = (workspace.signed_in_admin().await, workspace.signed_in_admin().await);
    let new = "copper-lantern-orbit-4";
    let form = [("current_password", PASSWORD), ("password", new)];
    assert_eq!(here.post("/profile/password", &form).await.status, 303);
    here.post("/sign-out", &[]).await;
    lock_for_strangers(&app).await;
    assert_eq!(try_as_ada(&there, "198.51.100.79", new).await, 429);
    assert_eq!(try_as_ada(&here, "198.51.100.79", new).await, 303);
}

#[actix_web::test]
async fn s08_the_cookie_of_a_known_device_is_signed_and_signs_nobody_in() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let form = [("email", workspace.ada.email.as_str()), ("password", PASSWORD), ("next", "")];
    let answer = app.stranger().post("/sign-in", &form).await;
    let cookie = answer.cookie("usher-device").unwrap();
    let mut set = answer.headers.get_all("set-cookie").iter().map(|set| set.to_str().unwrap());
    let set = set.find(|set| set.starts_with(&cookie)).unwrap();
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=31536000"] {
        assert!(set.contains(attribute), "{set}");
    }
    assert_eq!(profile_with(&app, &cookie).await, 303);
    for _ in 0..10 {
        assert_eq!(sign_in(&app, "ada@nordlicht.example", "wrong").await, 422);
    }
    let forged = format!("{}AAAAA", &cookie[..cookie.len() - 5]);
    for (cookie, expected) in [(forged, 429), (cookie, 303)] {
        let browser = app.stranger();
        let request = browser.client.post(browser.url("/sign-in")).form(&form);
        let request = request.header("origin", browser.url("")).header("cookie", cookie);
        assert_eq!(browser.send(request).await.status, expected);
    }
}

#[actix_web::test]
async fn s02_a_session_ends_after_thirty_days_however_often_it_is_used() {
    let app = TestApp::start();
    let ada = app.workspace("Nordlicht").signed_in_admin().await;
    for (age, expected) in [("29 days", 200), ("30 days 1 minute", 303)] {
        app.sql(&format!("UPDATE sessions SET created_at = now() - interval '{age}'"));
        assert_eq!(ada.get("/profile").await.status, expected, "{age}");
    }
}

#[actix_web::test]
async fn a_session_stored_while_the_password_changed_is_signed_in_nowhere() {
    let app = TestApp::start();
    let ada = app.workspace("Nordlicht").signed_in_admin().await;
    // As it is when a sign-in with the old password stores its session after the others ended.
    app.sql("UPDATE accounts SET password_hash = password_hash || 'x'");
    for path in ["/profile", "/w/nordlicht/", "/w/nordlicht/settings/users"] {
        let answer = ada.get(path).await;
        assert_eq!(answer.status, 303, "{path}");
        assert!(answer.location().starts_with("/sign-in?next="), "{path}");
    }
    assert_eq!(ada.get("/sign-in").await.status, 200, "nobody could sign in again");
}

async fn sign_in(app: &TestApp, email: &str, password: &str) -> u16 {
    let form = [("email", email), ("password", password), ("next", "")];
    app.stranger().post("/sign-in", &form).await.status
}

/// Somebody who says to be Ada, as a reverse proxy on this machine passes them on.
async fn try_as_ada(person: &Person, machine: &str, password: &str) -> u16 {
    let form = [("email", "ada@nordlicht.example"), ("password", password), ("next", "")];
    person.post_from(&format!("spoofed, {machine}"), "/sign-in", &form).await.status
}

/// What the profile answers to somebody with this cookie.
async fn profile_with(app: &TestApp, cookie: &str) -> u16 {
    let thief = app.stranger();
    let request = thief.client.get(thief.url("/profile")).header("cookie", cookie);
    thief.send(request).await.status
}
