//! Whether who asked for a change still may make it. The request was checked when it came in, which
//! may be long ago: these are asked under the workspace's lock, under which rights and statuses
//! are changed.

use diesel::prelude::*;
use uuid::Uuid;

use crate::error::{AppError, AppResult};
use crate::models::role::Role;
use crate::schema::{roles, users};
use crate::security::rights;
use crate::values::Status;

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
