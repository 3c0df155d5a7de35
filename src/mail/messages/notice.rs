use askama::Template;
use diesel::PgConnection;
use diesel::prelude::*;
use diesel::result::Error::NotFound;

use super::inert::Inert;
use super::{Sender, render};
use crate::error::AppResult;
use crate::mail::letter::{Letter, Party};
use crate::models::outbox_email::OutboxEmail;
use crate::models::user::User;
use crate::models::workspace::Workspace;
use crate::schema::accounts;
use crate::values::{Lang, Status};

/// A mail that tells one thing: some sentences, and where to go on.
#[derive(Clone, Debug)]
pub struct Notice {
    pub lang: Lang,
    /// Whom it is from: the workspace, or us.
    pub brand: Inert,
    pub subject: String,
    pub paragraphs: Vec<String>,
    /// What the button says, and where it leads.
    pub button: Option<(String, String)>,
    /// Why one gets it.
    pub why: String,
}

#[derive(Template)]
#[template(path = "mail/notice.txt", whitespace = "preserve")]
struct Text<'a> {
    mail: &'a Notice,
}

#[derive(Template)]
#[template(path = "mail/notice.html")]
struct Html<'a> {
    mail: &'a Notice,
}

impl Notice {
    pub fn text(&self) -> AppResult<String> {
        render(&Text { mail: self })
    }

    pub fn html(&self) -> AppResult<String> {
        render(&Html { mail: self })
    }

    fn subject(&self) -> &str {
        &self.subject
    }

    /// What a list of mails shows beside the subject.
    fn lead(&self) -> &str {
        self.paragraphs.first().map_or("", String::as_str)
    }

    /// The letter in the mark.
    fn mark(&self) -> String {
        self.brand.as_str().chars().take(1).flat_map(char::to_uppercase).collect()
    }

    fn t(&self, key: &str) -> String {
        self.lang.t(key)
    }

    /// The letter that brings it to this address; its Message-ID is the mail's own.
    pub(super) fn letter(self, sender: &Sender, row: &OutboxEmail, to: Party) -> AppResult<Letter> {
        let id = format!("{}.{}", row.kind.as_str().replace('_', "-"), row.id);
        Ok(Letter {
            message_id: sender.message_id(&id),
            from: Party::new(self.brand.as_str(), sender.settings.mail_from.as_str()),
            to,
            reply_to: None,
            text: self.text()?,
            html: self.html()?,
            language: self.lang.as_str(),
            subject: self.subject,
        })
    }
}

/// Whom a notice of a workspace goes to.
pub(super) struct Recipient {
    pub workspace: Workspace,
    pub user: User,
    pub lang: Lang,
}

impl Recipient {
    /// The Active user of the mail; `None` when they are not Active any more.
    pub fn of(conn: &mut PgConnection, row: &OutboxEmail) -> AppResult<Option<Recipient>> {
        Recipient::who_is(conn, row, Status::Active)
    }

    /// The user of the mail; `None` when they have not this status any more.
    pub fn who_is(
        conn: &mut PgConnection,
        row: &OutboxEmail,
        status: Status,
    ) -> AppResult<Option<Recipient>> {
        let workspace_id = row.workspace_id.ok_or(NotFound)?;
        let user = User::find(conn, workspace_id, row.user_id.ok_or(NotFound)?).optional()?;
        let Some(user) = user.filter(|user| user.status == status) else { return Ok(None) };
        let workspace = Workspace::find(conn, workspace_id)?;
        let own: Option<Lang> = match user.account_id {
            Some(id) => accounts::table.find(id).select(accounts::language).first(conn)?,
            None => None,
        };
        let lang = own.or(user.language).unwrap_or(workspace.language);
        Ok(Some(Recipient { workspace, user, lang }))
    }

    pub fn party(&self) -> Party {
        Party::new(Inert::new(&self.user.name).as_str(), self.user.email.as_str())
    }

    pub fn brand(&self) -> Inert {
        Inert::new(&self.workspace.name)
    }

    /// The address of a page of the workspace.
    pub fn link(&self, sender: &Sender, rest: &str) -> String {
        format!("{}/w/{}/{rest}", sender.settings.base(), self.workspace.slug)
    }
}
