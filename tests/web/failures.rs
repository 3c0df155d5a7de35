//! What goes wrong in a request stays with it, and tells its cause to the log alone.

use std::fmt;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::web::{self, Data, ServiceConfig};
use askama::Template;
use diesel::connection::SimpleConnection;
use diesel::result::QueryResult;
use diesel::{PgConnection, RunQueryDsl};
use futures_util::future::join_all;
use usher::app::App;
use usher::error::AppResult;
use usher::handlers;

use crate::protection::assert_page;
use crate::support::{Answer, TestApp, errors_logged};

/// Routes that fail in every way there is.
fn failing(config: &mut ServiceConfig) {
    config
        .route("/test/panic", web::to(panic))
        .route("/test/panic-in-database", web::to(panic_in_database))
        .route("/test/database", web::to(database_error))
        .route("/test/template", web::to(|| async { handlers::ok(&Page { word: Unspeakable }) }));
}

async fn panic() -> HttpResponse {
    panic!("secret words");
}

async fn panic_in_database(app: Data<App>) -> AppResult<HttpResponse> {
    app.db.run(|_| -> QueryResult<()> { panic!("secret words") }).await?;
    Ok(HttpResponse::Ok().finish())
}

async fn database_error(app: Data<App>) -> AppResult<HttpResponse> {
    app.db.run(|conn| diesel::sql_query("SELECT secret FROM nowhere").execute(conn)).await?;
    Ok(HttpResponse::Ok().finish())
}

#[derive(Template)]
#[template(source = "<p>{{ word }}</p>", ext = "html")]
struct Page {
    word: Unspeakable,
}

struct Unspeakable;

impl fmt::Display for Unspeakable {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Err(fmt::Error)
    }
}

fn app() -> TestApp {
    TestApp::with_routes(&["--mailbox"], failing)
}

/// The generic page, which names the request's id and nothing of the cause; that id.
fn assert_generic(answer: &Answer, status: u16) -> String {
    let heading = if status == 503 { "Busy right now" } else { "Something went wrong" };
    assert_eq!((answer.status, answer.one("h1").as_str()), (status, heading));
    let id = answer.headers["x-request-id"].to_str().unwrap().to_owned();
    assert!(answer.says(&format!("name the reference {id}.")), "{}", answer.text());
    assert!(answer.headers.contains_key("content-security-policy"));
    for leak in ["secret", "SELECT", "nowhere", "relation", "panic", ".rs", "actix", "diesel"] {
        assert!(!answer.text().contains(leak), "{leak} in {}", answer.text());
    }
    for (name, value) in &answer.headers {
        assert!(name != "server" && name != "x-powered-by", "{name}: {value:?}");
    }
    id
}

#[actix_web::test]
async fn s11_whatever_fails_the_page_is_the_same_and_the_log_has_its_cause_and_id() {
    let log = errors_logged();
    let app = app();
    for (path, cause) in [
        ("/test/panic", "panicked"),
        ("/test/panic-in-database", "panicked"),
        ("/test/database", "nowhere"),
        ("/test/template", "internal error"),
    ] {
        let answer = app.stranger().get(path).await;
        let id = assert_generic(&answer, 500);
        let lines = log.lines_with(&format!("id={id}"));
        assert!(lines.iter().any(|line| line.contains(cause)), "{path}: {lines:?}");
    }
}

#[actix_web::test]
async fn what_failed_can_be_tried_again_at_the_same_address() {
    let app = app();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let ways = |page: &Answer| (page.all("main a.button"), page.attributes("main a", "href"));
    let stranger = app.stranger().get("/test/panic").await;
    let again = |home: &str| vec![String::new(), home.to_owned()];
    assert_eq!(ways(&stranger).0, ["Try again", "To the start page"]);
    assert_eq!(ways(&stranger).1, again("/"));
    let posted = app.stranger().post("/test/database", &[]).await;
    assert_eq!(ways(&posted).0, ["Back to the page", "To the start page"]);
    app.sql("ALTER TABLE team_members RENAME TO gone");
    let member = ada.get(&workspace.path("settings/teams?page=2")).await;
    assert_eq!((member.status, ways(&member).0), (500, ways(&stranger).0));
    assert_eq!(ways(&member).1, again(&workspace.path("")));
}

#[actix_web::test]
async fn s11_an_address_that_no_workspace_can_have_is_not_found() {
    let app = TestApp::start();
    let ada = app.workspace("Nordlicht").signed_in_admin().await;
    for path in ["/w/nordlicht%00", "/w/%00/settings/users", "/w/a%00b/tasks"] {
        assert_eq!(ada.get(path).await.status, 404, "{path}");
    }
}

#[actix_web::test]
async fn s11_a_request_has_an_id_of_our_own_whatever_it_claims() {
    let app = TestApp::start();
    let person = app.stranger();
    let request = person.client.get(person.url("/nowhere")).header("x-request-id", "mine");
    let one = person.send(request).await.headers["x-request-id"].clone();
    let other = person.get("/sign-in").await.headers["x-request-id"].clone();
    assert_ne!(one, other);
    for id in [one, other] {
        let id = id.to_str().unwrap();
        assert!(id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
    }
    assert!(!person.get("/nowhere").await.says("reference"), "nothing of ours has failed");
}

#[actix_web::test]
async fn s11_ten_megabytes_of_headers_are_refused_without_a_word() {
    let app = TestApp::start();
    let host = app.base.trim_start_matches("http://");
    for head in [
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nX-Long: {}\r\n\r\n", "a".repeat(10 << 20)),
        format!("GET /{} HTTP/1.1\r\nHost: {host}\r\n\r\n", "a".repeat(10 << 20)),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\n{}\r\n", "X-Many: a\r\n".repeat(1 << 20)),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nBroken header\r\n\r\n"),
    ] {
        let said = say(host, head.as_bytes());
        // The parser answers before there is a request, so there is no page: nothing to read at
        // all, or nothing, when the rest was still being sent while the connection closed.
        let status = said.lines().next().unwrap_or_default();
        assert!(status.is_empty() || status.starts_with("HTTP/1.1 4"), "{said}");
        assert!(said.is_empty() || said.ends_with("\r\n\r\n"), "{said}");
        assert!(!said.to_lowercase().contains("server:"), "{said}");
    }
    assert_eq!(app.stranger().get("/sign-in").await.status, 200);
}

#[actix_web::test]
async fn p03_s11_who_gets_no_connection_within_a_second_is_told_to_come_back() {
    let app = TestApp::start();
    let (holding, held) = std::sync::mpsc::channel::<()>();
    let held = std::sync::Arc::new(std::sync::Mutex::new(held));
    let (taken, mut all_taken) = tokio::sync::mpsc::channel(4);
    let all = (0..4).map(|_| {
        let (held, taken) = (held.clone(), taken.clone());
        app.app.db.run(move |_| -> QueryResult<()> {
            taken.blocking_send(()).unwrap();
            let _ = held.lock().unwrap().recv();
            Ok(())
        })
    });
    let asked = async {
        for _ in 0..4 {
            all_taken.recv().await.unwrap();
        }
        let asked = std::time::Instant::now();
        let answer = app.stranger().get("/readyz").await;
        assert_eq!(answer.status, 503);
        let waited = asked.elapsed();
        let about_a_second = Duration::from_millis(900)..Duration::from_secs(4);
        assert!(about_a_second.contains(&waited), "{waited:?}");
        let person = app.stranger();
        let form = [("email", "nobody@example.com"), ("password", "wrong"), ("next", "")];
        let answer = person.post("/sign-in", &form).await;
        assert_generic(&answer, 503);
        assert_eq!(answer.headers["retry-after"], "30");
        drop(holding);
    };
    futures_util::future::join(join_all(all), asked).await;
    assert_eq!(app.stranger().get("/readyz").await.status, 200, "it recovers by itself");
}

#[derive(diesel::QueryableByName)]
struct Setting {
    #[diesel(sql_type = diesel::sql_types::Text)]
    setting: String,
}

fn setting(conn: &mut PgConnection, name: &str) -> QueryResult<String> {
    let query = format!("SELECT current_setting('{name}') AS setting");
    diesel::sql_query(query).get_result::<Setting>(conn).map(|row| row.setting)
}

#[actix_web::test]
async fn p03_every_connection_bounds_statements_locks_and_idle_transactions() {
    // The worker of a node uses the same pool.
    let app = TestApp::start();
    let all = (0..16).map(|_| {
        app.app.db.run(|conn| {
            diesel::sql_query("SELECT pg_sleep(0.05)").execute(conn)?;
            let limits =
                ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"];
            limits.into_iter().map(|name| setting(conn, name)).collect::<QueryResult<Vec<_>>>()
        })
    });
    for limits in join_all(all).await {
        assert_eq!(limits.unwrap(), ["5s", "3s", "10s"]);
    }
}

#[actix_web::test]
async fn p03_the_slow_queries_of_one_workspace_leave_connections_to_another() {
    let app = TestApp::start();
    let busy = app.workspace("Nordlicht");
    let calm = app.workspace("Suedwind");
    let (ada, sue) = (busy.signed_in_admin().await, calm.signed_in_admin().await);
    let path = busy.path("settings/plan");
    // Twenty forms that wait for the lock of their workspace's row, until it is given up.
    let forms = (0..20).map(|number| {
        // Another spelling of the workspace's name is the same workspace.
        let path = if number % 2 == 0 { path.clone() } else { path.replace("/no", "/%6Eo") };
        let ada = &ada;
        async move { ada.post(&path, &[("seats", "11"), ("form", "book")]).await.status }
    });
    let lock = format!("SELECT id FROM workspaces WHERE id = '{}' FOR UPDATE", busy.id);
    let others = async {
        let mut statuses = Vec::new();
        for _ in 0..10 {
            statuses.push(sue.get(&calm.path("settings/users")).await.status);
        }
        statuses
    };
    let (busy, calm) = app.locked(&lock, 3, join_all(forms), others).await;
    assert_eq!(calm, [200; 10]);
    // They wait for the lock, or in vain for their share of the connections.
    assert!(busy.iter().all(|status| matches!(status, 303 | 503)), "{busy:?}");
}

#[actix_web::test]
async fn p03_who_waits_too_long_for_a_row_is_asked_to_come_again() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let mut other = app.conn();
    let lock = format!("BEGIN; SELECT id FROM workspaces WHERE id = '{}' FOR UPDATE", workspace.id);
    other.batch_execute(&lock).unwrap();
    let form = [("seats", "11"), ("form", "book")];
    let answer = ada.post(&workspace.path("settings/plan"), &form).await;
    assert_page(&answer, 503, "Busy right now");
    assert_eq!(answer.headers["retry-after"], "30");
    other.batch_execute("ROLLBACK").unwrap();
    assert_eq!(ada.post(&workspace.path("settings/plan"), &form).await.status, 303);
}

#[actix_web::test]
async fn p14_a_panic_ends_one_request_and_nothing_else() {
    let app = app();
    let ada = app.workspace("Nordlicht").signed_in_admin().await;
    for _ in 0..20 {
        let answers = join_all([
            ada.get("/test/panic"),
            ada.get("/test/panic-in-database"),
            ada.get("/profile"),
            ada.get("/w/nordlicht/settings/users"),
        ]);
        let statuses: Vec<u16> = answers.await.iter().map(|answer| answer.status).collect();
        assert_eq!(statuses, [500, 500, 200, 200]);
    }
}

/// Everything that comes back for these bytes.
fn say(host: &str, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // It may be closed before all is sent.
    let _ = stream.write_all(bytes);
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said);
    String::from_utf8_lossy(&said).into_owned()
}
