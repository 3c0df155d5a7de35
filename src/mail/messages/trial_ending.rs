use chrono::Utc;
use diesel::PgConnection;

use super::Sender;
use super::notice::{Notice, Recipient};
use crate::dates;
use crate::error::AppResult;
use crate::mail::letter::Letter;
use crate::models::outbox_email::OutboxEmail;

/// The letter that warns an Admin of the trial's end; `None` once seats are booked or it is over.
pub(super) fn letter(
    sender: &Sender,
    conn: &mut PgConnection,
    row: &OutboxEmail,
) -> AppResult<Option<Letter>> {
    let Some(recipient) = Recipient::of(conn, row)? else { return Ok(None) };
    let workspace = &recipient.workspace;
    if workspace.booked_seats > 0 || workspace.trial_ends_at <= Utc::now() {
        return Ok(None);
    }
    let lang = recipient.lang;
    let end = dates::moment(lang, workspace.zone(), workspace.trial_ends_at);
    let name = recipient.brand();
    let say = |key| lang.say(key).with("workspace", name.as_str()).with("date", &end).to_string();
    let notice = Notice {
        lang,
        subject: say("mail-trial-subject"),
        paragraphs: vec![say("mail-trial-lead"), say("mail-trial-then")],
        button: Some((lang.t("mail-trial-cta"), recipient.link(sender, "settings/plan"))),
        why: say("mail-trial-why"),
        brand: name.clone(),
    };
    notice.letter(sender, row, recipient.party()).map(Some)
}
