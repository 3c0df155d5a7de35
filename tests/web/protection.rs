use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{HttpResponse, web};
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, HOST, ORIGIN};
use reqwest::multipart::{Form, Part};
use usher::app::App;
use usher::config::Settings;
use usher::server::protection::errors::show_errors;
use usher::server::protection::host::check_host;
use uuid::Uuid;

use crate::support::{Answer, Person, TestApp, errors_logged};

const FORM: &str = "application/x-www-form-urlencoded";

/// A page with every protection, whatever went wrong.
pub fn assert_page(answer: &Answer, status: u16, heading: &str) {
    assert_eq!((answer.status, answer.one("h1").as_str()), (status, heading));
    let policy = answer.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'"));
    for name in ["x-content-type-options", "referrer-policy", "cross-origin-opener-policy"] {
        assert!(answer.headers.contains_key(name), "{name}");
    }
}

pub async fn post_sign_in(person: &Person, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
    let mut request = person.client.post(person.url("/sign-in")).header(CONTENT_TYPE, FORM);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    person.send(request.body(body)).await
}

#[actix_web::test]
async fn compressed_bodies_are_refused_before_anybody_inflates_them() {
    let app = TestApp::start();
    let person = app.stranger();
    let mut bomb = Vec::new();
    brotli::CompressorWriter::new(&mut bomb, 1 << 16, 5, 24).write_all(&[b'a'; 1 << 24]).unwrap();
    for coding in ["br", "gzip", "deflate", "identity, br"] {
        for path in ["/sign-in", "/setup", "/w/none/settings/invite/import", "/nowhere"] {
            let request = person.client.post(person.url(path)).header(ORIGIN, &app.base);
            let request = request.header(CONTENT_ENCODING, coding).header(CONTENT_TYPE, FORM);
            let answer = person.send(request.body(bomb.clone())).await;
            assert_page(&answer, 415, "That kind of sending is not accepted");
        }
    }
    let plain = [(ORIGIN.as_str(), app.base.as_str()), ("content-encoding", "identity")];
    let answer = post_sign_in(&person, &plain, b"email=a&password=b&next=".to_vec()).await;
    assert_eq!(answer.status, 422);
}

#[actix_web::test]
async fn a_form_has_room_for_a_mebibyte_and_no_more() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let path = workspace.path("settings/invite/paste");
    for (size, status) in [(1 << 20, 200), ((1 << 20) + 1, 413)] {
        let request = ada.client.post(ada.url(&path)).header(ORIGIN, &app.base);
        let answer = ada.send(request.header(CONTENT_TYPE, FORM).body(vec![b'a'; size])).await;
        assert_eq!(answer.status, status, "{size}");
        if status == 413 {
            assert_page(&answer, 413, "Too large");
        }
    }
    let mut chunked = connect(&app, "POST /sign-in", "Transfer-Encoding: chunked\r\n");
    chunked.write_all(format!("{:x}\r\n", (1 << 20) + 1).as_bytes()).unwrap();
    chunked.write_all(&vec![b'a'; (1 << 20) + 1]).unwrap();
    assert!(first_line(&mut chunked).contains(" 413 "));
}

#[actix_web::test]
async fn a_spreadsheet_has_more_room_but_not_any() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let url = ada.url(&workspace.path("settings/invite/import"));
    for (size, status) in [(2 << 20, 422), (12 << 20, 413)] {
        let file = Part::bytes(vec![b'a'; size]).file_name("a.csv");
        let form = Form::new().text("form_id", Uuid::now_v7().to_string()).part("file", file);
        let request = ada.client.post(&url).header(ORIGIN, ada.url("")).multipart(form);
        assert_eq!(ada.send(request).await.status, status, "{size}");
    }
}

#[actix_web::test]
async fn a_body_that_does_not_arrive_in_time_is_given_up() {
    let app = TestApp::with(&["--mailbox", "--body-seconds", "1"]);
    let mut form = connect(&app, "POST /sign-in", "Content-Length: 100\r\n");
    form.write_all(b"email=ada").unwrap();
    assert!(all(&mut form).starts_with("HTTP/1.1 408 "));

    let workspace = app.workspace("Nordlicht");
    let headers = format!(
        "Content-Length: 1000\r\nContent-Type: multipart/form-data; boundary=x\r\n{}",
        cookie(&app, &workspace.ada.email).await
    );
    let start = format!("POST {}", workspace.path("settings/invite/import"));
    let mut file = connect(&app, &start, &headers);
    file.write_all(b"--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc").unwrap();
    assert!(all(&mut file).starts_with("HTTP/1.1 408 "));
}

#[actix_web::test]
async fn rights_are_those_of_the_moment_when_the_form_is_complete() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let body =
        "name=Renamed&language=en&time_zone=Europe%2FBerlin&invitation_days=14&hold_seconds=0";
    let headers = format!(
        "Content-Length: {}\r\nContent-Type: {FORM}\r\nExpect: 100-continue\r\n{}",
        body.len(),
        cookie(&app, &workspace.ada.email).await
    );
    let start = format!("POST {}", workspace.path("settings/workspace"));
    let mut slow = connect(&app, &start, &headers);
    assert!(first_line(&mut slow).contains(" 100 "));
    app.sql("DELETE FROM sessions");
    slow.write_all(body.as_bytes()).unwrap();
    let answer = all(&mut slow);
    assert!(answer.contains("HTTP/1.1 303 ") && answer.contains("/sign-in"), "{answer}");
    assert_eq!(app.sql("SELECT FROM workspaces WHERE name = 'Renamed'"), 0);
}

#[actix_web::test]
async fn s11_a_failure_is_a_page_and_one_line_in_the_log_with_its_cause() {
    let log = errors_logged();
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    app.sql("ALTER TABLE teams RENAME TO squads");
    let answer = ada.get(&workspace.path("settings/teams")).await;
    assert_page(&answer, 500, "Something went wrong");
    assert!(!answer.says("relation"));
    let lines = log.lines_with(r#"relation \"teams\" does"#);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains("/w/{slug}/settings/teams") && lines[0].contains("id="));
}

#[actix_web::test]
async fn s11_sessions_that_cannot_be_read_or_kept_are_a_page_and_a_line_in_the_log() {
    let log = errors_logged();
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    app.sql("ALTER TABLE sessions RENAME TO stays");
    let answer = ada.get(&workspace.path("projects")).await;
    assert_page(&answer, 503, "Busy right now");
    assert_eq!(answer.headers["retry-after"], "30");
    let lines = log.lines_with(r#"relation \"sessions\" does"#);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains("/w/{slug}/projects") && lines[0].contains("id="));

    let fields = [("email", workspace.ada.email.as_str()), ("password", "violet-anchor-mosaic-7")];
    let answer = app.stranger().post("/sign-in", &[&fields[..], &[("next", "")]].concat()).await;
    assert_page(&answer, 500, "Something went wrong");
    assert_eq!(log.lines_with(r#"relation \"sessions\" does"#).len(), 2);
}

#[actix_web::test]
async fn s11_errors_of_the_framework_are_pages_too() {
    let service = init_service(
        actix_web::App::new()
            .wrap(from_fn(show_errors))
            .route("/bare", web::to(HttpResponse::MethodNotAllowed))
            .route("/text", web::to(|| async { HttpResponse::BadGateway().body("upstream") }))
            .route(
                "/page",
                web::to(|| async {
                    HttpResponse::NotFound().content_type("text/html").body("<h1>Ours</h1>")
                }),
            )
            .route(
                "/error",
                web::to(|| async {
                    Err::<HttpResponse, _>(actix_web::error::ErrorPayloadTooLarge("secret cause"))
                }),
            ),
    )
    .await;
    for (path, status, heading) in [
        ("/bare", StatusCode::METHOD_NOT_ALLOWED, "That could not be understood"),
        ("/text", StatusCode::BAD_GATEWAY, "Something went wrong"),
        ("/page", StatusCode::NOT_FOUND, "Ours"),
        ("/error", StatusCode::PAYLOAD_TOO_LARGE, "Too large"),
    ] {
        let response = call_service(&service, TestRequest::get().uri(path).to_request()).await;
        assert_eq!(response.status(), status);
        let body = String::from_utf8(read_body(response).await.to_vec()).unwrap();
        assert!(body.contains(&format!("<h1>{heading}</h1>")), "{path}: {body}");
        assert!(!body.contains("secret"));
    }
}

#[actix_web::test]
async fn s06_only_the_base_addresss_host_is_answered() {
    let app = TestApp::start();
    let person = app.stranger();
    let port = app.base.rsplit(':').next().unwrap().to_owned();
    let ask = async |path: &str, host: &str| {
        person.send(person.client.get(person.url(path)).header(HOST, host)).await
    };
    for host in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        "127.0.0.1".to_owned(),
        format!("127.0.0.1:{port}.evil.example"),
        format!("evil@127.0.0.1:{port}"),
    ] {
        assert_page(&ask("/sign-in", &host).await, 421, "Wrong address");
        for probe in ["/healthz", "/readyz"] {
            assert_eq!(ask(probe, &host).await.status, 200);
        }
    }
    for name in ["localhost", "LOCALHOST", "127.0.0.1", "[::1]"] {
        assert_eq!(ask("/sign-in", &format!("{name}:{port}")).await.status, 200, "{name}");
    }
    let mut absolute = connect(&app, "GET http://evil.example/sign-in", "");
    assert!(first_line(&mut absolute).contains(" 421 "));
}

#[actix_web::test]
async fn s06_a_public_base_address_makes_no_exception_for_this_machine() {
    let app = TestApp::start();
    let base_url = Some("https://usher.example.com".parse().unwrap());
    let settings = Settings { base_url, ..app.app.settings.as_ref().clone() };
    let public = App { settings: Arc::new(settings), ..app.app.clone() };
    let service = init_service(
        actix_web::App::new()
            .app_data(web::Data::new(public))
            .wrap(from_fn(check_host))
            .default_service(web::to(HttpResponse::Ok)),
    )
    .await;
    for (host, status) in [
        ("usher.example.com", 200),
        ("Usher.Example.com:443", 200),
        ("usher.example.com:80", 421),
        ("localhost:443", 421),
        ("127.0.0.1:443", 421),
    ] {
        let request = TestRequest::get().insert_header((HOST.as_str(), host)).to_request();
        assert_eq!(call_service(&service, request).await.status(), status, "{host}");
    }
}

#[actix_web::test]
async fn s01_origin_and_fetch_metadata_must_agree_that_the_page_is_ours() {
    let app = TestApp::start();
    let person = app.stranger();
    let local = app.base.replace("127.0.0.1", "localhost");
    for (origin, site, is_ours) in [
        // Browsers send "null" from our own forms, whose policy is to send no referrer.
        (Some("null"), Some("same-origin"), true),
        (None, Some("same-origin"), true),
        (Some(app.base.as_str()), Some("same-origin"), true),
        (Some(app.base.as_str()), Some("none"), true),
        (Some(local.as_str()), None, true),
        (Some("https://evil.example"), Some("same-origin"), false),
        (Some("http://127.0.0.1:1"), Some("same-origin"), false),
        (Some(app.base.as_str()), Some("cross-site"), false),
        (Some(app.base.as_str()), Some("same-site"), false),
        (Some("null"), Some("none"), false),
        (Some("null"), None, false),
        (None, Some("none"), false),
    ] {
        let origin = origin.map(|value| ("origin", value));
        let site = site.map(|value| ("sec-fetch-site", value));
        let headers: Vec<_> = origin.into_iter().chain(site).collect();
        let answer = post_sign_in(&person, &headers, b"email=a&password=b&next=".to_vec()).await;
        assert_eq!(answer.status, if is_ours { 422 } else { 403 }, "{headers:?}");
    }
}

/// A connection that has sent this request's head, as our own page would, and nothing more.
pub fn connect(app: &TestApp, start: &str, headers: &str) -> TcpStream {
    let host = app.base.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let origin = &app.base;
    let head =
        format!("{start} HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nConnection: close\r\n");
    stream.write_all(format!("{head}{headers}\r\n").as_bytes()).unwrap();
    stream
}

/// Everything until the server closes the connection.
fn all(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

pub fn first_line(stream: &mut TcpStream) -> String {
    let mut line = Vec::new();
    while !line.ends_with(b"\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        line.push(byte[0]);
    }
    String::from_utf8(line).unwrap()
}

/// The header with the session of somebody who has just signed in.
pub async fn cookie(app: &TestApp, email: &str) -> String {
    let fields = [("email", email), ("password", "violet-anchor-mosaic-7"), ("next", "")];
    let answer = app.stranger().post("/sign-in", &fields).await;
    format!("Cookie: {}\r\n", answer.cookie("usher").unwrap())
}
