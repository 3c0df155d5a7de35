use chrono::Utc;
use diesel::PgConnection;

use super::Sender;
use super::notice::{Notice, Recipient};
use crate::dates;
use crate::error::AppResult;
use crate::mail::letter::Letter;
use crate::models::outbox_email::OutboxEmail;

/// The letter that warns an Admin of the trial's end; `None` once enough seats are booked or it is
/// over.
pub(super) fn letter(
    sender: &Sender,
    conn: &mut PgConnection,
    row: &OutboxEmail,
) -> AppResult<Option<Letter>> {
    let Some(recipient) = Recipient::of(conn, row)? else { return Ok(None) };
    let workspace = &recipient.workspace;
    if !workspace.is_short() || workspace.trial_ends_at <= Utc::now() {
        return Ok(None);
    }
    let lang = recipient.lang;
    let end = dates::moment(lang, workspace.zone(), workspace.trial_ends_at);
    let name = recipient.brand();
    let say = |key| lang.say(key).with("workspace", name.as_str()).with("date", &end).to_string();
    let mut paragraphs = vec![say("mail-trial-lead"), say("mail-trial-then")];
    if workspace.booked_seats > 0 {
        let short = lang.say("mail-trial-short").with("used", workspace.used_seats);
        paragraphs.insert(1, short.with("booked", workspace.booked_seats).to_string());
    }
    let notice = Notice {
        lang,
        subject: say("mail-trial-subject"),
        paragraphs,
        button: Some((lang.t("mail-trial-cta"), recipient.link(sender, "settings/plan"))),
        why: say("mail-trial-why"),
        brand: name.clone(),
    };
    notice.letter(sender, row, recipient.party()).map(Some)
}
