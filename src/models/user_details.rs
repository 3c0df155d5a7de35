//! What the details page of one user shows.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use uuid::Uuid;

use crate::models::audit_event::AuditEvent;
use crate::models::invitation::Invitation;
use crate::models::outbox_email::OutboxEmail;
use crate::models::user::User;
use crate::models::user_list::UserRow;
use crate::schema::{project_members, projects, task_assignees, tasks, users};

/// The most tasks and projects that are shown.
const MOST: i64 = 50;

/// A user with all that the workspace knows about them.
#[derive(Debug)]
pub struct UserDetails {
    pub user: User,
    pub row: UserRow,
    /// Open ones first.
    pub tasks: Vec<AssignedTask>,
    pub projects: Vec<JoinedProject>,
    /// Every invitation of the user, oldest first.
    pub invitations: Vec<Invitation>,
    /// Their mails, oldest first.
    pub mails: Vec<OutboxEmail>,
    /// What was done to the user, oldest first.
    pub events: Vec<AuditEvent>,
    /// The names of those who did it, by id.
    pub actors: HashMap<Uuid, String>,
}

/// A task the user is assigned to.
#[derive(Debug, Queryable)]
pub struct AssignedTask {
    pub id: Uuid,
    pub title: String,
    pub due_on: Option<NaiveDate>,
    pub is_done: bool,
    pub project_name: String,
}

/// A project the user is a member of.
#[derive(Debug, Queryable)]
pub struct JoinedProject {
    pub id: Uuid,
    pub name: String,
}

impl UserDetails {
    /// The details; `NotFound` when the workspace has no user of this id.
    pub fn load(conn: &mut PgConnection, workspace_id: Uuid, id: Uuid) -> QueryResult<UserDetails> {
        let (user, role) = User::find_with_role(conn, workspace_id, id)?;
        let row = UserRow::of(conn, &user, role)?;
        let invitations = Invitation::all_of(conn, workspace_id, id)?;
        let ids: Vec<Uuid> = invitations.iter().map(|invitation| invitation.id).collect();
        let events = AuditEvent::of_subject(conn, workspace_id, id)?;
        Ok(UserDetails {
            user,
            row,
            tasks: tasks_of(conn, workspace_id, id)?,
            projects: projects_of(conn, workspace_id, id)?,
            mails: OutboxEmail::of_invitations(conn, workspace_id, &ids)?,
            actors: actors(conn, workspace_id, &events)?,
            invitations,
            events,
        })
    }
}

fn tasks_of(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    user_id: Uuid,
) -> QueryResult<Vec<AssignedTask>> {
    task_assignees::table
        .inner_join(
            tasks::table.on(tasks::workspace_id
                .eq(task_assignees::workspace_id)
                .and(tasks::id.eq(task_assignees::task_id))),
        )
        .inner_join(projects::table.on(
            projects::workspace_id.eq(tasks::workspace_id).and(projects::id.eq(tasks::project_id)),
        ))
        .filter(task_assignees::workspace_id.eq(workspace_id))
        .filter(task_assignees::user_id.eq(user_id))
        .order((tasks::done_at.is_not_null(), tasks::due_on.asc().nulls_last(), tasks::id))
        .limit(MOST)
        .select((
            tasks::id,
            tasks::title,
            tasks::due_on,
            tasks::done_at.is_not_null(),
            projects::name,
        ))
        .load(conn)
}

fn projects_of(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    user_id: Uuid,
) -> QueryResult<Vec<JoinedProject>> {
    project_members::table
        .inner_join(
            projects::table.on(projects::workspace_id
                .eq(project_members::workspace_id)
                .and(projects::id.eq(project_members::project_id))),
        )
        .filter(project_members::workspace_id.eq(workspace_id))
        .filter(project_members::user_id.eq(user_id))
        .order((projects::name, projects::id))
        .limit(MOST)
        .select((projects::id, projects::name))
        .load(conn)
}

fn actors(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    events: &[AuditEvent],
) -> QueryResult<HashMap<Uuid, String>> {
    let ids: Vec<Uuid> = events.iter().filter_map(|event| event.actor_id).collect();
    let names: Vec<(Uuid, String)> = users::table
        .filter(users::workspace_id.eq(workspace_id))
        .filter(users::id.eq_any(ids))
        .select((users::id, users::name))
        .load(conn)?;
    Ok(names.into_iter().collect())
}
