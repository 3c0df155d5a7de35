//! One mail before it becomes bytes: finished texts and addresses.

use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, Message, MessageBuilder, MultiPart, SinglePart};
use lettre::{Address, address::AddressError};

use crate::values::EmailAddress;

/// Longest display name and subject, in characters; what is longer is cut. A header line may not
/// pass 998 bytes, and a name that long is no name.
const NAME_LIMIT: usize = 120;
const SUBJECT_LIMIT: usize = 250;

/// A display name (empty for none) with an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    pub name: String,
    pub address: String,
}

impl Party {
    /// Somebody with a display name.
    pub fn new(name: impl Into<String>, address: impl Into<String>) -> Self {
        Self { name: name.into(), address: address.into() }
    }
}

/// A mail with finished texts, ready to be handed over. Names and subject may hold anything a
/// person typed: what could harm a header is taken out by [`Letter::compose`].
#[derive(Debug, Clone)]
pub struct Letter {
    /// Stable over all attempts, `left@right` with or without angle brackets.
    pub message_id: String,
    /// Shown as the sender; its address is also the envelope's sender.
    pub from: Party,
    /// The only recipient.
    pub to: Party,
    /// Where an answer goes; `from` when absent.
    pub reply_to: Option<Party>,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// `en` or `de`, for the Content-Language header.
    pub language: &'static str,
}

/// Why a letter cannot become a mail. Trying again does not help.
#[derive(Debug, thiserror::Error)]
pub enum Unsendable {
    #[error("“{0}” is not an address mail can be sent to")]
    Address(String),
    #[error("“{0}” is not a Message-ID")]
    MessageId(String),
    #[error("the mail cannot be built: {0}")]
    Message(String),
}

impl Letter {
    /// Builds the MIME message: pure ASCII, every line shorter than 998 bytes and ended by CRLF. Never panics, whatever the fields hold.
    pub fn compose(&self) -> Result<Message, Unsendable> {
        let builder = self.headers()?;
        let builder = match &self.reply_to {
            Some(party) => builder.reply_to(mailbox(party)?),
            None => builder,
        };
        let parts = MultiPart::alternative()
            .singlepart(part(ContentType::TEXT_PLAIN, &self.text)?)
            .singlepart(part(ContentType::TEXT_HTML, &self.html)?);
        builder.multipart(parts).map_err(|error| Unsendable::Message(error.to_string()))
    }

    fn headers(&self) -> Result<MessageBuilder, Unsendable> {
        Ok(Message::builder()
            .date_now()
            .message_id(Some(self.bracketed_id()?))
            .from(mailbox(&self.from)?)
            .to(mailbox(&self.to)?)
            .subject(clean(&self.subject, SUBJECT_LIMIT))
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Content-Language"),
                clean(self.language, NAME_LIMIT),
            )))
    }

    fn bracketed_id(&self) -> Result<String, Unsendable> {
        let id = self.message_id.trim_start_matches('<').trim_end_matches('>');
        let allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.@".contains(c);
        let whole = id.len() <= 250
            && id.chars().all(allowed)
            && id.split_once('@').is_some_and(|(left, right)| {
                !left.is_empty() && !right.is_empty() && !right.contains('@')
            });
        if !whole {
            return Err(Unsendable::MessageId(clean(&self.message_id, NAME_LIMIT)));
        }
        Ok(format!("<{id}>"))
    }
}

fn mailbox(party: &Party) -> Result<Mailbox, Unsendable> {
    let unusable = || Unsendable::Address(clean(&party.address, NAME_LIMIT));
    let address = address(&party.address).map_err(|_| unusable())?;
    let name = clean(&party.name, NAME_LIMIT);
    Ok(Mailbox::new((!name.is_empty()).then_some(name), address))
}

/// What is no [`EmailAddress`] to the last byte is none here: lettre takes many a text for an
/// address that other programs read as another one. The domain travels in its ASCII form, which
/// every mail server understands.
fn address(text: &str) -> Result<Address, AddressError> {
    let email = EmailAddress::parse(text).map_err(|_| AddressError::InvalidUser)?;
    match email.as_str() == text {
        true => email.for_envelope().parse(),
        false => Err(AddressError::InvalidUser),
    }
}

/// Quoted-printable always, so that nothing on the way has a reason to recode it.
fn part(kind: ContentType, text: &str) -> Result<SinglePart, Unsendable> {
    let body = Body::new_with_encoding(text.to_owned(), ContentTransferEncoding::QuotedPrintable)
        .map_err(|_| Unsendable::Message("its text cannot be encoded".to_owned()))?;
    Ok(SinglePart::builder().header(kind).body(body))
}

/// One line of plain words: controls and invisible direction marks gone, white space single, at
/// most `limit` characters. `=?` is parted by a word joiner, or a typed encoded-word would be
/// decoded by the reader's program into whatever it hides.
pub(in crate::mail) fn clean(text: &str, limit: usize) -> String {
    let visible: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !harms_a_header(*c))
        .collect();
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace("=?", "=\u{2060}?").chars().take(limit).collect::<String>().trim_end().to_owned()
}

/// C0, C1, DEL, line and paragraph separators, bidirectional marks and overrides.
fn harms_a_header(c: char) -> bool {
    let marks = ['\u{61c}', '\u{200e}', '\u{200f}', '\u{feff}'];
    let separators_and_overrides = '\u{2028}'..='\u{202e}';
    let isolates = '\u{2066}'..='\u{2069}';
    c.is_control()
        || marks.contains(&c)
        || separators_and_overrides.contains(&c)
        || isolates.contains(&c)
}
