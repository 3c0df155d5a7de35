//! The Admins of a workspace.

use diesel::prelude::*;
use uuid::Uuid;

use crate::models::role::Preset;
use crate::models::user::User;
use crate::schema::{roles, users};
use crate::values::Status;

/// Every Active Admin of a workspace, to be asked further.
macro_rules! admins {
    ($workspace_id:expr) => {
        users::table
            .inner_join(
                roles::table.on(roles::workspace_id
                    .eq(users::workspace_id)
                    .and(roles::id.eq(users::role_id))),
            )
            .filter(users::workspace_id.eq($workspace_id))
            .filter(users::status.eq(Status::Active))
            .filter(roles::preset.eq(Preset::Admin))
    };
}

/// Every Active Admin.
pub fn ids(conn: &mut PgConnection, workspace_id: Uuid) -> QueryResult<Vec<Uuid>> {
    admins!(workspace_id).order(users::id).select(users::id).load(conn)
}

impl User {
    /// This user when they are an Active Admin, else the one who has been here longest. There
    /// always is one: the last Admin can be neither deactivated nor demoted.
    pub fn admin_preferring(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        id: Uuid,
    ) -> QueryResult<User> {
        let admins = admins!(workspace_id).select(User::as_select());
        // Apart, because the other one is looked for among all users of the workspace.
        match admins.filter(users::id.eq(id)).first(conn).optional()? {
            Some(user) => Ok(user),
            None => admins.order((users::created_at, users::id)).first(conn),
        }
    }

    /// How many active Admins there are besides this user. Call it under the workspace's lock.
    pub fn other_admins(conn: &mut PgConnection, workspace_id: Uuid, id: Uuid) -> QueryResult<i64> {
        admins!(workspace_id).filter(users::id.ne(id)).count().get_result(conn)
    }

    /// Names and addresses of the active Admins, in order: whom to ask for an invitation. At most
    /// five.
    pub fn admins_to_ask(
        conn: &mut PgConnection,
        workspace_id: Uuid,
    ) -> QueryResult<Vec<(String, String)>> {
        let admins = admins!(workspace_id).order((users::name, users::id));
        admins.limit(5).select((users::name, users::email)).load(conn)
    }
}
