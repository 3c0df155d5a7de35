//! What form, database and envelope make of each address of the corpus.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel::result::DatabaseErrorKind::{CheckViolation, UniqueViolation};
use diesel::result::Error::DatabaseError;
use diesel::sql_types::Text;
use usher::mail::worker;
use usher::models::outbox_email::State;
use usher::schema::users;
use usher::values::EmailAddress;
use uuid::Uuid;

use crate::app;
use crate::corpus::{Case, Verdict, cases};
use crate::sink::Sink;
use crate::web::support::{Answer, Person, TestWorkspace};

async fn send(ada: &Person, workspace: &TestWorkspace<'_>, emails: &[&str]) -> Answer {
    let role = workspace.user_role.id.to_string();
    let mut fields = vec![("form_id".to_owned(), Uuid::now_v7().to_string())];
    for (i, email) in emails.iter().enumerate() {
        fields.push((format!("lines[{i}][email]"), (*email).to_owned()));
        fields.push((format!("lines[{i}][name]"), "Bea Muster".to_owned()));
        fields.push((format!("lines[{i}][role]"), role.clone()));
    }
    let fields: Vec<_> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    ada.post(&workspace.path("settings/invite"), &fields).await
}

/// Whether the text is refused as an address, at its line of a form where others are too.
fn is_refused(summary: &[String], line: usize) -> bool {
    let start = format!("Line {line}: ");
    let mut said = summary.iter().filter_map(|said| said.strip_prefix(&*start));
    let of_addresses = ["Enter an e-mail", "This is no e-mail"];
    said.any(|said| of_addresses.iter().any(|words| said.starts_with(words)))
}

/// Every address that is one, once.
fn taken(cases: &[Case]) -> Vec<EmailAddress> {
    let mut seen = BTreeSet::new();
    let all = cases.iter().filter(|case| case.verdict == Verdict::Taken);
    let all = all.map(|case| EmailAddress::parse(&case.text).unwrap());
    all.filter(|email| seen.insert(email.key().to_owned())).collect()
}

/// One mail each to the stored address, whatever the corpus holds.
#[actix_web::test]
async fn e03_the_form_takes_what_is_an_address_and_the_envelope_names_it_once() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let workspace = app.workspace("Nordlicht");
    workspace.book(1000);
    let ada = workspace.signed_in_admin().await;
    let cases = cases();
    for cases in cases.chunks(99) {
        // The first line is always refused, so that nothing is sent yet.
        let mut emails = vec!["nobody"];
        emails.extend(cases.iter().map(|case| &*case.text));
        let answer = send(&ada, &workspace, &emails).await;
        assert_eq!(answer.status, 422);
        let summary = answer.all(".summary li");
        for (case, line) in cases.iter().zip(2..) {
            let is_taken = case.verdict == Verdict::Taken;
            assert_eq!(is_refused(&summary, line), !is_taken, "{:?}", case.text);
        }
    }
    assert_eq!(app.mails(State::Due), 0);

    let taken = taken(&cases);
    for emails in taken.chunks(100) {
        let emails: Vec<_> = emails.iter().map(EmailAddress::as_str).collect();
        let answer = send(&ada, &workspace, &emails).await;
        assert_eq!(answer.status, 303, "{:?}", answer.all(".summary li"));
    }
    let worker = worker::start(app.app.clone());
    // Some of them are one mailbox, which is not sent as much at once: a day goes by for each.
    let began = Instant::now();
    while sink.messages().len() < taken.len() {
        assert!(began.elapsed() < Duration::from_secs(60), "not every mail arrives");
        app.sql("DELETE FROM invitation_slots");
        app.sql("UPDATE outbox_emails SET due_at = now() WHERE state = 'due'");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let messages = sink.messages();
    worker.stop().await;
    let stored: Vec<(String, String)> = users::table
        .filter(users::status.eq("initiated"))
        .select((users::email, users::email_key))
        .load(&mut app.conn())
        .unwrap();
    assert_eq!(stored.len(), taken.len());
    let envelope =
        |(email, _): &(String, String)| EmailAddress::parse(email).unwrap().for_envelope();
    let expected: BTreeSet<String> = stored.iter().map(envelope).collect();
    let reached: BTreeSet<String> = messages.iter().map(|m| m.recipients.join(" and ")).collect();
    assert_eq!((messages.len(), reached), (taken.len(), expected));
    let rcpt = sink.commands().iter().filter(|line| line.starts_with("RCPT TO")).count();
    assert_eq!(rcpt, taken.len());
}

/// Inserts a user of this address and key, past the program.
fn store(
    conn: &mut PgConnection,
    workspace: &TestWorkspace,
    email: &str,
    key: &str,
) -> QueryResult<usize> {
    let query = format!(
        "INSERT INTO users (workspace_id, id, email, email_key, name, role_id, status)
         VALUES ('{}', gen_random_uuid(), $1, $2, 'Bea', '{}', 'initiated')",
        workspace.id, workspace.user_role.id
    );
    diesel::sql_query(query).bind::<Text, _>(email).bind::<Text, _>(key).execute(conn)
}

#[actix_web::test]
async fn e03_the_database_stores_what_is_an_address_and_nothing_else() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let workspace = app.workspace("Nordlicht");
    let conn = &mut app.conn();
    let cases = cases();
    for email in taken(&cases) {
        store(conn, &workspace, email.as_str(), email.key()).unwrap();
        // Nor a key that is another address's.
        let other = store(conn, &workspace, email.as_str(), "eve@evil.example");
        assert!(matches!(other, Err(DatabaseError(CheckViolation, _))), "{email}: {other:?}");
    }
    let refused = |verdict: &Verdict| !matches!(verdict, Verdict::Taken | Verdict::BadPunycode);
    for case in cases.iter().filter(|case| refused(&case.verdict) && !case.text.contains('\0')) {
        let (local, domain) = case.text.rsplit_once('@').unwrap_or((&case.text, ""));
        let lenient = idna::domain_to_ascii(domain).unwrap_or_default();
        for key in [
            case.text.to_lowercase(),
            case.text.to_ascii_lowercase(),
            format!("{}@{lenient}", local.to_lowercase()),
            "anna@example.com".to_owned(),
        ] {
            let stored = store(conn, &workspace, &case.text, &key);
            let is_refused = matches!(stored, Err(DatabaseError(CheckViolation, _)));
            assert!(is_refused, "{:?} as {key:?}: {stored:?}", case.text);
        }
    }
}

#[actix_web::test]
async fn e01_one_key_has_one_account_and_one_user_in_a_workspace() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let workspace = app.workspace("Nordlicht");
    let conn = &mut app.conn();
    store(conn, &workspace, "mike@example.com", "mike@example.com").unwrap();
    let again = store(conn, &workspace, "MIKE@Example.com", "mike@example.com");
    assert!(matches!(again, Err(DatabaseError(UniqueViolation, _))), "{again:?}");
    store(conn, &app.workspace("Suedwind"), "MIKE@Example.com", "mike@example.com").unwrap();
    let account = |conn: &mut PgConnection, email: &str| {
        let query = "INSERT INTO accounts (id, email, email_key)
                     VALUES (gen_random_uuid(), $1, lower($1))";
        diesel::sql_query(query).bind::<Text, _>(email).execute(conn)
    };
    account(conn, "mike@example.com").unwrap();
    assert!(matches!(account(conn, "Mike@example.com"), Err(DatabaseError(UniqueViolation, _))));
    assert!(matches!(account(conn, "mıke@example.com"), Err(DatabaseError(CheckViolation, _))));
}
