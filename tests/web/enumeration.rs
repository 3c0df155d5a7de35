//! Nobody learns from an answer, or from how long it takes, whether an address has an account.

use std::time::{Duration, Instant};

use usher::models::role::Preset;
use uuid::Uuid;

use crate::support::{Answer, Person, TestApp, TestWorkspace};

/// How many pairs are compared. The whole case are 1,000, which take minutes on a busy machine;
/// USHER_TEST_PAIRS=1000 compares them.
fn pairs() -> usize {
    std::env::var("USHER_TEST_PAIRS").ok().and_then(|text| text.parse().ok()).unwrap_or(200)
}

/// The bound of the case. Both of a pair take some milliseconds here, most of it queries: a hash,
/// or a query that only one of them makes, would show.
const MOST: Duration = Duration::from_millis(5);

/// Everything of an answer that could tell, but for the address itself and the session's key.
fn seen(answer: &Answer, email: &str) -> String {
    let mut headers: Vec<String> = answer
        .headers
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "set-cookie" | "date" | "x-request-id"))
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    headers.sort();
    format!("{} {headers:?} {}", answer.status, answer.text()).replace(email, "ADDRESS")
}

/// The median of how much longer the first of each pair took, either way.
fn median_difference(mut pairs: Vec<(Duration, Duration)>) -> Duration {
    let difference = |(a, b): &(Duration, Duration)| a.as_secs_f64() - b.as_secs_f64();
    pairs.sort_by(|a, b| difference(a).total_cmp(&difference(b)));
    Duration::from_secs_f64(difference(&pairs[pairs.len() / 2]).abs())
}

/// Asks with both addresses of each pair, in turns first and second, so that neither is always the
/// one that finds everything warm. Returns how long each took; the answers must not differ.
async fn compare(
    app: &TestApp,
    pairs: impl Iterator<Item = (String, String)>,
    ask: impl AsyncFn(&str) -> Answer,
) -> Vec<(Duration, Duration)> {
    let timed = async |email: &str| {
        let start = Instant::now();
        let answer = ask(email).await;
        (start.elapsed(), seen(&answer, email))
    };
    let mut times = Vec::new();
    for (number, (known, unknown)) in pairs.enumerate() {
        app.sql("DELETE FROM rate_counters");
        let ((a, seen_a), (b, seen_b)) = if number % 2 == 0 {
            let first = timed(&known).await;
            (first, timed(&unknown).await)
        } else {
            let first = timed(&unknown).await;
            (timed(&known).await, first)
        };
        assert_eq!(seen_a, seen_b, "{known} and {unknown}");
        times.push((a, b));
    }
    times
}

fn assert_close(what: &str, times: Vec<(Duration, Duration)>) {
    let difference = median_difference(times);
    assert!(difference < MOST, "{what}: {difference:?}");
}

/// Addresses of equal length: the first has an account, the second has none.
fn known_and_unknown(count: usize) -> impl Iterator<Item = (String, String)> {
    (0..count).map(|number| {
        ("known0@suedwind.example".to_owned(), format!("un{number:04}@suedwind.example"))
    })
}

#[actix_web::test]
async fn z08_signing_in_tells_nobody_whether_there_is_an_account() {
    let app = TestApp::start();
    app.workspace("Suedwind").user(Preset::User, "Kim", "known0@suedwind.example");
    let person = app.stranger();
    for password in ["wrong", "", &"x".repeat(2_000), "violet-anchor-mosaic-8"] {
        let ask = async |email: &str| {
            person.post("/sign-in", &[("email", email), ("password", password)]).await
        };
        let pairs = if password == "wrong" { pairs() } else { 5 };
        let times = compare(&app, known_and_unknown(pairs), ask).await;
        if password == "wrong" {
            assert_close("sign-in", times);
        }
    }
}

#[actix_web::test]
async fn z08_asking_for_a_new_password_tells_nobody_whether_there_is_an_account() {
    let app = TestApp::start();
    app.workspace("Suedwind").user(Preset::User, "Kim", "known0@suedwind.example");
    let person = app.stranger();
    let ask = async |email: &str| person.post("/password-reset", &[("email", email)]).await;
    let times = compare(&app, known_and_unknown(pairs()), ask).await;
    assert_close("password reset", times);
}

async fn invite(ada: &Person, workspace: &TestWorkspace<'_>, email: &str) -> Answer {
    let (form_id, role) = (Uuid::now_v7().to_string(), workspace.user_role.id.to_string());
    let form = [
        ("form_id", &*form_id),
        ("lines[0][email]", email),
        ("lines[0][name]", "Kim Berg"),
        ("lines[0][role]", &*role),
    ];
    ada.post(&workspace.path("settings/invite"), &form).await
}

/// Accounts of so many people, all of another workspace.
fn people_elsewhere(app: &TestApp, count: usize) {
    let other = app.workspace("Suedwind");
    app.sql(&format!(
        "INSERT INTO accounts (id, email, email_key, verified_at, password_hash)
         SELECT gen_random_uuid(), a, a, now(), 'x'
         FROM generate_series(0, {count} - 1) n, format('kn%s@x.example', lpad(n::text, 4, '0')) a"
    ));
    app.sql(&format!(
        "INSERT INTO users (workspace_id, id, account_id, email, email_key, name, role_id, status)
         SELECT '{}', gen_random_uuid(), id, email, email_key, 'Kim', '{}', 'active'
         FROM accounts WHERE email LIKE 'kn%'",
        other.id, other.user_role.id
    ));
}

#[actix_web::test]
async fn z08_inviting_tells_an_admin_nothing_about_other_workspaces() {
    let app = TestApp::start();
    people_elsewhere(&app, pairs());
    let workspace = app.workspace("Nordlicht");
    app.sql("UPDATE workspaces SET trial_ends_at = now() + interval '1 day'");
    let ada = workspace.signed_in_admin().await;
    let addresses = (0..pairs())
        .map(|number| (format!("kn{number:04}@x.example"), format!("un{number:04}@x.example")));
    let ask = async |email: &str| invite(&ada, &workspace, email).await;
    let times = compare(&app, addresses, ask).await;
    assert_close("invite", times);

    // Their rows in the list and their pages are the same, too.
    let mut rows = Vec::new();
    for email in ["kn0007@x.example", "un0007@x.example"] {
        let list = ada.get(&workspace.path(&format!("settings/users?q={email}"))).await;
        let details = list.attributes("tbody a", "href").remove(0);
        let page = ada.get(&details).await;
        let id = details.rsplit('/').next().unwrap();
        let text = [list.all("tbody").concat(), page.all("main").concat()].concat();
        rows.push(text.replace(id, "ID").replace(&email[..6], "WHO"));
    }
    assert_eq!(rows[0], rows[1]);
}
