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
use crate::models::outbox_email::{Kind, OutboxEmail};
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

/// The letter that tells an account's address of another one that was asked for, or that the account
/// has now; `None` where the latter has overtaken the former.
pub(super) fn told(
    sender: &Sender,
    conn: &mut PgConnection,
    row: &OutboxEmail,
) -> AppResult<Option<Letter>> {
    let account = Account::find(conn, row.account_id.ok_or(NotFound)?)?;
    let lang = account.language.unwrap_or(Lang::En);
    let text = |key: &str| row.details[key].as_str().unwrap_or_default();
    let say = |key| lang.say(key).with("from", text("from")).with("to", text("to")).to_string();
    let is_asked = row.kind == Kind::EmailAsked;
    if is_asked && account.email != text("from") {
        return Ok(None);
    }
    let [subject, lead, unexpected, why] = match is_asked {
        true => {
            ["mail-asked-subject", "mail-asked-lead", "mail-asked-unexpected", "mail-asked-why"]
        }
        false => {
            ["mail-moved-subject", "mail-moved-lead", "mail-moved-unexpected", "mail-moved-why"]
        }
    }
    .map(say);
    let reset = || (lang.t("mail-asked-cta"), format!("{}/password-reset", sender.settings.base()));
    let notice = Notice {
        lang,
        brand: Inert::new("Usher"),
        subject,
        paragraphs: vec![lead, unexpected],
        button: is_asked.then(reset),
        why,
    };
    notice.letter(sender, row, Party::new("", text("from"))).map(Some)
}
