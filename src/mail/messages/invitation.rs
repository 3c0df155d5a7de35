use askama::Template;
use diesel::prelude::*;
use diesel::result::Error::NotFound;

use super::inert::Inert;
use super::{Sender, render};
use crate::dates;
use crate::error::AppResult;
use crate::mail::letter::{Letter, Party};
use crate::models::invitation::Invitation;
use crate::models::outbox_email::OutboxEmail;
use crate::models::role::Role;
use crate::models::user::User;
use crate::models::workspace::Workspace;
use crate::schema::{invitations, roles, tasks, users, workspaces};
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
    /// The title of the task the person was invited from.
    pub task: Option<Inert>,
    /// With its zone.
    pub expires: String,
    pub link: String,
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
        let task = self.task.as_ref()?;
        Some(self.lang.say("mail-task").with("task", task.as_str()).to_string())
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
    let (invitation, workspace, user, role, (inviter_name, inviter_email), task) = facts;
    let lang = user.language.unwrap_or(workspace.language);
    let mail = InvitationMail {
        lang,
        inviter: Inert::new(&inviter_name),
        inviter_email,
        workspace: Inert::new(&workspace.name),
        person: Inert::new(&user.name),
        gender: user.gender,
        role: Inert::new(&role.title(lang)),
        task: task.as_deref().map(Inert::new),
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

/// An invitation, its workspace, the person and their role, name and address of the inviter, and
/// the title of the task.
type Facts = (Invitation, Workspace, User, Role, (String, String), Option<String>);

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
        .left_join(
            tasks::table.on(tasks::workspace_id
                .eq(invitations::workspace_id)
                .and(tasks::id.nullable().eq(invitations::task_id))),
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
            tasks::title.nullable(),
        ))
        .first(conn)
        .optional()
}
