use usher::models::role::Preset;

use crate::support::{Answer, TestApp};

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
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer() {
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

/// What would leave the site if it were believed.
const EVIL: [&str; 16] = [
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "https:evil.example",
    "https:/evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "evil.example",
    "@evil.example",
];

#[actix_web::test]
async fn signing_in_leads_to_the_page_that_was_asked_for_and_never_off_the_site() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let email = workspace.ada.email.as_str();
    for (next, lands_on) in EVIL.map(|evil| (evil, "/")).into_iter().chain([
        ("/w/nordlicht/settings/users?q=a&page=2", "/w/nordlicht/settings/users?q=a&page=2"),
        ("/%09/evil.example", "/%09/evil.example"),
        ("", "/"),
    ]) {
        let stranger = app.stranger();
        let query =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
        let page = stranger.get(&format!("/sign-in?{query}")).await;
        let kept = page.attributes("input[name=next]", "value");
        assert_eq!(kept, [if lands_on == next { next } else { "" }], "{next:?}");
        let form = [("email", email), ("password", PASSWORD), ("next", next)];
        assert_eq!(stranger.post("/sign-in", &form).await.location(), lands_on, "{next:?}");
        let out = stranger.post("/sign-out", &[("next", next)]).await;
        let out_lands_on = if lands_on == next { next } else { "/sign-in" };
        assert_eq!(out.location(), out_lands_on, "{next:?}");
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
async fn signing_in_renews_the_session_and_signing_out_ends_it_on_the_server() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let stranger = app.stranger();
    let before = cookie(&stranger.post("/password-reset", &[("email", "a@b.example")]).await);
    let form = [("email", workspace.ada.email.as_str()), ("password", PASSWORD), ("next", "")];
    let signed_in = cookie(&stranger.post("/sign-in", &form).await);
    assert_ne!(before, signed_in);
    assert_eq!(profile_with(&app, &before).await, 303);
    assert_eq!(profile_with(&app, &signed_in).await, 200);
    assert_eq!(stranger.post("/sign-out", &[]).await.location(), "/sign-in");
    assert_eq!(profile_with(&app, &signed_in).await, 303);
}

#[actix_web::test]
async fn ten_wrong_passwords_lock_an_address_whether_or_not_it_has_an_account() {
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
    app.sql("UPDATE rate_counters SET window_start = window_start - interval '15 minutes'");
    assert_eq!(sign_in(&app, "ada@nordlicht.example", PASSWORD).await, 303);
}

#[actix_web::test]
async fn guesses_at_once_are_counted_one_by_one() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    let guesses = (0..25).map(|_| sign_in(&app, "ada@nordlicht.example", "wrong"));
    let statuses = futures_util::future::join_all(guesses).await;
    assert_eq!(statuses.iter().filter(|status| **status == 422).count(), 10, "{statuses:?}");
}

#[actix_web::test]
async fn a_machine_is_stopped_after_a_hundred_wrong_passwords() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    for number in 0..101 {
        let status = sign_in(&app, &format!("p{number}@nordlicht.example"), "wrong").await;
        assert_eq!(status, if number < 100 { 422 } else { 429 }, "{number}");
    }
    assert_eq!(sign_in(&app, "ada@nordlicht.example", PASSWORD).await, 429);
    assert_eq!(sign_in_from(&app, "198.51.100.7", PASSWORD).await, 303, "behind the same proxy");
}

async fn sign_in(app: &TestApp, email: &str, password: &str) -> u16 {
    let form = [("email", email), ("password", password), ("next", "")];
    app.stranger().post("/sign-in", &form).await.status
}

/// Ada, as a reverse proxy on this machine passes her on.
async fn sign_in_from(app: &TestApp, machine: &str, password: &str) -> u16 {
    let stranger = app.stranger();
    let form = [("email", "ada@nordlicht.example"), ("password", password), ("next", "")];
    let request = stranger.client.post(stranger.url("/sign-in")).form(&form);
    let request = request.header("origin", stranger.url(""));
    stranger.send(request.header("x-forwarded-for", format!("spoofed, {machine}"))).await.status
}

/// What the profile answers to somebody with this cookie.
async fn profile_with(app: &TestApp, cookie: &str) -> u16 {
    let thief = app.stranger();
    let request = thief.client.get(thief.url("/profile")).header("cookie", cookie);
    thief.send(request).await.status
}

fn cookie(answer: &Answer) -> String {
    let cookie = answer.headers.get("set-cookie").expect("no cookie").to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}
