//! What the window says about a line, and the one-click way on.

use chrono_tz::Tz;
use uuid::Uuid;

use crate::dates;
use crate::handlers::invite::form::Shown;
use crate::handlers::invite::window_line::{Choice, Message, Remedy, WindowLine};
use crate::i18n::Phrase;
use crate::inviting::line::Line;
use crate::inviting::plan::{Fact, Mistake, SendPlan, Verdict};
use crate::inviting::remark::meant;
use crate::values::{Lang, PersonNameError};

/// How it is said: in which language, with the days of which zone, and with the names of which roles.
#[derive(Clone, Copy)]
pub struct Saying<'a> {
    pub lang: Lang,
    pub zone: Tz,
    pub roles: &'a [Choice],
    /// Whether the window was opened from a task, which people who are here can be put on.
    pub assigns: bool,
    /// The only domains that are invited, if there are any.
    pub allowed: &'a [String],
}

impl Saying<'_> {
    /// Puts the plan's verdicts at the lines that name somebody, which are in the same order.
    pub fn of_plan(&self, plan: &SendPlan, shown: Shown, lines: &mut [WindowLine]) {
        let lines = lines.iter_mut().enumerate().filter(|(_, line)| !line.typed.is_empty());
        for ((place, line), planned) in lines.zip(&plan.lines) {
            match &planned.verdict {
                Verdict::Invite(_) => {}
                Verdict::Known(fact) => {
                    line.messages.push(self.of_fact(&planned.line.email, fact, place));
                }
                Verdict::Mistakes(mistakes) => {
                    let is_shown =
                        |m: &&Mistake| shown == Shown::Everything || **m != Mistake::RoleMissing;
                    for mistake in mistakes.iter().filter(is_shown) {
                        line.messages.push(self.of_mistake(*mistake, place, &planned.line));
                    }
                }
            }
        }
    }

    /// A fact about the person, with its remedy.
    pub fn of_fact(&self, email: &str, fact: &Fact, place: usize) -> Message {
        let lang = self.lang;
        let press = |change: String, key: &str| Remedy::Press { change, text: lang.t(key) };
        let assign = |user_id: &Uuid| {
            let button = press(format!("assign-{place}-{user_id}"), "task-assign");
            self.assigns.then_some(button).into_iter()
        };
        let (text, remedies): (Phrase, Vec<Remedy>) = match fact {
            Fact::AlreadyUser { user_id } => {
                let path = format!("settings/users/{user_id}");
                let open = Remedy::Open { path, text: lang.t("invite-open") };
                let text = lang.say("invite-err-exists").with("email", email);
                (text, assign(user_id).chain([open]).collect())
            }
            Fact::AlreadyInvited { user_id, generation, sent_at } => {
                let day = dates::short_day(lang, sent_at.with_timezone(&self.zone).date_naive());
                let resend =
                    press(format!("resend-{place}-{generation}-{user_id}"), "invite-resend");
                let text = lang.say("invite-err-pending").with("email", email).with("date", day);
                (text, assign(user_id).chain([resend]).collect())
            }
            Fact::WasHere { user_id, role_id, has_joined } => (
                self.was_here(email, *role_id, *has_joined),
                vec![press(
                    format!("activate-{place}-{user_id}"),
                    if *has_joined { "invite-activate" } else { "invite-again" },
                )],
            ),
            Fact::SameAddress { line } => (
                lang.say("invite-err-dup").with("j", *line),
                vec![press(format!("remove-{place}"), "invite-remove")],
            ),
        };
        Message { field: "email", text: text.to_string(), remedies, is_mistake: false }
    }

    /// Names the role that the remedy gives again, whatever was chosen in the line.
    fn was_here(&self, email: &str, role_id: Option<Uuid>, has_joined: bool) -> Phrase {
        let value = role_id.map(|id| id.to_string());
        let role = self.roles.iter().find(|role| Some(&role.value) == value.as_ref());
        let phrase = self.lang.say(match (role, has_joined) {
            (Some(_), true) => "invite-err-was-here-as",
            (Some(_), false) => "invite-err-was-invited-as",
            (None, true) => "invite-err-was-here",
            (None, false) => "invite-err-was-invited",
        });
        let phrase = phrase.with("email", email);
        match role {
            Some(role) => phrase.with("role", &role.text),
            None => phrase,
        }
    }

    /// What must be mended, at its field; `place` is the line's, counted from 0. What was probably
    /// meant is one press away.
    pub fn of_mistake(&self, mistake: Mistake, place: usize, line: &Line) -> Message {
        if let (Mistake::NotAnAddress, Some(email)) = (mistake, meant(&line.email)) {
            let change = format!("meant-{place}");
            return Message {
                field: "email",
                text: self.lang.say("invite-err-email-meant").with("email", email).to_string(),
                remedies: vec![Remedy::Press { change, text: self.lang.t("invite-use-email") }],
                is_mistake: true,
            };
        }
        let (field, key) = match mistake {
            Mistake::NotAnAddress if line.email.trim().is_empty() => {
                ("email", "invite-err-email-none")
            }
            Mistake::NotAnAddress => ("email", "invite-err-email"),
            Mistake::DomainRefused if self.allowed.is_empty() => ("email", "invite-err-domain"),
            Mistake::DomainRefused => ("email", "invite-err-domain-only"),
            Mistake::BadName(PersonNameError::TooLong) => ("name", "invite-err-name-long"),
            Mistake::BadName(_) => ("name", "invite-err-name"),
            Mistake::RoleMissing => ("role", "invite-err-role"),
            Mistake::RoleUnknown => ("role", "invite-err-role-unknown"),
            Mistake::TeamUnknown => ("team", "invite-err-team-unknown"),
            Mistake::GenderUnknown => ("gender", "invite-err-gender"),
        };
        let domain = line.email.rsplit('@').next().unwrap_or_default().trim().to_owned();
        let value = match field {
            "email" => &domain,
            "role" => &line.role,
            "team" => &line.team,
            _ => &line.gender,
        };
        let only = self.allowed.join(", ");
        let text = self.lang.say(key).with("value", value).with("only", only).to_string();
        Message { field, text, remedies: Vec::new(), is_mistake: true }
    }
}

/// The line repeats one that was sent.
pub fn twice(lang: Lang, email: &str, place: usize) -> Message {
    Message {
        field: "email",
        text: lang.say("invite-err-twice").with("email", email).to_string(),
        remedies: vec![Remedy::Press {
            change: format!("remove-{place}"),
            text: lang.t("invite-remove"),
        }],
        is_mistake: false,
    }
}
