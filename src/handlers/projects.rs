use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Path};
use askama::Template;
use diesel::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::frame::{FieldError, Frame, Section};
use crate::handlers::person::Person;
use crate::handlers::task_rows::{From, TaskRow};
use crate::handlers::{echo, form, ok, refused, see_other, title_error};
use crate::models::assignment::Assignment;
use crate::models::project::Project;
use crate::models::task::Task;
use crate::security::access::{Member, ProjectCreator};
use crate::security::rights::{Reach, can_create_projects, can_manage_projects, can_manage_tasks};
use crate::values::Title;

/// A project in the list.
struct ProjectCard {
    id: Uuid,
    name: String,
    members: i64,
    /// Open tasks; `None` when the reader does not see all of them.
    open_tasks: Option<i64>,
}

#[derive(Template)]
#[template(path = "projects/index.html")]
struct ProjectsPage {
    frame: Frame,
    projects: Vec<ProjectCard>,
    can_create: bool,
    name: String,
    errors: Vec<FieldError>,
}

/// A project with its members and tasks.
#[derive(Template)]
#[template(path = "projects/show.html")]
pub struct ProjectPage {
    frame: Frame,
    project: Project,
    members: Vec<Person>,
    /// Who can be added; empty when the reader may not add anybody.
    others: Vec<Person>,
    tasks: Vec<TaskRow>,
    can_manage: bool,
    can_add_tasks: bool,
    /// What was typed as a new task.
    new_task: String,
    errors: Vec<FieldError>,
    from: From,
}

#[derive(Deserialize)]
pub struct ProjectPath {
    id: Uuid,
}

#[derive(Deserialize)]
pub struct ProjectForm {
    name: String,
}

/// `GET /w/{slug}/projects`
pub async fn index(app: Data<App>, member: Member) -> AppResult<HttpResponse> {
    Ok(ok(&ProjectsPage::load(&app, &member).await?))
}

/// `POST /w/{slug}/projects`
pub async fn create(
    app: Data<App>,
    member: ProjectCreator,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let form: ProjectForm = form(&body)?;
    let error = match Title::parse(&form.name) {
        Ok(name) => {
            let (workspace_id, user_id) = (member.workspace_id(), member.user.id);
            let create = move |conn: &mut _| Project::create(conn, workspace_id, &name, user_id);
            match member.change(&app, create).await? {
                Some(project) => {
                    return Ok(see_other(&member.path(&format!("projects/{}", project.id))));
                }
                None => {
                    let text = member.lang.say("projects-too-many").with("max", Project::MOST);
                    FieldError::new("name", text)
                }
            }
        }
        Err(error) => title_error("name", error, &member),
    };
    let page = ProjectsPage::load(&app, &member).await?;
    Ok(refused(&ProjectsPage { name: echo(&form.name), errors: vec![error], ..page }))
}

/// `GET /w/{slug}/projects/{id}`
pub async fn show(
    app: Data<App>,
    member: Member,
    path: Path<ProjectPath>,
) -> AppResult<HttpResponse> {
    Ok(ok(&ProjectPage::load(&app, &member, path.id).await?))
}

/// Whether the project is within reach.
pub fn is_visible(conn: &mut PgConnection, reach: Reach, id: Uuid) -> QueryResult<bool> {
    Ok(Project::find(conn, reach, id).optional()?.is_some())
}

impl ProjectsPage {
    async fn load(app: &App, member: &Member) -> AppResult<ProjectsPage> {
        let reach = member.reach();
        let (projects, members, tasks) = app
            .db
            .run(move |conn| {
                let projects = Project::visible(conn, reach)?;
                let members = Project::member_counts(conn, reach.workspace_id)?;
                let tasks = Project::open_task_counts(conn, reach.workspace_id)?;
                Ok::<_, AppError>((projects, members, tasks))
            })
            .await?;
        let members: HashMap<Uuid, i64> = members.into_iter().collect();
        let tasks: HashMap<Uuid, i64> = tasks.into_iter().collect();
        let count = |counts: &HashMap<Uuid, i64>, id| counts.get(&id).copied().unwrap_or_default();
        Ok(ProjectsPage {
            frame: Frame::new(member, Section::Projects),
            projects: projects
                .into_iter()
                .map(|project| ProjectCard {
                    members: count(&members, project.id),
                    open_tasks: reach.all_tasks.then(|| count(&tasks, project.id)),
                    id: project.id,
                    name: project.name,
                })
                .collect(),
            can_create: can_create_projects(&member.role),
            name: String::new(),
            errors: Vec::new(),
        })
    }
}

impl ProjectPage {
    /// The same page after a new task was refused: what was typed, and why.
    pub fn with_refused_task(self, new_task: String, error: FieldError) -> ProjectPage {
        ProjectPage { new_task, errors: vec![error], ..self }
    }

    /// [`AppError::NotFound`] when the member may not see a project of this id.
    pub async fn load(app: &App, member: &Member, id: Uuid) -> AppResult<ProjectPage> {
        let (reach, can_manage) = (member.reach(), can_manage_projects(&member.role));
        let (project, members, others, tasks, people) = app
            .db
            .run(move |conn| {
                let project = Project::find(conn, reach, id)?;
                let members = project.members(conn)?;
                let others = if can_manage { project.others(conn)? } else { Vec::new() };
                let tasks = Task::of_project(conn, reach, id)?;
                let ids: Vec<Uuid> = tasks.iter().map(|task| task.id).collect();
                let people = Assignment::people_of(conn, reach.workspace_id, &ids)?;
                Ok::<_, AppError>((project, members, others, tasks, people))
            })
            .await?;
        Ok(ProjectPage {
            frame: Frame::new(member, Section::Projects),
            project,
            members: Person::all(&members, member),
            others: Person::all(&others, member),
            tasks: TaskRow::all(tasks, &people, member),
            can_manage,
            can_add_tasks: can_manage_tasks(&member.role),
            new_task: String::new(),
            errors: Vec::new(),
            from: From::Project,
        })
    }
}
