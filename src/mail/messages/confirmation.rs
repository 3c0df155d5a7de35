use chrono::Utc;
use chrono_tz::Tz;
use diesel::PgConnection;
use diesel::result::Error::NotFound;

use super::Sender;
use super::inert::Inert;
use super::notice::Notice;
use crate::dates;
use crate::error::AppResult;
use crate::mail::letter::{Letter, Party};
use crate::models::account::Account;
use crate::models::confirmation::{Confirmation, Purpose};
use crate::models::outbox_email::OutboxEmail;
use crate::security::links;
use crate::values::Lang;

/// The letter with the link that confirms an address; `None` once that would be worth nothing.
pub(super) fn letter(
    sender: &Sender,
    conn: &mut PgConnection,
    row: &OutboxEmail,
    purpose: Purpose,
) -> AppResult<Option<Letter>> {
    let id = row.confirmation_id.ok_or(NotFound)?;
    let asked = Confirmation::open(conn, id, purpose)?;
    let Some(asked) = asked.filter(|asked| asked.expires_at > Utc::now()) else { return Ok(None) };
    let token = links::confirmation_token(sender.keys, purpose, asked.id);
    let lang = asked.language;
    let end = dates::moment(lang, Tz::UTC, asked.expires_at);
    let (keys, page) = match purpose {
        Purpose::SignUp => (
            ["mail-sign-up-subject", "mail-sign-up-lead", "mail-sign-up-cta", "mail-sign-up-why"],
            "sign-up",
        ),
        Purpose::EmailChange => (
            ["mail-email-subject", "mail-email-lead", "mail-email-cta", "mail-email-why"],
            "profile/email",
        ),
    };
    let say = |key| lang.say(key).with("email", &asked.email).with("date", &end).to_string();
    let [subject, lead, cta, why] = keys.map(say);
    let notice = Notice {
        lang,
        brand: Inert::new("Usher"),
        subject,
        paragraphs: vec![lead],
        button: Some((cta, sender.link(page, &token))),
        why,
    };
    notice.letter(sender, row, Party::new("", asked.email.as_str())).map(Some)
}

/// The letter that tells an account's old address of the new one.
pub(super) fn changed(
    sender: &Sender,
    conn: &mut PgConnection,
    row: &OutboxEmail,
) -> AppResult<Option<Letter>> {
    let account = Account::find(conn, row.account_id.ok_or(NotFound)?)?;
    let lang = account.language.unwrap_or(Lang::En);
    let text = |key: &str| row.details[key].as_str().unwrap_or_default();
    let say = |key| lang.say(key).with("from", text("from")).with("to", text("to")).to_string();
    let notice = Notice {
        lang,
        brand: Inert::new("Usher"),
        subject: say("mail-moved-subject"),
        paragraphs: vec![say("mail-moved-lead"), say("mail-moved-unexpected")],
        button: None,
        why: say("mail-moved-why"),
    };
    notice.letter(sender, row, Party::new("", text("from"))).map(Some)
}
