//! What every answer carries, whoever made it.

use actix_web::cookie::{Cookie, CookieJar};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, error};
use reqwest::header::{CONTENT_TYPE, HOST, ORIGIN};
use usher::assets;
use usher::error::{AppError, AppResult};
use usher::routes;
use uuid::Uuid;

use crate::support::{Answer, PASSWORD, Person, TestApp};

const HTTPS: &str = "https://usher.example.com";

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

fn failing(config: &mut ServiceConfig) {
    config
        .route("/test/500", web::to(|| async { AppResult::<HttpResponse>::Err(internal()) }))
        .route("/test/503", web::to(|| async { AppResult::<HttpResponse>::Err(AppError::Busy) }))
        .route("/test/502", web::to(|| async { HttpResponse::BadGateway().body("upstream") }))
        .route("/test/304", web::to(HttpResponse::NotModified))
        .route("/test/204", web::to(HttpResponse::NoContent))
        .route(
            "/test/400",
            web::to(|| async { Err::<HttpResponse, _>(error::ErrorBadRequest("cause")) }),
        )
        .route("/test/panic", web::to(panicking));
}

fn internal() -> AppError {
    AppError::internal("cause")
}

async fn panicking() -> HttpResponse {
    panic!("words");
}

fn assert_protected(what: &str, answer: &Answer, is_https: bool) {
    let header = |name: &str| {
        let all: Vec<_> = answer.headers.get_all(name).iter().collect();
        assert!(all.len() < 2, "{what} has {all:?} as {name}");
        all.first().map_or("", |value| value.to_str().unwrap())
    };
    assert_eq!(header("content-security-policy"), POLICY, "{what} {}", answer.status);
    assert!(!POLICY.contains("unsafe") && !POLICY.contains('*') && !POLICY.contains("http"));
    assert_eq!(header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(header("referrer-policy"), "no-referrer", "{what}");
    assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{what}");
    assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{what}");
    assert!(header("permissions-policy").contains("camera=()"), "{what}");
    assert_eq!(header("x-request-id").len(), 12, "{what}");
    let lasting = if is_https { "max-age=31536000; includeSubDomains" } else { "" };
    assert_eq!(header("strict-transport-security"), lasting, "{what}");
    let is_file = what.contains("/static/") && matches!(answer.status, 200 | 304);
    let kept = if is_file { "public, max-age=31536000, immutable" } else { "no-store" };
    assert_eq!(header("cache-control"), kept, "{what}");
    let kind = header("content-type");
    assert!(!kind.starts_with("text/") || kind.ends_with("; charset=utf-8"), "{what}: {kind}");
    assert!(!kind.is_empty() || answer.text().is_empty(), "{what} says what it does not name");
    for name in ["server", "x-powered-by", "via", "access-control-allow-origin"] {
        assert_eq!(header(name), "", "{what}: {name}");
    }
}

/// Asks for every route, signed in and not.
async fn every_route(app: &TestApp, people: &[&Person]) {
    for route in routes::table() {
        // The frame with a mail's styles has its own policy; a test of the mailbox shows it.
        let mut address = route.path.replace("{slug}", "nordlicht");
        while let (Some(start), Some(end)) = (address.find('{'), address.find('}')) {
            address.replace_range(start..=end, &Uuid::now_v7().to_string());
        }
        for person in people {
            let url = person.url(&address);
            let request = person.client.request(route.method.as_str().parse().unwrap(), url);
            let answer = person.send(request.header(ORIGIN, &app.base)).await;
            assert_protected(&format!("{} {address}", route.method), &answer, false);
        }
    }
}

#[actix_web::test]
async fn s03_every_answer_carries_the_headers_files_and_failures_included() {
    let app = TestApp::with_routes(&["--mailbox"], failing);
    let ada = app.workspace("Nordlicht").signed_in_admin().await;
    every_route(&app, &[&ada, &app.stranger()]).await;
    for name in ["app.css", "app.js", "vendor/inter/InterVariable.woff2", "favicon.svg"] {
        let path = assets::path(name);
        for answer in [ada.get(&path).await, ada.head(&path).await] {
            assert_protected(&path, &answer, false);
        }
        let request = ada.client.get(ada.url(&path)).header("if-none-match", "*");
        let request = request.header("if-modified-since", "Wed, 21 Oct 2099 07:28:00 GMT");
        assert_protected(&path, &ada.send(request).await, false);
    }
    for status in [500, 503, 502, 304, 204, 400] {
        let answer = ada.get(&format!("/test/{status}")).await;
        assert_eq!(answer.status, status);
        assert_protected(&status.to_string(), &answer, false);
    }
    let answer = ada.get("/test/panic").await;
    assert_eq!(answer.status, 500);
    assert_protected("a panic", &answer, false);
}

#[actix_web::test]
async fn s03_what_is_refused_before_a_handler_sees_it_carries_them_too() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    let person = app.stranger();
    let get = |path: &str| person.client.get(person.url(path));
    let post = |path: &str| person.client.post(person.url(path)).header(ORIGIN, &app.base);
    let long = vec![b'a'; (1 << 20) + 1];
    let method = |name: &str| name.parse().unwrap();
    for (status, request) in [
        (404, get("/nowhere")),
        (303, get("/w/nordlicht%00/")),
        (404, get("/%FF/%")),
        (404, post("/healthz")),
        (403, person.client.request(method("TRACE"), person.url("/"))),
        (404, person.client.request(method("OPTIONS"), person.url("/sign-in"))),
        (404, person.client.request(method("QUERY"), person.url("/")).header(ORIGIN, &app.base)),
        (403, person.client.post(person.url("/sign-in"))),
        (421, get("/").header(HOST, "evil.example")),
        (200, get("/sign-in").header("accept-encoding", "identity;q=0, nothing")),
        (415, post("/sign-in").header("content-encoding", "gzip").body("x")),
        (413, post("/sign-in").header(CONTENT_TYPE, "text/plain").body(long)),
        (400, post("/sign-in").header(CONTENT_TYPE, "application/json").body("{}")),
        (400, post("/sign-in").form(&[("nothing", "")])),
        (422, post("/sign-in").form(&[("email", "a"), ("password", "b")])),
        (303, get("/profile")),
        (200, get("/healthz")),
    ] {
        let answer = person.send(request).await;
        assert_eq!(answer.status, status, "{}", answer.text());
        assert_protected(&status.to_string(), &answer, false);
    }
    for attempt in 1..=11 {
        let form = [("email", "ada@nordlicht.example"), ("password", "wrong")];
        let answer = person.post("/sign-in", &form).await;
        assert_eq!(answer.status, if attempt <= 10 { 422 } else { 429 });
        assert_protected("too many attempts", &answer, false);
    }
}

/// Somebody who asks through the proxy that ends TLS.
async fn through_proxy(person: &Person, path: &str, form: Option<&[(&str, &str)]>) -> Answer {
    let request = match form {
        Some(form) => person.client.post(person.url(path)).form(form),
        None => person.client.get(person.url(path)),
    };
    person.send(request.header(HOST, "usher.example.com").header(ORIGIN, HTTPS)).await
}

#[actix_web::test]
async fn s03_over_https_the_browser_is_told_to_stay_there_for_a_year() {
    let app = TestApp::with(&["--mailbox", "--base-url", HTTPS]);
    let person = app.stranger();
    for path in ["/sign-in", "/nowhere", "/profile", "/healthz", &assets::path("app.css")] {
        let answer = through_proxy(&person, path, None).await;
        assert_protected(path, &answer, true);
    }
    assert_protected("another host", &person.get("/sign-in").await, true);
}

#[actix_web::test]
async fn s02_over_https_the_cookie_is_bound_to_this_host_and_says_nothing() {
    let app = TestApp::with(&["--mailbox", "--base-url", HTTPS]);
    let workspace = app.workspace("Nordlicht");
    let form = [("email", workspace.ada.email.as_str()), ("password", PASSWORD), ("next", "")];
    let mut values = Vec::new();
    for _ in 0..2 {
        let answer = through_proxy(&app.stranger(), "/sign-in", Some(&form)).await;
        let all = answer.headers.get_all("set-cookie").iter();
        let all: Vec<_> = all.map(|cookie| cookie.to_str().unwrap().to_owned()).collect();
        let names: Vec<_> = all.iter().filter_map(|cookie| cookie.split('=').next()).collect();
        assert_eq!(all.len(), 2, "{all:?}");
        assert!(names.contains(&"__Host-usher") && names.contains(&"__Host-usher-device"));
        for cookie in &all {
            let mut parts = cookie.split("; ");
            let pair = parts.next().unwrap();
            let mut attributes: Vec<_> =
                parts.filter(|part| !part.starts_with("Max-Age=")).collect();
            attributes.sort_unstable();
            assert_eq!(attributes, ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"], "{cookie}");
            assert!(cookie.len() < 4096 && !cookie.contains("ada"), "{cookie}");
            if pair.starts_with("__Host-usher=") {
                values.push(pair.to_owned());
            }
        }
    }
    assert_ne!(values[0], values[1]);
    // What is encrypted in it: a reference of 64 letters and digits, 381 bits, and nothing else.
    let references = values.iter().map(|value| opened(&app, value)).collect::<Vec<_>>();
    for key in &references {
        assert_eq!(key.len(), 64);
        assert!(key.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{key}");
        assert!(!values.iter().any(|value| value.contains(key)));
    }
    assert_ne!(references[0], references[1]);
    // The server keeps its digest, in a row that can be ended.
    assert_eq!(app.sql("SELECT FROM sessions WHERE length(token_digest) = 32"), 2);
    for key in references {
        let found = format!("SELECT FROM sessions s WHERE s::text LIKE '%{key}%'");
        assert_eq!(app.sql(&found), 0);
    }
}

/// The reference in a session's cookie, which only we can read.
fn opened(app: &TestApp, cookie: &str) -> String {
    let mut jar = CookieJar::new();
    jar.add_original(Cookie::parse_encoded(cookie.to_owned()).unwrap());
    let key = app.app.keys.cookie_key();
    jar.private(&key).get("__Host-usher").unwrap().value().to_owned()
}

#[actix_web::test]
async fn s02_signing_out_and_idleness_end_a_session_on_the_server() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let form = [("email", workspace.ada.email.as_str()), ("password", PASSWORD), ("next", "")];
    let ada = app.stranger();
    let cookie = ada.post("/sign-in", &form).await.cookie("usher").unwrap();
    let again = async || {
        let thief = app.stranger();
        thief.send(thief.client.get(thief.url("/profile")).header("cookie", &cookie)).await.status
    };
    assert_eq!(again().await, 200);
    // Thirteen days later it is prolonged by being used, and then the fortnight begins anew.
    for _ in 0..2 {
        app.sql(
            "UPDATE sessions SET last_seen_at = last_seen_at - interval '13 days',
             expires_at = expires_at - interval '13 days'",
        );
        assert_eq!(again().await, 200);
    }
    app.sql(
        "UPDATE sessions SET last_seen_at = last_seen_at - interval '14 days',
         expires_at = expires_at - interval '14 days'",
    );
    assert_eq!(again().await, 303, "idle for a fortnight");
    let cookie = ada.post("/sign-in", &form).await.cookie("usher").unwrap();
    ada.post("/sign-out", &[]).await;
    let thief = app.stranger();
    let request = thief.client.get(thief.url("/profile")).header("cookie", &cookie);
    assert_eq!(thief.send(request).await.status, 303, "signed out");
    assert_eq!(
        app.sql("SELECT FROM sessions WHERE account_id IS NOT NULL AND expires_at > now()"),
        0
    );
}
