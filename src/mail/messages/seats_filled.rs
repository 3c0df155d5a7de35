use diesel::PgConnection;

use super::Sender;
use super::inert::Inert;
use super::notice::{Notice, Recipient};
use crate::error::AppResult;
use crate::mail::letter::Letter;
use crate::models::outbox_email::OutboxEmail;

/// The letter that tells an Admin who was invited from the waiting list.
pub(super) fn letter(
    sender: &Sender,
    conn: &mut PgConnection,
    row: &OutboxEmail,
) -> AppResult<Option<Letter>> {
    let Some(recipient) = Recipient::of(conn, row)? else { return Ok(None) };
    let (lang, brand) = (recipient.lang, recipient.brand());
    let people = row.details["people"].as_i64().unwrap_or_default();
    let names = row.details["names"].as_array().map(Vec::as_slice).unwrap_or_default();
    let names = names.iter().filter_map(|name| Some(Inert::new(name.as_str()?).to_string()));
    let mut names = names.collect::<Vec<_>>().join(", ");
    if people > row.details["names"].as_array().map_or(0, Vec::len) as i64 {
        names.push_str(" …");
    }
    let say = |key| {
        lang.say(key).with("workspace", brand.as_str()).with("n", people).with("names", &names)
    };
    let notice = Notice {
        lang,
        subject: say("mail-filled-subject").to_string(),
        paragraphs: vec![say("mail-filled-lead").to_string()],
        button: Some((
            lang.t("mail-filled-cta"),
            recipient.link(sender, "settings/users?status=initiated&sort=newest"),
        )),
        why: say("mail-filled-why").to_string(),
        brand: brand.clone(),
    };
    notice.letter(sender, row, recipient.party()).map(Some)
}
