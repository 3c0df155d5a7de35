//! The window in which a project is made or changed.

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::frame::{FieldError, Frame, Section};
use crate::handlers::{Id, done, form, is_fragment, ok, refused, title_error};
use crate::models::project::{Project, ProjectChange};
use crate::security::access::{Member, ProjectCreator, ProjectManager};
use crate::values::{Colour, Description, Title};

/// The window as a page; its content alone is the fragment.
#[derive(Template)]
#[template(path = "projects/form.html", blocks = ["content"])]
struct FormPage {
    frame: Frame,
    /// `None` for a project that is to be made.
    project: Option<Project>,
    form: ProjectForm,
    errors: Vec<FieldError>,
}

#[derive(Clone, Default, Deserialize)]
pub struct ProjectForm {
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    colour: i16,
}

/// `GET /w/{slug}/projects/new`
pub async fn new(
    app: Data<App>,
    request: HttpRequest,
    member: ProjectCreator,
) -> AppResult<HttpResponse> {
    let workspace_id = member.workspace_id();
    let colour = app.db.run(move |conn| Project::next_colour(conn, workspace_id)).await?;
    let form = ProjectForm { colour: colour.number(), ..ProjectForm::default() };
    Ok(FormPage::new(&member, None, form).answer(&request))
}

/// `POST /w/{slug}/projects`
pub async fn create(
    app: Data<App>,
    request: HttpRequest,
    member: ProjectCreator,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let form: ProjectForm = form(&body)?;
    let errors = match form.parse(&member)? {
        Ok(change) => {
            let (workspace_id, user_id) = (member.workspace_id(), member.user.id);
            let create = move |conn: &mut _| Project::create(conn, workspace_id, &change, user_id);
            match member.change(&app, create).await? {
                Some(project) => {
                    let path = member.path(&format!("projects/{}", project.id));
                    return Ok(done(is_fragment(&request), &path));
                }
                None => {
                    let text = member.lang.say("projects-too-many").with("max", Project::MOST);
                    vec![FieldError::new("name", text)]
                }
            }
        }
        Err(errors) => errors,
    };
    Ok(FormPage { errors, ..FormPage::new(&member, None, form) }.answer(&request))
}

/// `GET /w/{slug}/projects/{id}/edit`
pub async fn edit(
    app: Data<App>,
    request: HttpRequest,
    member: ProjectManager,
    path: Path<Id>,
) -> AppResult<HttpResponse> {
    let (reach, id) = (member.reach(), path.id);
    let project = app.db.run(move |conn| Project::find_open(conn, reach, id)).await?;
    let form = ProjectForm::of(&project);
    Ok(FormPage::new(&member, Some(project), form).answer(&request))
}

/// `POST /w/{slug}/projects/{id}`
pub async fn update(
    app: Data<App>,
    request: HttpRequest,
    member: ProjectManager,
    path: Path<Id>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let form: ProjectForm = form(&body)?;
    let (reach, id) = (member.reach(), path.id);
    match form.parse(&member)? {
        Ok(change) => {
            let update = move |conn: &mut _| {
                let project = Project::find_open(conn, reach, id)?;
                AppResult::Ok(project.update(conn, reach.user_id, &change)?)
            };
            member.change(&app, update).await?;
            Ok(done(is_fragment(&request), &member.path(&format!("projects/{id}"))))
        }
        Err(errors) => {
            let project = app.db.run(move |conn| Project::find_open(conn, reach, id)).await?;
            let page = FormPage::new(&member, Some(project), form);
            Ok(FormPage { errors, ..page }.answer(&request))
        }
    }
}

impl FormPage {
    fn new(member: &Member, project: Option<Project>, form: ProjectForm) -> FormPage {
        let frame = Frame::new(member, Section::Projects);
        FormPage { frame, project, form, errors: Vec::new() }
    }

    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        match (is_fragment(request), self.errors.is_empty()) {
            (true, true) => ok(&self.as_content()),
            (true, false) => refused(&self.as_content()),
            (false, true) => ok(self),
            (false, false) => refused(self),
        }
    }

    fn title(&self) -> &'static str {
        self.frame.t(if self.project.is_some() { "project-edit-title" } else { "project-new" })
    }

    fn button(&self) -> &'static str {
        self.frame.t(if self.project.is_some() { "save" } else { "project-create" })
    }

    /// Where the form posts to, and where its cancelling leads: the project, or the list.
    fn path(&self) -> String {
        match &self.project {
            Some(project) => self.frame.path(format!("projects/{}", project.id)),
            None => self.frame.path("projects"),
        }
    }
}

impl ProjectForm {
    fn of(project: &Project) -> ProjectForm {
        ProjectForm {
            name: project.name.clone(),
            description: project.description.clone(),
            colour: project.colour,
        }
    }

    /// The change, or a message at each field that must be mended. A colour that no form offers is
    /// [`AppError::BadRequest`].
    fn parse(&self, member: &Member) -> AppResult<Result<ProjectChange, Vec<FieldError>>> {
        let colour = Colour::new(self.colour).ok_or(AppError::BadRequest)?;
        let name = Title::parse(&self.name).map_err(|error| title_error("name", error, member));
        let description = Description::parse(&self.description).map_err(|_| {
            let text = member.lang.say("task-description-too-long").with("max", Description::MAX);
            FieldError::new("description", text)
        });
        Ok(match (name, description) {
            (Ok(name), Ok(description)) => Ok(ProjectChange { name, description, colour }),
            (name, description) => {
                Err([name.err(), description.err()].into_iter().flatten().collect())
            }
        })
    }
}
