use diesel::prelude::*;
use uuid::Uuid;

use crate::schema::{roles, users};
use crate::values::text_enum::text_enum;
use crate::values::{Lang, Level, Status};

text_enum! {
    /// A role every workspace has from its beginning.
    Preset {
        Admin = "admin",
        User = "user",
        Guest = "guest",
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

impl Role {
    /// The workspace's roles: presets first, then its own by name.
    pub fn all(conn: &mut PgConnection, workspace_id: Uuid) -> QueryResult<Vec<Role>> {
        let mut list = roles::table
            .filter(roles::workspace_id.eq(workspace_id))
            .select(Role::as_select())
            .load(conn)?;
        list.sort_by_key(|role| (role.preset.map_or(9, |p| p as u8), role.name.to_lowercase()));
        Ok(list)
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

    /// Gives a new workspace its preset roles and returns them: Admin, User, Guest.
    pub fn create_presets(conn: &mut PgConnection, workspace_id: Uuid) -> QueryResult<[Role; 3]> {
        let made = Preset::ALL.iter().map(|preset| Role::preset(workspace_id, *preset));
        let made: Vec<Role> = made.collect();
        diesel::insert_into(roles::table).values(&made).execute(conn)?;
        made.try_into().map_err(|_| diesel::result::Error::NotFound)
    }

    pub fn is_admin(&self) -> bool {
        self.preset == Some(Preset::Admin)
    }

    /// The name in the reader's language: presets are translated, own roles are not.
    pub fn title(&self, lang: Lang) -> String {
        match self.preset {
            Some(Preset::Admin) => lang.t("role-admin"),
            Some(Preset::User) => lang.t("role-user"),
            Some(Preset::Guest) => lang.t("role-guest"),
            None => self.name.clone(),
        }
    }

    /// Whether a word from a file or form means this role: its id, or its name in any language,
    /// case ignored.
    pub fn is_meant_by(&self, word: &str) -> bool {
        let word = word.trim().to_lowercase();
        self.id.to_string() == word
            || self.name.to_lowercase() == word
            || Lang::ALL.iter().any(|lang| self.title(*lang).to_lowercase() == word)
    }

    fn preset(workspace_id: Uuid, preset: Preset) -> Role {
        let (name, projects, tasks, people, settings) = match preset {
            Preset::Admin => ("Admin", Level::Manage, Level::Manage, Level::Manage, Level::Manage),
            Preset::User => ("User", Level::Manage, Level::Manage, Level::Read, Level::None),
            Preset::Guest => ("Guest", Level::None, Level::None, Level::None, Level::None),
        };
        Role {
            workspace_id,
            id: Uuid::now_v7(),
            name: name.to_owned(),
            preset: Some(preset),
            projects,
            tasks,
            people,
            settings,
            can_create_projects: preset != Preset::Guest,
        }
    }
}
