//! Tasks as they stand in lists: on the start page, in a project, on their own page.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate, Utc};
use uuid::Uuid;

use crate::dates;
use crate::handlers::person::Person;
use crate::models::task::Task;
use crate::models::user::User;
use crate::security::access::Member;
use crate::security::rights::can_manage_tasks;
use crate::values::text_enum::text_enum;

/// A task in a list.
pub struct TaskRow {
    pub id: Uuid,
    pub title: String,
    /// Empty where the page itself is the project's.
    pub project_name: String,
    /// "18 Nov"; empty when the task has no due date.
    pub due: String,
    pub is_late: bool,
    pub is_done: bool,
    pub people: Vec<Person>,
    pub can_finish: bool,
    pub can_assign: bool,
}

impl TaskRow {
    /// The rows of these tasks, as this reader may see and change them.
    pub fn all(
        tasks: Vec<Task>,
        people: &HashMap<Uuid, Vec<User>>,
        reader: &Member,
    ) -> Vec<TaskRow> {
        tasks.into_iter().map(|task| TaskRow::new(task, people, reader)).collect()
    }

    /// The text that says the due date.
    pub fn due_key(&self) -> &'static str {
        if self.is_late { "task-due-late" } else { "task-due-on" }
    }

    /// The row of one task; [`project_name`](TaskRow::project_name) is left empty.
    pub fn new(task: Task, people: &HashMap<Uuid, Vec<User>>, reader: &Member) -> TaskRow {
        let users = people.get(&task.id).map(Vec::as_slice).unwrap_or_default();
        let due = Due::of(&task, reader);
        TaskRow {
            id: task.id,
            title: task.title,
            project_name: String::new(),
            due: task.due_on.map(|day| day_text(day, reader)).unwrap_or_default(),
            is_late: due == Due::Late,
            is_done: due == Due::Done,
            people: Person::all(users, reader),
            can_finish: can_finish(users, reader),
            can_assign: can_manage_tasks(&reader.role),
        }
    }
}

text_enum! {
    /// The page a task was finished on, to come back to.
    From {
        Mine = "mine",
        Project = "project",
        Task = "task",
    }
}

text_enum! {
    /// Where a task stands on its assignee's start page, in this order.
    Due {
        Late = "late",
        Soon = "soon",
        Later = "later",
        Done = "done",
    }
}

impl Due {
    /// Late is before today, soon the next seven days, in the workspace's time zone.
    pub fn of(task: &Task, reader: &Member) -> Due {
        let days = task.due_on.map(|day| (day - today(reader)).num_days());
        match (task.done_at, days) {
            (Some(_), _) => Due::Done,
            (None, Some(days)) if days < 0 => Due::Late,
            (None, Some(0..=7)) => Due::Soon,
            (None, _) => Due::Later,
        }
    }
}

fn can_finish(people: &[User], reader: &Member) -> bool {
    can_manage_tasks(&reader.role) || people.iter().any(|user| user.id == reader.user.id)
}

fn today(reader: &Member) -> NaiveDate {
    Utc::now().with_timezone(&reader.workspace.zone()).date_naive()
}

/// A day; its year is said where it is not this one.
fn day_text(day: NaiveDate, reader: &Member) -> String {
    if day.year() == today(reader).year() {
        dates::short_day(reader.lang, day)
    } else {
        dates::long_day(reader.lang, day)
    }
}
