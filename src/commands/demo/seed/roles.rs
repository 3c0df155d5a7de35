use diesel::prelude::*;
use uuid::Uuid;

use super::Bed;
use crate::commands::demo::people::Person;
use crate::commands::demo::work::OwnRole;
use crate::error::{AppError, AppResult};
use crate::models::role::Role;
use crate::schema::roles;

impl Bed<'_> {
    pub(super) fn add_role(&mut self, conn: &mut PgConnection, own: &OwnRole) -> AppResult<()> {
        let [projects, tasks, people, settings] = own.levels;
        let role = Role {
            workspace_id: self.workspace.id,
            id: Uuid::now_v7(),
            name: own.name.to_owned(),
            preset: None,
            projects,
            tasks,
            people,
            settings,
            can_create_projects: own.can_create_projects,
        };
        diesel::insert_into(roles::table).values(&role).execute(conn)?;
        self.own_roles.push(role);
        Ok(())
    }

    pub(super) fn role_of(&self, person: &Person) -> AppResult<Uuid> {
        let Some(name) = person.own_role else { return Ok(self.roles[person.role as usize].id) };
        let own = self.own_roles.iter().find(|role| role.name == name);
        own.map(|role| role.id)
            .ok_or_else(|| AppError::internal(format!("no role is called {name}")))
    }
}
