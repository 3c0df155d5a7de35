//! MAIL, RCPT, DATA and the final dot for one letter, and what each failure means.

use std::fmt::Display;
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
use super::reply;
use crate::mail::handover::Handover;
use crate::mail::passage::Passage;

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
    connection: &mut AsyncSmtpConnection,
    passage: &Passage,
    message: &Message,
    patience: &Patience,
) -> Ending {
    let bytes = message.formatted();
    let options = match mail_options(connection, message, &bytes) {
        Ok(options) => options,
        Err(reply) => {
            return Ending::Settled { outcome: Handover::Refused { reply }, usable: true };
        }
    };
    let sender = message.envelope().from().cloned();
    match ask(connection, Mail::new(sender, options), patience.step).await {
        Ok(_) => {}
        Err(Failure::Lost(reply)) => return Ending::Gone { reply },
        Err(Failure::Answer(error)) if is_closing(&error) => {
            return Ending::Gone { reply: reply::words(&error) };
        }
        Err(failure) => return unsent(connection, failure, patience.step).await,
    }
    failpoint!(AfterMail);
    match announce(connection, message.envelope().to(), patience.step).await {
        Ok(()) if passage.is_open() => transmit(connection, passage, &bytes, patience).await,
        // Whoever has the mail by now may have sent it.
        Ok(()) => {
            let reply = "the mail server took longer than the letter was ours".to_owned();
            Ending::Settled { outcome: Handover::Retry { reply }, usable: false }
        }
        Err(failure) => unsent(connection, failure, patience.step).await,
    }
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

async fn announce(
    connection: &mut AsyncSmtpConnection,
    recipients: &[Address],
    step: Duration,
) -> Result<(), Failure> {
    for recipient in recipients {
        ask(connection, Rcpt::new(recipient.clone(), Vec::new()), step).await?;
    }
    let go_ahead = ask(connection, Data, step).await?;
    if go_ahead.has_code(354) {
        return Ok(());
    }
    Err(Failure::Lost(format!("an answer out of turn to DATA: {}", reply::line(&go_ahead))))
}

/// From the first byte of the letter on, the question is whether the final dot went out: before
/// it the server must forget everything (RFC 5321, 4.1.1.4), after it only an answer can tell.
async fn transmit(
    connection: &mut AsyncSmtpConnection,
    passage: &Passage,
    bytes: &[u8],
    patience: &Patience,
) -> Ending {
    // lettre asks for more only when it has written what it was given, and then writes the dot.
    let body = iter::once(bytes).chain(iter::from_fn(|| {
        passage.note_dot();
        None
    }));
    let dotted = || passage.is_dotted();
    let answer = {
        let mut sending = pin!(connection.message_iter(body));
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
async fn unsent(connection: &mut AsyncSmtpConnection, failure: Failure, step: Duration) -> Ending {
    match failure {
        Failure::Lost(reply) => {
            Ending::Settled { outcome: Handover::Retry { reply }, usable: false }
        }
        Failure::Answer(error) => {
            let usable = !is_closing(&error) && ask(connection, Rset, step).await.is_ok();
            Ending::Settled { outcome: refusal(&error), usable }
        }
    }
}

async fn ask(
    connection: &mut AsyncSmtpConnection,
    command: impl Display,
    step: Duration,
) -> Result<Response, Failure> {
    match timeout(step, connection.command(command)).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(error)) if error.status().is_some() => Err(Failure::Answer(error)),
        Ok(Err(error)) => {
            Err(Failure::Lost(format!("the connection was lost: {}", reply::words(&error))))
        }
        Err(_) => Err(Failure::Lost(format!("no answer within {} seconds", step.as_secs()))),
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
