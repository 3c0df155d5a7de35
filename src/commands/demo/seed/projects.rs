use chrono::TimeDelta;
use diesel::prelude::*;
use uuid::Uuid;

use super::Bed;
use crate::commands::demo::work::{Project, Task};
use crate::error::AppResult;
use crate::schema::{project_members, projects, task_assignees, tasks};

impl Bed<'_> {
    pub(super) fn add_project(&self, conn: &mut PgConnection, project: &Project) -> AppResult<()> {
        let project_id = Uuid::now_v7();
        diesel::insert_into(projects::table)
            .values((
                projects::workspace_id.eq(self.workspace.id),
                projects::id.eq(project_id),
                projects::name.eq(project.name),
                projects::description.eq(project.description),
                projects::colour.eq(project.colour),
                projects::archived_at.eq(project.archived.map(|days| self.ago(days))),
            ))
            .execute(conn)?;
        for email in project.members {
            diesel::insert_into(project_members::table)
                .values((
                    project_members::workspace_id.eq(self.workspace.id),
                    project_members::project_id.eq(project_id),
                    project_members::user_id.eq(self.user(email)?),
                ))
                .execute(conn)?;
        }
        project.tasks.iter().try_for_each(|task| self.add_task(conn, project_id, task))
    }

    fn add_task(&self, conn: &mut PgConnection, project_id: Uuid, task: &Task) -> AppResult<()> {
        let task_id = Uuid::now_v7();
        let today = self.now.with_timezone(&self.workspace.zone()).date_naive();
        let due = task.due.map(TimeDelta::days);
        diesel::insert_into(tasks::table)
            .values((
                tasks::workspace_id.eq(self.workspace.id),
                tasks::id.eq(task_id),
                tasks::project_id.eq(project_id),
                tasks::title.eq(task.title),
                tasks::description.eq(task.description),
                tasks::due_on.eq(due.map(|days| today + days)),
                tasks::done_at.eq(due.filter(|_| task.is_done).map(|days| self.now + days)),
            ))
            .execute(conn)?;
        for email in task.assignees {
            diesel::insert_into(task_assignees::table)
                .values((
                    task_assignees::workspace_id.eq(self.workspace.id),
                    task_assignees::task_id.eq(task_id),
                    task_assignees::user_id.eq(self.user(email)?),
                ))
                .execute(conn)?;
        }
        Ok(())
    }
}
