use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Jsonb, Nullable, Text, Uuid as SqlUuid};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::db::statement::statement;
use crate::error::AppResult;
use crate::journal::{Entry, origin};
use crate::models::rate_counter::RateLimit;
use crate::schema::audit_events;
use crate::values::text_enum::text_enum;

text_enum! {
    /// What happened.
    Action {
        InvitationsQueued = "invitations_queued",
        Invited = "invited",
        BatchUndone = "batch_undone",
        Resent = "resent",
        Withdrawn = "withdrawn",
        Accepted = "accepted",
        Deactivated = "deactivated",
        Activated = "activated",
        ProfileChanged = "profile_changed",
        RoleChanged = "role_changed",
        RoleMade = "role_made",
        RoleEdited = "role_edited",
        RoleDeleted = "role_deleted",
        /// Somebody's teams.
        TeamsChanged = "teams_changed",
        TeamMade = "team_made",
        TeamEdited = "team_edited",
        TeamDeleted = "team_deleted",
        PlanChanged = "plan_changed",
        ProjectCreated = "project_created",
        ProjectChanged = "project_changed",
        ProjectArchived = "project_archived",
        /// It was taken back from the archive.
        ProjectRestored = "project_restored",
        ProjectDeleted = "project_deleted",
        /// Somebody became a member of a project.
        ProjectJoined = "project_joined",
        /// Somebody is no member of a project any more.
        ProjectLeft = "project_left",
        TaskCreated = "task_created",
        TaskChanged = "task_changed",
        TaskMoved = "task_moved",
        TaskDone = "task_done",
        TaskReopened = "task_reopened",
        TaskDeleted = "task_deleted",
        /// Somebody was put on a task.
        Assigned = "assigned",
        /// Somebody was taken off a task.
        Unassigned = "unassigned",
        /// Fewer seats are to be booked from the next cycle on.
        SeatsPlanned = "seats_planned",
        /// That was taken back.
        SeatsKept = "seats_kept",
        /// The Admins were told that the trial ends soon.
        TrialWarned = "trial_warned",
        /// They found no seat, and wait for one.
        WaitingAdded = "waiting_added",
        WaitingRemoved = "waiting_removed",
        WaitingMoved = "waiting_moved",
        /// Seats were free for some of those who waited.
        WaitingInvited = "waiting_invited",
        /// The user list was taken away as a file.
        Exported = "exported",
        /// A file of people was read.
        Imported = "imported",
        SettingsChanged = "settings_changed",
        WorkspaceMade = "workspace_made",
        /// Somebody's account has another address.
        EmailChanged = "email_changed",
        SignedIn = "signed_in",
        /// Somebody tried a wrong password for somebody's account.
        SignInFailed = "sign_in_failed",
        /// Somebody tried what their role does not allow.
        Refused = "refused",
    }
}

statement! {
    SignIn {
        action: Action => Text,
        address: Option<String> => Nullable<Text>,
        device: Option<String> => Nullable<Text>,
        account_id: Uuid => SqlUuid,
    } = "
        INSERT INTO audit_events (workspace_id, id, actor_id, action, from_address, from_device)
        SELECT workspace_id, gen_random_uuid(), id, ?, ?, ?
        FROM users WHERE account_id = ? AND status = 'active'"
}

statement! {
    /// The same for each of the facts.
    Facts {
        workspace_id: Uuid => SqlUuid,
        actor_id: Option<Uuid> => Nullable<SqlUuid>,
        action: Action => Text,
        address: Option<String> => Nullable<Text>,
        device: Option<String> => Nullable<Text>,
        ids: Vec<Uuid> => Array<SqlUuid>,
        subjects: Vec<Option<Uuid>> => Array<Nullable<SqlUuid>>,
        details: Vec<Value> => Array<Jsonb>,
    } = "
        INSERT INTO audit_events (workspace_id, actor_id, action, from_address, from_device,
                                  id, subject_id, details)
        SELECT ?, ?, ?, ?, ?, facts.* FROM unnest((SELECT ?), (SELECT ?), (SELECT ?)) AS facts"
}

statement! {
    SignInFailed {
        action: Action => Text,
        address: Option<String> => Nullable<Text>,
        device: Option<String> => Nullable<Text>,
        account_id: Uuid => SqlUuid,
    } = "
        INSERT INTO audit_events (workspace_id, id, subject_id, action, from_address, from_device)
        SELECT workspace_id, gen_random_uuid(), id, ?, ?, ?
        FROM users WHERE account_id = ? AND status = 'active'"
}

/// The machine and the browser that something is done from, as far as they are known.
fn from_where() -> (Option<String>, Option<String>) {
    origin::here().map_or((None, None), |from| (Some(from.address), from.device))
}

/// How often wrong passwords for one account are recorded: whoever guesses does not fill the log.
const SIGN_INS_FAILED: RateLimit = RateLimit { attempts: 1, seconds: 5 * 60 };

/// How often one route's refusals to one user are recorded, and those of all routes: whoever tries
/// a door in a loop does not fill the log.
const REFUSALS_OF_ROUTE: RateLimit = RateLimit { attempts: 1, seconds: 60 };
const REFUSALS: RateLimit = RateLimit { attempts: 60, seconds: 60 * 60 };

/// One line of the audit log, written in the transaction of the fact it records.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = audit_events, check_for_backend(diesel::pg::Pg))]
pub struct AuditEvent {
    pub at: DateTime<Utc>,
    pub actor_id: Option<Uuid>,
    pub action: Action,
    pub subject_id: Option<Uuid>,
    pub details: Value,
    /// The machine it was done from, as far as that is known.
    pub from_address: Option<String>,
    /// The browser.
    pub from_device: Option<String>,
}

impl AuditEvent {
    /// Records what `actor` did to `subject`, here and in the security log. Never put a secret into
    /// `details`.
    pub fn record(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        actor_id: Option<Uuid>,
        action: Action,
        subject_id: Option<Uuid>,
        details: Value,
    ) -> QueryResult<()> {
        let facts = vec![(subject_id, details)];
        AuditEvent::record_all(conn, workspace_id, actor_id, action, facts)
    }

    /// The same for many subjects, in one statement.
    pub fn record_all(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        actor_id: Option<Uuid>,
        action: Action,
        facts: Vec<(Option<Uuid>, Value)>,
    ) -> QueryResult<()> {
        AuditEvent::insert_all(conn, workspace_id, actor_id, action, &facts)?;
        for (subject_id, details) in facts {
            Entry::new(action.as_str())
                .in_workspace(workspace_id, actor_id, subject_id, details)
                .record();
        }
        Ok(())
    }

    fn insert_all(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        actor_id: Option<Uuid>,
        action: Action,
        facts: &[(Option<Uuid>, Value)],
    ) -> QueryResult<()> {
        let (address, device) = from_where();
        let ids = facts.iter().map(|_| Uuid::now_v7()).collect();
        let (subjects, details) = facts.iter().cloned().unzip();
        Facts { workspace_id, actor_id, action, address, device, ids, subjects, details }
            .execute(conn)
            .map(drop)
    }

    /// Records that an account has signed in, in every workspace that it is an Active user of. The
    /// security log tells every sign-in by itself.
    pub fn record_sign_in(conn: &mut PgConnection, account_id: Uuid) -> QueryResult<()> {
        let (address, device) = from_where();
        SignIn { action: Action::SignedIn, address, device, account_id }.execute(conn).map(drop)
    }

    /// Records that somebody has tried a wrong password for an account, in every workspace that it
    /// is an Active user of, at most once in five minutes. The security log tells every one by
    /// itself. Not within a transaction.
    pub fn record_sign_in_failed(conn: &mut PgConnection, account_id: Uuid) -> AppResult<()> {
        if !SIGN_INS_FAILED.allows(conn, &format!("sign-in-failed:{account_id}"))? {
            return Ok(());
        }
        let (address, device) = from_where();
        SignInFailed { action: Action::SignInFailed, address, device, account_id }.execute(conn)?;
        Ok(())
    }

    /// Records that somebody's role did not allow what they asked of the route with this path, at
    /// most once a minute and, for all routes, 60 times an hour. The security log tells every
    /// denial by itself.
    pub fn record_refused(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        user_id: Uuid,
        path: &str,
    ) -> AppResult<()> {
        let (of_route, of_user) =
            (format!("refused:{user_id} {path}"), format!("refused:{user_id}"));
        if !REFUSALS_OF_ROUTE.allows(conn, &of_route)? || !REFUSALS.allows(conn, &of_user)? {
            return Ok(());
        }
        let facts = [(None, json!({ "path": path }))];
        AuditEvent::insert_all(conn, workspace_id, Some(user_id), Action::Refused, &facts)?;
        Ok(())
    }

    /// What became of one user's invitation and access, oldest first; the newest 200 of it. What
    /// others can do to somebody without end is not among it.
    pub fn of_subject(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        subject_id: Uuid,
    ) -> QueryResult<Vec<AuditEvent>> {
        let mut newest: Vec<AuditEvent> = audit_events::table
            .filter(audit_events::workspace_id.eq(workspace_id))
            .filter(audit_events::subject_id.eq(subject_id))
            .filter(audit_events::action.eq_any([
                Action::Invited,
                Action::Resent,
                Action::Withdrawn,
                Action::Accepted,
                Action::Deactivated,
                Action::Activated,
            ]))
            .order((audit_events::at.desc(), audit_events::id.desc()))
            .limit(200)
            .select(AuditEvent::as_select())
            .load(conn)?;
        newest.reverse();
        Ok(newest)
    }
}
