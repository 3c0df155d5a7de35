//! The program itself, as one of several on the same database.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use usher::models::outbox_email::State;
use usher::schema::{invitations, outbox_emails, users};

use crate::sink::Sink;
use crate::web::support::TestApp;

/// Starting the program takes its time on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A running `usher`; killed when dropped.
pub struct Node {
    child: Child,
    log: PathBuf,
}

impl Node {
    /// `usher work`, which fails as planned (see `src/failpoints.rs`).
    pub fn work(app: &TestApp, sink: &Sink, plan: Option<&str>) -> Node {
        Node::start(app, sink, &["work"], plan)
    }

    /// `usher serve` at this address, worker included. Returns when it answers or is dead.
    pub async fn serve(
        app: &TestApp,
        sink: &Sink,
        address: SocketAddr,
        plan: Option<&str>,
    ) -> Node {
        Node::serve_with(app, sink, address, plan, &[]).await
    }

    /// The same with more flags.
    pub async fn serve_with(
        app: &TestApp,
        sink: &Sink,
        address: SocketAddr,
        plan: Option<&str>,
        flags: &[String],
    ) -> Node {
        let at = address.to_string();
        let fixed = ["serve", "--address", &at];
        let words: Vec<&str> = fixed.into_iter().chain(flags.iter().map(String::as_str)).collect();
        let mut node = Node::start(app, sink, &words, plan);
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let probe = format!("http://{address}/healthz");
        let began = Instant::now();
        while client.get(&probe).send().await.is_err() && !node.is_dead() {
            assert!(began.elapsed() < PATIENCE, "it does not serve: {}", node.log());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        node
    }

    fn start(app: &TestApp, sink: &Sink, words: &[&str], plan: Option<&str>) -> Node {
        fs::create_dir_all(&app.folder).unwrap();
        let log = app.folder.join(format!("log-{}", uuid::Uuid::now_v7()));
        let mut command = Node::command(app, sink, words);
        command.stderr(File::create(&log).unwrap());
        if let Some(plan) = plan {
            command.env("USHER_FAILPOINT", plan);
        }
        Node { child: command.spawn().unwrap(), log }
    }

    /// `usher` with these words, on the test's database and mail server.
    pub fn command(app: &TestApp, sink: &Sink, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_usher"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("USHER_")) {
            command.env_remove(name);
        }
        command
            .args(words)
            .env("DATABASE_URL", &app.database_url)
            .env("USHER_KEYS", format!("test:{}=", "A".repeat(43)))
            .env("USHER_SMTP_URL", sink.url())
            .env("USHER_MAIL_FROM", "usher@usher.example")
            .env("USHER_HASH_MEMORY", "64")
            .env("USHER_HASH_PASSES", "1")
            .env("RUST_LOG", "info")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        command
    }

    pub fn is_dead(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// Waits until it has ended by itself.
    pub async fn dies(&mut self) {
        let began = Instant::now();
        while !self.is_dead() {
            assert!(began.elapsed() < PATIENCE, "it does not die: {}", self.log());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// As `kill -9` does it.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        self.child.wait().unwrap();
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
    }
}

/// An address that is free just now.
pub fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// Waits until so many mails are in this state.
pub async fn until(app: &TestApp, node: &Node, state: State, count: i64) {
    let began = Instant::now();
    while app.mails(state) < count {
        assert!(began.elapsed() < PATIENCE, "not {count} {state}: {}", node.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A minute goes by, in which no dead worker renews its leases.
pub fn leases_run_out(app: &TestApp) {
    app.sql(
        "UPDATE outbox_emails SET leased_until = now() - interval '1 second' WHERE state = 'leased'",
    );
}

/// Whose mails are in this state.
pub fn people(app: &TestApp, state: State) -> Vec<String> {
    let query = mails_of_people().filter(outbox_emails::state.eq(state));
    query.select(users::email).load(&mut app.conn()).unwrap()
}

#[derive(QueryableByName)]
struct Busy {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    count: i64,
}

/// The database finishes what a dead program has asked of it: a claim may be committed after the
/// death of who made it.
fn until_quiet(app: &TestApp) {
    let busy = "SELECT count(*) AS count FROM pg_stat_activity
                WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()";
    let conn = &mut app.conn();
    let began = Instant::now();
    while diesel::sql_query(busy).get_result::<Busy>(conn).unwrap().count > 0 {
        assert!(began.elapsed() < PATIENCE, "the database is still at work");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Whose mails a worker has in hand, or had when it was killed.
pub fn in_hand(app: &TestApp) -> BTreeSet<String> {
    until_quiet(app);
    let now = diesel::dsl::now.into_sql::<diesel::sql_types::Timestamptz>();
    let query = mails_of_people().filter(outbox_emails::leased_until.gt(now.nullable()));
    let list: Vec<String> = query.select(users::email).load(&mut app.conn()).unwrap();
    list.into_iter().collect()
}

#[diesel::dsl::auto_type(no_type_alias)]
fn mails_of_people() -> _ {
    outbox_emails::table
        .inner_join(
            invitations::table.on(invitations::id.nullable().eq(outbox_emails::invitation_id)),
        )
        .inner_join(users::table.on(users::id.eq(invitations::user_id)))
}
