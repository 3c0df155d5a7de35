//! Mail by SMTP: at most four connections, kept warm between letters.

mod connect;
mod dialogue;
mod reply;
mod server;
mod warm;
mod wire;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use lettre::Message;
use lettre::transport::smtp::commands::Noop;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::handover::Handover;
use super::letter::Letter;
use super::passage::Passage;
use connect::{Connector, Link};
use dialogue::{Ending, deliver};
use server::{Encryption, Server};
use warm::Warm;

pub use server::BadSmtpUrl;

/// Connections open to the server at the same time.
const CONNECTIONS: usize = 4;

/// How long each part of a conversation may take.
#[derive(Debug, Clone)]
pub struct Patience {
    /// For each address of the server to be reached.
    pub connect: Duration,
    /// For each command, the greeting and the TLS handshake.
    pub step: Duration,
    /// For the answer to a whole letter. Giving up early means sending it twice, so RFC 5321,
    /// 4.5.3.2.6, asks for ten minutes.
    pub after_dot: Duration,
    /// For an unused connection to be kept.
    pub idle: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(15),
            step: Duration::from_secs(60),
            after_dot: Duration::from_secs(600),
            idle: Duration::from_secs(30),
        }
    }
}

/// Hands letters to one mail server. Debug shows neither user name nor password.
pub struct SmtpMailer {
    connector: Connector,
    patience: Patience,
    turns: Semaphore,
    warm: Arc<Warm>,
}

/// Why there is no mailer.
#[derive(Debug, thiserror::Error)]
pub enum NoSmtpMailer {
    #[error(transparent)]
    Url(#[from] BadSmtpUrl),
    #[error("encryption cannot be set up: {0}")]
    Tls(String),
}

impl SmtpMailer {
    /// Reads `smtp://user:password@host:587` (STARTTLS is then required, except towards this
    /// machine itself) or `smtps://host:465`. `?tls=none` switches STARTTLS off, `?tls=required`
    /// on; user and password are percent-encoded; without a port it is 587 or 465. Connects to
    /// nothing yet.
    pub fn from_url(url: &str) -> Result<Self, NoSmtpMailer> {
        Self::patient(url, Patience::default())
    }

    /// [`SmtpMailer::from_url`] with other time limits than the usual ones.
    pub fn patient(url: &str, patience: Patience) -> Result<Self, NoSmtpMailer> {
        let connector = Connector::new(Server::parse(url)?).map_err(NoSmtpMailer::Tls)?;
        let warm = Warm::new(patience.idle);
        Ok(Self { connector, patience, turns: Semaphore::new(CONNECTIONS), warm })
    }

    pub(super) async fn hand_over(&self, passage: &Passage, letter: &Letter) -> Handover {
        let message = match letter.compose() {
            Ok(message) => message,
            Err(reason) => {
                return Handover::Refused { reply: reason.to_string() };
            }
        };
        let Ok(_turn) = self.turns.acquire().await else {
            return Handover::Retry { reply: "the mailer is closing".to_owned() };
        };
        if let Some(connection) = self.warm.take()
            && let Ok(outcome) = self.converse(connection, passage, &message).await
        {
            return outcome;
        }
        let attempt = match self.connector.open(&self.patience).await {
            Ok(connection) => self.converse(connection, passage, &message).await,
            Err(reason) => Err(reason.to_string()),
        };
        attempt.unwrap_or_else(|reply| Handover::Retry { reply })
    }

    pub(super) async fn check(&self) -> Result<String, String> {
        let link = self.connector.open(&self.patience).await;
        let mut connection = link.map_err(|reason| reason.to_string())?.smtp;
        let server = &self.connector.server;
        match timeout(self.patience.step, connection.command(Noop)).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => return Err(format!("{}: {}", server.name(), reply::words(&error))),
            Err(_) => return Err(format!("{} does not answer NOOP.", server.name())),
        }
        // The server has shown what was asked of it; how it says goodbye changes nothing.
        let _ = timeout(self.patience.step, connection.quit()).await;
        let encryption = match server.encryption {
            Encryption::Implicit => "encrypted (TLS)",
            Encryption::StartTls => "encrypted (STARTTLS)",
            Encryption::None => "not encrypted",
        };
        let sign_in = if server.credentials.is_some() { "signed in" } else { "without sign-in" };
        Ok(format!("{} answers, {encryption}, {sign_in}.", server.name()))
    }

    /// Delivers and keeps the connection if it is still good. The error is the reason why nothing
    /// began.
    async fn converse(
        &self,
        mut connection: Link,
        passage: &Passage,
        message: &Message,
    ) -> Result<Handover, String> {
        let ending = deliver(&mut connection, passage, message, &self.patience).await;
        if connection.pipelines && connection.is_silent {
            self.connector.wait_for_answers();
        }
        match ending {
            Ending::Gone { reply } => Err(reply),
            Ending::Settled { outcome, usable } => {
                if usable {
                    self.warm.park(connection);
                }
                Ok(outcome)
            }
        }
    }
}

impl fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpMailer")
            .field("server", &self.connector.server.name())
            .field("encryption", &self.connector.server.encryption)
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}
