//! Writes the made-up workspaces, once and in one transaction.

mod files;
mod invited;
mod office;
mod projects;
mod roles;

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use diesel::prelude::*;
use uuid::Uuid;

use super::people::{ADMIN_EMAIL, NORDLICHT, Past, Person, SUEDWIND, WERFT, WERFT_WAITING};
use super::work::{
    NORDLICHT_PROJECTS, NORDLICHT_ROLES, NORDLICHT_TEAMS, OwnRole, Project, SUEDWIND_PROJECTS,
    SUEDWIND_TEAMS, Team,
};
use super::{PASSWORD, say};
use crate::app::App;
use crate::db::transaction;
use crate::error::{AppError, AppResult};
use crate::models::account::Account;
use crate::models::role::Role;
use crate::models::team::Team as TeamRow;
use crate::models::user::NewUser;
use crate::models::workspace::{NewWorkspace, Workspace};
use crate::schema::{teams, users, workspaces};
use crate::values::{EmailAddress, Lang, NewPassword, Note, Status, Title};

/// Writes the workspaces unless the database has one already.
pub async fn plant_once(app: &App) -> AppResult<()> {
    if app.db.run(Workspace::any).await? {
        return Ok(());
    }
    say("Making up people and work …");
    let password = NewPassword::parse(PASSWORD, &[])
        .map_err(|problem| AppError::internal(format!("the password is {problem:?}")))?;
    let hash = app.passwords.hash(None, password).await?;
    app.db.run(move |conn| transaction(conn, |conn| plant(conn, &hash))).await
}

fn plant(conn: &mut PgConnection, password_hash: &str) -> AppResult<()> {
    let now = Utc::now();
    let nordlicht = Plot {
        name: "Nordlicht",
        language: Lang::En,
        time_zone: Tz::Europe__Berlin,
        age: 60,
        booked_seats: 40,
        has_files: true,
        roles: NORDLICHT_ROLES,
        people: NORDLICHT,
        teams: NORDLICHT_TEAMS,
        projects: NORDLICHT_PROJECTS,
        waiting: &[],
    };
    let suedwind = Plot {
        name: "Südwind",
        language: Lang::De,
        time_zone: Tz::Europe__Vienna,
        age: 5,
        booked_seats: 0,
        has_files: false,
        roles: &[],
        people: SUEDWIND,
        teams: SUEDWIND_TEAMS,
        projects: SUEDWIND_PROJECTS,
        waiting: &[],
    };
    let werft = Plot {
        name: "Werft",
        language: Lang::De,
        time_zone: Tz::Europe__Berlin,
        age: 90,
        booked_seats: 3,
        has_files: false,
        roles: &[],
        people: WERFT,
        teams: &[],
        projects: &[],
        waiting: WERFT_WAITING,
    };
    for plot in [nordlicht, suedwind, werft] {
        Bed::dig(conn, &plot, password_hash, now)?.fill(conn, &plot)?;
    }
    match Account::by_email(conn, ADMIN_EMAIL)? {
        Some(ada) => Ok(office::add_sessions(conn, ada.id, now)?),
        None => Ok(()),
    }
}

/// What a workspace is to become.
struct Plot {
    name: &'static str,
    language: Lang,
    time_zone: Tz,
    /// In days; a trial lasts 14.
    age: i64,
    booked_seats: i32,
    /// Whether spreadsheets were imported.
    has_files: bool,
    roles: &'static [OwnRole],
    people: &'static [Person],
    teams: &'static [Team],
    projects: &'static [Project],
    /// Names and addresses of who waits for a seat.
    waiting: &'static [(&'static str, &'static str)],
}

/// A workspace being filled.
struct Bed<'a> {
    workspace: Workspace,
    roles: [Role; 3],
    own_roles: Vec<Role>,
    password_hash: &'a str,
    now: DateTime<Utc>,
    /// Users by their addresses; the first one is whoever made the workspace.
    users: HashMap<&'static str, Uuid>,
    founder: Option<Uuid>,
}

impl<'a> Bed<'a> {
    fn dig(
        conn: &mut PgConnection,
        plot: &Plot,
        password_hash: &'a str,
        now: DateTime<Utc>,
    ) -> AppResult<Bed<'a>> {
        let name = Title::parse(plot.name)
            .map_err(|problem| AppError::internal(format!("{}: {problem:?}", plot.name)))?;
        let (language, time_zone) = (plot.language, plot.time_zone);
        let (workspace, roles) =
            Workspace::create(conn, &NewWorkspace { name, language, time_zone })?;
        let made_at = now - TimeDelta::days(plot.age);
        let cycle_ends_at = (plot.booked_seats > 0).then(|| now + TimeDelta::days(16));
        diesel::update(workspaces::table.find(workspace.id))
            .set((
                workspaces::created_at.eq(made_at),
                workspaces::trial_ends_at.eq(made_at + TimeDelta::days(14)),
                workspaces::booked_seats.eq(plot.booked_seats),
                workspaces::cycle_ends_at.eq(cycle_ends_at),
            ))
            .execute(conn)?;
        let (users, founder) = (HashMap::new(), None);
        Ok(Bed { workspace, roles, own_roles: Vec::new(), password_hash, now, users, founder })
    }

    fn fill(mut self, conn: &mut PgConnection, plot: &Plot) -> AppResult<()> {
        for role in plot.roles {
            self.add_role(conn, role)?;
        }
        for person in plot.people {
            let user_id = self.add_user(conn, person, plot.age)?;
            self.users.insert(person.email, user_id);
            match self.founder {
                Some(founder) => self.add_invitation(conn, person, user_id, founder)?,
                None => self.founder = Some(user_id),
            }
        }
        for team in plot.teams {
            self.add_team(conn, *team, plot.people)?;
        }
        for project in plot.projects {
            self.add_project(conn, project)?;
        }
        if let Some(founder) = self.founder.filter(|_| plot.has_files) {
            self.add_files(conn, plot.people, founder)?;
        }
        self.add_waiting(conn, plot.waiting)?;
        self.add_office_life(conn, plot.people, plot.booked_seats)?;
        Ok(())
    }

    fn add_user(&self, conn: &mut PgConnection, person: &Person, age: i64) -> AppResult<Uuid> {
        let email = EmailAddress::parse(person.email)
            .map_err(|_| AppError::internal(format!("{} is no address", person.email)))?;
        let account_id = match person.past.has_joined() {
            true => Some(self.account(conn, &email)?),
            false => None,
        };
        let (status, note) = match person.past {
            Past::Founder | Past::Active(_) => (Status::Active, None),
            Past::Invited(_) | Past::Expired(_) | Past::Undeliverable(_) => {
                (Status::Initiated, None)
            }
            Past::Deactivated(_) => (Status::Deactivated, None),
            Past::Withdrawn(_) => (Status::Deactivated, Some(Note::Withdrawn)),
            Past::Declined(_) => (Status::Deactivated, Some(Note::Declined)),
        };
        let user = NewUser {
            workspace_id: self.workspace.id,
            id: Uuid::now_v7(),
            account_id,
            email: email.as_str().to_owned(),
            email_key: email.key().to_owned(),
            name: person.name.to_owned(),
            gender: person.gender,
            role_id: self.role_of(person)?,
            status,
            language: None,
            invited_by: self.founder,
        };
        user.insert(conn)?;
        let days = if person.past == Past::Founder { age } else { person.past.days() };
        diesel::update(users::table.find((user.workspace_id, user.id)))
            .set((users::note.eq(note), users::created_at.eq(self.ago(days))))
            .execute(conn)?;
        Ok(user.id)
    }

    /// The account of an address, made unless another workspace has brought it already.
    fn account(&self, conn: &mut PgConnection, email: &EmailAddress) -> AppResult<Uuid> {
        let account = match Account::by_email(conn, email.key())? {
            Some(account) => Some(account),
            None => Account::claim(conn, email, self.password_hash, None)?,
        };
        Ok(account.ok_or(AppError::NotFound)?.id)
    }

    fn add_team(
        &self,
        conn: &mut PgConnection,
        (name, colour): Team,
        people: &[Person],
    ) -> AppResult<()> {
        let team_id = Uuid::now_v7();
        diesel::insert_into(teams::table)
            .values((
                teams::workspace_id.eq(self.workspace.id),
                teams::id.eq(team_id),
                teams::name.eq(name),
                teams::colour.eq(colour),
            ))
            .execute(conn)?;
        let members = people.iter().filter(|person| person.teams.contains(&name));
        let members =
            members.map(|person| self.user(person.email)).collect::<AppResult<Vec<_>>>()?;
        Ok(TeamRow::add_members(conn, self.workspace.id, team_id, &members)?)
    }

    fn user(&self, email: &str) -> AppResult<Uuid> {
        let found = self.users.get(email).copied();
        found.ok_or_else(|| AppError::internal(format!("{email} is nobody in this workspace")))
    }

    fn ago(&self, days: i64) -> DateTime<Utc> {
        self.now - TimeDelta::days(days)
    }
}
