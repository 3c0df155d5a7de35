//! Whoever reads the database, a backup or any log can join, sign in and reset nothing.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use actix_web::cookie::{Cookie, CookieJar};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use reqwest::header::{ORIGIN, SET_COOKIE};
use reqwest::redirect::Policy;
use usher::db;
use usher::db::managed::{ManagedPostgres, Options};
use usher::mail::mailbox::Mailbox;
use usher::schema::{invitations, outbox_emails, roles};
use usher::security::keys::Keys;
use usher::security::links::JoinClaim;
use uuid::Uuid;

use crate::program::{Running, Scratch, within_patience};

const ADMIN: &str = "ada@nordlicht.example";
/// Each set once; long and of the letters that links are made of, so that one search finds all.
const PASSWORDS: [&str; 4] = [
    "violet-anchor-mosaic-lagoon-71",
    "copper-lantern-orbit-thicket-42",
    "granite-saffron-otter-pendulum-9",
    "meadow-tungsten-fiddle-harbour-33",
];
const INVITED: usize = 1_000;
/// How much of a secret's end is searched for.
const END: usize = 20;

/// A browser, and every secret that a cookie has told it.
struct Browser {
    base: String,
    client: reqwest::Client,
    cookies: Vec<String>,
}

impl Browser {
    fn new(base: &str) -> Browser {
        let client = reqwest::Client::builder().cookie_store(true).redirect(Policy::none());
        let client = client.no_proxy().build().unwrap();
        Browser { base: base.to_owned(), client, cookies: Vec::new() }
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) {
        let request = self.client.post(format!("{}{path}", self.base)).header(ORIGIN, &self.base);
        let response = request.form(fields).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 303, "{path}: {}", response.text().await.unwrap());
        for cookie in response.headers().get_all(SET_COOKIE) {
            let value = cookie.to_str().unwrap().split(';').next().unwrap();
            self.cookies.push(value.to_owned());
        }
    }

    async fn get(&self, path: &str) {
        let response = self.client.get(format!("{}{path}", self.base)).send().await.unwrap();
        assert!(response.status().is_success(), "{path}: {}", response.status());
    }
}

/// The database in which every statement is logged with its parameters.
struct Logged {
    server: ManagedPostgres,
    log: PathBuf,
}

impl Logged {
    fn start(folder: &Path) -> Logged {
        let server = ManagedPostgres::start(folder, Options { durable: false }).unwrap();
        server.ensure_database("usher").unwrap();
        let mut conn = PgConnection::establish(&server.url("usher")).unwrap();
        for statement in ["ALTER SYSTEM SET log_statement = 'all'", "SELECT pg_reload_conf()"] {
            conn.batch_execute(statement).unwrap();
        }
        let log = folder.join("pg.log");
        within_patience("statements are logged", || {
            PgConnection::establish(&server.url("usher"))
                .unwrap()
                .batch_execute("SELECT 'logged'")
                .unwrap();
            fs::read_to_string(&log).unwrap().contains("SELECT 'logged'")
        });
        db::migrate(&server.url("usher")).unwrap();
        Logged { server, log }
    }

    fn conn(&self) -> PgConnection {
        PgConnection::establish(&self.server.url("usher")).unwrap()
    }

    fn dump(&self) -> String {
        let program = std::env::var_os("USHER_PG_BIN")
            .map_or_else(|| PathBuf::from("pg_dump"), |folder| Path::new(&folder).join("pg_dump"));
        let dumped = Command::new(program)
            .arg(format!("--dbname={}", self.server.url("usher")))
            .output()
            .unwrap();
        assert!(dumped.status.success(), "{}", String::from_utf8_lossy(&dumped.stderr));
        String::from_utf8(dumped.stdout).unwrap()
    }

    fn wait_until_sent(&self, count: i64) {
        let mut conn = self.conn();
        within_patience("all mails have left", || {
            let sent = outbox_emails::table.filter(outbox_emails::state.eq("sent")).count();
            sent.get_result::<i64>(&mut conn).unwrap() == count
        });
    }
}

/// Secrets by the end that is searched for.
#[derive(Default)]
struct Secrets(HashMap<Vec<u8>, String>);

impl Secrets {
    fn add(&mut self, what: &str, secret: &str) {
        assert!(secret.len() >= END, "{what} is short");
        self.0.insert(secret.as_bytes()[secret.len() - END..].to_vec(), what.to_owned());
    }

    /// A link's token, and its MAC as bytes are shown in dumps.
    fn add_token(&mut self, what: &str, token: &str) {
        self.add(what, token);
        let bytes = URL_SAFE_NO_PAD.decode(token).unwrap();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        self.add(what, &hex);
    }

    /// What of it stands in a text. Only within words of the letters that all of them consist of.
    fn found_in(&self, text: &str) -> Vec<&str> {
        let is_inside = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
        text.split(|letter| !is_inside(letter))
            .filter(|word| word.len() >= END)
            .flat_map(|word| word.as_bytes().windows(END))
            .filter_map(|window| self.0.get(window).map(String::as_str))
            .collect()
    }
}

/// The links of all invitations.
fn links(conn: &mut PgConnection, keys: &Keys) -> Vec<String> {
    let rows: Vec<(Uuid, Uuid, i32)> = invitations::table
        .select((invitations::workspace_id, invitations::id, invitations::generation))
        .load(conn)
        .unwrap();
    let token = |(workspace_id, invitation_id, generation)| {
        JoinClaim { workspace_id, invitation_id, generation }.token(keys)
    };
    rows.into_iter().map(token).collect()
}

async fn invite_all(ada: &mut Browser, conn: &mut PgConnection) {
    let role: Uuid =
        roles::table.filter(roles::preset.eq("user")).select(roles::id).first(conn).unwrap();
    let role = role.to_string();
    for batch in 0..INVITED / 100 {
        let form_id = Uuid::now_v7().to_string();
        let mut form = vec![("form_id".to_owned(), form_id)];
        for line in 0..100 {
            let email = format!("p{batch}-{line}@example.com");
            form.push((format!("lines[{line}][email]"), email));
            form.push((format!("lines[{line}][role]"), role.clone()));
        }
        let form: Vec<_> =
            form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        ada.post("/w/nordlicht/settings/invite", &form).await;
    }
}

/// Somebody joins by the link, signs out and in again, and sets another password.
async fn live(base: &str, token: &str, email: &str) -> Vec<String> {
    let mut person = Browser::new(base);
    let path = format!("/join/{token}");
    person.get(&path).await;
    person.post(&path, &[("name", "Hanna"), ("password", PASSWORDS[1])]).await;
    person.post("/sign-out", &[]).await;
    person.post("/sign-in", &[("email", email), ("password", PASSWORDS[1]), ("next", "")]).await;
    let change = [("current_password", PASSWORDS[1]), ("password", PASSWORDS[2])];
    person.post("/profile/password", &change).await;
    person.cookies
}

fn serve(scratch: &Scratch, database: &Logged, keys: &str) -> Running {
    let mut command = scratch.usher(&["serve", "--mailbox", "--address", "127.0.0.1:0"]);
    command.args(["--hash-memory", "64", "--hash-passes", "1", "--keys", keys]);
    command.arg("--data").arg(scratch.path().join("data"));
    command.args(["--database-url", &database.server.url("usher")]).env("RUST_LOG", "trace");
    Running::start_as(scratch, command)
}

#[actix_web::test]
async fn t02_no_dump_and_no_log_knows_a_link_a_password_or_a_session_key() {
    let scratch = Scratch::new();
    let database = Logged::start(&scratch.path().join("database"));
    let secret = STANDARD.encode((0..32_u8).map(|i| i.wrapping_mul(37) ^ 91).collect::<Vec<_>>());
    let keys_text = format!("first:{secret}");
    let keys = Keys::parse(&keys_text).unwrap();
    let usher = serve(&scratch, &database, &keys_text);
    let base = usher.line("Address:");
    let setup = usher.line("Set up:");
    let mut secrets = Secrets::default();
    secrets.add("the setup address", &setup);
    PASSWORDS.iter().for_each(|password| secrets.add("a password", password));

    let mut ada = Browser::new(&base);
    let mut conn = database.conn();
    let first = [
        ("workspace", "Nordlicht"),
        ("time_zone", "Europe/Berlin"),
        ("language", "en"),
        ("email", ADMIN),
        ("name", "Ada Engel"),
        ("password", PASSWORDS[0]),
    ];
    ada.post(setup.strip_prefix(&base).unwrap(), &first).await;
    conn.batch_execute("UPDATE workspaces SET hold_seconds = 0").unwrap();
    invite_all(&mut ada, &mut conn).await;
    database.wait_until_sent(i64::try_from(INVITED).unwrap());
    let links = links(&mut conn, &keys);
    assert_eq!(links.len(), INVITED);
    links.iter().for_each(|link| secrets.add_token("a link to join", link));
    let email: String = invitations::table
        .inner_join(
            usher::schema::users::table.on(usher::schema::users::id.eq(invitations::user_id)),
        )
        .filter(invitations::id.eq(invitation_of(&keys, &links[0])))
        .select(usher::schema::users::email)
        .first(&mut conn)
        .unwrap();
    let hannas = live(&base, &links[0], &email).await;

    ada.post("/password-reset", &[("email", ADMIN)]).await;
    database.wait_until_sent(i64::try_from(INVITED).unwrap() + 1);
    let mails = Mailbox::open(scratch.path().join("data").join("mail")).unwrap().list().unwrap();
    let text = &mails.iter().find(|mail| mail.text.contains("/password-reset/")).unwrap().text;
    let reset = text.split("/password-reset/").nth(1).unwrap();
    let reset = reset.split_whitespace().next().unwrap();
    secrets.add_token("a link to reset a password", reset);
    ada.post(&format!("/password-reset/{reset}"), &[("password", PASSWORDS[3])]).await;
    // Those that a sign-out takes away are empty.
    for cookie in ada.cookies.iter().chain(&hannas).filter(|cookie| cookie.len() > 60) {
        secrets.add("a cookie", cookie);
        if let Some(key) = session_key(&keys, cookie) {
            secrets.add("a session's key", &key);
        }
    }

    let log = usher.log();
    for (what, text, known) in [
        ("the program's log", log, "/join/{token}"),
        ("the dump", database.dump(), "p9-99@example.com"),
        ("the database's log", fs::read_to_string(&database.log).unwrap(), "p9-99@example.com"),
    ] {
        assert!(text.contains(known), "{what} is not what it should be");
        assert!(!text.contains(&secret), "the installation's key is in {what}");
        assert_eq!(secrets.found_in(&text), Vec::<&str>::new(), "in {what}");
        // The search itself finds what it is for.
        let leak = format!("{text}\nGET /join/{} 200", links[500]);
        assert_eq!(secrets.found_in(&leak), ["a link to join"]);
    }
}

/// What the session's cookie holds, which is encrypted; `None` for the other one.
fn session_key(keys: &Keys, cookie: &str) -> Option<String> {
    let cookie = Cookie::parse_encoded(cookie.to_owned()).ok()?;
    let name = cookie.name().to_owned();
    let mut jar = CookieJar::new();
    jar.add_original(cookie);
    Some(jar.private(&keys.cookie_key()).get(&name)?.value().to_owned())
}

fn invitation_of(keys: &Keys, token: &str) -> Uuid {
    JoinClaim::open(keys, token).unwrap().invitation_id
}
