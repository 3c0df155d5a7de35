//! A task of a project: making, showing and changing it.

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Path};
use askama::Template;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::frame::{FieldError, Frame, Section};
use crate::handlers::pages::page_query;
use crate::handlers::projects::{self, ProjectPage};
use crate::handlers::task_rows::{From, TaskRow};
use crate::handlers::{Id, echo, form, ok, refused, see_other, title_error};
use crate::models::assignment::Assignment;
use crate::models::project::Project;
use crate::models::rights::can_manage_tasks;
use crate::models::role::Role;
use crate::models::task::{Task, TaskChange};
use crate::models::user_list::{PAGE, Total};
use crate::security::access::{Member, TaskManager};
use crate::security::session::Flash;
use crate::values::{Description, Title};

#[derive(Template)]
#[template(path = "tasks/show.html")]
struct TaskPage {
    frame: Frame,
    id: Uuid,
    heading: String,
    project: Project,
    /// Whether the reader may open the project.
    opens_project: bool,
    form: TaskForm,
    description: Vec<String>,
    row: TaskRow,
    can_edit: bool,
    errors: Vec<FieldError>,
    from: From,
}

#[derive(Clone, Deserialize)]
pub struct TaskForm {
    title: String,
    description: String,
    due_on: String,
}

#[derive(Deserialize)]
pub struct NewTaskForm {
    title: String,
}

#[derive(Deserialize)]
pub struct DoneForm {
    done: bool,
    from: From,
    /// The page of the list, to come back to.
    page: Option<i64>,
}

/// `POST /w/{slug}/projects/{id}/tasks`
pub async fn create(
    app: Data<App>,
    member: TaskManager,
    path: Path<Id>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let form: NewTaskForm = form(&body)?;
    let (reach, id) = (member.reach(), path.id);
    let error = match Title::parse(&form.title) {
        Ok(title) => {
            let create = move |conn: &mut _| {
                let project = Project::find_open(conn, reach, id)?;
                let made = Task::create(conn, &project, reach.user_id, &title)?;
                AppResult::Ok((made.is_some(), Task::open_of(conn, &project)?))
            };
            let (is_made, open) = member.change(&app, create).await?;
            if is_made {
                let page = page_query(Total::of(open).pages());
                return Ok(see_other(&member.path(&format!("projects/{id}{page}"))));
            }
            let text = member.lang.say("project-too-many-tasks").with("max", Task::MOST);
            FieldError::new("new-task", text)
        }
        Err(error) => title_error("new-task", error, &member),
    };
    let page = ProjectPage::load(&app, &member, id, 1).await?;
    Ok(refused(&page.with_refused_task(echo(&form.title), error)))
}

/// `GET /w/{slug}/tasks/{id}`
pub async fn show(app: Data<App>, member: Member, path: Path<Id>) -> AppResult<HttpResponse> {
    Ok(ok(&TaskPage::load(&app, &member, path.id).await?))
}

/// `POST /w/{slug}/tasks/{id}`
pub async fn update(
    app: Data<App>,
    member: TaskManager,
    path: Path<Id>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let form: TaskForm = form(&body)?;
    let (reach, id) = (member.reach(), path.id);
    match form.parse(&member) {
        Ok(change) => {
            let update = move |conn: &mut _| {
                let (task, _) = Task::find_open(conn, reach, id)?;
                AppResult::Ok(task.update(conn, reach.user_id, &change)?)
            };
            member.change(&app, update).await?;
            Flash::done(member.lang.t("task-saved")).leave(&member.session);
            Ok(see_other(&member.path(&format!("tasks/{id}"))))
        }
        Err(errors) => {
            let page = TaskPage::load(&app, &member, id).await?;
            Ok(refused(&TaskPage { form, errors, ..page }))
        }
    }
}

/// `POST /w/{slug}/tasks/{id}/done`: by those who manage tasks and those who are assigned.
pub async fn finish(
    app: Data<App>,
    member: Member,
    path: Path<Id>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let form: DoneForm = form(&body)?;
    let (reach, id, manages) = (member.reach(), path.id, can_manage_tasks(&member.role));
    // Whoever is assigned needs no right beside that, but must still be here.
    let right = if manages { can_manage_tasks } else { |_: &Role| true };
    let project_id = member
        .change(&app, right, move |conn| {
            let (task, project) = Task::find_open(conn, reach, id)?;
            if !manages && !Assignment::exists(conn, &task, reach.user_id)? {
                return Err(AppError::Forbidden);
            }
            task.set_done(conn, reach.user_id, form.done)?;
            Ok(project.id)
        })
        .await?;
    let page = page_query(form.page.unwrap_or(1));
    Ok(see_other(&member.path(&match form.from {
        From::Mine => format!("{page}#task-{id}"),
        From::Project => format!("projects/{project_id}{page}#task-{id}"),
        From::Task => format!("tasks/{id}"),
    })))
}

impl TaskPage {
    async fn load(app: &App, member: &Member, id: Uuid) -> AppResult<TaskPage> {
        let reach = member.reach();
        let (task, project, opens_project, people) = app
            .db
            .run(move |conn| {
                let (task, project) = Task::find(conn, reach, id)?;
                let opens = projects::is_visible(conn, reach, project.id)?;
                let people = Assignment::people_of(conn, reach, vec![id], PAGE)?;
                AppResult::Ok((task, project, opens, people))
            })
            .await?;
        Ok(TaskPage {
            frame: Frame::new(member, Section::Projects),
            id,
            heading: task.title.clone(),
            opens_project,
            form: TaskForm::of(&task),
            description: task.description.lines().map(str::to_owned).collect(),
            row: TaskRow::new(task, &people, member, &project),
            can_edit: can_manage_tasks(&member.role) && !project.is_archived(),
            errors: Vec::new(),
            from: From::Task,
            project,
        })
    }
}

impl TaskForm {
    fn of(task: &Task) -> TaskForm {
        TaskForm {
            title: task.title.clone(),
            description: task.description.clone(),
            due_on: task.due_on.map(|day| day.to_string()).unwrap_or_default(),
        }
    }

    /// The change, or a message at each field that must be mended.
    fn parse(&self, member: &Member) -> Result<TaskChange, Vec<FieldError>> {
        let title = Title::parse(&self.title).map_err(|error| title_error("title", error, member));
        let description = Description::parse(&self.description).map_err(|_| {
            let text = member.lang.say("task-description-too-long").with("max", Description::MAX);
            FieldError::new("description", text)
        });
        let due_on = parse_day(&self.due_on)
            .ok_or_else(|| FieldError::new("due_on", member.lang.t("task-due-unknown")));
        match (title, description, due_on) {
            (Ok(title), Ok(description), Ok(due_on)) => {
                Ok(TaskChange { title, description, due_on })
            }
            (title, description, due_on) => {
                let list = [title.err(), description.err(), due_on.err()];
                Err(list.into_iter().flatten().collect())
            }
        }
    }
}

/// `Some(None)` for an empty field, `None` for a text that is no day of this millennium.
fn parse_day(text: &str) -> Option<Option<NaiveDate>> {
    if text.trim().is_empty() {
        return Some(None);
    }
    let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()?;
    (2000..3000).contains(&day.year()).then_some(Some(day))
}
