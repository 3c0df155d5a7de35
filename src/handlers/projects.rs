//! The projects, and the page of one.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use diesel::prelude::*;
use uuid::Uuid;

use crate::app::App;
use crate::error::AppResult;
use crate::frame::{FieldError, Frame, Section};
use crate::handlers::pages::{Asked, Pages, page_query};
use crate::handlers::person::Person;
use crate::handlers::task_rows::{From, SHOWN, TaskRow};
use crate::handlers::{Id, ok};
use crate::models::assignment::Assignment;
use crate::models::project::{Project, ProjectList};
use crate::models::rights::{Reach, can_create_projects, can_manage_projects, can_manage_tasks};
use crate::models::task::TaskList;
use crate::models::user_list::{PAGE, Total};
use crate::security::access::Member;

/// A project in the list.
struct ProjectCard {
    project: Project,
    members: i64,
    /// Open tasks; `None` when the reader does not see all of them.
    open_tasks: Option<i64>,
}

/// The projects that are worked on, or the archived ones.
#[derive(Template)]
#[template(path = "projects/index.html")]
struct ProjectsPage {
    frame: Frame,
    projects: Vec<ProjectCard>,
    is_archive: bool,
    /// How many are worked on, and how many are archived.
    current: i64,
    archived: i64,
    pages: Pages,
    can_create: bool,
}

/// A project with its members and tasks.
#[derive(Template)]
#[template(path = "projects/show.html")]
pub struct ProjectPage {
    frame: Frame,
    project: Project,
    description: Vec<String>,
    /// The first of them; the popup finds the others.
    members: Vec<Person>,
    member_count: i64,
    open: Vec<TaskRow>,
    done: Vec<TaskRow>,
    /// How many there are on all pages.
    open_count: i64,
    done_count: i64,
    page: i64,
    pages: Pages,
    /// Whether the reader may change and delete the project, archived or not.
    can_manage: bool,
    /// Whether the reader may change its members now.
    can_change_members: bool,
    can_add_tasks: bool,
    /// What was typed as a new task.
    new_task: String,
    errors: Vec<FieldError>,
    from: From,
}

/// `GET /w/{slug}/projects?page=`
pub async fn index(app: Data<App>, member: Member, asked: Query<Asked>) -> AppResult<HttpResponse> {
    Ok(ok(&ProjectsPage::load(&app, &member, false, asked.page()).await?))
}

/// `GET /w/{slug}/projects/archive?page=`
pub async fn archive(
    app: Data<App>,
    member: Member,
    asked: Query<Asked>,
) -> AppResult<HttpResponse> {
    Ok(ok(&ProjectsPage::load(&app, &member, true, asked.page()).await?))
}

/// `GET /w/{slug}/projects/{id}?page=`
pub async fn show(
    app: Data<App>,
    member: Member,
    path: Path<Id>,
    asked: Query<Asked>,
) -> AppResult<HttpResponse> {
    Ok(ok(&ProjectPage::load(&app, &member, path.id, asked.page()).await?))
}

/// Whether the project is within reach.
pub fn is_visible(conn: &mut PgConnection, reach: Reach, id: Uuid) -> QueryResult<bool> {
    Ok(Project::find(conn, reach, id).optional()?.is_some())
}

impl ProjectsPage {
    async fn load(
        app: &App,
        member: &Member,
        is_archive: bool,
        page: i64,
    ) -> AppResult<ProjectsPage> {
        let reach = member.reach();
        let list = app.db.run(move |conn| ProjectList::load(conn, reach, is_archive, page)).await?;
        let path = member.path(if is_archive { "projects/archive" } else { "projects" });
        let total = if is_archive { list.archived } else { list.current };
        let address = |page| format!("{path}{}", page_query(page));
        Ok(ProjectsPage {
            frame: Frame::new(member, Section::Projects),
            pages: Pages::new(member.lang, Total::of(total), list.page, list.rows.len(), address),
            projects: list
                .rows
                .into_iter()
                .map(|row| ProjectCard {
                    project: row.project,
                    members: row.members,
                    open_tasks: reach.all_tasks.then_some(row.open_tasks),
                })
                .collect(),
            is_archive,
            current: list.current,
            archived: list.archived,
            can_create: can_create_projects(&member.role),
        })
    }
}

impl ProjectPage {
    /// The same page after a new task was refused: what was typed, and why.
    pub fn with_refused_task(self, new_task: String, error: FieldError) -> ProjectPage {
        ProjectPage { new_task, errors: vec![error], ..self }
    }

    /// `NotFound` when the member may not see a project of this id.
    pub async fn load(app: &App, member: &Member, id: Uuid, page: i64) -> AppResult<ProjectPage> {
        let (reach, can_manage) = (member.reach(), can_manage_projects(&member.role));
        let (project, (member_count, members), list, people) = app
            .db
            .run(move |conn| {
                let project = Project::find(conn, reach, id)?;
                let members = project.members(conn)?;
                let list = TaskList::load(conn, reach, id, page)?;
                let ids: Vec<Uuid> = list.tasks.iter().map(|task| task.id).collect();
                let people = Assignment::people_of(conn, reach, ids, SHOWN)?;
                AppResult::Ok((project, members, list, people))
            })
            .await?;
        let is_open = !project.is_archived();
        let (path, total) = (member.path(&format!("projects/{id}")), list.open + list.done);
        let address = |page| format!("{path}{}", page_query(page));
        let pages = Pages::new(member.lang, Total::of(total), list.page, list.tasks.len(), address);
        let (open_count, done_count, page) = (list.open, list.done, list.page);
        let rows = TaskRow::all(list, &people, member, &project).into_iter();
        let (done, open) = rows.partition(|row| row.is_done);
        Ok(ProjectPage {
            frame: Frame::new(member, Section::Projects),
            description: project.description.lines().map(str::to_owned).collect(),
            members: Person::all(&members, member),
            member_count,
            open,
            done,
            open_count,
            done_count,
            page,
            pages,
            can_manage,
            can_change_members: can_manage && is_open,
            can_add_tasks: can_manage_tasks(&member.role) && is_open,
            new_task: String::new(),
            errors: Vec::new(),
            from: From::Project,
            project,
        })
    }

    /// The place of the first open task on this page.
    fn first(&self) -> i64 {
        (self.page - 1) * PAGE + 1
    }

    /// What is said after a move; the page's script fills in the task and its place.
    fn said_of_moves(&self) -> String {
        let said = self.frame.say("task-moved").with("all", self.open_count);
        said.with("task", "{task}").with("place", "{place}").to_string()
    }
}
