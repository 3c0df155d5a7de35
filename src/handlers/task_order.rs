//! The place of a task among the open ones.

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Path};
use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::handlers::pages::page_query;
use crate::handlers::{Id, form, see_other};
use crate::models::task::Task;
use crate::models::task_order::Place;
use crate::models::user_list::PAGE;
use crate::security::access::TaskManager;

#[derive(Deserialize)]
pub struct PlaceForm {
    /// `up`, `down`, `above-{id}` or `below-{id}`.
    to: String,
}

/// `POST /w/{slug}/tasks/{id}/position`: moves the task among the open ones of its project, and
/// leads to the page of the project on which it stands then.
pub async fn update(
    app: Data<App>,
    member: TaskManager,
    path: Path<Id>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let place = form::<PlaceForm>(&body)?.parse()?;
    let (reach, id) = (member.reach(), path.id);
    let (project_id, index) = member
        .change(&app, move |conn| {
            let (task, project) = Task::find_open(conn, reach, id)?;
            AppResult::Ok((project.id, task.move_to(conn, reach.user_id, place)?))
        })
        .await?;
    let page = page_query(index.unwrap_or_default() as i64 / PAGE + 1);
    Ok(see_other(&member.path(&format!("projects/{project_id}{page}#task-{id}"))))
}

impl PlaceForm {
    fn parse(&self) -> AppResult<Place> {
        let beside = |id: &str| Uuid::parse_str(id).map_err(|_| AppError::BadRequest);
        match self.to.as_str() {
            "up" => Ok(Place::Up),
            "down" => Ok(Place::Down),
            to => match to.split_once('-') {
                Some(("above", id)) => beside(id).map(Place::Above),
                Some(("below", id)) => beside(id).map(Place::Below),
                _ => Err(AppError::BadRequest),
            },
        }
    }
}
