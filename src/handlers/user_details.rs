//! One user: profile, teams, work, and what happened to the invitation.

mod history;
mod profile_form;

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use diesel::QueryResult;
use uuid::Uuid;

use crate::app::App;
use crate::dates::short_day;
use crate::error::{AppError, AppResult};
use crate::frame::{FieldError, Frame, Section};
use crate::handlers::confirm::{Confirm, More};
use crate::handlers::users::person::Person;
use crate::handlers::{Id, ok, refused, see_other};
use crate::models::account::Account;
use crate::models::rights;
use crate::models::role::Role;
use crate::models::team::Team;
use crate::models::user::{Change, ProfileChange, User};
use crate::models::user_details::{AssignedTask, JoinedProject, UserDetails};
use crate::security::access::Member;
use crate::security::session::{self, Flash};
use crate::values::{Gender, Lang};
use history::Happening;
use profile_form::ProfileForm;

#[derive(Template)]
#[template(path = "users/show.html")]
struct UserPage {
    frame: Frame,
    person: Person,
    form: ProfileForm,
    errors: Vec<FieldError>,
    /// Id and title.
    roles: Vec<(String, String)>,
    /// Every team of the workspace; nothing is said of teams when there is none.
    teams: Vec<Team>,
    /// What the reader may see of the person's work; `None` when it is none of their business.
    tasks: Option<Vec<AssignedTask>>,
    projects: Option<Vec<JoinedProject>>,
    happenings: Vec<Happening>,
    can_change_role: bool,
    can_change_teams: bool,
}

/// `GET /w/{slug}/settings/users/{id}`: for those who may read people, and for the person.
pub async fn show(app: Data<App>, member: Member, path: Path<Id>) -> AppResult<HttpResponse> {
    let id = visible(&member, path.id)?;
    Ok(ok(&page(&app, &member, id, None, Vec::new()).await?))
}

/// `POST /w/{slug}/settings/users/{id}`: saves the profile; the teams only for those who manage
/// people, the role only for Admins, who are asked before they give up their own.
pub async fn update(
    app: Data<App>,
    request: HttpRequest,
    member: Member,
    path: Path<Id>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let id = visible(&member, path.id)?;
    let workspace_id = member.workspace_id();
    let (roles, is_last_admin) = app
        .db
        .run(move |conn| {
            let (user, role) = User::find_with_role(conn, workspace_id, id)?;
            let is_last_admin = user.is_last_admin(conn, &role)?;
            QueryResult::Ok((Role::all(conn, workspace_id)?, is_last_admin))
        })
        .await?;
    if !may_edit(&member, id) {
        return Err(member.refused(&request).await);
    }
    let form = ProfileForm::read(&body)?;
    if form.role.is_some() && !rights::can_invite(&member.role)
        || form.teams.is_some() && !rights::can_manage_people(&member.role)
    {
        return Err(member.refused(&request).await);
    }
    let change = match form.parse(member.lang, &roles) {
        Ok(change) => change,
        Err(errors) => return Ok(refused(&page(&app, &member, id, Some(form), errors).await?)),
    };
    let chosen = roles.iter().find(|role| Some(role.id) == change.role_id);
    if let Some(role) = chosen.filter(|role| id == member.user.id && !role.is_admin())
        && member.role.is_admin()
        && !is_last_admin
        && form.sure.is_none()
    {
        return Ok(demotion(&member, &form, role).ask_first(&member));
    }
    let language = change.language;
    if save(&app, &member, id, change).await? == Change::LastAdmin {
        let errors = vec![FieldError::new("role", member.lang.t("user-last-admin"))];
        return Ok(refused(&page(&app, &member, id, Some(form), errors).await?));
    }
    Flash::done(language_after(&member, id, language).t("profile-saved")).leave(&member.session);
    Ok(see_other(&member.path(&format!("settings/users/{id}"))))
}

/// The question to an Admin who chose another role for themselves.
fn demotion(member: &Member, form: &ProfileForm, role: &Role) -> Confirm {
    let lang = member.lang;
    let own = member.path(&format!("settings/users/{}", member.user.id));
    Confirm {
        section: Section::Users,
        title: lang.t("user-demote-title"),
        question: lang.say("user-demote-ask").with("role", role.title(lang)).to_string(),
        yes: Some(lang.t("user-demote-yes")),
        no: lang.t("user-demote-no"),
        action: own.clone(),
        back: own,
        is_dangerous: true,
        more: More { fields: form.fields(), ..More::default() },
    }
}

async fn save(app: &App, member: &Member, id: Uuid, change: ProfileChange) -> AppResult<Change> {
    let (workspace_id, actor_id) = (member.workspace_id(), member.user.id);
    let session_id = session::id(&member.session).unwrap_or_default();
    // People read in their account's language; only they themselves change it.
    let own_account = (id == actor_id).then_some(member.account.id);
    app.db
        .run(move |conn| {
            let outcome =
                User::change_profile(conn, workspace_id, actor_id, session_id, id, &change)?;
            if let (Change::Done, Some(account_id)) = (outcome, own_account) {
                Account::set_language(conn, account_id, change.language)?;
            }
            AppResult::Ok(outcome)
        })
        .await
}

/// The id again; `NotFound` for those who may neither read people nor are that person.
fn visible(member: &Member, id: Uuid) -> AppResult<Uuid> {
    let is_visible = rights::can_read_people(&member.role) || id == member.user.id;
    is_visible.then_some(id).ok_or(AppError::NotFound)
}

fn may_edit(member: &Member, id: Uuid) -> bool {
    rights::can_manage_people(&member.role) || id == member.user.id
}

/// The language the reader will read the next page in.
fn language_after(member: &Member, id: Uuid, chosen: Option<Lang>) -> Lang {
    let is_own = id == member.user.id;
    if is_own { chosen.unwrap_or(member.workspace.language) } else { member.lang }
}

/// The page; with what was typed when the form was refused.
async fn page(
    app: &App,
    member: &Member,
    id: Uuid,
    typed: Option<ProfileForm>,
    errors: Vec<FieldError>,
) -> AppResult<UserPage> {
    let workspace_id = member.workspace_id();
    let (details, roles, teams) = app
        .db
        .run(move |conn| {
            let details = UserDetails::load(conn, workspace_id, id)?;
            let (roles, teams) = (Role::all(conn, workspace_id)?, Team::all(conn, workspace_id)?);
            QueryResult::Ok((details, roles, teams))
        })
        .await?;
    let is_own = id == member.user.id;
    let own_language = is_own.then_some(member.account.language);
    let can_read_tasks = is_own || rights::can_read_all_tasks(&member.role);
    let can_read_projects = is_own || rights::can_read_all_projects(&member.role);
    Ok(UserPage {
        form: typed.unwrap_or_else(|| ProfileForm::of(&details.user, own_language)),
        errors,
        roles: roles.iter().map(|role| (role.id.to_string(), role.title(member.lang))).collect(),
        teams,
        happenings: history::of(member, &details),
        tasks: can_read_tasks.then_some(details.tasks),
        projects: can_read_projects.then_some(details.projects),
        person: Person::new(member, details.row),
        can_change_role: rights::can_invite(&member.role),
        can_change_teams: rights::can_manage_people(&member.role),
        frame: Frame::new(member, Section::Users),
    })
}

impl UserPage {
    /// This page, to come back to.
    fn back(&self) -> String {
        self.person.path.clone()
    }

    fn genders(&self) -> Vec<(&'static str, String)> {
        Gender::ALL.iter().map(|gender| (gender.as_str(), gender.title(self.frame.lang))).collect()
    }

    fn languages(&self) -> Vec<(&'static str, &'static str)> {
        Lang::ALL.iter().map(|lang| (lang.as_str(), lang.own_name())).collect()
    }

    /// Whether the person is in this team, or was put into it by the form that was refused.
    fn is_in(&self, team: &Team) -> bool {
        match &self.form.teams {
            Some(chosen) => chosen.contains(&team.id),
            None => self.person.teams.iter().any(|own| own.id == team.id),
        }
    }

    fn due(&self, task: &AssignedTask) -> String {
        task.due_on.map(|day| short_day(self.frame.lang, day)).unwrap_or_default()
    }
}
