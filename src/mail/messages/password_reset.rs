use askama::Template;
use chrono::Utc;
use chrono_tz::Tz;
use diesel::prelude::*;
use diesel::result::Error::NotFound;

use super::{Sender, render};
use crate::dates;
use crate::error::AppResult;
use crate::mail::letter::{Letter, Party};
use crate::models::account::Account;
use crate::models::outbox_email::OutboxEmail;
use crate::security::links::ResetClaim;
use crate::values::Lang;

/// The mail with which somebody sets a new password.
#[derive(Clone, Debug)]
pub struct PasswordResetMail {
    pub lang: Lang,
    /// The account's address.
    pub email: String,
    /// With its zone.
    pub expires: String,
    pub link: String,
}

#[derive(Template)]
#[template(path = "mail/password_reset.txt", whitespace = "preserve")]
struct Text<'a> {
    mail: &'a PasswordResetMail,
}

#[derive(Template)]
#[template(path = "mail/password_reset.html")]
struct Html<'a> {
    mail: &'a PasswordResetMail,
}

impl PasswordResetMail {
    pub fn subject(&self) -> String {
        self.t("mail-reset-subject")
    }

    pub fn text(&self) -> AppResult<String> {
        render(&Text { mail: self })
    }

    pub fn html(&self) -> AppResult<String> {
        render(&Html { mail: self })
    }

    fn lead(&self) -> String {
        let lead = self.lang.say("mail-reset-pre");
        lead.with("email", &self.email).with("date", &self.expires).to_string()
    }

    fn t(&self, key: &str) -> String {
        self.lang.t(key)
    }
}

/// The letter of a password reset; `None` once its link would be worth nothing.
pub(super) fn letter(
    sender: &Sender,
    conn: &mut PgConnection,
    row: &OutboxEmail,
) -> AppResult<Option<Letter>> {
    if row.give_up_at <= Utc::now() {
        return Ok(None);
    }
    let account = Account::find(conn, row.account_id.ok_or(NotFound)?)?;
    let claim = ResetClaim { account_id: account.id, expires_at: row.give_up_at };
    let token = claim.token(sender.keys, &account);
    let lang = account.language.unwrap_or(Lang::En);
    let mail = PasswordResetMail {
        lang,
        email: account.email,
        expires: dates::moment(lang, Tz::UTC, row.give_up_at),
        link: sender.link("password-reset", &token),
    };
    Ok(Some(Letter {
        message_id: sender.message_id(&format!("password-reset.{}", row.id)),
        from: Party::new("Usher", sender.settings.mail_from.as_str()),
        to: Party::new("", mail.email.as_str()),
        reply_to: None,
        subject: mail.subject(),
        text: mail.text()?,
        html: mail.html()?,
        language: lang.as_str(),
    }))
}
