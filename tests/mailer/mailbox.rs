//! The development mailbox.

use std::path::PathBuf;

use usher::mail::handover::Handover;
use usher::mail::letter::{Letter, Party};
use usher::mail::mailbox::Mailbox;
use usher::mail::mailer::Mailer;

use crate::letter;

/// A folder of its own that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("usher-mailbox-{}", uuid::Uuid::now_v7())))
    }

    fn mailbox(&self) -> Mailbox {
        Mailbox::open(&self.0).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn a_kept_mail_reads_back_as_it_was_sent() {
    let folder = Folder::new();
    let mailbox = folder.mailbox();
    let outcome = Mailer::Mailbox(mailbox.clone()).hand_over(&letter("bea@firma.example")).await;
    assert_eq!(outcome, Handover::Accepted { reply: "stored in the mailbox".to_owned() });
    let [mail] = mailbox.list().unwrap().try_into().unwrap();
    assert_eq!(mail.subject, "Ada lädt dich ein");
    assert_eq!(mail.to, "Bea <bea@firma.example>");
    assert!(mail.html.contains("Hallo Bea – "));
    assert!(mail.source.contains("Auto-Submitted: auto-generated"));
    assert_eq!(mail.link.as_deref(), Some("https://usher.example/join/abc?x=1"));
    assert!((chrono::Utc::now() - mail.date).num_seconds().abs() < 60);
    assert_eq!(mailbox.get(&mail.id).unwrap().unwrap().subject, mail.subject);
}

#[tokio::test]
async fn the_newest_two_hundred_are_listed_newest_first() {
    let folder = Folder::new();
    let mailbox = folder.mailbox();
    let mailer = Mailer::Mailbox(mailbox.clone());
    for i in 0..205 {
        let letter = Letter { subject: format!("mail {i}"), ..letter("bea@firma.example") };
        mailer.hand_over(&letter).await;
    }
    let listed = mailbox.list().unwrap();
    assert_eq!(listed.len(), 200);
    assert_eq!(listed[0].subject, "mail 204");
    assert_eq!(listed[199].subject, "mail 5");
}

#[tokio::test]
async fn ids_lead_nowhere_but_into_the_folder() {
    let folder = Folder::new();
    let mailbox = folder.mailbox();
    std::fs::write(folder.0.with_extension("eml"), "Subject: outside\n\n").unwrap();
    let outside = format!("../{}", folder.0.file_name().unwrap().to_str().unwrap());
    for id in [outside.as_str(), "../../etc/passwd", "", ".", "none", "a/b", "a\0b"] {
        assert!(mailbox.get(id).unwrap().is_none(), "{id:?}");
    }
    std::fs::remove_file(folder.0.with_extension("eml")).unwrap();
}

#[tokio::test]
async fn a_letter_nobody_can_send_is_not_kept_either() {
    let folder = Folder::new();
    let mailbox = folder.mailbox();
    let broken = Letter { to: Party::new("Bea", "nowhere"), ..letter("") };
    let outcome = Mailer::Mailbox(mailbox.clone()).hand_over(&broken).await;
    assert!(matches!(outcome, Handover::Refused { .. }), "{outcome:?}");
    assert!(mailbox.list().unwrap().is_empty());
}

#[tokio::test]
async fn the_check_names_the_folder() {
    let folder = Folder::new();
    let mailer = Mailer::Mailbox(folder.mailbox());
    assert!(mailer.check().await.unwrap().contains("usher-mailbox-"));
    std::fs::remove_dir_all(&folder.0).unwrap();
    assert!(mailer.check().await.unwrap_err().contains("cannot be kept"));
}
