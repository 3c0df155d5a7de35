//! What the mails say: one struct a mail with finished values, three small texts each (subject,
//! text, HTML), and the way from a row of the outbox to a letter.

pub mod access;
pub mod confirmation;
pub mod inert;
pub mod invitation;
pub mod joined;
pub mod notice;
pub mod password_reset;
pub mod seats_filled;
pub mod trial_ending;

use askama::Template;
use diesel::PgConnection;

use crate::config::Settings;
use crate::error::{AppError, AppResult};
use crate::mail::letter::Letter;
use crate::models::confirmation::Purpose;
use crate::models::outbox_email::{Kind, OutboxEmail};
use crate::security::keys::Keys;
use invitation::facts::Facts;

/// What every letter needs besides its row: addresses and keys of the installation.
pub struct Sender<'a> {
    pub settings: &'a Settings,
    pub keys: &'a Keys,
}

impl Sender<'_> {
    /// The letter for a mail of the outbox; `None` when it is not wanted any more.
    pub fn letter(&self, conn: &mut PgConnection, mail: &OutboxEmail) -> AppResult<Option<Letter>> {
        match mail.kind {
            Kind::Invitation => invitation::letter(self, conn, mail),
            Kind::PasswordReset => password_reset::letter(self, conn, mail),
            Kind::AccessEnded | Kind::AccessGiven => access::letter(self, conn, mail),
            Kind::SeatsFilled => seats_filled::letter(self, conn, mail),
            Kind::Joined => joined::letter(self, conn, mail),
            Kind::SignUp => confirmation::letter(self, conn, mail, Purpose::SignUp),
            Kind::EmailChange => confirmation::letter(self, conn, mail, Purpose::EmailChange),
            Kind::EmailAsked | Kind::EmailChanged => confirmation::told(self, conn, mail),
            Kind::TrialEnding => trial_ending::letter(self, conn, mail),
        }
    }

    /// The letter of an invitation whose link could be used when these facts were found out.
    pub fn invitation(&self, mail: &OutboxEmail, facts: &Facts) -> AppResult<Letter> {
        invitation::write(self, mail, facts)
    }

    /// A Message-ID at the domain of the sender address: the same for every attempt.
    fn message_id(&self, left: &str) -> String {
        let from = self.settings.mail_from.for_envelope();
        let domain = from.rsplit('@').next().unwrap_or_default();
        format!("{left}@{domain}")
    }

    /// The address of a page, for a link in a mail.
    fn link(&self, page: &str, token: &str) -> String {
        format!("{}/{page}/{token}", self.settings.base())
    }
}

fn render(template: &impl Template) -> AppResult<String> {
    template.render().map_err(AppError::internal)
}
