//! The one door through which mail leaves.

use super::handover::Handover;
use super::letter::Letter;
use super::mailbox::Mailbox;
use super::passage::Passage;
use super::smtp::SmtpMailer;

/// Where mail goes in this installation.
#[derive(Debug)]
pub enum Mailer {
    /// To a mail server.
    Smtp(SmtpMailer),
    /// Into files that `/dev/mailbox` shows; demo and development only.
    Mailbox(Mailbox),
    /// Nowhere: no mail server is set.
    Off,
}

impl Mailer {
    /// Hands one letter over and waits for the answer, up to some ten minutes with a slow server.
    /// Dropping the future before it is done leaves the outcome unknown. With [`Mailer::Off`] the
    /// answer is `Retry` and nothing is sent.
    pub async fn hand_over(&self, letter: &Letter) -> Handover {
        self.hand_over_on(&Passage::default(), letter).await
    }

    /// The same, as long as the passage is open, which knows afterwards how far the letter came:
    /// dropping the future before the final dot keeps the letter from leaving.
    pub async fn hand_over_on(&self, passage: &Passage, letter: &Letter) -> Handover {
        match self {
            Self::Smtp(smtp) => smtp.hand_over(passage, letter).await,
            Self::Mailbox(mailbox) => mailbox.hand_over(letter).await,
            Self::Off => Handover::Retry { reply: "no mail server is set".to_owned() },
        }
    }

    /// Tries the way out without sending anything: for SMTP connect, EHLO, TLS, AUTH, NOOP, QUIT.
    /// Either answer is a sentence for the person who runs the installation.
    pub async fn check(&self) -> Result<String, String> {
        match self {
            Self::Smtp(smtp) => smtp.check().await,
            Self::Mailbox(mailbox) => mailbox.check(),
            Self::Off => Err("No mail server is set, so no mail leaves.".to_owned()),
        }
    }

    /// Whether mail ends in people's mailboxes, which are not to be filled from here.
    pub fn reaches_people(&self) -> bool {
        matches!(self, Self::Smtp(_))
    }

    /// Whether mail goes nowhere, which the invite window says before sending.
    pub fn is_off(&self) -> bool {
        matches!(self, Self::Off)
    }
}
