//! Whether who asked for a change still may make it. The request was checked when it came in, which
//! may be long ago: these are asked under the workspace's lock, under which rights and statuses
//! are changed.

use diesel::prelude::*;
use uuid::Uuid;

use crate::db::transaction;
use crate::error::{AppError, AppResult};
use crate::models::rights;
use crate::models::role::Role;
use crate::schema::{roles, users, workspaces};
use crate::values::Status;

/// Does the work in one transaction, under the workspace's lock; [`AppError::Forbidden`], and nothing
/// is done, unless the user is still Active and their role has the right.
pub fn while_may<T, E: Into<AppError>>(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    user_id: Uuid,
    right: fn(&Role) -> bool,
    mut work: impl FnMut(&mut PgConnection) -> Result<T, E>,
) -> AppResult<T> {
    transaction(conn, |conn| {
        let workspace = workspaces::table.find(workspace_id).select(workspaces::id);
        workspace.for_no_key_update().first::<Uuid>(conn)?;
        still_may(conn, workspace_id, user_id, right)?;
        work(conn).map_err(Into::into)
    })
}

/// [`AppError::Forbidden`] unless the user is still Active and an Admin.
pub fn still_admin(conn: &mut PgConnection, workspace_id: Uuid, user_id: Uuid) -> AppResult<()> {
    still_may(conn, workspace_id, user_id, rights::can_invite)
}

/// [`AppError::Forbidden`] unless the user is still Active and their role has the right.
pub fn still_may(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    user_id: Uuid,
    right: fn(&Role) -> bool,
) -> AppResult<()> {
    let role = users::table
        .inner_join(
            roles::table
                .on(roles::workspace_id.eq(users::workspace_id).and(roles::id.eq(users::role_id))),
        )
        .filter(users::workspace_id.eq(workspace_id).and(users::id.eq(user_id)))
        .filter(users::status.eq(Status::Active))
        .select(Role::as_select())
        .first(conn)
        .optional()?;
    role.filter(right).map(drop).ok_or(AppError::Forbidden)
}
