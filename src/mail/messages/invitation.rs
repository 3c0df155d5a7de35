use askama::Template;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::result::Error::NotFound;
use diesel::sql_types::{self, BigInt, Date, Nullable};

use super::inert::Inert;
use super::{Sender, render};
use crate::dates;
use crate::db::fixed::fixed;
use crate::error::AppResult;
use crate::mail::letter::{Letter, Party};
use crate::models::invitation::Invitation;
use crate::models::outbox_email::OutboxEmail;
use crate::models::role::Role;
use crate::models::user::User;
use crate::models::waiting_tasks;
use crate::models::workspace::Workspace;
use crate::schema::{invitations, roles, users, workspaces};
use crate::security::links::JoinClaim;
use crate::values::{Gender, Lang};

diesel::alias!(users as inviters: Inviters);

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
    let claim = claim(mail)?;
    let Some(facts) = facts(conn, &claim)? else { return Ok(None) };
    let (invitation, workspace, user, role, (inviter_name, inviter_email), waiting) = facts;
    let lang = user.language.unwrap_or(workspace.language);
    let mail = InvitationMail {
        lang,
        inviter: Inert::new(&inviter_name),
        inviter_email,
        workspace: Inert::new(&workspace.name),
        person: Inert::new(&user.name),
        gender: user.gender,
        role: Inert::new(&role.title(lang)),
        waiting: tasks(lang, waiting),
        expires: dates::moment(lang, workspace.zone(), invitation.expires_at),
        link: sender.link("join", &claim.token(sender.keys)),
    };
    failpoint!(Writing, &user.email);
    let id = format!("invitation.{}.{}", claim.invitation_id, claim.generation);
    let from = lang.say("mail-from");
    let from =
        from.with("inviter", mail.inviter.as_str()).with("workspace", mail.workspace.as_str());
    Ok(Some(Letter {
        message_id: sender.message_id(&id),
        from: Party::new(from.to_string(), sender.settings.mail_from.as_str()),
        to: Party::new(mail.person.as_str(), user.email),
        reply_to: Some(Party::new(mail.inviter.as_str(), mail.inviter_email.as_str())),
        subject: mail.subject(),
        text: mail.text()?,
        html: mail.html()?,
        language: lang.as_str(),
    }))
}

fn claim(mail: &OutboxEmail) -> QueryResult<JoinClaim> {
    Ok(JoinClaim {
        workspace_id: mail.workspace_id.ok_or(NotFound)?,
        invitation_id: mail.invitation_id.ok_or(NotFound)?,
        generation: mail.generation.ok_or(NotFound)?,
    })
}

fn tasks(lang: Lang, (count, first_due, title): Waiting) -> Option<WaitingTasks> {
    let first_due = first_due.map(|day| dates::weekday(lang, day)).unwrap_or_default();
    Some(WaitingTasks { count, first_due, title: Inert::new(&title?) })
}

/// How many tasks wait, when the first is due, and the title of one.
type Waiting = (i64, Option<NaiveDate>, Option<String>);

/// An invitation, its workspace, the person and their role, name and address of the inviter, and
/// what waits for the person.
type Facts = (Invitation, Workspace, User, Role, (String, String), Waiting);

/// All that the letter says, in one statement: a thousand invitations are a thousand letters.
/// `None` unless its link can be used: the invitation is open, of this generation, not expired.
fn facts(conn: &mut PgConnection, claim: &JoinClaim) -> QueryResult<Option<Facts>> {
    invitations::table
        .inner_join(workspaces::table.on(workspaces::id.eq(invitations::workspace_id)))
        .inner_join(
            users::table.on(users::workspace_id
                .eq(invitations::workspace_id)
                .and(users::id.eq(invitations::user_id))),
        )
        .inner_join(
            roles::table
                .on(roles::workspace_id.eq(users::workspace_id).and(roles::id.eq(users::role_id))),
        )
        .inner_join(
            inviters.on(inviters
                .field(users::workspace_id)
                .eq(invitations::workspace_id)
                .and(inviters.field(users::id).eq(invitations::invited_by))),
        )
        .filter(invitations::workspace_id.eq(claim.workspace_id))
        .filter(invitations::id.eq(claim.invitation_id))
        .filter(invitations::generation.eq(claim.generation))
        .filter(invitations::expires_at.gt(diesel::dsl::now))
        .filter(Invitation::is_open())
        .select((
            Invitation::as_select(),
            Workspace::as_select(),
            User::as_select(),
            Role::as_select(),
            inviters.fields((users::name, users::email)),
            (
                fixed::<BigInt>(waiting_tasks::COUNT),
                fixed::<Nullable<Date>>(waiting_tasks::FIRST_DUE),
                fixed::<Nullable<sql_types::Text>>(waiting_tasks::TITLE),
            ),
        ))
        .first(conn)
        .optional()
}
