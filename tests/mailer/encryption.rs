//! Encryption, credentials and the addresses that configure them.

use std::process::Command;

use usher::mail::handover::Handover;
use usher::mail::smtp::SmtpMailer;

use crate::sink::{Encryption, Options, Sink};
use crate::{letter, mailer};

const TO: &str = "bea@firma.example";
const CERTIFICATE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/sink-cert.pem");

fn with_password(tls: Encryption) -> Options {
    let credentials = Some(("usher".to_owned(), "k3y-to-the-kingdom".to_owned()));
    Options { credentials, tls, ..Options::default() }
}

/// The sink by its name, so that encryption is asked for as of any server.
fn required(sink: &Sink) -> String {
    format!("{}?tls=required", sink.url())
}

#[tokio::test]
async fn credentials_are_given_when_the_server_asks() {
    let sink = Sink::with(with_password(Encryption::Absent)).await;
    let outcome = mailer(&sink.url()).hand_over(&letter(TO)).await;
    assert!(matches!(outcome, Handover::Accepted { .. }), "{outcome:?}");
}

#[tokio::test]
async fn a_wrong_password_is_no_fault_of_the_letter() {
    let sink = Sink::with(with_password(Encryption::Absent)).await;
    let url = sink.url().replace("kingdom", "dungeon");
    let outcome = mailer(&url).hand_over(&letter(TO)).await;
    let Handover::Retry { reply } = outcome else { panic!("{outcome:?}") };
    assert!(reply.contains("535 5.7.8 wrong user or password"), "{reply}");
    let checked = mailer(&url).check().await.unwrap_err();
    assert!(checked.contains("did not accept the user name and password"), "{checked}");
}

#[tokio::test]
async fn a_server_that_asks_for_credentials_nobody_gave_is_tried_again() {
    let sink = Sink::with(with_password(Encryption::Absent)).await;
    let url = format!("smtp://127.0.0.1:{}", sink.port());
    let outcome = mailer(&url).hand_over(&letter(TO)).await;
    assert_eq!(outcome, Handover::Retry { reply: "530 sign in first".to_owned() });
}

#[tokio::test]
async fn e10_nothing_is_said_to_a_server_whose_starttls_was_stripped() {
    let sink = Sink::with(with_password(Encryption::Absent)).await;
    let mailer = mailer(&required(&sink));
    let outcome = mailer.hand_over(&letter(TO)).await;
    let Handover::Retry { reply } = outcome else { panic!("{outcome:?}") };
    assert!(reply.contains("offers no STARTTLS"), "{reply}");
    assert!(mailer.check().await.is_err());
    assert_nothing_was_said(&sink);
}

#[tokio::test]
async fn e10_nothing_is_said_to_a_server_with_a_certificate_nobody_vouches_for() {
    for tls in [Encryption::StartTls, Encryption::Implicit] {
        let sink = Sink::with(with_password(tls)).await;
        let outcome = mailer(&required(&sink)).hand_over(&letter(TO)).await;
        let Handover::Retry { reply } = outcome else { panic!("{tls:?}: {outcome:?}") };
        assert!(reply.contains("certificate"), "{tls:?}: {reply}");
        assert_nothing_was_said(&sink);
    }
}

/// Neither who writes to whom nor a password was given away.
fn assert_nothing_was_said(sink: &Sink) {
    let commands = sink.commands();
    let is_harmless = |command: &String| command.starts_with("EHLO") || command == "STARTTLS";
    assert!(commands.iter().all(is_harmless), "{commands:?}");
    assert!(sink.messages().is_empty());
}

/// The system's certificates are read from a variable that only a new process can have set.
#[test]
fn e10_only_a_known_certificate_lets_mail_pass_by_starttls_and_by_tls() {
    let passed = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--include-ignored", "encryption::with_the_certificate_known"])
        .env("SSL_CERT_FILE", CERTIFICATE)
        .env_remove("SSL_CERT_DIR")
        .output()
        .unwrap();
    assert!(passed.status.success(), "{}", String::from_utf8_lossy(&passed.stdout));
}

/// Run by the test above in a process of its own; by itself it has nothing to show.
#[tokio::test]
async fn with_the_certificate_known() {
    if std::env::var_os("SSL_CERT_FILE").is_none_or(|file| file != CERTIFICATE) {
        return;
    }
    for tls in [Encryption::StartTls, Encryption::Implicit] {
        let sink = Sink::with(with_password(tls)).await;
        let mailer = mailer(&required(&sink));
        let outcome = mailer.hand_over(&letter(TO)).await;
        assert!(matches!(outcome, Handover::Accepted { .. }), "{tls:?}: {outcome:?}");
        assert!(sink.messages()[0].encrypted);
        let checked = mailer.check().await.unwrap();
        assert!(checked.contains("encrypted"), "{checked}");
    }
    answers_slipped_in_before_encryption_are_not_believed().await;
    if cfg!(target_os = "linux") {
        a_known_certificate_of_another_name_is_not_accepted().await;
    }
}

async fn a_known_certificate_of_another_name_is_not_accepted() {
    for tls in [Encryption::StartTls, Encryption::Implicit] {
        let sink = Sink::with(Options { misnamed: true, ..with_password(tls) }).await;
        let outcome = mailer(&required(&sink)).hand_over(&letter(TO)).await;
        let Handover::Retry { reply } = outcome else { panic!("{tls:?}: {outcome:?}") };
        assert!(reply.contains("certificate"), "{tls:?}: {reply}");
        assert_nothing_was_said(&sink);
    }
}

async fn answers_slipped_in_before_encryption_are_not_believed() {
    let injected =
        "250-evil\r\n250 AUTH PLAIN\r\n235 welcome\r\n250 ok\r\n250 ok\r\n354 go on\r\n250 taken";
    let sink = Sink::with(Options { injected, ..with_password(Encryption::StartTls) }).await;
    let outcome = mailer(&required(&sink)).hand_over(&letter(TO)).await;
    assert!(matches!(outcome, Handover::Retry { .. }), "{outcome:?}");
    assert!(!sink.commands().iter().any(|command| command.starts_with("AUTH")));
}

#[test]
fn addresses_that_are_not_understood_or_would_betray_the_password_are_refused() {
    for (url, said) in [
        ("mail.example.org:587", "reads smtp://"),
        ("http://mail.example.org", "reads smtp://"),
        ("smtp://", "reads smtp://"),
        ("smtp://mail.example.org/inbox", "reads smtp://"),
        ("smtp://mail.example.org?tls=maybe", "tls=none"),
        ("smtp://mail.example.org?starttls=no", "tls=none"),
        ("smtps://mail.example.org?tls=none", "contradicts"),
        ("smtp://user@mail.example.org", "without a password"),
        ("smtp://u:hidden@mail.example.org?tls=none", "readable on its way"),
    ] {
        let refusal = SmtpMailer::from_url(url).unwrap_err().to_string();
        assert!(refusal.contains(said), "{url}: {refusal}");
        assert!(!refusal.contains("hidden"));
    }
}

#[test]
fn debug_shows_no_secret() {
    let url = "smtp://mona:s3cret%21@127.0.0.1:2525";
    let shown = format!("{:?}", crate::mailer(url));
    assert!(shown.contains("127.0.0.1:2525"), "{shown}");
    assert!(!shown.contains("s3cret") && !shown.contains("mona"), "{shown}");
}

#[tokio::test]
async fn percent_encoded_credentials_arrive_as_they_are() {
    let credentials = Some(("anna@firma".to_owned(), "a:b/c+d é".to_owned()));
    let sink = Sink::with(Options { credentials, ..Options::default() }).await;
    let url = format!("smtp://anna%40firma:a%3Ab%2Fc+d%20%C3%A9@127.0.0.1:{}", sink.port());
    let said = mailer(&url).check().await.unwrap();
    assert!(said.ends_with("answers, not encrypted, signed in."), "{said}");
    assert!(sink.commands().ends_with(&["NOOP".to_owned(), "QUIT".to_owned()]));
}
