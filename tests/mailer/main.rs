//! The mailer against a mail server that misbehaves as told, and the development mailbox.
#![allow(clippy::unwrap_used)]

mod encryption;
mod letters;
mod mailbox;
mod messages;
mod outcomes;
mod payloads;

#[path = "../support/sink.rs"]
mod sink;

use usher::mail::letter::{Letter, Party};
use usher::mail::mailer::Mailer;
use usher::mail::smtp::SmtpMailer;

/// An invitation to `to`, as it is usually sent.
fn letter(to: &str) -> Letter {
    Letter {
        message_id: "invitation.1@usher.example".to_owned(),
        from: Party::new("Ada via Nordlicht", "usher@usher.example"),
        to: Party::new("Bea", to),
        reply_to: Some(Party::new("Ada", "ada@nordlicht.example")),
        subject: "Ada lädt dich ein".to_owned(),
        text: "Hallo Bea,\n.\nhttps://usher.example/join/abc?x=1\n".to_owned(),
        html: "<p>Hallo Bea – <a href=\"https://usher.example/join/abc?x=1\">los</a></p>"
            .to_owned(),
        language: "de",
    }
}

fn mailer(url: &str) -> Mailer {
    Mailer::Smtp(SmtpMailer::from_url(url).unwrap())
}
