use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::models::audit_event::{Action, AuditEvent};
use crate::models::session::SessionRow;
use crate::schema::{roles, users, waiting_people};
use crate::values::text_enum::text_enum;
use crate::values::{Lang, Level, Status, Title};

text_enum! {
    /// A role every workspace has from its beginning.
    Preset {
        Admin = "admin",
        User = "user",
        Guest = "guest",
    }
}

impl Preset {
    /// The role's name in the reader's language.
    pub fn title(self, lang: Lang) -> String {
        match self {
            Preset::Admin => lang.t("role-admin"),
            Preset::User => lang.t("role-user"),
            Preset::Guest => lang.t("role-guest"),
        }
    }
}

/// A permission role: what its holders may do, area by area.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = roles, check_for_backend(diesel::pg::Pg))]
pub struct Role {
    pub workspace_id: Uuid,
    pub id: Uuid,
    pub name: String,
    pub preset: Option<Preset>,
    pub projects: Level,
    pub tasks: Level,
    pub people: Level,
    pub settings: Level,
    pub can_create_projects: bool,
}

/// What a role's form says. Only Admins send it, who have every right, so nobody gives what they
/// lack.
#[derive(Clone, Debug)]
pub struct RoleChange {
    pub name: Title,
    pub rights: Rights,
}

/// What a role allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = roles, check_for_backend(diesel::pg::Pg))]
pub struct Rights {
    pub projects: Level,
    pub tasks: Level,
    pub people: Level,
    pub settings: Level,
    pub can_create_projects: bool,
}

/// What became of a change of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleOutcome {
    Done,
    /// Another role of the workspace is called so, in whatever language; nothing was changed.
    NameTaken,
    /// The workspace has no room for another role; nothing was changed.
    TooMany,
    /// The role stays as it is; nothing was changed.
    Fixed,
    /// Users hold the role and no other one was named for them; nothing was changed.
    InUse,
}

impl Role {
    /// The most roles of a workspace.
    pub const MOST: usize = 30;

    /// The workspace's roles: presets first, then its own by name.
    pub fn all(conn: &mut PgConnection, workspace_id: Uuid) -> QueryResult<Vec<Role>> {
        let mut list = roles::table
            .filter(roles::workspace_id.eq(workspace_id))
            .select(Role::as_select())
            .load(conn)?;
        Role::sort(&mut list);
        Ok(list)
    }

    pub(super) fn sort(list: &mut [Role]) {
        list.sort_by_key(|role| (role.preset.map_or(9, |p| p as u8), role.name.to_lowercase()));
    }

    /// The role; `NotFound` when the workspace has none of this id.
    pub fn find(conn: &mut PgConnection, workspace_id: Uuid, id: Uuid) -> QueryResult<Role> {
        roles::table.find((workspace_id, id)).select(Role::as_select()).first(conn)
    }

    /// How many Initiated and Active users hold each role that anybody holds.
    pub fn user_counts(
        conn: &mut PgConnection,
        workspace_id: Uuid,
    ) -> QueryResult<Vec<(Uuid, i64)>> {
        users::table
            .filter(users::workspace_id.eq(workspace_id))
            .filter(users::status.ne(Status::Deactivated))
            .group_by(users::role_id)
            .select((users::role_id, diesel::dsl::count_star()))
            .load(conn)
    }

    /// How many users hold the role, whatever their status, and how many wait for a seat with it.
    pub fn holders(&self, conn: &mut PgConnection) -> QueryResult<i64> {
        let users: i64 = users::table
            .filter(users::workspace_id.eq(self.workspace_id))
            .filter(users::role_id.eq(self.id))
            .count()
            .get_result(conn)?;
        Ok(users + self.waiting(conn)?.len() as i64)
    }

    /// Who waits for a seat with this role.
    fn waiting(&self, conn: &mut PgConnection) -> QueryResult<Vec<Uuid>> {
        let all: Vec<(Uuid, String)> = waiting_people::table
            .filter(waiting_people::workspace_id.eq(self.workspace_id))
            .select((waiting_people::id, waiting_people::role))
            .load(conn)?;
        Ok(all.into_iter().filter(|(_, word)| self.is_meant_by(word)).map(|(id, _)| id).collect())
    }

    /// Makes a role. Call it, like all that changes roles, under the workspace's lock.
    pub fn create(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        actor_id: Uuid,
        change: &RoleChange,
    ) -> QueryResult<RoleOutcome> {
        let all = Role::all(conn, workspace_id)?;
        if all.iter().any(|role| role.is_meant_by(change.name.as_str())) {
            return Ok(RoleOutcome::NameTaken);
        }
        if all.len() >= Role::MOST {
            return Ok(RoleOutcome::TooMany);
        }
        let role = Role::new(workspace_id, change.name.as_str(), None, change.rights);
        let insert = diesel::insert_into(roles::table).values(&role);
        // Two letters may be one to the database alone.
        if insert.on_conflict_do_nothing().execute(conn)? == 0 {
            return Ok(RoleOutcome::NameTaken);
        }
        role.record(conn, actor_id, Action::RoleMade, json!({ "name": role.name }))?;
        Ok(RoleOutcome::Done)
    }

    /// Changes name and rights, which count for its holders from their next request on. A preset
    /// keeps its name, since it is shown in the reader's language; Admin and Guest keep everything.
    pub fn update(
        &self,
        conn: &mut PgConnection,
        actor_id: Uuid,
        change: &RoleChange,
    ) -> QueryResult<RoleOutcome> {
        if !self.can_be_edited() {
            return Ok(RoleOutcome::Fixed);
        }
        let name = if self.preset.is_some() { self.name.as_str() } else { change.name.as_str() };
        let all = Role::all(conn, self.workspace_id)?;
        if all.iter().any(|role| role.id != self.id && role.is_meant_by(name)) {
            return Ok(RoleOutcome::NameTaken);
        }
        // Apart, so that a name that is taken does not end the transaction around it.
        let result = conn.transaction(|conn| {
            diesel::update(roles::table.find((self.workspace_id, self.id)))
                .set((roles::name.eq(name), change.rights))
                .execute(conn)
        });
        match result {
            Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
                return Ok(RoleOutcome::NameTaken);
            }
            result => result?,
        };
        if name == self.name && change.rights == self.rights() {
            return Ok(RoleOutcome::Done);
        }
        let details = json!({
            "name": name, "was": self.name,
            "from": self.rights().words(), "to": change.rights.words(),
        });
        self.record(conn, actor_id, Action::RoleEdited, details)?;
        Ok(RoleOutcome::Done)
    }

    /// Deletes an own role and gives its holders, the invited and the waiting ones too, `instead`; their sessions
    /// end, as with every other role that is given to somebody. `NotFound` when the workspace lacks
    /// `instead`.
    pub fn delete(
        &self,
        conn: &mut PgConnection,
        actor_id: Uuid,
        instead: Option<Uuid>,
    ) -> QueryResult<RoleOutcome> {
        if !self.can_be_deleted() {
            return Ok(RoleOutcome::Fixed);
        }
        if let Some(instead) = instead.filter(|instead| *instead != self.id) {
            let instead = Role::find(conn, self.workspace_id, instead)?;
            self.give_holders(conn, actor_id, &instead)?;
        }
        if self.holders(conn)? > 0 {
            return Ok(RoleOutcome::InUse);
        }
        diesel::delete(roles::table.find((self.workspace_id, self.id))).execute(conn)?;
        self.record(conn, actor_id, Action::RoleDeleted, json!({ "name": self.name }))?;
        Ok(RoleOutcome::Done)
    }

    fn give_holders(
        &self,
        conn: &mut PgConnection,
        actor_id: Uuid,
        instead: &Role,
    ) -> QueryResult<()> {
        let moved: Vec<(Uuid, Option<Uuid>)> = diesel::update(users::table)
            .filter(users::workspace_id.eq(self.workspace_id))
            .filter(users::role_id.eq(self.id))
            .set(users::role_id.eq(instead.id))
            .returning((users::id, users::account_id))
            .get_results(conn)?;
        let waiting = self.waiting(conn)?;
        diesel::update(waiting_people::table)
            .filter(waiting_people::workspace_id.eq(self.workspace_id))
            .filter(waiting_people::id.eq_any(waiting))
            .set(waiting_people::role.eq(instead.id.to_string()))
            .execute(conn)?;
        let accounts: Vec<Uuid> = moved.iter().filter_map(|(_, account)| *account).collect();
        SessionRow::delete_all_of_each(conn, &accounts)?;
        let details = json!({ "from": self.as_told(), "to": instead.as_told() });
        let facts = moved.iter().map(|(id, _)| (Some(*id), details.clone())).collect();
        let (workspace_id, action) = (self.workspace_id, Action::RoleChanged);
        AuditEvent::record_all(conn, workspace_id, Some(actor_id), action, facts)
    }

    fn record(
        &self,
        conn: &mut PgConnection,
        actor_id: Uuid,
        action: Action,
        details: Value,
    ) -> QueryResult<()> {
        let (workspace_id, subject) = (self.workspace_id, Some(self.id));
        AuditEvent::record(conn, workspace_id, Some(actor_id), action, subject, details)
    }

    /// For the audit log: what it is called, and not only which it is.
    pub(super) fn as_told(&self) -> Value {
        json!({ "id": self.id, "name": self.name, "preset": self.preset })
    }

    /// Admin and Guest stay what they are; the everyday role User can be given other rights.
    pub fn can_be_edited(&self) -> bool {
        !matches!(self.preset, Some(Preset::Admin | Preset::Guest))
    }

    /// Presets stay: files and texts name them in every language.
    pub fn can_be_deleted(&self) -> bool {
        self.preset.is_none()
    }

    /// What the role allows; an Admin manages everything.
    pub fn rights(&self) -> Rights {
        let Role { projects, tasks, people, settings, can_create_projects, .. } = *self;
        Rights { projects, tasks, people, settings, can_create_projects }
    }

    /// Gives a new workspace its preset roles and returns them: Admin, User, Guest.
    pub fn create_presets(conn: &mut PgConnection, workspace_id: Uuid) -> QueryResult<[Role; 3]> {
        let made = Preset::ALL.iter().map(|preset| Role::preset(workspace_id, *preset));
        let made: Vec<Role> = made.collect();
        diesel::insert_into(roles::table).values(&made).execute(conn)?;
        made.try_into().map_err(|_| diesel::result::Error::NotFound)
    }

    /// The Admin of a workspace.
    pub fn admin(conn: &mut PgConnection, workspace_id: Uuid) -> QueryResult<Role> {
        roles::table
            .filter(roles::workspace_id.eq(workspace_id))
            .filter(roles::preset.eq(Preset::Admin))
            .select(Role::as_select())
            .first(conn)
    }

    pub fn is_admin(&self) -> bool {
        self.preset == Some(Preset::Admin)
    }

    /// The name in the reader's language: presets are translated, own roles are not.
    pub fn title(&self, lang: Lang) -> String {
        self.preset.map_or_else(|| self.name.clone(), |preset| preset.title(lang))
    }

    /// Whether a word from a file or form means this role: its id, or its name in any language,
    /// case and width of letters ignored.
    pub fn is_meant_by(&self, word: &str) -> bool {
        let word = Title::folded(word);
        self.id.to_string() == word
            || Title::folded(&self.name) == word
            || Lang::ALL.iter().any(|lang| Title::folded(&self.title(*lang)) == word)
    }

    fn preset(workspace_id: Uuid, preset: Preset) -> Role {
        let (name, [projects, tasks, people, settings]) = match preset {
            Preset::Admin => ("Admin", [Level::Manage; 4]),
            Preset::User => ("User", [Level::Manage, Level::Manage, Level::Read, Level::None]),
            Preset::Guest => ("Guest", [Level::None; 4]),
        };
        let can_create_projects = preset != Preset::Guest;
        let rights = Rights { projects, tasks, people, settings, can_create_projects };
        Role::new(workspace_id, name, Some(preset), rights)
    }

    fn new(workspace_id: Uuid, name: &str, preset: Option<Preset>, rights: Rights) -> Role {
        let Rights { projects, tasks, people, settings, can_create_projects } = rights;
        Role {
            workspace_id,
            id: Uuid::now_v7(),
            name: name.to_owned(),
            preset,
            projects,
            tasks,
            people,
            settings,
            can_create_projects,
        }
    }
}

impl Rights {
    /// For the audit log.
    fn words(&self) -> Value {
        json!({
            "projects": self.projects, "tasks": self.tasks, "people": self.people,
            "settings": self.settings, "can_create_projects": self.can_create_projects,
        })
    }
}
