//! The Admins of a workspace.

use diesel::prelude::*;
use uuid::Uuid;

use crate::models::role::Preset;
use crate::schema::{roles, users};
use crate::values::Status;

/// Every Active Admin.
pub fn ids(conn: &mut PgConnection, workspace_id: Uuid) -> QueryResult<Vec<Uuid>> {
    let is_its_role = roles::workspace_id.eq(users::workspace_id).and(roles::id.eq(users::role_id));
    users::table
        .inner_join(roles::table.on(is_its_role))
        .filter(users::workspace_id.eq(workspace_id))
        .filter(users::status.eq(Status::Active))
        .filter(roles::preset.eq(Preset::Admin))
        .order(users::id)
        .select(users::id)
        .load(conn)
}
