//! The audit log as it is read: filtered, newest first.

use chrono::{DateTime, Utc};
use diesel::pg::{Pg, PgRowByRowLoadingMode};
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Record, Text};
use uuid::Uuid;

use crate::db::fixed::fixed;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::user_list::{containing, search_words};
use crate::schema::{audit_events, users};
use crate::values::text_enum::text_enum;

/// How many events a page has.
pub const PAGE: i64 = 50;

text_enum! {
    /// What belongs together in the log.
    Group {
        SignIns = "sign-ins",
        Invitations = "invitations",
        People = "people",
        Roles = "roles",
        Teams = "teams",
        Plan = "plan",
        Files = "files",
        Settings = "settings",
        Work = "work",
        Refusals = "refusals",
    }
}

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct AuditQuery {
    /// Words in the name or address of whoever did it, or to whom it was done.
    pub person: String,
    pub group: Option<Group>,
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub until: Option<DateTime<Utc>>,
    /// Counted from 1.
    pub page: i64,
    /// The most events of a page.
    pub rows: i64,
}

/// An event, with name and address of who did it and to whom it was done; `None` for nobody, or
/// somebody who is gone. Names change: the address says who goes by it now.
#[derive(Clone, Debug, Queryable)]
pub struct AuditRow {
    pub event: AuditEvent,
    pub actor: Option<(String, String)>,
    pub subject: Option<(String, String)>,
}

type PersonType = Nullable<Record<(Text, Text)>>;

/// A page of the log.
pub struct AuditPage {
    pub rows: Vec<AuditRow>,
    pub has_more: bool,
}

impl Action {
    /// Whether it happened to a user; else it is told in words what it was about.
    pub fn is_to_somebody(self) -> bool {
        let is_thing = matches!(
            self,
            Action::RoleMade
                | Action::RoleEdited
                | Action::RoleDeleted
                | Action::TeamMade
                | Action::TeamEdited
                | Action::TeamDeleted
        );
        !is_thing && self.group() != Group::Work
    }

    /// What it belongs to.
    pub fn group(self) -> Group {
        match self {
            Action::SignedIn | Action::SignInFailed => Group::SignIns,
            Action::InvitationsQueued
            | Action::Invited
            | Action::BatchUndone
            | Action::Resent
            | Action::Withdrawn
            | Action::Accepted
            | Action::WaitingAdded
            | Action::WaitingRemoved
            | Action::WaitingMoved
            | Action::WaitingInvited => Group::Invitations,
            Action::Deactivated
            | Action::Activated
            | Action::ProfileChanged
            | Action::EmailChanged => Group::People,
            Action::RoleChanged | Action::RoleMade | Action::RoleEdited | Action::RoleDeleted => {
                Group::Roles
            }
            Action::TeamsChanged | Action::TeamMade | Action::TeamEdited | Action::TeamDeleted => {
                Group::Teams
            }
            Action::ProjectCreated
            | Action::ProjectChanged
            | Action::ProjectArchived
            | Action::ProjectRestored
            | Action::ProjectDeleted
            | Action::ProjectJoined
            | Action::ProjectLeft
            | Action::TaskCreated
            | Action::TaskChanged
            | Action::TaskMoved
            | Action::TaskDone
            | Action::TaskReopened
            | Action::TaskDeleted
            | Action::Assigned
            | Action::Unassigned => Group::Work,
            Action::PlanChanged
            | Action::SeatsPlanned
            | Action::SeatsKept
            | Action::TrialWarned => Group::Plan,
            Action::Exported | Action::Imported => Group::Files,
            Action::SettingsChanged | Action::WorkspaceMade => Group::Settings,
            Action::Refused => Group::Refusals,
        }
    }
}

impl AuditQuery {
    /// The newest events of one kind.
    pub fn of_group(group: Group, rows: i64) -> AuditQuery {
        AuditQuery { group: Some(group), page: 1, rows, ..AuditQuery::default() }
    }

    /// The page that is asked for.
    pub fn load(&self, conn: &mut PgConnection, workspace_id: Uuid) -> QueryResult<AuditPage> {
        let mut rows: Vec<AuditRow> = self
            .filtered(workspace_id)
            .order((audit_events::at.desc(), audit_events::id.desc()))
            .select((
                AuditEvent::as_select(),
                fixed::<PersonType>(ACTOR),
                fixed::<PersonType>(SUBJECT),
            ))
            .limit(self.rows + 1)
            .offset((self.page - 1) * self.rows)
            .load(conn)?;
        let has_more = rows.len() as i64 > self.rows;
        rows.truncate(usize::try_from(self.rows).unwrap_or_default());
        Ok(AuditPage { rows, has_more })
    }

    /// Hands over every event, on all pages, as they come from the database.
    pub fn each<E: From<diesel::result::Error>>(
        &self,
        conn: &mut PgConnection,
        workspace_id: Uuid,
        mut take: impl FnMut(AuditRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let all = self.filtered(workspace_id);
        let all = all.order((audit_events::at.desc(), audit_events::id.desc())).select((
            AuditEvent::as_select(),
            fixed::<PersonType>(ACTOR),
            fixed::<PersonType>(SUBJECT),
        ));
        for row in all.load_iter::<AuditRow, PgRowByRowLoadingMode>(conn)? {
            take(row?)?;
        }
        Ok(())
    }

    fn filtered(&self, workspace_id: Uuid) -> Filtered {
        let mut list = audit_events::table.into_boxed();
        list = list.filter(audit_events::workspace_id.eq(workspace_id));
        for word in search_words(&self.person) {
            let people = || {
                users::table
                    .filter(users::workspace_id.eq(workspace_id))
                    .filter(users::search_key.like(containing(&word)))
                    .select(users::id.nullable())
            };
            let did = audit_events::actor_id.eq_any(people());
            list = list.filter(did.or(audit_events::subject_id.eq_any(people())));
        }
        if let Some(group) = self.group {
            let actions = Action::ALL.iter().copied().filter(|action| action.group() == group);
            list = list.filter(audit_events::action.eq_any(actions.collect::<Vec<_>>()));
        }
        if let Some(from) = self.from {
            list = list.filter(audit_events::at.ge(from));
        }
        if let Some(until) = self.until {
            list = list.filter(audit_events::at.lt(until));
        }
        list
    }
}

/// Events of one workspace, with whatever filters.
type Filtered = audit_events::BoxedQuery<'static, Pg>;

/// Whoever did it, and to whom it was done, as columns of the event.
const ACTOR: &str = "(SELECT (users.name, users.email) FROM users
    WHERE users.workspace_id = audit_events.workspace_id AND users.id = audit_events.actor_id)";
const SUBJECT: &str = "(SELECT (users.name, users.email) FROM users
    WHERE users.workspace_id = audit_events.workspace_id AND users.id = audit_events.subject_id)";
