//! What a letter becomes on the wire, whatever people typed.

use mailparse::MailHeaderMap;
use proptest::prelude::*;
use usher::mail::handover::Handover;
use usher::mail::letter::{Letter, Party};

use crate::sink::Sink;
use crate::{letter, mailer};

const TO: &str = "bea@firma.example";

/// The names of the headers an honest letter has; a hostile one may have no other.
const HEADERS: [&str; 10] = [
    "Date",
    "Message-ID",
    "From",
    "To",
    "Subject",
    "Auto-Submitted",
    "Content-Language",
    "Reply-To",
    "MIME-Version",
    "Content-Type",
];

fn header_names(bytes: &[u8]) -> Vec<String> {
    let (headers, _) = mailparse::parse_headers(bytes).unwrap();
    headers.iter().map(|header| header.get_key()).collect()
}

fn named(name: &str) -> Letter {
    Letter {
        from: Party::new(name, "usher@usher.example"),
        to: Party::new(name, TO),
        reply_to: Some(Party::new(name, "ada@nordlicht.example")),
        subject: name.to_owned(),
        text: name.to_owned(),
        html: name.to_owned(),
        ..letter(TO)
    }
}

#[tokio::test]
async fn a_letter_arrives_whole() {
    let sink = Sink::start().await;
    mailer(&sink.url()).hand_over(&letter(TO)).await;
    let data = &sink.messages()[0].data;
    assert!(data.is_ascii());
    let mail = mailparse::parse_mail(data).unwrap();
    let header = |name: &str| mail.headers.get_first_value(name).unwrap();
    assert_eq!(header("Subject"), "Ada lädt dich ein");
    assert_eq!(header("From"), "\"Ada via Nordlicht\" <usher@usher.example>");
    assert_eq!(header("Reply-To"), "Ada <ada@nordlicht.example>");
    assert_eq!(header("To"), format!("Bea <{TO}>"));
    assert_eq!(header("Message-ID"), "<invitation.1@usher.example>");
    assert_eq!(header("Auto-Submitted"), "auto-generated");
    assert_eq!(header("Content-Language"), "de");
    assert!(mailparse::dateparse(&header("Date")).is_ok());
    assert_eq!(mail.ctype.mimetype, "multipart/alternative");
    let body = |part: usize| mail.subparts[part].get_body().unwrap().replace("\r\n", "\n");
    assert_eq!(body(0).trim_end(), letter(TO).text.trim_end());
    assert_eq!(body(1).trim_end(), letter(TO).html);
}

/// A dot alone would end the letter. A short one leaves at once, a long one piece by piece.
#[tokio::test]
async fn lines_that_begin_with_a_dot_arrive_as_they_are() {
    let sink = Sink::start().await;
    let mailer = mailer(&sink.url());
    for (sent, times) in [1, 4_000].into_iter().enumerate() {
        let text = ".\n.hidden\n..\nshown\n".repeat(times);
        let outcome = mailer.hand_over(&Letter { text: text.clone(), ..letter(TO) }).await;
        assert!(matches!(outcome, Handover::Accepted { .. }), "{outcome:?}");
        let message = &sink.messages()[sent];
        let mail = mailparse::parse_mail(&message.data).unwrap();
        let body = mail.subparts[0].get_body().unwrap().replace("\r\n", "\n");
        assert_eq!(body.trim_end(), text.trim_end());
    }
}

#[tokio::test]
async fn e05_hostile_names_neither_panic_nor_add_a_header() {
    let sink = Sink::start().await;
    let mailer = mailer(&sink.url());
    let names = [
        "Eve\r\nBcc: victim@firma.example",
        "Eve\nX-Evil: 1\n\nbody",
        "Eve\0",
        "\u{202e}gro.elpmaxe\u{2066}",
        "Eve\u{2028}Bcc: x@y.example\u{85}Cc: x@y.example",
        "=?utf-8?q?Eve=0D=0ABcc:_x@y.example?=",
        "\"Eve\" <eve@evil.example>, Bea",
        "\\\"\\",
        "",
        " ",
        &"Ä".repeat(5_000),
        &"x".repeat(5_000),
    ];
    for name in names {
        let outcome = mailer.hand_over(&named(name)).await;
        assert!(matches!(outcome, Handover::Accepted { .. }), "{name:?}: {outcome:?}");
    }
    let messages = sink.messages();
    assert_eq!(messages.len(), names.len());
    for message in messages {
        assert_eq!(message.recipients, [TO]);
        assert_eq!(header_names(&message.data), HEADERS, "{}", message.text());
        let mail = mailparse::parse_mail(&message.data).unwrap();
        let subject = mail.headers.get_first_value("Subject").unwrap();
        assert!(!subject.chars().any(|c| c.is_control() || c == '\u{202e}'), "{subject:?}");
        assert!(message.data.split(|byte| *byte == b'\n').all(|line| line.len() <= 998));
    }
}

#[tokio::test]
async fn e03_what_cannot_be_a_mail_is_refused_with_the_reason() {
    let sink = Sink::start().await;
    let mailer = mailer(&sink.url());
    let broken = [
        letter("no address"),
        letter("bea@firma.example\r\nRCPT TO:<x@y.example>"),
        letter("bea@firma.example, x@y.example"),
        letter(""),
        letter("bea@"),
        Letter { message_id: "a@b\r\nBcc: x@y.example".to_owned(), ..letter(TO) },
        Letter { message_id: String::new(), ..letter(TO) },
        Letter { from: Party::new("Ada", "nowhere"), ..letter(TO) },
        letter("bëa@firma.example"),
    ];
    for letter in broken {
        let outcome = mailer.hand_over(&letter).await;
        let Handover::Refused { reply } = outcome else { panic!("{letter:?}: {outcome:?}") };
        assert!(!reply.is_empty() && !reply.contains(['\r', '\n', '\0']), "{reply:?}");
    }
    assert!(sink.messages().is_empty());
}

#[tokio::test]
async fn e03_a_domain_with_umlauts_travels_in_its_ascii_form() {
    let sink = Sink::start().await;
    mailer(&sink.url()).hand_over(&letter("bea@bücher.example")).await;
    assert_eq!(sink.messages()[0].recipients, ["bea@xn--bcher-kva.example"]);
}

/// Whether the bytes have a line that ends otherwise than by CRLF, or a NUL.
fn has_bare_end(data: &[u8]) -> bool {
    let text = String::from_utf8_lossy(data);
    text.replace("\r\n", "").contains(['\r', '\n', '\0'])
}

/// C0, C1, DEL, line and paragraph separators, marks, overrides and isolates of direction.
fn harmful() -> impl Iterator<Item = char> {
    ('\0'..='\u{1f}')
        .chain('\u{7f}'..='\u{9f}')
        .chain('\u{2028}'..='\u{202e}')
        .chain('\u{2066}'..='\u{2069}')
        .chain(['\u{61c}', '\u{200e}', '\u{200f}'])
}

#[tokio::test]
async fn e05_no_control_character_passes_the_mail_builder() {
    let sink = Sink::start().await;
    let mailer = mailer(&sink.url());
    for c in harmful() {
        let outcome = mailer.hand_over(&named(&format!("Eve{c}Bcc: x@y.example{c}"))).await;
        assert!(matches!(outcome, Handover::Accepted { .. }), "{c:?}: {outcome:?}");
    }
    let messages = sink.messages();
    assert_eq!(messages.len(), harmful().count());
    for message in messages {
        assert_eq!(message.recipients, [TO]);
        assert_eq!(header_names(&message.data), HEADERS);
        assert!(!has_bare_end(&message.data));
        let mail = mailparse::parse_mail(&message.data).unwrap();
        for header in ["Subject", "From", "To", "Reply-To"] {
            let value = mail.headers.get_first_value(header).unwrap();
            assert!(!value.chars().any(|c| harmful().any(|bad| bad == c)), "{header}: {value:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn e05_no_text_breaks_a_letter(
        name in "\\PC{0,40}|[\\x00-\u{2100}]{0,40}|([\r\n\\x00\u{85}\u{2028}\u{202e}]|=\\?|Bcc: |<|>|\"|,|;|ä){0,20}",
        address in "[\\x00-\u{200}]{0,12}(@[\\x00-\u{200}]{0,12})?"
    ) {
        let message = named(&name).compose().unwrap().formatted();
        prop_assert_eq!(header_names(&message), HEADERS);
        prop_assert!(message.is_ascii() && !has_bare_end(&message));
        if let Ok(message) = letter(&address).compose() {
            prop_assert_eq!(message.envelope().to().len(), 1);
            prop_assert_eq!(header_names(&message.formatted()), HEADERS);
        }
    }
}
