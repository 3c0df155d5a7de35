//! Tasks as they stand in lists: on the start page, in a project, on their own page.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate, Utc};
use uuid::Uuid;

use crate::dates;
use crate::handlers::person::Person;
use crate::models::assignment::Assigned;
use crate::models::project::Project;
use crate::models::rights::can_manage_tasks;
use crate::models::task::{Task, TaskList};
use crate::models::user_list::PAGE;
use crate::security::access::Member;
use crate::values::text_enum::text_enum;

/// How many of a task's people a list shows.
pub const SHOWN: i64 = 5;

/// A task in a list.
pub struct TaskRow {
    pub id: Uuid,
    pub title: String,
    /// `None` where the page itself is the project's.
    pub project: Option<Project>,
    /// "18 Nov"; empty when the task has no due date.
    pub due: String,
    pub is_late: bool,
    pub is_done: bool,
    /// Who is on it: the first ones.
    pub people: Vec<Person>,
    /// "and 12 more"; empty when these are all.
    pub more: String,
    pub can_finish: bool,
    pub can_assign: bool,
    /// Whether it has a place among the open tasks of its project that the reader may change.
    pub can_move: bool,
    /// Whether it stands above or below all others.
    pub is_first: bool,
    pub is_last: bool,
}

impl TaskRow {
    /// The rows of one page of a project's tasks, as this reader may see and change them.
    pub fn all(
        list: TaskList,
        people: &HashMap<Uuid, Assigned>,
        reader: &Member,
        project: &Project,
    ) -> Vec<TaskRow> {
        let (before, open) = ((list.page - 1) * PAGE, list.open);
        let place = |(task, index): (Task, i64)| {
            let row = TaskRow::new(task, people, reader, project);
            TaskRow {
                can_move: row.can_assign && !row.is_done,
                is_first: index == 0,
                is_last: index + 1 == open,
                ..row
            }
        };
        list.tasks.into_iter().zip(before..).map(place).collect()
    }

    /// The same row outside of its project.
    pub fn of_project(self, project: Project) -> TaskRow {
        TaskRow { project: Some(project), ..self }
    }

    /// The text that says the due date.
    pub fn due_key(&self) -> &'static str {
        if self.is_late { "task-due-late" } else { "task-due-on" }
    }

    /// The row of one task within its project; where that is archived, nothing can be done to it.
    pub fn new(
        task: Task,
        people: &HashMap<Uuid, Assigned>,
        reader: &Member,
        project: &Project,
    ) -> TaskRow {
        let nobody = Assigned::default();
        let assigned = people.get(&task.id).unwrap_or(&nobody);
        let due = Due::of(&task, today(reader));
        let can_change = !project.is_archived();
        TaskRow {
            id: task.id,
            title: task.title,
            project: None,
            due: task.due_on.map(|day| day_text(day, reader)).unwrap_or_default(),
            is_late: due == Due::Late,
            is_done: due == Due::Done,
            more: match assigned.count - assigned.first.len() as i64 {
                0 => String::new(),
                more => reader.lang.say("confirm-more").with("n", more).to_string(),
            },
            people: Person::all(&assigned.first, reader),
            can_finish: can_change && (assigned.has_reader || can_manage_tasks(&reader.role)),
            can_assign: can_change && can_manage_tasks(&reader.role),
            can_move: false,
            is_first: false,
            is_last: false,
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
        Today = "today",
        Week = "week",
        Later = "later",
        Undated = "undated",
        Done = "done",
    }
}

impl Due {
    pub fn of(task: &Task, today: NaiveDate) -> Due {
        if task.done_at.is_some() { Due::Done } else { Due::of_day(task.due_on, today) }
    }

    /// Where an open task stands that is due on this day. A week ends with its Sunday.
    pub fn of_day(day: Option<NaiveDate>, today: NaiveDate) -> Due {
        match day {
            None => Due::Undated,
            Some(day) if day < today => Due::Late,
            Some(day) if day == today => Due::Today,
            Some(day) if day.iso_week() == today.iso_week() => Due::Week,
            Some(_) => Due::Later,
        }
    }

    /// The text of the heading.
    pub fn heading(self) -> &'static str {
        match self {
            Due::Late => "tasks-late",
            Due::Today => "tasks-today",
            Due::Week => "tasks-week",
            Due::Later => "tasks-later",
            Due::Undated => "tasks-undated",
            Due::Done => "tasks-done",
        }
    }
}

/// The day it is in the reader's workspace.
pub fn today(reader: &Member) -> NaiveDate {
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
