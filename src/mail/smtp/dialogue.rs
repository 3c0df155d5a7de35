//! MAIL, RCPT, DATA and the final dot for one letter, and what each failure means.

use std::iter;
use std::pin::pin;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use lettre::{Address, Message};
use tokio::time::timeout;

use super::Patience;
use super::connect::Link;
use super::reply;
use crate::mail::handover::Handover;
use crate::mail::passage::Passage;

/// A letter up to this size is handed to the system at once, with its final dot; no socket's buffer
/// is smaller.
const AT_ONCE: usize = 16 * 1024;

/// How one dialogue ended.
pub(super) enum Ending {
    /// With an outcome; `usable` when the connection can take the next letter.
    Settled { outcome: Handover, usable: bool },
    /// The server was gone before it accepted MAIL FROM, so nothing has begun: a connection that
    /// was kept warm may be replaced by a new one.
    Gone { reply: String },
}

/// Why a command was not obeyed.
enum Failure {
    Answer(Error),
    Lost(String),
}

/// Hands one letter over on an open connection.
pub(super) async fn deliver(
    link: &mut Link,
    passage: &Passage,
    message: &Message,
    patience: &Patience,
) -> Ending {
    let bytes = message.formatted();
    let options = match mail_options(&link.smtp, message, &bytes) {
        Ok(options) => options,
        Err(reply) => {
            return Ending::Settled { outcome: Handover::Refused { reply }, usable: true };
        }
    };
    let mut commands = commands(message, options, link.pipelines).into_iter();
    match ask(link, commands.next().flatten(), patience.step).await {
        Ok(_) => {}
        Err(Failure::Lost(reply)) => return Ending::Gone { reply },
        Err(Failure::Answer(error)) if is_closing(&error) => {
            return Ending::Gone { reply: reply::words(&error) };
        }
        Err(failure) => return unsent(link, failure, commands, patience.step).await,
    }
    failpoint!(AfterMail);
    match announce(link, &mut commands, patience.step).await {
        Ok(()) if passage.is_open() => transmit(link, passage, &bytes, patience).await,
        // Whoever has the mail by now may have sent it.
        Ok(()) => {
            let reply = "the mail server took longer than the letter was ours".to_owned();
            Ending::Settled { outcome: Handover::Retry { reply }, usable: false }
        }
        Err(failure) => unsent(link, failure, commands, patience.step).await,
    }
}

/// MAIL, RCPT and DATA, each to be said when the one before was answered. A server that reads ahead
/// is told all of them with the first (RFC 2920); then nothing is left to be said for the others.
fn commands(
    message: &Message,
    options: Vec<MailParameter>,
    pipelines: bool,
) -> Vec<Option<String>> {
    let envelope = message.envelope();
    let mail = Mail::new(envelope.from().cloned(), options).to_string();
    let recipients = envelope.to().iter().map(|to| Rcpt::new(to.clone(), Vec::new()).to_string());
    let all: Vec<String> =
        iter::once(mail).chain(recipients).chain(iter::once(Data.to_string())).collect();
    if !pipelines {
        return all.into_iter().map(Some).collect();
    }
    let mut told = vec![None; all.len()];
    told[0] = Some(all.concat());
    told
}

/// What MAIL FROM must say about this letter; a sentence when the server cannot carry it.
fn mail_options(
    connection: &AsyncSmtpConnection,
    message: &Message,
    bytes: &[u8],
) -> Result<Vec<MailParameter>, String> {
    let able = |feature: Extension| connection.server_info().supports_feature(feature);
    let mut options = Vec::new();
    let ascii = |address: &Address| address.to_string().is_ascii();
    let envelope = message.envelope();
    if !envelope.from().into_iter().chain(envelope.to()).all(ascii) {
        if !able(Extension::SmtpUtfEight) {
            return Err("the mail server knows no addresses with letters beyond ASCII".to_owned());
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    if !bytes.is_ascii() {
        if !able(Extension::EightBitMime) {
            return Err("the mail server carries ASCII only".to_owned());
        }
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(options)
}

/// The rest of the commands, up to the word to go ahead with the letter.
async fn announce(
    link: &mut Link,
    commands: &mut impl Iterator<Item = Option<String>>,
    step: Duration,
) -> Result<(), Failure> {
    let mut answer = None;
    for command in commands {
        answer = Some(ask(link, command, step).await?);
    }
    match answer {
        Some(go_ahead) if !go_ahead.has_code(354) => {
            let words = reply::line(&go_ahead);
            Err(Failure::Lost(format!("an answer out of turn to DATA: {words}")))
        }
        _ => Ok(()),
    }
}

/// From the first byte of the letter on, the question is whether the final dot went out: before
/// it the server must forget everything (RFC 5321, 4.1.1.4), after it only an answer can tell.
async fn transmit(link: &mut Link, passage: &Passage, bytes: &[u8], patience: &Patience) -> Ending {
    let dotted = || passage.is_dotted();
    let answer = {
        let mut sending = pin!(send(&mut link.smtp, passage, bytes));
        #[cfg(feature = "failpoints")]
        let mut sending = pin!(noticing_the_dot(sending.as_mut(), passage));
        match timeout(patience.step, &mut sending).await {
            Ok(answer) => Ok(answer),
            Err(late) if !dotted() => Err(late),
            Err(_) => timeout(patience.after_dot, &mut sending).await,
        }
    };
    let (outcome, usable) = match answer {
        Ok(Ok(response)) if is_done(&response) => {
            (Handover::Accepted { reply: reply::line(&response) }, true)
        }
        Ok(Ok(response)) => (Handover::Unknown { reply: reply::line(&response) }, false),
        Ok(Err(error)) if error.status().is_some() => (refusal(&error), !is_closing(&error)),
        Ok(Err(error)) => (cut_off(dotted(), &reply::words(&error)), false),
        Err(_) => (cut_off(dotted(), "the mail server took too long"), false),
    };
    Ending::Settled { outcome, usable }
}

async fn send(
    connection: &mut AsyncSmtpConnection,
    passage: &Passage,
    bytes: &[u8],
) -> Result<Response, Error> {
    if let Some(whole) = with_final_dot(bytes) {
        passage.note_dot();
        return connection.command(whole).await;
    }
    // lettre asks for more only when it has written what it was given, and then writes the dot.
    let body = iter::once(bytes).chain(iter::from_fn(|| {
        passage.note_dot();
        None
    }));
    connection.message_iter(body).await
}

/// A letter as it goes over the wire, where no line of it is a dot alone; `None` when it is long.
fn with_final_dot(bytes: &[u8]) -> Option<String> {
    let text = str::from_utf8(bytes).ok().filter(|text| text.len() <= AT_ONCE)?;
    let mut whole = text.replace("\r\n.", "\r\n..");
    if !whole.ends_with("\r\n") {
        whole.push_str("\r\n");
    }
    whole.push_str(".\r\n");
    Some(whole)
}

/// Passes the failpoint when the final dot is on its way and the answer is waited for.
#[cfg(feature = "failpoints")]
async fn noticing_the_dot<T>(
    mut sending: std::pin::Pin<&mut impl Future<Output = T>>,
    passage: &Passage,
) -> T {
    std::future::poll_fn(|context| {
        let answer = sending.as_mut().poll(context);
        if answer.is_pending() && passage.is_dotted() {
            failpoint!(AfterDot);
        }
        answer
    })
    .await
}

fn cut_off(dotted: bool, why: &str) -> Handover {
    if dotted {
        Handover::Unknown { reply: format!("no answer after the whole letter was sent: {why}") }
    } else {
        Handover::Retry { reply: format!("cut off within the letter: {why}") }
    }
}

/// The letter has not been sent; the connection is cleared for the next one if it still answers.
async fn unsent(
    link: &mut Link,
    failure: Failure,
    rest: impl Iterator<Item = Option<String>>,
    step: Duration,
) -> Ending {
    match failure {
        Failure::Lost(reply) => {
            Ending::Settled { outcome: Handover::Retry { reply }, usable: false }
        }
        Failure::Answer(error) => {
            let usable = !is_closing(&error) && is_cleared(link, rest, step).await;
            Ending::Settled { outcome: refusal(&error), usable }
        }
    }
}

/// Hears what is still to be answered, and has the server forget the letter. Whoever waits for it
/// all the same, because of a recipient that it has refused, is hung up on.
async fn is_cleared(
    link: &mut Link,
    rest: impl Iterator<Item = Option<String>>,
    step: Duration,
) -> bool {
    // Without pipelining the rest was never said.
    for said in rest.filter(Option::is_none) {
        match ask(link, said, step).await {
            Ok(answer) if !answer.has_code(354) => {}
            Err(Failure::Answer(error)) if !is_closing(&error) => {}
            _ => return false,
        }
    }
    ask(link, Some(Rset.to_string()), step).await.is_ok()
}

/// Says a command, unless it was said with an earlier one, and hears the answer.
async fn ask(
    link: &mut Link,
    command: Option<String>,
    step: Duration,
) -> Result<Response, Failure> {
    let answer = async {
        match command {
            Some(command) => link.smtp.command(command).await,
            None => link.smtp.read_response().await,
        }
    };
    match timeout(step, answer).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(error)) if error.status().is_some() => Err(Failure::Answer(error)),
        Ok(Err(error)) => {
            Err(Failure::Lost(format!("the connection was lost: {}", reply::words(&error))))
        }
        Err(_) => {
            link.is_silent = true;
            Err(Failure::Lost(format!("no answer within {} seconds", step.as_secs())))
        }
    }
}

fn refusal(error: &Error) -> Handover {
    let reply = reply::words(error);
    if error.status().is_some_and(reply::is_permanent) {
        Handover::Refused { reply }
    } else {
        Handover::Retry { reply }
    }
}

fn is_closing(error: &Error) -> bool {
    error.status().is_some_and(reply::is_closing)
}

fn is_done(response: &Response) -> bool {
    response.code().severity == Severity::PositiveCompletion
}
