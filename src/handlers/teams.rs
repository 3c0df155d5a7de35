//! The teams, and the page of one.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Path};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::frame::{FieldError, Frame, Section};
use crate::handlers::person::Person;
use crate::handlers::{Id, form, ok, refused, see_other, title_error};
use crate::models::rights::can_manage_people;
use crate::models::team::{Team, TeamOutcome};
use crate::models::team_member::TeamMember;
use crate::security::access::{Member, PeopleManager, PeopleReader};
use crate::security::session::Flash;
use crate::values::{Colour, Title};

/// A team in the list.
struct TeamCard {
    team: Team,
    members: i64,
}

#[derive(Template)]
#[template(path = "teams/index.html")]
struct TeamsPage {
    frame: Frame,
    teams: Vec<TeamCard>,
    can_manage: bool,
    form: TeamForm,
    errors: Vec<FieldError>,
}

#[derive(Template)]
#[template(path = "teams/show.html")]
struct TeamPage {
    frame: Frame,
    team: Team,
    members: Vec<Person>,
    /// How many there are, the listed ones among them.
    member_count: i64,
    can_manage: bool,
    form: TeamForm,
    errors: Vec<FieldError>,
}

#[derive(Clone, Deserialize)]
pub struct TeamForm {
    name: String,
    colour: i16,
}

/// `GET /w/{slug}/settings/teams`
pub async fn index(app: Data<App>, member: PeopleReader) -> AppResult<HttpResponse> {
    Ok(ok(&TeamsPage::load(&app, &member).await?))
}

/// `POST /w/{slug}/settings/teams`
pub async fn create(app: Data<App>, member: PeopleManager, body: Bytes) -> AppResult<HttpResponse> {
    let form: TeamForm = form(&body)?;
    let error = match form.parse(&member)? {
        Ok((name, colour)) => {
            let (workspace_id, actor_id) = (member.workspace_id(), member.user.id);
            let create =
                move |conn: &mut _| Team::create(conn, workspace_id, actor_id, &name, colour);
            match member.change(&app, create).await? {
                TeamOutcome::Done(team) => {
                    return Ok(see_other(&member.path(&format!("settings/teams/{}", team.id))));
                }
                TeamOutcome::NameTaken => name_taken(&member),
                TeamOutcome::TooMany => too_many(&member),
            }
        }
        Err(error) => error,
    };
    let page = TeamsPage::load(&app, &member).await?;
    Ok(refused(&TeamsPage { form, errors: vec![error], ..page }))
}

/// `GET /w/{slug}/settings/teams/{id}`
pub async fn show(app: Data<App>, member: PeopleReader, path: Path<Id>) -> AppResult<HttpResponse> {
    Ok(ok(&TeamPage::load(&app, &member, path.id).await?))
}

/// `POST /w/{slug}/settings/teams/{id}`: name and colour.
pub async fn update(
    app: Data<App>,
    member: PeopleManager,
    path: Path<Id>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let form: TeamForm = form(&body)?;
    let (workspace_id, actor_id, id) = (member.workspace_id(), member.user.id, path.id);
    let error = match form.parse(&member)? {
        Ok((name, colour)) => {
            let update = move |conn: &mut _| {
                Team::find(conn, workspace_id, id)?.update(conn, actor_id, &name, colour)
            };
            if let TeamOutcome::Done(_) = member.change(&app, update).await? {
                Flash::done(member.lang.t("team-saved")).leave(&member.session);
                return Ok(see_other(&member.path(&format!("settings/teams/{id}"))));
            }
            name_taken(&member)
        }
        Err(error) => error,
    };
    let page = TeamPage::load(&app, &member, id).await?;
    Ok(refused(&TeamPage { form, errors: vec![error], ..page }))
}

impl TeamsPage {
    async fn load(app: &App, member: &Member) -> AppResult<TeamsPage> {
        let workspace_id = member.workspace_id();
        let (teams, counts) = app
            .db
            .run(move |conn| {
                let teams = Team::all(conn, workspace_id)?;
                AppResult::Ok((teams, TeamMember::counts(conn, workspace_id)?))
            })
            .await?;
        let counts: HashMap<Uuid, i64> = counts.into_iter().collect();
        let next = (teams.len() % 10) as i16;
        let card = |team: Team| TeamCard {
            members: counts.get(&team.id).copied().unwrap_or_default(),
            team,
        };
        Ok(TeamsPage {
            frame: Frame::new(member, Section::Teams),
            teams: teams.into_iter().map(card).collect(),
            can_manage: can_manage_people(&member.role),
            form: TeamForm { name: String::new(), colour: next },
            errors: Vec::new(),
        })
    }
}

impl TeamPage {
    async fn load(app: &App, member: &Member, id: Uuid) -> AppResult<TeamPage> {
        let workspace_id = member.workspace_id();
        let (team, (member_count, members)) = app
            .db
            .run(move |conn| {
                let team = Team::find(conn, workspace_id, id)?;
                let members = TeamMember::of_team(conn, &team)?;
                AppResult::Ok((team, members))
            })
            .await?;
        Ok(TeamPage {
            frame: Frame::new(member, Section::Teams),
            members: Person::all(&members, member),
            member_count,
            can_manage: can_manage_people(&member.role),
            form: TeamForm { name: team.name.clone(), colour: team.colour },
            errors: Vec::new(),
            team,
        })
    }
}

impl TeamForm {
    /// Name and colour, or the message at the name. A colour that no form offers is
    /// [`AppError::BadRequest`].
    fn parse(&self, member: &Member) -> AppResult<Result<(Title, Colour), FieldError>> {
        let colour = Colour::new(self.colour).ok_or(AppError::BadRequest)?;
        Ok(match Title::parse(&self.name) {
            Ok(name) => Ok((name, colour)),
            Err(error) => Err(title_error("name", error, member)),
        })
    }
}

fn too_many(member: &Member) -> FieldError {
    FieldError::new("name", member.lang.say("team-too-many").with("max", Team::MOST))
}

fn name_taken(member: &Member) -> FieldError {
    FieldError::new("name", member.lang.t("team-name-taken"))
}
