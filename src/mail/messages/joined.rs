use diesel::PgConnection;

use super::Sender;
use super::inert::Inert;
use super::notice::{Notice, Recipient};
use crate::error::AppResult;
use crate::mail::letter::Letter;
use crate::models::outbox_email::OutboxEmail;

/// The letter that tells who wants to know that somebody has accepted their invitation.
pub(super) fn letter(
    sender: &Sender,
    conn: &mut PgConnection,
    row: &OutboxEmail,
) -> AppResult<Option<Letter>> {
    let Some(recipient) = Recipient::of(conn, row)? else { return Ok(None) };
    let (lang, brand) = (recipient.lang, recipient.brand());
    let text = |key: &str| row.details[key].as_str().unwrap_or_default();
    let (name, page) = (Inert::new(text("name")), format!("settings/users/{}", text("user")));
    let say = |key| {
        let phrase = lang.say(key).with("name", name.as_str()).with("email", text("email"));
        phrase.with("workspace", brand.as_str()).to_string()
    };
    let notice = Notice {
        lang,
        subject: say("mail-joined-subject"),
        paragraphs: vec![say("mail-joined-lead")],
        button: Some((lang.t("mail-joined-cta"), recipient.link(sender, &page))),
        why: say("mail-joined-why"),
        brand: brand.clone(),
    };
    notice.letter(sender, row, recipient.party()).map(Some)
}
