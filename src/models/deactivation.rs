//! Taking somebody's seat and access, and what becomes of what they leave behind: open tasks, and
//! invitations that were sent and not answered yet.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::{auto_type, exists};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Uuid as SqlUuid};
use serde_json::json;
use uuid::Uuid;

use crate::db::fixed::fixed;
use crate::db::{self, transaction};
use crate::error::{AppError, AppResult};
use crate::models::audit_event::Action;
use crate::models::authority;
use crate::models::invitation::Invitation;
use crate::models::invitation_slots;
use crate::models::outbox_email::{Kind, NewOutboxEmail, OutboxEmail};
use crate::models::role::Role;
use crate::models::user::{Change, User};
use crate::models::workspace::Workspace;
use crate::schema::{invitations, project_members, task_assignees, tasks, users};
use crate::values::{Note, Status};

/// How many people the choice of a successor offers.
const OFFERED: i64 = 200;
/// How many tasks and invitations are named.
const NAMED: i64 = 5;
/// In a query with a limit: how many rows there would be without.
const OF_ALL: &str = "count(*) OVER ()";

/// What somebody would leave behind.
#[derive(Clone, Debug)]
pub struct LeftBehind {
    /// Titles of the open tasks they are on, the next ones first.
    pub tasks: Left,
    /// Whom they have invited and who has not answered, by name.
    pub invited: Left,
    /// Who can take over the tasks: people of the tasks' projects first, then by name.
    pub successors: Vec<User>,
    /// Whether there are more of them than are listed.
    pub has_more_successors: bool,
}

/// How many things somebody leaves, and the names of the first.
#[derive(Clone, Debug)]
pub struct Left {
    pub count: i64,
    pub first: Vec<String>,
}

impl Left {
    fn of(rows: Vec<(String, i64)>) -> Left {
        let count = rows.first().map_or(0, |(_, count)| *count);
        Left { count, first: rows.into_iter().map(|(name, _)| name).collect() }
    }
}

impl LeftBehind {
    pub fn by(conn: &mut PgConnection, workspace_id: Uuid, id: Uuid) -> QueryResult<LeftBehind> {
        let tasks = open_tasks(workspace_id, id)
            .order((tasks::due_on.asc().nulls_last(), tasks::id))
            .limit(NAMED)
            .select((tasks::title, fixed::<BigInt>(OF_ALL)))
            .load(conn)?;
        let tasks = Left::of(tasks);
        let invited = invitations::table
            .inner_join(
                users::table.on(users::workspace_id
                    .eq(invitations::workspace_id)
                    .and(users::id.eq(invitations::user_id))),
            )
            .filter(invitations::workspace_id.eq(workspace_id))
            .filter(invitations::invited_by.eq(id))
            .filter(Invitation::is_open())
            .order((users::name, users::id))
            .limit(NAMED)
            .select((users::name, fixed::<BigInt>(OF_ALL)))
            .load(conn)?;
        let mut successors = match tasks.count {
            0 => Vec::new(),
            _ => successors(conn, workspace_id, id)?,
        };
        let has_more_successors = successors.len() as i64 > OFFERED;
        successors.truncate(OFFERED as usize);
        Ok(LeftBehind { tasks, invited: Left::of(invited), successors, has_more_successors })
    }
}

/// What became of taking somebody's access.
#[derive(Clone, Debug)]
pub struct Deactivation {
    pub change: Change,
    /// The mail about it leaves then, where the address has been sent enough for the moment.
    pub told_at: Option<DateTime<Utc>>,
    /// How many open tasks went to somebody else, and to whom.
    pub handed_over: Option<(usize, String)>,
}

/// Takes an Active user's seat and access. Their teams and tasks are kept; the open tasks go to
/// `successor` where one is named. Their open invitations go on in the name of whoever deactivates
/// them, or of another Admin when that is themselves. [`Change::LastAdmin`] for the only active
/// Admin, [`Change::NotNow`] when the user is not Active; `NotFound` when the successor is nobody of
/// the workspace, or has no seat.
pub fn deactivate(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    actor_id: Uuid,
    id: Uuid,
    successor: Option<Uuid>,
) -> AppResult<Deactivation> {
    let not_done = |change| Ok(Deactivation { change, told_at: None, handed_over: None });
    transaction(conn, |conn| {
        // The lock makes two Admins who deactivate each other at once come one after the other.
        let workspace = Workspace::lock(conn, workspace_id)?;
        authority::still_admin(conn, workspace_id, actor_id)?;
        let (user, role) = User::find_with_role(conn, workspace_id, id)?;
        if user.status != Status::Active {
            return not_done(Change::NotNow);
        }
        if user.is_last_admin(conn, &role)? {
            return not_done(Change::LastAdmin);
        }
        diesel::update(users::table.find((workspace_id, id)))
            .set((users::status.eq(Status::Deactivated), users::note.eq(None::<Note>)))
            .execute(conn)?;
        let handed_over = match successor {
            Some(successor) => Some(give_tasks(conn, workspace_id, id, successor)?),
            None => None,
        };
        let (tasks, heir) = handed_over.clone().unwrap_or_default();
        // Whoever deactivates themselves is no Admin any more.
        let inviter = User::admin_preferring(conn, workspace_id, actor_id)?;
        let invitations = give_invitations(conn, workspace_id, id, inviter.id)?;
        let details = json!({
            "tasks": tasks, "tasks_to": successor.filter(|_| tasks > 0),
            "tasks_to_name": (tasks > 0).then_some(heir),
            "invitations": invitations, "invitations_to": (invitations > 0).then_some(inviter.id),
            "invitations_to_name": (invitations > 0).then_some(inviter.name),
        });
        user.record(conn, actor_id, Action::Deactivated, details)?;
        let told_at = tell(conn, &workspace, &user, actor_id, Kind::AccessEnded)?;
        Ok(Deactivation { change: Change::Done, told_at, handed_over })
    })
}

/// Mails somebody that their access has ended or is there again, when it cannot be undone any more,
/// and when their address may be sent another of these: all workspaces together send it one in five
/// minutes and three in 24 hours, or a mailbox could be filled from here. Returns when it leaves if
/// it waits for that. Nobody is told when the mail about the opposite has not left: then nothing has
/// happened to them.
pub fn tell(
    conn: &mut PgConnection,
    workspace: &Workspace,
    user: &User,
    actor_id: Uuid,
    kind: Kind,
) -> QueryResult<Option<DateTime<Utc>>> {
    let both = [Kind::AccessEnded, Kind::AccessGiven];
    let dropped = OutboxEmail::supersede_notices(conn, workspace.id, user.id, &both)?;
    if !dropped.is_empty() {
        invitation_slots::cancel(conn, &user.email_key, &dropped)?;
        return Ok(None);
    }
    let held = db::now(conn)? + TimeDelta::seconds(i64::from(workspace.hold_seconds));
    let details = json!({ "by": actor_id });
    let mut mail = NewOutboxEmail::notice(kind, workspace.id, user.id, held, details);
    let leaves = invitation_slots::reserve(conn, &user.email_key, mail.id, held)?;
    mail.delay(leaves);
    NewOutboxEmail::insert_all(conn, &[mail])?;
    Ok(Some(leaves).filter(|leaves| *leaves > held))
}

/// The open tasks somebody is on.
#[auto_type(no_type_alias)]
fn open_tasks(workspace_id: Uuid, user_id: Uuid) -> _ {
    task_assignees::table
        .inner_join(
            tasks::table.on(tasks::workspace_id
                .eq(task_assignees::workspace_id)
                .and(tasks::id.eq(task_assignees::task_id))),
        )
        .filter(task_assignees::workspace_id.eq(workspace_id))
        .filter(task_assignees::user_id.eq(user_id))
        .filter(tasks::done_at.is_null())
}

/// One more than are offered, if there are more.
fn successors(conn: &mut PgConnection, workspace_id: Uuid, id: Uuid) -> QueryResult<Vec<User>> {
    let projects = open_tasks(workspace_id, id).select(tasks::project_id);
    let is_near = exists(
        project_members::table
            .filter(project_members::workspace_id.eq(users::workspace_id))
            .filter(project_members::user_id.eq(users::id))
            .filter(project_members::project_id.eq_any(projects)),
    );
    users::table
        .filter(users::workspace_id.eq(workspace_id))
        .filter(users::status.ne(Status::Deactivated))
        .filter(users::id.ne(id))
        .order((is_near.desc(), users::name, users::id))
        .limit(OFFERED + 1)
        .select(User::as_select())
        .load(conn)
}

/// How many open tasks go over, and the name of whoever takes them, who may be on some already.
fn give_tasks(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    from: Uuid,
    to: Uuid,
) -> AppResult<(usize, String)> {
    // Held, so that an Undo of the invitation cannot remove the successor in between.
    let successor = User::hold(conn, workspace_id, to)?;
    if successor.status == Status::Deactivated {
        return Err(AppError::NotFound);
    }
    let ids: Vec<Uuid> = open_tasks(workspace_id, from).select(tasks::id).load(conn)?;
    let theirs = tasks::table
        .filter(tasks::workspace_id.eq(workspace_id))
        .filter(tasks::id.eq_any(&ids))
        .select((tasks::workspace_id, tasks::id, to.into_sql::<SqlUuid>()));
    diesel::insert_into(task_assignees::table)
        .values(theirs)
        .into_columns((
            task_assignees::workspace_id,
            task_assignees::task_id,
            task_assignees::user_id,
        ))
        .on_conflict_do_nothing()
        .execute(conn)?;
    let given = task_assignees::table
        .filter(task_assignees::workspace_id.eq(workspace_id))
        .filter(task_assignees::user_id.eq(from))
        .filter(task_assignees::task_id.eq_any(ids));
    Ok((diesel::delete(given).execute(conn)?, successor.name))
}

/// Invitations of Admins stay with whoever sent them, and so let nobody in: nobody else has said that
/// these people are to be Admins.
fn give_invitations(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    from: Uuid,
    to: Uuid,
) -> QueryResult<usize> {
    let admin_role = Role::admin(conn, workspace_id)?.id;
    let admins = users::table
        .filter(users::workspace_id.eq(workspace_id))
        .filter(users::role_id.eq(admin_role))
        .select(users::id);
    diesel::update(invitations::table)
        .filter(invitations::workspace_id.eq(workspace_id))
        .filter(invitations::invited_by.eq(from))
        .filter(invitations::user_id.ne_all(admins))
        .filter(Invitation::is_open())
        .set(invitations::invited_by.eq(to))
        .execute(conn)
}
