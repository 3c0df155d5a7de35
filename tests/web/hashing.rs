//! Hashing passwords costs as much as it must, and no more than the machine can bear.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use actix_web::web::{self, ServiceConfig};
use argon2::password_hash::phc::PasswordHash;
use futures_util::future::{join, join_all};
use secrecy::SecretString;
use usher::config::Settings;
use usher::error::{AppError, AppResult};
use usher::models::role::Preset;
use usher::security::passwords::{Passwords, check};
use usher::values::password::typed_password;
use usher::values::{NewPassword, PasswordProblem};

use crate::support::{PASSWORD, Person, TestApp};

/// As it is in production; tests hash cheaply otherwise.
fn as_in_production() -> Passwords {
    Passwords::new(&settings()).unwrap()
}

fn settings() -> Settings {
    #[derive(clap::Parser)]
    struct Flags {
        #[command(flatten)]
        settings: Settings,
    }
    <Flags as clap::Parser>::parse_from(["test"]).settings
}

async fn stored(passwords: &Passwords) -> String {
    passwords.hash(None, NewPassword::parse(PASSWORD, &[]).unwrap()).await.unwrap()
}

#[actix_web::test]
async fn s09_a_hash_costs_at_least_what_owasp_asks() {
    let stored = stored(&as_in_production()).await;
    let hash = PasswordHash::new(&stored).unwrap();
    let number = |name: &str| hash.params.get_decimal(name).unwrap();
    assert_eq!(hash.algorithm.as_str(), "argon2id");
    assert!(number("m") >= 19_456 && number("t") >= 2 && number("p") >= 1, "{stored}");
    let salt = hash.salt.unwrap();
    assert!(salt.as_ref().len() >= 16, "{stored}");
}

#[actix_web::test]
async fn s09_no_more_hashes_at_once_than_cores_and_a_bounded_line_before_them() {
    let passwords = as_in_production();
    let stored = stored(&passwords).await;
    let cores = std::thread::available_parallelism().unwrap().get();
    let storm = (0..100).map(|_| {
        let (passwords, stored) = (passwords.clone(), stored.clone());
        async move {
            let asked = Instant::now();
            let answer = passwords.verify(None, SecretString::from(PASSWORD), Some(stored)).await;
            let hashing = passwords.hashing();
            assert!(hashing <= cores, "{hashing} at once on {cores} cores");
            (answer, asked.elapsed())
        }
    });
    let answers = join_all(storm).await;
    assert!(answers.iter().all(|(answer, _)| !matches!(answer, Ok(false))));
    // The others wait for their turn, five seconds at most.
    let at_once = answers.iter().filter(|(answer, waited)| {
        matches!(answer, Err(AppError::Busy)) && *waited < Duration::from_secs(4)
    });
    // Some of the first may be done before the last ask.
    let refused = at_once.count();
    assert!((1..=36).contains(&refused), "{refused} refused at once");
}

fn busy(config: &mut ServiceConfig) {
    async fn hash(app: web::Data<usher::app::App>) -> AppResult<String> {
        app.passwords
            .hash(None, NewPassword::parse(PASSWORD, &[]).map_err(|_| AppError::BadRequest)?)
            .await
    }
    config.route("/test/hash", web::to(hash));
}

#[actix_web::test]
async fn s09_who_comes_when_the_line_is_full_is_told_to_come_back() {
    let flags = ["--mailbox", "--hash-memory", "65536"];
    let app = TestApp::with_routes(&flags, busy);
    let stranger = app.stranger();
    let answers = join_all((0..120).map(|_| stranger.get("/test/hash"))).await;
    let refused: Vec<_> = answers.iter().filter(|answer| answer.status == 503).collect();
    assert!(!refused.is_empty() && refused.len() < 120);
    for answer in refused {
        assert_eq!(answer.headers["retry-after"], "30");
        assert_eq!(answer.one("h1"), "Busy right now");
    }
    assert_eq!(stranger.get("/test/hash").await.status, 200, "it recovers by itself");
}

async fn sign_in(person: &Person, email: &str, password: &str) -> u16 {
    let form = [("email", email), ("password", password), ("next", "")];
    person.post("/sign-in", &form).await.status
}

#[actix_web::test]
async fn s09_one_account_has_no_more_than_its_part_of_the_line() {
    let app = TestApp::with(&["--mailbox", "--hash-memory", "65536"]);
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Bruno Falk", "bruno@n.example");
    let (ada, bruno) = (app.stranger(), app.stranger());
    let form = [("email", workspace.ada.email.as_str()), ("password", PASSWORD), ("next", "")];
    // From as many machines, since ten at once from one are too many anyway.
    let machines: Vec<_> = (0..40).map(|number| format!("198.51.{number}.7")).collect();
    let storm = machines.iter().map(|machine| ada.post_from(machine, "/sign-in", &form));
    let storm =
        async { join_all(storm).await.iter().map(|answer| answer.status).collect::<Vec<_>>() };
    let (storm, bruno) = join(storm, sign_in(&bruno, "bruno@n.example", PASSWORD)).await;
    assert_eq!(bruno, 303);
    assert!(storm.contains(&303) && storm.contains(&503), "{storm:?}");
    assert!(storm.iter().all(|status| matches!(status, 303 | 503)), "{storm:?}");
    assert_eq!(sign_in(&app.stranger(), &workspace.ada.email, PASSWORD).await, 303);
}

#[actix_web::test]
async fn s09_a_full_line_gives_the_attempts_back() {
    let app = TestApp::with(&["--mailbox", "--hash-memory", "16384"]);
    app.workspace("Nordlicht");
    let passwords = app.app.passwords.clone();
    let is_over = Rc::new(Cell::new(false));
    let storm = join_all((0..64).map(|_| {
        let (passwords, is_over) = (passwords.clone(), is_over.clone());
        async move {
            while !is_over.get() {
                let _ = passwords.verify(None, SecretString::from(PASSWORD), None).await;
            }
        }
    }));
    let storm = actix_web::rt::spawn(storm);
    while passwords.hashing() == 0 {
        tokio::task::yield_now().await;
    }
    let wrong = async || sign_in(&app.stranger(), "ada@nordlicht.example", "wrong").await;
    // One may find a place that has just become free, and is checked.
    let mut statuses = Vec::new();
    while statuses.iter().filter(|status| **status == 503).count() < 12 {
        statuses.push(wrong().await);
        assert!(!statuses.contains(&429), "{statuses:?}");
    }
    is_over.set(true);
    storm.await.unwrap();
    let checked = statuses.iter().filter(|status| **status == 422).count();
    assert_eq!(checked + 12, statuses.len(), "{statuses:?}");
    for number in checked..10 {
        assert_eq!(wrong().await, 422, "{number}");
    }
    assert_eq!(wrong().await, 429);
}

/// The middle of 21 measurements.
async fn median(mut measure: impl AsyncFnMut() -> Duration) -> Duration {
    let mut all = Vec::new();
    for _ in 0..21 {
        all.push(measure().await);
    }
    all.sort();
    all[10]
}

#[actix_web::test]
async fn s09_a_megabyte_of_password_is_refused_within_five_milliseconds_and_never_hashed() {
    let long = "a ".repeat(500_000);
    let typed = median(async || {
        let began = Instant::now();
        assert!(typed_password(&long).is_none());
        began.elapsed()
    });
    let set = median(async || {
        let began = Instant::now();
        let refused = check(&long, &["ada@nordlicht.example"]).await.unwrap();
        assert_eq!(refused.unwrap_err(), PasswordProblem::TooLong);
        began.elapsed()
    });
    for took in [typed.await, set.await] {
        assert!(took < Duration::from_millis(5), "{took:?}");
    }
    // At the sign-in it is just a wrong one.
    let app = TestApp::start();
    let form = [("email", "ada@nordlicht.example"), ("password", long.as_str()), ("next", "")];
    assert_eq!(app.stranger().post("/sign-in", &form).await.status, 422);
}

#[actix_web::test]
async fn s09_an_unknown_person_costs_as_much_as_a_known_one() {
    let passwords = as_in_production();
    let stored = stored(&passwords).await;
    let mut costs = [Vec::new(), Vec::new()];
    // In turns, so that what else the machine does falls on both.
    for _ in 0..21 {
        for (known, cost) in [Some(stored.clone()), None].into_iter().zip(&mut costs) {
            let began = Instant::now();
            let fits = passwords.verify(None, SecretString::from("wrong"), known).await.unwrap();
            assert!(!fits);
            cost.push(began.elapsed().as_secs_f64());
        }
    }
    let [known, unknown] = costs.map(|mut cost| {
        cost.sort_by(f64::total_cmp);
        cost[10]
    });
    assert!((0.5..2.0).contains(&(known / unknown)), "{known} s and {unknown} s");
}
