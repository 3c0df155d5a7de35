//! Step two of inviting: what would happen to each line. Pure over what was loaded for it; the
//! window, a dry run and the tests all show this same value.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::inviting::colleagues;
use crate::inviting::line::Line;
use crate::inviting::names::Habits;
use crate::models::invitation::Invitation;
use crate::models::overview::Overview;
use crate::models::role::Role;
use crate::models::team::Team;
use crate::models::user::User;
use crate::models::workspace::{Seats, Workspace};
use crate::values::{DomainRule, EmailAddress, Gender, PersonName, PersonNameError, Status};

/// What would happen to each line if it were sent now.
#[derive(Clone, Debug)]
pub struct SendPlan {
    pub lines: Vec<PlannedLine>,
    pub seats: Seats,
}

/// A line and its verdict.
#[derive(Clone, Debug)]
pub struct PlannedLine {
    pub line: Line,
    pub verdict: Verdict,
}

/// What would happen to one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Invite(Invitee),
    /// A fact about the person: does not hold up the others.
    Known(Fact),
    /// To be mended: refuses the whole send. Never empty.
    Mistakes(Vec<Mistake>),
}

/// A person ready to be invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitee {
    pub email: EmailAddress,
    pub name: PersonName,
    pub role_id: Uuid,
    pub team_id: Option<Uuid>,
    pub gender: Option<Gender>,
}

/// Why a line stays in the window although nothing in it is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    AlreadyUser {
        user_id: Uuid,
    },
    AlreadyInvited {
        user_id: Uuid,
        generation: i32,
        sent_at: DateTime<Utc>,
    },
    WasHere {
        user_id: Uuid,
        /// The role they had, and get again when they are activated.
        #[serde(default)]
        role_id: Option<Uuid>,
        /// Whether they had accepted; otherwise they are invited again.
        #[serde(default = "yes")]
        has_joined: bool,
    },
    /// The same address as an earlier line, counted from 1.
    SameAddress {
        line: usize,
    },
}

/// What batches kept before it was known of them.
fn yes() -> bool {
    true
}

impl Fact {
    fn was_here(user: &User) -> Fact {
        let (role_id, has_joined) = (Some(user.role_id), user.has_joined());
        Fact::WasHere { user_id: user.id, role_id, has_joined }
    }
}

/// What must be mended in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mistake {
    NotAnAddress,
    /// The workspace invites nobody at the address's domain.
    DomainRefused,
    BadName(PersonNameError),
    RoleMissing,
    RoleUnknown,
    TeamUnknown,
    GenderUnknown,
}

/// What a plan is made from.
pub struct Known {
    pub roles: Vec<Role>,
    pub teams: Vec<Team>,
    pub seats: Seats,
    people: HashMap<String, Fact>,
    domains: DomainRule,
    /// How colleagues of people without a name have their addresses.
    habits: Habits,
}

impl Known {
    /// Loads what is known about these lines. Under the workspace's lock it cannot change until
    /// the transaction ends.
    pub fn load(
        conn: &mut PgConnection,
        workspace: &Workspace,
        lines: &[Line],
    ) -> QueryResult<Known> {
        let keys: Vec<String> = lines
            .iter()
            .filter_map(|line| EmailAddress::parse(&line.email).ok())
            .map(|email| email.key().to_owned())
            .collect();
        let mut people = HashMap::new();
        let users = User::with_emails(conn, workspace.id, &keys)?;
        let initiated = users.iter().filter(|user| user.status == Status::Initiated);
        let initiated: Vec<Uuid> = initiated.map(|user| user.id).collect();
        let mut open = Invitation::all_open_of(conn, workspace.id, &initiated)?;
        for user in users {
            let fact = match user.status {
                Status::Active => Fact::AlreadyUser { user_id: user.id },
                Status::Deactivated => Fact::was_here(&user),
                Status::Initiated => match open.remove(&user.id) {
                    Some(open) => Fact::AlreadyInvited {
                        user_id: user.id,
                        generation: open.generation,
                        sent_at: open.sent_at,
                    },
                    None => Fact::was_here(&user),
                },
            };
            people.insert(user.email_key, fact);
        }
        let unnamed: Vec<_> = lines
            .iter()
            .filter(|line| line.name.trim().is_empty())
            .filter_map(|line| EmailAddress::parse(&line.email).ok())
            .collect();
        let Overview { seats, roles, teams, .. } = Overview::of(conn, workspace)?;
        Ok(Known {
            habits: colleagues::habits(conn, workspace.id, &unnamed)?,
            roles,
            teams,
            seats,
            domains: workspace.domains(),
            people,
        })
    }
}

impl Known {
    /// Puts the ids of role and team in the place of their names; what means none is emptied, and
    /// is then chosen by hand.
    pub fn choose(&self, line: &mut Line) {
        let role = self.roles.iter().find(|role| role.is_meant_by(&line.role));
        let team = self.teams.iter().find(|team| team.is_meant_by(&line.team));
        line.role = role.map(|role| role.id.to_string()).unwrap_or_default();
        line.team = team.map(|team| team.id.to_string()).unwrap_or_default();
    }
}

impl SendPlan {
    /// One verdict per line. Empty lines are left out beforehand by the reader of the form.
    pub fn of(lines: &[Line], known: &Known) -> SendPlan {
        let mut seen: HashMap<String, usize> = HashMap::new();
        let lines = lines
            .iter()
            .enumerate()
            .map(|(i, line)| {
                let verdict = verdict(line, known, &mut seen, i + 1);
                PlannedLine { line: line.clone(), verdict }
            })
            .collect();
        SendPlan { lines, seats: known.seats }
    }

    /// Everybody who would be invited.
    pub fn invitees(&self) -> impl Iterator<Item = &Invitee> {
        self.lines.iter().filter_map(|planned| match &planned.verdict {
            Verdict::Invite(invitee) => Some(invitee),
            _ => None,
        })
    }

    /// How many of the people to be invited find no seat; 0 in the trial.
    pub fn without_seat(&self) -> i64 {
        let wanted = self.invitees().count() as i64;
        self.seats.free().map_or(0, |free| (wanted - free).max(0))
    }

    /// Whether nothing must be mended, and seats alone are missing.
    pub fn misses_only_seats(&self) -> bool {
        let mistakes = self.lines.iter().any(|line| matches!(line.verdict, Verdict::Mistakes(_)));
        !mistakes && self.without_seat() > 0
    }

    /// Who finds a seat, in the order of the lines, and who does not.
    pub fn seated(&self) -> (Vec<&Invitee>, Vec<(&PlannedLine, &Invitee)>) {
        let wanted = self.lines.iter().filter_map(|planned| match &planned.verdict {
            Verdict::Invite(invitee) => Some((planned, invitee)),
            _ => None,
        });
        let mut seated: Vec<_> = wanted.collect();
        let fit = self.seats.free().and_then(|free| usize::try_from(free).ok());
        let rest = seated.split_off(fit.unwrap_or(usize::MAX).min(seated.len()));
        (seated.into_iter().map(|(_, invitee)| invitee).collect(), rest)
    }

    /// Whether something must be mended before anything leaves.
    pub fn is_refused(&self) -> bool {
        let mistakes = self.lines.iter().any(|line| matches!(line.verdict, Verdict::Mistakes(_)));
        mistakes || self.without_seat() > 0 || self.invitees().next().is_none()
    }
}

fn verdict(
    line: &Line,
    known: &Known,
    seen: &mut HashMap<String, usize>,
    number: usize,
) -> Verdict {
    let mut mistakes = Vec::new();
    let email = match EmailAddress::parse(&line.email) {
        Ok(email) => email,
        Err(_) => {
            mistakes.push(Mistake::NotAnAddress);
            mistakes.extend(choices(line, known).err().unwrap_or_default());
            return Verdict::Mistakes(mistakes);
        }
    };
    if let Some(&first) = seen.get(email.key()) {
        return Verdict::Known(Fact::SameAddress { line: first });
    }
    seen.insert(email.key().to_owned(), number);
    let fact = known.people.get(email.key());
    // Who is here stays; everybody else would get an invitation.
    if !known.domains.admits(&email) && !matches!(fact, Some(Fact::AlreadyUser { .. })) {
        mistakes.push(Mistake::DomainRefused);
        mistakes.extend(choices(line, known).err().unwrap_or_default());
        return Verdict::Mistakes(mistakes);
    }
    if let Some(fact) = fact {
        return Verdict::Known(fact.clone());
    }
    match (name(line, &email, &known.habits), choices(line, known)) {
        (Ok(name), Ok((role_id, team_id, gender))) => {
            Verdict::Invite(Invitee { email, name, role_id, team_id, gender })
        }
        (name, choices) => {
            mistakes.extend(name.err().map(Mistake::BadName));
            mistakes.extend(choices.err().unwrap_or_default());
            Verdict::Mistakes(mistakes)
        }
    }
}

type Choices = (Uuid, Option<Uuid>, Option<Gender>);

/// Role, team and gender of a line, or everything that is wrong with them.
fn choices(line: &Line, known: &Known) -> Result<Choices, Vec<Mistake>> {
    let role = match line.role.trim() {
        "" => Err(Mistake::RoleMissing),
        word => {
            let role = known.roles.iter().find(|role| role.is_meant_by(word));
            role.map(|role| role.id).ok_or(Mistake::RoleUnknown)
        }
    };
    let team = match line.team.trim() {
        "" => Ok(None),
        word => {
            let team = known.teams.iter().find(|team| team.is_meant_by(word));
            team.map(|team| Some(team.id)).ok_or(Mistake::TeamUnknown)
        }
    };
    let gender = match line.gender.trim() {
        "" => Ok(None),
        word => Gender::parse(word).map(Some).ok_or(Mistake::GenderUnknown),
    };
    match (role, team, gender) {
        (Ok(role), Ok(team), Ok(gender)) => Ok((role, team, gender)),
        (role, team, gender) => {
            Err([role.err(), team.err(), gender.err()].into_iter().flatten().collect())
        }
    }
}

/// The name as given, else as recognised from the address, else the address's own first part.
fn name(line: &Line, email: &EmailAddress, habits: &Habits) -> Result<PersonName, PersonNameError> {
    match PersonName::parse(&line.name) {
        Err(PersonNameError::Empty) => match habits.recognise(email) {
            Some(name) => Ok(name),
            None => PersonName::parse(email.as_str().split('@').next().unwrap_or_default()),
        },
        given => given,
    }
}
