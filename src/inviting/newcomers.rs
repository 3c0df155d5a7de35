//! The rows of people who are being invited. Each table gets them by one statement, whose text is
//! the same for any number of people, so that it is parsed and planned once.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use serde_json::json;
use uuid::Uuid;

use crate::db::statement::statement;
use crate::error::AppResult;
use crate::inviting::plan::Invitee;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::batch::Batch;
use crate::models::outbox_email::NewOutboxEmail;
use crate::models::team::Team;
use crate::models::waiting_person::WaitingPerson;
use crate::models::workspace::Workspace;
use crate::schema::task_assignees;
use crate::values::Gender;

statement! {
    NewUsers {
        workspace_id: Uuid => SqlUuid,
        invited_by: Uuid => SqlUuid,
        ids: Vec<Uuid> => Array<SqlUuid>,
        emails: Vec<String> => Array<Text>,
        email_keys: Vec<String> => Array<Text>,
        names: Vec<String> => Array<Text>,
        genders: Vec<Option<Gender>> => Array<Nullable<Text>>,
        roles: Vec<Uuid> => Array<SqlUuid>,
    } = "
        INSERT INTO users (workspace_id, invited_by, status,
                           id, email, email_key, name, gender, role_id)
        SELECT ?, ?, 'initiated', people.* FROM unnest((SELECT ?), (SELECT ?), (SELECT ?),
            (SELECT ?), (SELECT ?), (SELECT ?)) AS people"
}

statement! {
    NewInvitations {
        workspace_id: Uuid => SqlUuid,
        batch_id: Uuid => SqlUuid,
        task_id: Option<Uuid> => Nullable<SqlUuid>,
        invited_by: Uuid => SqlUuid,
        sent_at: DateTime<Utc> => Timestamptz,
        expires_at: DateTime<Utc> => Timestamptz,
        ids: Vec<Uuid> => Array<SqlUuid>,
        users: Vec<Uuid> => Array<SqlUuid>,
    } = "
        INSERT INTO invitations (workspace_id, batch_id, task_id, invited_by, sent_at, expires_at,
                                 id, user_id)
        SELECT ?, ?, ?, ?, ?, ?, people.* FROM unnest((SELECT ?), (SELECT ?)) AS people"
}

/// People of a batch who become users of its workspace, with an invitation and a mail each.
pub(super) struct Newcomers<'a> {
    batch: &'a Batch,
    /// They are assigned to this task.
    task_id: Option<Uuid>,
    people: &'a [&'a Invitee],
    /// Their ids as users, in the same order.
    users: Vec<Uuid>,
}

impl<'a> Newcomers<'a> {
    pub(super) fn of(
        batch: &'a Batch,
        task_id: Option<Uuid>,
        people: &'a [&'a Invitee],
    ) -> Newcomers<'a> {
        Newcomers { batch, task_id, people, users: new_ids(people.len()) }
    }

    /// Writes whatever the database is to know about them.
    pub(super) fn write(
        &self,
        conn: &mut PgConnection,
        workspace: &Workspace,
        now: DateTime<Utc>,
    ) -> AppResult<()> {
        let keys: Vec<&str> = self.people.iter().map(|one| one.email.key()).collect();
        WaitingPerson::forget(conn, workspace.id, &keys)?;
        self.insert_users(conn)?;
        let expires_at = now + TimeDelta::days(i64::from(workspace.invitation_days));
        let invitations = self.insert_invitations(conn, now, expires_at)?;
        let (workspace_id, due_at) = (workspace.id, self.batch.hold_until);
        NewOutboxEmail::insert_first(conn, workspace_id, invitations, due_at, expires_at)?;
        self.join_teams(conn)?;
        self.record(conn)?;
        self.assign(conn)?;
        Ok(())
    }

    fn insert_users(&self, conn: &mut PgConnection) -> QueryResult<()> {
        let people = self.people;
        NewUsers {
            workspace_id: self.batch.workspace_id,
            invited_by: self.batch.created_by,
            ids: self.users.clone(),
            emails: people.iter().map(|one| one.email.as_str().to_owned()).collect(),
            email_keys: people.iter().map(|one| one.email.key().to_owned()).collect(),
            names: people.iter().map(|one| one.name.to_string()).collect(),
            genders: people.iter().map(|one| one.gender).collect(),
            roles: people.iter().map(|one| one.role_id).collect(),
        }
        .execute(conn)
        .map(drop)
    }

    /// Returns the ids of the invitations.
    fn insert_invitations(
        &self,
        conn: &mut PgConnection,
        sent_at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> QueryResult<Vec<Uuid>> {
        let ids = new_ids(self.users.len());
        let insert = NewInvitations {
            workspace_id: self.batch.workspace_id,
            batch_id: self.batch.id,
            task_id: self.task_id,
            invited_by: self.batch.created_by,
            sent_at,
            expires_at,
            ids: ids.clone(),
            users: self.users.clone(),
        };
        insert.execute(conn)?;
        Ok(ids)
    }

    fn join_teams(&self, conn: &mut PgConnection) -> QueryResult<()> {
        let mut teams: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
        for (one, user_id) in self.people.iter().zip(&self.users) {
            if let Some(team_id) = one.team_id {
                teams.entry(team_id).or_default().push(*user_id);
            }
        }
        for (team_id, user_ids) in teams {
            Team::add_members(conn, self.batch.workspace_id, team_id, &user_ids)?;
        }
        Ok(())
    }

    fn record(&self, conn: &mut PgConnection) -> QueryResult<()> {
        let (batch, task) = (self.batch.id, self.task_id);
        let facts = self.people.iter().zip(&self.users).map(|(one, user_id)| {
            (Some(*user_id), json!({ "batch": batch, "role": one.role_id, "task": task }))
        });
        let facts = facts.collect();
        let (workspace_id, sender) = (self.batch.workspace_id, Some(self.batch.created_by));
        AuditEvent::record_all(conn, workspace_id, sender, Action::Invited, facts)?;
        let counts = json!({ "batch": batch, "invited": self.people.len() });
        AuditEvent::record(conn, workspace_id, sender, Action::InvitationsQueued, None, counts)
    }

    fn assign(&self, conn: &mut PgConnection) -> QueryResult<()> {
        let Some(task_id) = self.task_id else { return Ok(()) };
        let row = |user_id| {
            (
                task_assignees::workspace_id.eq(self.batch.workspace_id),
                task_assignees::task_id.eq(task_id),
                task_assignees::user_id.eq(user_id),
            )
        };
        let rows: Vec<_> = self.users.iter().map(row).collect();
        diesel::insert_into(task_assignees::table).values(rows).execute(conn).map(drop)
    }
}

fn new_ids(count: usize) -> Vec<Uuid> {
    std::iter::repeat_with(Uuid::now_v7).take(count).collect()
}
