//! The start page: what is assigned to whoever is signed in, by when it is due.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use askama::Template;
use uuid::Uuid;

use crate::app::App;
use crate::error::AppResult;
use crate::frame::{Frame, Section};
use crate::handlers::pages::{Asked, Pages, page_query};
use crate::handlers::task_rows::{Due, From, SHOWN, TaskRow, today};
use crate::handlers::{ok, see_other};
use crate::models::assignment::Assignment;
use crate::models::task::OwnTasks;
use crate::models::user_list::Total;
use crate::security::access::Member;

/// The tasks of one heading.
struct Group {
    due: Due,
    /// How many there are on all pages.
    count: i64,
    tasks: Vec<TaskRow>,
}

#[derive(Template)]
#[template(path = "tasks/index.html")]
struct MyTasksPage {
    frame: Frame,
    groups: Vec<Group>,
    page: i64,
    pages: Pages,
    from: From,
}

/// `GET /w/{slug}`: the start page's address ends with a slash.
pub async fn start(member: Member) -> HttpResponse {
    see_other(&member.path(""))
}

/// `GET /w/{slug}/?page=`: the signed-in person's own tasks.
pub async fn show(app: Data<App>, member: Member, asked: Query<Asked>) -> AppResult<HttpResponse> {
    let (reach, page) = (member.reach(), asked.page());
    let (own, people) = app
        .db
        .run(move |conn| {
            let own = OwnTasks::load(conn, reach, page)?;
            let ids: Vec<Uuid> = own.tasks.iter().map(|(task, _)| task.id).collect();
            let people = Assignment::people_of(conn, reach, ids, SHOWN)?;
            AppResult::Ok((own, people))
        })
        .await?;
    let mut groups = groups(&own, &member);
    let open = own.days.iter().map(|(_, count)| count).sum();
    let shown = own.tasks.iter().filter(|(task, _)| task.done_at.is_none()).count();
    let address = |page| member.path(&page_query(page));
    let pages = Pages::new(member.lang, Total::of(open), own.page, shown, address);
    for (task, project) in own.tasks {
        let due = Due::of(&task, today(&member));
        let row = TaskRow::new(task, &people, &member, &project).of_project(project);
        if let Some(group) = groups.iter_mut().find(|group| group.due == due) {
            group.tasks.push(row);
        }
    }
    groups.retain(|group| !group.tasks.is_empty());
    let frame = Frame::new(&member, Section::Tasks);
    Ok(ok(&MyTasksPage { frame, groups, page: own.page, pages, from: From::Mine }))
}

/// Every heading, with how many tasks stand below it.
fn groups(own: &OwnTasks, member: &Member) -> Vec<Group> {
    let done = own.tasks.iter().filter(|(task, _)| task.done_at.is_some()).count() as i64;
    let count = |due: Due| match due {
        Due::Done => done,
        _ => {
            let of = |day: &Option<_>| Due::of_day(*day, today(member)) == due;
            own.days.iter().filter(|(day, _)| of(day)).map(|(_, count)| count).sum()
        }
    };
    let group = |due: &Due| Group { due: *due, count: count(*due), tasks: Vec::new() };
    Due::ALL.iter().map(group).collect()
}
