pub mod facts;

use askama::Template;
use chrono::{NaiveDate, Utc};
use diesel::PgConnection;
use diesel::result::Error::NotFound;

use super::inert::Inert;
use super::{Sender, render};
use crate::dates;
use crate::error::AppResult;
use crate::mail::letter::{Letter, Party};
use crate::models::outbox_email::OutboxEmail;
use crate::security::links::JoinClaim;
use crate::values::{Gender, Lang};
use facts::Facts;

/// The mail that invites a person into a workspace.
#[derive(Clone, Debug)]
pub struct InvitationMail {
    pub lang: Lang,
    pub inviter: Inert,
    pub inviter_email: String,
    pub workspace: Inert,
    pub person: Inert,
    pub gender: Option<Gender>,
    pub role: Inert,
    pub waiting: Option<WaitingTasks>,
    /// With its zone.
    pub expires: String,
    pub link: String,
}

/// The tasks that wait for the person: they are assigned to them, so every role shows them.
#[derive(Clone, Debug)]
pub struct WaitingTasks {
    pub count: i64,
    /// With its weekday; empty when none has a date.
    pub first_due: String,
    /// The title of the one the person was invited from, else of the first.
    pub title: Inert,
}

#[derive(Template)]
#[template(path = "mail/invitation.txt", whitespace = "preserve")]
struct Text<'a> {
    mail: &'a InvitationMail,
}

#[derive(Template)]
#[template(path = "mail/invitation.html")]
struct Html<'a> {
    mail: &'a InvitationMail,
}

impl InvitationMail {
    pub fn subject(&self) -> String {
        let subject = self.lang.say("mail-subject");
        subject
            .with("inviter", self.inviter.as_str())
            .with("workspace", self.workspace.as_str())
            .to_string()
    }

    pub fn text(&self) -> AppResult<String> {
        render(&Text { mail: self })
    }

    pub fn html(&self) -> AppResult<String> {
        render(&Html { mail: self })
    }

    /// By gender only where a person or a file has given one.
    fn greeting(&self) -> String {
        let gender = self.gender.map_or("none", Gender::as_str);
        self.lang
            .say("mail-hello")
            .with("gender", gender)
            .with("name", self.person.as_str())
            .with("surname", surname(self.person.as_str()))
            .to_string()
    }

    /// Also what a list of mails shows beside the subject.
    fn lead(&self) -> String {
        self.lang
            .say("mail-pre")
            .with("date", &self.expires)
            .with("role", self.role.as_str())
            .to_string()
    }

    fn waiting(&self) -> Option<String> {
        let tasks = self.waiting.as_ref()?;
        let key = match (tasks.count, tasks.first_due.as_str()) {
            (1, "") => "mail-task",
            (1, _) => "mail-task-due",
            (_, "") => "mail-tasks",
            _ => "mail-tasks-due",
        };
        let said = self.lang.say(key).with("n", tasks.count).with("day", &tasks.first_due);
        Some(said.with("task", tasks.title.as_str()).to_string())
    }

    fn why(&self) -> String {
        let why = self.lang.say("mail-why");
        why.with("inviter", self.inviter.as_str()).with("email", &self.inviter_email).to_string()
    }

    /// The letter in the workspace's mark.
    fn mark(&self) -> String {
        self.workspace.as_str().chars().take(1).flat_map(char::to_uppercase).collect()
    }

    fn t(&self, key: &str) -> String {
        self.lang.t(key)
    }
}

/// The letter of an invitation; `None` unless the invitation is still open, of this generation
/// and not expired.
pub(super) fn letter(
    sender: &Sender,
    conn: &mut PgConnection,
    mail: &OutboxEmail,
) -> AppResult<Option<Letter>> {
    let facts = Facts::of(conn, [mail])?.remove(&mail.id);
    facts.map(|facts| write(sender, mail, &facts)).transpose()
}

/// The letter as it is after these facts.
pub(super) fn write(sender: &Sender, mail: &OutboxEmail, facts: &Facts) -> AppResult<Letter> {
    let claim = claim(mail).ok_or(NotFound)?;
    let (lang, zone) = (facts.language, dates::zone(&facts.time_zone));
    let role = facts.preset.map_or_else(|| facts.role.clone(), |preset| preset.title(lang));
    let mail = InvitationMail {
        lang,
        inviter: Inert::new(&facts.inviter),
        inviter_email: facts.inviter_email.clone(),
        workspace: Inert::new(&facts.workspace),
        person: Inert::new(&facts.person),
        gender: facts.gender,
        role: Inert::new(&role),
        waiting: tasks(lang, facts, Utc::now().with_timezone(&zone).date_naive()),
        expires: dates::moment(lang, zone, facts.expires_at),
        link: sender.link("join", &claim.token(sender.keys)),
    };
    failpoint!(Writing, &facts.email);
    let id = format!("invitation.{}.{}", claim.invitation_id, claim.generation);
    let from = lang.say("mail-from");
    let from =
        from.with("inviter", mail.inviter.as_str()).with("workspace", mail.workspace.as_str());
    Ok(Letter {
        message_id: sender.message_id(&id),
        from: Party::new(from.to_string(), sender.settings.mail_from.as_str()),
        to: Party::new(mail.person.as_str(), &facts.email),
        reply_to: Some(Party::new(mail.inviter.as_str(), mail.inviter_email.as_str())),
        subject: mail.subject(),
        text: mail.text()?,
        html: mail.html()?,
        language: lang.as_str(),
    })
}

/// `None` for another kind of mail.
fn claim(mail: &OutboxEmail) -> Option<JoinClaim> {
    Some(JoinClaim {
        workspace_id: mail.workspace_id?,
        invitation_id: mail.invitation_id?,
        generation: mail.generation?,
    })
}

fn tasks(lang: Lang, facts: &Facts, today: NaiveDate) -> Option<WaitingTasks> {
    // A day that is over already says nothing good.
    let first_due = facts.first_due.filter(|day| *day >= today);
    let first_due = first_due.map(|day| dates::weekday(lang, day)).unwrap_or_default();
    Some(WaitingTasks { count: facts.tasks, first_due, title: Inert::new(facts.task.as_ref()?) })
}

/// What follows "Frau": the name without its first word, where that is plainly a first name; else all
/// of it. A first name and another word, or one that begins like "von der", leave no doubt.
fn surname(name: &str) -> &str {
    match name.split_once(' ') {
        Some((first, rest)) if first.ends_with(['.', ',']) || is_many(rest) => name,
        Some((_, rest)) => rest,
        None => name,
    }
}

fn is_many(words: &str) -> bool {
    words.contains(' ') && !words.starts_with(char::is_lowercase)
}
