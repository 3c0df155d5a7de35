//! What is tidied up once an hour.

use diesel::prelude::*;
use usher::schema::{invitation_slots, rate_counters, sessions};

use crate::web::support::TestApp;

#[actix_web::test]
async fn r15_ended_sessions_old_attempts_and_old_slots_go_and_nothing_more_the_second_time() {
    let app = TestApp::start();
    app.sql(
        "INSERT INTO sessions (token_digest, state, expires_at)
         VALUES ('ended', '{}', now() - interval '1 second'), ('open', '{}', now() + interval '1 day')",
    );
    app.sql(
        "INSERT INTO rate_counters (key, attempts, ends_at)
         VALUES ('old', 1, now() - interval '1 second'), ('new', 1, now() + interval '1 minute')",
    );
    app.sql(
        "INSERT INTO invitation_slots (email_key, newest_at)
         VALUES ('old', now() - interval '25 hours'), ('none', NULL), ('new', now())",
    );
    for _ in 0..2 {
        usher::chores::run(app.app.clone()).await;
        only_the_new_is_left(&app);
    }
}

#[actix_web::test]
async fn r15_migrating_a_second_time_runs_nothing() {
    let app = TestApp::start();
    for _ in 0..2 {
        assert_eq!(usher::db::migrate(&app.database_url), Ok(0));
    }
}

fn only_the_new_is_left(app: &TestApp) {
    let conn = &mut app.conn();
    let digests: Vec<Vec<u8>> = sessions::table.select(sessions::token_digest).load(conn).unwrap();
    let keys: Vec<String> = rate_counters::table.select(rate_counters::key).load(conn).unwrap();
    let kept = invitation_slots::table.select(invitation_slots::email_key);
    assert_eq!(kept.load::<String>(conn).unwrap(), ["new"]);
    assert_eq!((digests, keys), (vec![b"open".to_vec()], vec!["new".to_owned()]));
}
