use diesel::PgConnection;
use uuid::Uuid;

use super::Sender;
use super::inert::Inert;
use super::notice::{Notice, Recipient};
use crate::error::AppResult;
use crate::mail::letter::{Letter, Party};
use crate::models::outbox_email::{Kind, OutboxEmail};
use crate::models::role::Role;
use crate::models::user::User;
use crate::values::Status;

/// The letter that tells somebody that they cannot use a workspace any more, or can again; `None`
/// when that has changed since. An answer goes to whoever did it, or to an Admin who is still one.
pub(super) fn letter(
    sender: &Sender,
    conn: &mut PgConnection,
    row: &OutboxEmail,
) -> AppResult<Option<Letter>> {
    let is_given = row.kind == Kind::AccessGiven;
    let status = if is_given { Status::Active } else { Status::Deactivated };
    let Some(recipient) = Recipient::who_is(conn, row, status)? else { return Ok(None) };
    let workspace_id = recipient.workspace.id;
    let role = Role::find(conn, workspace_id, recipient.user.role_id)?;
    let by = row.details["by"].as_str().and_then(|id| Uuid::parse_str(id).ok());
    let admin = User::admin_preferring(conn, workspace_id, by.unwrap_or_default())?;
    let (lang, brand) = (recipient.lang, recipient.brand());
    let (admin_name, role) = (Inert::new(&admin.name), Inert::new(&role.title(lang)));
    let say = |key| {
        let phrase = lang.say(key).with("workspace", brand.as_str()).with("role", role.as_str());
        phrase.with("admin", admin_name.as_str()).with("email", &admin.email).to_string()
    };
    let (subject, paragraphs, why) = match is_given {
        true => ("mail-given-subject", vec![say("mail-given-lead")], "mail-given-why"),
        false => {
            let paragraphs = vec![say("mail-ended-lead"), say("mail-ended-ask")];
            ("mail-ended-subject", paragraphs, "mail-ended-why")
        }
    };
    let notice = Notice {
        lang,
        subject: say(subject),
        paragraphs,
        button: is_given.then(|| (lang.t("mail-given-cta"), recipient.link(sender, ""))),
        why: say(why),
        brand: brand.clone(),
    };
    let letter = notice.letter(sender, row, recipient.party())?;
    let reply_to = Some(Party::new(admin_name.as_str(), admin.email.as_str()));
    Ok(Some(Letter { reply_to, ..letter }))
}
