use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::db::transaction;
use crate::error::{AppError, AppResult};
use crate::models::account::Account;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::authority;
use crate::models::rights;
use crate::models::role::Role;
use crate::models::session::SessionRow;
use crate::models::team::Team;
use crate::models::workspace::Workspace;
use crate::schema::{roles, users, workspaces};
use crate::values::{Gender, Lang, Note, PersonName, Status};

/// A person in one workspace, from the moment of the invitation.
#[derive(Clone, Debug, Queryable, QueryableByName, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::pg::Pg))]
pub struct User {
    pub workspace_id: Uuid,
    pub id: Uuid,
    pub account_id: Option<Uuid>,
    pub email: String,
    pub email_key: String,
    pub name: String,
    pub gender: Option<Gender>,
    pub role_id: Uuid,
    pub status: Status,
    pub note: Option<Note>,
    pub language: Option<Lang>,
    pub created_at: DateTime<Utc>,
}

/// A user to be made.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = users)]
pub struct NewUser {
    pub workspace_id: Uuid,
    pub id: Uuid,
    pub account_id: Option<Uuid>,
    pub email: String,
    pub email_key: String,
    pub name: String,
    pub gender: Option<Gender>,
    pub role_id: Uuid,
    pub status: Status,
    pub language: Option<Lang>,
    pub invited_by: Option<Uuid>,
}

/// What the profile form changes.
#[derive(Clone, Debug)]
pub struct ProfileChange {
    pub name: PersonName,
    pub gender: Option<Gender>,
    pub language: Option<Lang>,
    /// `None` leaves the role as it is.
    pub role_id: Option<Uuid>,
    /// `None` leaves the teams as they are.
    pub teams: Option<HashSet<Uuid>>,
}

/// What became of a change that an Admin's role or status depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Done,
    /// The workspace would be left without an active Admin; nothing was changed.
    LastAdmin,
    /// No seat is free; nothing was changed.
    NoSeat,
    /// The user is not in the state the change starts from; nothing was changed.
    NotNow,
}

impl NewUser {
    /// An Active user with an account.
    pub fn active(account: &Account, name: &PersonName, role: &Role) -> NewUser {
        NewUser {
            workspace_id: role.workspace_id,
            id: Uuid::now_v7(),
            account_id: Some(account.id),
            email: account.email.clone(),
            email_key: account.email_key.clone(),
            name: name.to_string(),
            gender: None,
            role_id: role.id,
            status: Status::Active,
            language: None,
            invited_by: None,
        }
    }

    pub fn insert(&self, conn: &mut PgConnection) -> QueryResult<User> {
        diesel::insert_into(users::table)
            .values(self)
            .returning(User::as_returning())
            .get_result(conn)
    }
}

impl User {
    /// The user; `NotFound` when the workspace has none of this id.
    pub fn find(conn: &mut PgConnection, workspace_id: Uuid, id: Uuid) -> QueryResult<User> {
        users::table.find((workspace_id, id)).select(User::as_select()).first(conn)
    }

    /// The same, kept from being deleted until the transaction ends: an Undo may come in between.
    pub fn hold(conn: &mut PgConnection, workspace_id: Uuid, id: Uuid) -> QueryResult<User> {
        let user = users::table.find((workspace_id, id)).select(User::as_select());
        user.for_key_share().first(conn)
    }

    /// The user and their role.
    pub fn find_with_role(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        id: Uuid,
    ) -> QueryResult<(User, Role)> {
        users::table
            .inner_join(
                roles::table.on(roles::workspace_id
                    .eq(users::workspace_id)
                    .and(roles::id.eq(users::role_id))),
            )
            .filter(users::workspace_id.eq(workspace_id).and(users::id.eq(id)))
            .select((User::as_select(), Role::as_select()))
            .first(conn)
    }

    /// The users with these addresses, whatever their status.
    pub fn with_emails(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        email_keys: &[String],
    ) -> QueryResult<Vec<User>> {
        users::table
            .filter(users::workspace_id.eq(workspace_id))
            .filter(users::email_key.eq_any(email_keys))
            .select(User::as_select())
            .load(conn)
    }

    /// Changes the profile, for those who manage people the teams, and for an Admin the role.
    /// [`Change::LastAdmin`] when the only active Admin would lose that role,
    /// [`Forbidden`](crate::error::AppError::Forbidden) when the actor may not (any more): their own
    /// profile is everybody's, others' those who manage people change. `NotFound` when the workspace
    /// lacks one of the teams. Nothing changes by any of these.
    ///
    /// Another role ends every session of the account: whoever knew the key of one shall not have
    /// the new rights (OWASP session management). Only `session_id`, with which somebody gave
    /// themselves another role, goes on.
    pub fn change_profile(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        actor_id: Uuid,
        session_id: Uuid,
        id: Uuid,
        change: &ProfileChange,
    ) -> AppResult<Change> {
        transaction(conn, |conn| {
            // The lock makes two Admins who demote each other at once come one after the other.
            Workspace::lock(conn, workspace_id)?;
            let (user, role) = User::find_with_role(conn, workspace_id, id)?;
            let role_id = change.role_id.unwrap_or(role.id);
            let is_own_profile = actor_id == id && change.teams.is_none();
            let right = match (role_id != role.id, is_own_profile) {
                (true, _) => rights::can_invite,
                (false, true) => |_: &Role| true,
                (false, false) => rights::can_manage_people,
            };
            authority::still_may(conn, workspace_id, actor_id, right)?;
            if role_id != role.id {
                if user.is_last_admin(conn, &role)? {
                    return Ok(Change::LastAdmin);
                }
                let next = Role::find(conn, workspace_id, role_id)?;
                user.leave_role(conn, (actor_id, session_id), &role, &next)?;
            }
            user.record_profile(conn, actor_id, change)?;
            let changed = diesel::update(users::table.find((workspace_id, id)))
                .set((
                    users::name.eq(change.name.as_ref()),
                    users::gender.eq(change.gender),
                    users::language.eq(change.language),
                    users::role_id.eq(role_id),
                ))
                .execute(conn)?;
            if changed == 0 {
                // Undone meanwhile.
                return Err(AppError::NotFound);
            }
            if let Some(teams) = &change.teams {
                Team::set_teams_of(conn, workspace_id, actor_id, id, teams)?;
            }
            Ok(Change::Done)
        })
    }

    /// Records what of the profile becomes another: the fields, and the name before and after.
    fn record_profile(
        &self,
        conn: &mut PgConnection,
        actor_id: Uuid,
        change: &ProfileChange,
    ) -> QueryResult<()> {
        let name = change.name.as_ref();
        let fields = [
            ("name", self.name != name),
            ("gender", self.gender != change.gender),
            ("language", self.language != change.language),
        ];
        let changed = fields.iter().filter(|(_, is_other)| *is_other);
        let changed: Vec<&str> = changed.map(|(field, _)| *field).collect();
        let mut details = json!({ "fields": changed });
        match changed.first() {
            None => return Ok(()),
            Some(&"name") => {
                details["from"] = json!(self.name);
                details["to"] = json!(name);
            }
            Some(_) => {}
        }
        self.record(conn, actor_id, Action::ProfileChanged, details)
    }

    /// Records another role and ends the sessions of this one, except the actor's own.
    fn leave_role(
        &self,
        conn: &mut PgConnection,
        (actor_id, session_id): (Uuid, Uuid),
        from: &Role,
        to: &Role,
    ) -> QueryResult<()> {
        let details = json!({ "from": from.as_told(), "to": to.as_told() });
        self.record(conn, actor_id, Action::RoleChanged, details)?;
        match self.account_id {
            Some(own) if actor_id == self.id => SessionRow::delete_others_of(conn, own, session_id),
            Some(account_id) => SessionRow::delete_all_of(conn, account_id).map(drop),
            None => Ok(()),
        }
    }

    /// Whether the workspace has no other active Admin. Call it under the workspace's lock where
    /// something is changed.
    pub fn is_last_admin(&self, conn: &mut PgConnection, role: &Role) -> QueryResult<bool> {
        let is_admin = role.is_admin() && self.status == Status::Active;
        Ok(is_admin && User::other_admins(conn, self.workspace_id, self.id)? == 0)
    }

    pub(super) fn record(
        &self,
        conn: &mut PgConnection,
        actor_id: Uuid,
        action: Action,
        details: Value,
    ) -> QueryResult<()> {
        let (workspace_id, subject_id) = (self.workspace_id, Some(self.id));
        AuditEvent::record(conn, workspace_id, Some(actor_id), action, subject_id, details)
    }

    /// Name and slug of every workspace the account is an Active user of, by name.
    pub fn workspaces_of(
        conn: &mut PgConnection,
        account_id: Uuid,
    ) -> QueryResult<Vec<(String, String)>> {
        users::table
            .inner_join(workspaces::table)
            .filter(users::account_id.eq(account_id))
            .filter(users::status.eq(Status::Active))
            .order((workspaces::name, workspaces::id))
            .select((workspaces::name, workspaces::slug))
            .load(conn)
    }

    /// The name an account goes by: in the first of its workspaces. `None` when it is in none.
    pub fn name_of(conn: &mut PgConnection, account_id: Uuid) -> QueryResult<Option<String>> {
        users::table
            .filter(users::account_id.eq(account_id))
            .filter(users::status.eq(Status::Active))
            .order((users::created_at, users::workspace_id))
            .select(users::name)
            .first(conn)
            .optional()
    }

    /// Gives an account the same name in all of its workspaces.
    pub fn rename_all_of(
        conn: &mut PgConnection,
        account_id: Uuid,
        name: &PersonName,
    ) -> QueryResult<()> {
        transaction(conn, |conn| {
            let own = users::account_id.eq(account_id).and(users::status.eq(Status::Active));
            let renamed = own.and(users::name.ne(name.as_ref()));
            let old: Vec<(Uuid, Uuid, String)> = users::table
                .filter(renamed)
                .order((users::workspace_id, users::id))
                .select((users::workspace_id, users::id, users::name))
                // Whoever is named in other rows can go on being named meanwhile.
                .for_no_key_update()
                .load(conn)?;
            diesel::update(users::table.filter(renamed))
                .set(users::name.eq(name.as_ref()))
                .execute(conn)?;
            for (workspace_id, id, was) in old {
                let action = Action::ProfileChanged;
                let details = json!({ "fields": ["name"], "from": { "name": was },
                    "to": { "name": name.as_ref() } });
                AuditEvent::record(conn, workspace_id, Some(id), action, Some(id), details)?;
            }
            Ok(())
        })
    }

    /// Whether they have accepted with an account that has their address still; whoever has not is
    /// invited again instead of activated.
    pub fn has_joined(&self) -> bool {
        self.account_id.is_some()
    }

    /// The first letters of first and last name, at most two.
    pub fn initials(&self) -> String {
        initials(&self.name, &self.email)
    }

    /// One of the ten avatar colours, the same for the same person everywhere.
    pub fn avatar(&self) -> u8 {
        avatar(self.id)
    }
}

/// One of the ten avatar colours, the same for the same user everywhere.
pub fn avatar(user_id: Uuid) -> u8 {
    user_id.as_bytes()[15] % 10
}

/// The first letters of the first and the last word of a name, else of the address.
pub fn initials(name: &str, email: &str) -> String {
    let mut words = name.split_whitespace().filter(|word| word.starts_with(char::is_alphanumeric));
    let first = words.next().unwrap_or(email);
    [Some(first), words.next_back()]
        .into_iter()
        .flatten()
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_uppercase)
        .collect()
}
