//! What the running program logs, as whoever keeps its log gets it.

use diesel::prelude::*;
use reqwest::header::ORIGIN;
use reqwest::multipart::{Form, Part};
use serde_json::Value;
use usher::db::managed::{ManagedPostgres, Options};
use usher::models::invitation::Invitation;
use usher::models::role::Preset;
use usher::schema::{accounts, invitations, roles, users};
use usher::security::keys::Keys;
use usher::security::links::JoinClaim;
use uuid::Uuid;

use crate::program::{Running, Scratch, run, within_patience};
use crate::web::support::Person;

const KEYS: &str = "test:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
const PASSWORD: &str = "violet-anchor-mosaic-7";
const WRONG: &str = "wrong-horse-battery-9";
const NEW: &str = "copper-lantern-willow-22";
/// Names that would end a line, or a text in it, if they were not escaped.
const NAME: &str = "Ada \"level\":\"ERROR\"}{ \\n \\\" <b> Engel";

/// A program that serves with its log as JSON, at debug level, and its database.
struct Installation {
    serving: Running,
    base: String,
    setup: String,
    url: String,
    _server: ManagedPostgres,
}

impl Installation {
    fn start(scratch: &Scratch) -> Installation {
        let folder = scratch.path().join("server");
        let server = ManagedPostgres::start(&folder, Options { durable: false }).unwrap();
        server.ensure_database("usher").unwrap();
        let url = server.url("usher");
        let migrated = run(scratch.usher(&["migrate"]).env("DATABASE_URL", &url));
        assert!(migrated.success, "{}", migrated.err);
        let words = ["serve", "--address=127.0.0.1:0", "--mailbox", "--log-format=json"];
        let settings =
            ["--database-url", &url, "--keys", KEYS, "--hash-memory=64", "--hash-passes=1"];
        let words = [&words[..], &settings].concat();
        let mut command = scratch.usher(&words);
        command.env("RUST_LOG", "debug");
        let serving = Running::start_as(scratch, command);
        let base = serving.line("Address: ");
        let setup = serving.line("Set up: ").replace(&base, "");
        Installation { serving, base, setup, url, _server: server }
    }

    fn conn(&self) -> PgConnection {
        PgConnection::establish(&self.url).unwrap()
    }

    /// The link of an address's open invitation.
    fn link(&self, email: &str) -> String {
        let invitation: Invitation = invitations::table
            .inner_join(users::table.on(users::id.eq(invitations::user_id)))
            .filter(users::email_key.eq(email))
            .select(Invitation::as_select())
            .first(&mut self.conn())
            .unwrap();
        let claim = JoinClaim {
            workspace_id: invitation.workspace_id,
            invitation_id: invitation.id,
            generation: invitation.generation,
        };
        format!("/join/{}", claim.token(&Keys::parse(KEYS).unwrap()))
    }

    fn user(&self, email: &str) -> Uuid {
        let query = users::table.filter(users::email_key.eq(email)).select(users::id);
        query.first(&mut self.conn()).unwrap()
    }

    fn role(&self, preset: Preset) -> String {
        let query = roles::table.filter(roles::preset.eq(preset)).select(roles::id);
        query.first::<Uuid>(&mut self.conn()).unwrap().to_string()
    }

    fn account(&self, email: &str) -> String {
        let query = accounts::table.filter(accounts::email_key.eq(email)).select(accounts::id);
        query.first::<Uuid>(&mut self.conn()).unwrap().to_string()
    }
}

/// Posts, and says what came instead when it is not this status.
async fn post(person: &Person, path: &str, fields: &[(&str, &str)], status: u16) -> Vec<String> {
    let answer = person.post(path, fields).await;
    assert_eq!(answer.status, status, "{path}: {}", answer.text());
    let cookies = answer.headers.get_all("set-cookie").iter();
    let values = cookies.filter_map(|cookie| cookie.to_str().unwrap().split(['=', ';']).nth(1));
    values.filter(|value| value.len() > 20).map(str::to_owned).collect()
}

/// Does everything that is to be logged, once; the secrets that were used on the way.
async fn live_through(usher: &Installation) -> Vec<String> {
    let (ada, bea) = (Person::new(&usher.base), Person::new(&usher.base));
    let mut secrets = vec![PASSWORD.to_owned(), WRONG.to_owned(), NEW.to_owned()];
    let token = usher.setup.split_once('=').unwrap().1.to_owned();
    let first = [
        ("workspace", NAME),
        ("time_zone", "Europe/Berlin"),
        ("language", "en"),
        ("name", NAME),
        ("email", "ada@example.com"),
        ("password", PASSWORD),
    ];
    secrets.extend(post(&ada, &usher.setup, &first, 303).await);
    secrets.push(token);
    post(&ada, "/sign-out", &[], 303).await;
    let sign_in = |password| [("email", "ada@example.com"), ("password", password), ("next", "")];
    post(&ada, "/sign-in", &sign_in(WRONG), 422).await;
    let unknown = [("email", "nobody@example.com"), ("password", WRONG), ("next", "")];
    post(&Person::new(&usher.base), "/sign-in", &unknown, 422).await;
    secrets.extend(post(&ada, "/sign-in", &sign_in(PASSWORD), 303).await);

    let home = ada.get("/").await.location().to_owned();
    let invite = format!("{home}settings/invite");
    let (form_id, role) = (Uuid::now_v7().to_string(), usher.role(Preset::User));
    let lines = [
        ("form_id", form_id.as_str()),
        ("lines[0][email]", "bea@example.com"),
        ("lines[0][name]", NAME),
        ("lines[0][role]", &role),
        ("lines[1][email]", "cleo@example.com"),
        ("lines[1][name]", "Cleo"),
        ("lines[1][role]", &role),
    ];
    post(&ada, &invite, &lines, 303).await;
    let file = Part::bytes(b"E-mail,Name\ndora@example.com,\"Do\"\"ra\"\n".as_slice())
        .file_name("a\"\\n.csv");
    let form = Form::new().text("form_id", Uuid::now_v7().to_string()).part("file", file);
    let import = ada.client.post(ada.url(&format!("{invite}/import")));
    let imported = ada.send(import.header(ORIGIN, &usher.base).multipart(form)).await;
    assert_eq!(imported.status, 200, "{}", imported.text());

    let bea_id = usher.user("bea@example.com");
    let person = format!("{home}settings/users/{bea_id}");
    secrets.push(usher.link("bea@example.com"));
    post(&ada, &format!("{person}/resend"), &[("generation", "1")], 303).await;
    let cleo = usher.user("cleo@example.com");
    post(&ada, &format!("{home}settings/users/{cleo}/withdrawal"), &[], 303).await;
    let link = usher.link("bea@example.com");
    assert_eq!(bea.get(&link).await.status, 200);
    secrets.extend(post(&bea, &link, &[("name", NAME), ("password", NEW)], 303).await);
    secrets.push(link);
    let guest = usher.role(Preset::Guest);
    let change = [("name", NAME), ("gender", ""), ("language", ""), ("role", guest.as_str())];
    post(&ada, &person, &change, 303).await;
    // Another role ended the session.
    let again = [("email", "bea@example.com"), ("password", NEW), ("next", "")];
    secrets.extend(post(&bea, "/sign-in", &again, 303).await);
    assert_eq!(bea.get(&invite).await.status, 403);
    post(&bea, "/password-reset", &[("email", "bea@example.com")], 303).await;
    secrets.retain(|secret| secret.len() > 8);
    secrets
}

/// Asks for what would break a log that is put together from texts.
async fn ask_oddly(base: &str) {
    let person = Person::new(base);
    for path in ["/w/%0a%22%7d%7b/", "/%1b[31m/%00", "/sign-in?next=%0d%0a{\"a\":1}", "/w/a'b\\c/"]
    {
        let request = person.client.get(person.url(path)).header("user-agent", "\"}\\\t{");
        assert!(person.send(request).await.status < 500, "{path}");
    }
    let request = person.client.get(person.url("/sign-in"));
    let request = request.header("host", "evil\"}.example").header("accept-language", "\"}{");
    assert!(person.send(request).await.status < 500);
}

#[actix_web::test]
async fn p13_the_log_tells_each_thing_once_one_object_a_line_and_no_secret() {
    let scratch = Scratch::new();
    let usher = Installation::start(&scratch);
    let secrets = live_through(&usher).await;
    ask_oddly(&usher.base).await;
    let asked = "\"password_reset_asked\"";
    within_patience("the mail is queued", || usher.serving.log().contains(asked));
    let log = usher.serving.log();
    for secret in &secrets {
        assert!(!log.contains(secret.as_str()), "{secret} is logged");
    }
    assert!(!log.contains("/join/") || log.contains("/join/{token}"));
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect();
    assert!(lines.iter().all(|line| line.is_object() && line["level"].is_string()));
    let told: Vec<&Value> = lines.iter().filter(|line| line["target"] == "security").collect();
    let (ada, bea) = (usher.account("ada@example.com"), usher.account("bea@example.com"));
    let user = |email| usher.user(email).to_string();
    for (what, count, account, subject) in [
        ("workspace_made", 1, &ada, None),
        ("signed_out", 1, &ada, None),
        ("sign_in_refused", 2, &ada, None),
        ("invitations_queued", 1, &ada, None),
        ("invited", 2, &ada, Some(user("bea@example.com"))),
        ("imported", 1, &ada, None),
        ("resent", 1, &ada, Some(user("bea@example.com"))),
        ("withdrawn", 1, &ada, Some(user("cleo@example.com"))),
        ("accepted", 1, &bea, Some(user("bea@example.com"))),
        ("signed_in", 3, &ada, None),
        ("role_changed", 1, &ada, Some(user("bea@example.com"))),
        ("denied", 1, &bea, None),
        ("password_reset_asked", 1, &bea, None),
    ] {
        let of_kind: Vec<&&Value> =
            told.iter().filter(|line| line["fields"]["message"] == what).collect();
        assert_eq!(of_kind.len(), count, "{what} among {told:#?}");
        let first = of_kind[0];
        assert!(says_who(first, account), "{what}: {first}");
        assert!(subject.is_none_or(|id| first["fields"]["subject"] == *id), "{what}: {first}");
        for line in of_kind {
            let span = &line["span"];
            assert_eq!(span["id"].as_str().unwrap().len(), 12, "{line}");
            assert_eq!(span["from"], "127.0.0.1", "{line}");
            assert!(span["path"].as_str().unwrap().starts_with('/'), "{line}");
        }
    }
    let failed: Vec<_> = lines.iter().filter(|line| line["level"] == "ERROR").collect();
    assert!(failed.is_empty(), "{failed:#?}");
}

/// Whether it names this account, or the user who was somebody's actor before having one.
fn says_who(line: &Value, account: &str) -> bool {
    let named = [&line["fields"]["account"], &line["span"]["account"]];
    named.iter().any(|named| *named == account) || line["fields"]["actor"].is_string()
}

#[test]
fn a_log_that_goes_to_a_file_has_no_colours() {
    let scratch = Scratch::new();
    let mut command = scratch.usher(&["serve", "--embedded", "--address=127.0.0.1:0"]);
    command.env("RUST_LOG", "debug");
    let serving = Running::start_as(&scratch, command);
    serving.line("Address: ");
    let log = serving.log();
    assert!(log.contains(" INFO ") && !log.contains('\u{1b}'), "{log}");
}
