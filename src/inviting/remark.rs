//! What is said about a row of a file where it cannot be mended at once: on the command line, and in
//! the file that goes back with its problems.

use chrono_tz::Tz;
use serde::Serialize;

use crate::dates;
use crate::inviting::line::Line;
use crate::inviting::nearest::nearest;
use crate::inviting::plan::{Fact, Mistake, PlannedLine, Verdict};
use crate::inviting::spreadsheet::Field;
use crate::models::role::Role;
use crate::models::team::Team;
use crate::values::{EmailAddress, Gender, Lang, PersonNameError};

/// So many names are suggested at most.
const NAMES: usize = 12;

/// A problem of one cell, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// The column of the cell.
    pub field: Field,
    pub problem: String,
    pub suggestion: String,
}

impl Remark {
    /// All problems of a row in one text, and all suggestions; `None` when there are none.
    pub fn joined(remarks: &[Remark]) -> Option<(String, String)> {
        let all = |text: fn(&Remark) -> &str| sentences(remarks.iter().map(text));
        let is_any = !remarks.is_empty();
        is_any.then(|| (all(|remark| &remark.problem), all(|remark| &remark.suggestion)))
    }
}

/// Says it in one language, with what the workspace has to choose from.
pub struct Remarks {
    lang: Lang,
    /// The workspace's, for days.
    zone: Tz,
    roles: Vec<String>,
    teams: Vec<String>,
}

impl Remarks {
    pub fn new(lang: Lang, zone: Tz, roles: &[Role], teams: &[Team]) -> Remarks {
        let roles = roles.iter().map(|role| role.title(lang)).collect();
        Remarks { lang, zone, roles, teams: teams.iter().map(|team| team.name.clone()).collect() }
    }

    /// What is said about a line; empty when it is ready. `row_of` knows the row of another line,
    /// counted from 1.
    pub fn about(&self, planned: &PlannedLine, row_of: impl Fn(usize) -> u32) -> Vec<Remark> {
        match &planned.verdict {
            Verdict::Invite(_) => Vec::new(),
            Verdict::Known(fact) => vec![self.of_fact(fact, row_of)],
            Verdict::Mistakes(mistakes) => {
                mistakes.iter().map(|mistake| self.of_mistake(*mistake, &planned.line)).collect()
            }
        }
    }

    /// What must be mended in a line.
    pub fn of_mistake(&self, mistake: Mistake, line: &Line) -> Remark {
        let (t, say) = (|key| self.lang.t(key), |key| self.lang.say(key));
        let (field, problem, suggestion) = match mistake {
            Mistake::NotAnAddress => {
                let problem = match line.email.trim() {
                    "" => t("remark-email-none"),
                    word => say("remark-email").with("value", word).to_string(),
                };
                (Field::Email, problem, self.address(&line.email))
            }
            Mistake::DomainRefused => {
                let domain = line.email.rsplit('@').next().unwrap_or_default().trim();
                let problem = say("remark-domain").with("domain", domain).to_string();
                (Field::Email, problem, t("remark-domain-way-on"))
            }
            Mistake::BadName(error) => {
                let is_long = error == PersonNameError::TooLong;
                let problem = t(if is_long { "remark-name-long" } else { "remark-name" });
                (Field::Name, problem, t("remark-name-way-on"))
            }
            Mistake::RoleMissing => (Field::Role, t("remark-role"), self.choose(&self.roles)),
            Mistake::RoleUnknown => {
                let problem = say("remark-role-unknown").with("value", &line.role);
                let suggestion = self.meant_name(&line.role, &self.roles);
                let suggestion = suggestion.unwrap_or_else(|| self.choose(&self.roles));
                (Field::Role, problem.to_string(), suggestion)
            }
            Mistake::TeamUnknown => {
                let problem = say("remark-team-unknown").with("value", &line.team);
                let suggestion = self.meant_name(&line.team, &self.teams);
                let suggestion = suggestion.unwrap_or_else(|| self.choose_or_none(&self.teams));
                (Field::Team, problem.to_string(), suggestion)
            }
            Mistake::GenderUnknown => {
                let genders: Vec<_> = Gender::ALL.iter().map(|one| one.title(self.lang)).collect();
                let problem = say("remark-gender").with("value", &line.gender);
                (Field::Gender, problem.to_string(), self.choose_or_none(&genders))
            }
        };
        Remark { field, problem, suggestion }
    }

    /// Why somebody is not invited although nothing is wrong.
    pub fn of_fact(&self, fact: &Fact, row_of: impl Fn(usize) -> u32) -> Remark {
        let (t, say) = (|key| self.lang.t(key), |key| self.lang.say(key));
        let (problem, suggestion) = match fact {
            Fact::AlreadyUser { .. } => (t("remark-exists"), "remark-nothing"),
            Fact::AlreadyInvited { sent_at, .. } => {
                let day =
                    dates::short_day(self.lang, sent_at.with_timezone(&self.zone).date_naive());
                (say("remark-pending").with("date", day).to_string(), "remark-resend")
            }
            Fact::WasHere { .. } => (t("remark-was-here"), "remark-again"),
            Fact::SameAddress { line } => {
                (say("remark-same").with("row", row_of(*line)).to_string(), "remark-remove")
            }
        };
        Remark { field: Field::Email, problem, suggestion: t(suggestion) }
    }

    fn address(&self, word: &str) -> String {
        match meant(word) {
            _ if word.trim().is_empty() => self.lang.t("remark-email-enter"),
            Some(email) => self.lang.say("remark-email-meant").with("email", &email).to_string(),
            None => self.lang.t("remark-email-way-on"),
        }
    }

    /// "Is Guest meant?" for a word that is near to one name.
    fn meant_name(&self, word: &str, names: &[String]) -> Option<String> {
        let place = nearest(word, names.iter().map(String::as_str))?;
        Some(self.lang.say("remark-name-meant").with("name", &names[place]).to_string())
    }

    fn choose(&self, names: &[String]) -> String {
        self.lang.say("remark-choose").with("names", self.listed(names)).to_string()
    }

    fn choose_or_none(&self, names: &[String]) -> String {
        match names {
            [] => self.lang.t("remark-leave-empty"),
            _ => {
                let phrase = self.lang.say("remark-choose-or-none");
                phrase.with("names", self.listed(names)).to_string()
            }
        }
    }

    /// "Admin, User or Guest"
    fn listed(&self, names: &[String]) -> String {
        match names {
            _ if names.len() > NAMES => format!("{} …", names[..NAMES].join(", ")),
            _ => self.lang.either(names),
        }
    }
}

/// Several sentences in one text; one that ends with a mark gets no full stop.
fn sentences<'a>(all: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for sentence in all {
        if !text.is_empty() {
            text.push_str(if text.ends_with(['.', '?', '!', '…']) { " " } else { ". " });
        }
        text.push_str(sentence);
    }
    text
}

/// The address that was meant by one with a slip of the hand; `None` when it cannot be told.
pub fn meant(word: &str) -> Option<String> {
    let mut mended = word.replace(char::is_whitespace, "").replace(',', ".");
    for at in ["(at)", "[at]", "{at}", "@@"] {
        mended = mended.replace(at, "@");
    }
    let mended = mended.replace("..", ".");
    let email = EmailAddress::parse(mended.trim_matches(['.', ';', ':', '<', '>', '"'])).ok()?;
    Some(email.to_string())
}
