use diesel::prelude::*;
use uuid::Uuid;

use crate::schema::user_counts;
use crate::values::Status;

/// How many users of each status a workspace has. The database keeps it: see the triggers of
/// `08_user_counts` and their present function in `31_people_versions`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = user_counts, check_for_backend(diesel::pg::Pg))]
pub struct UserCount {
    pub initiated: i32,
    pub active: i32,
    pub deactivated: i32,
    /// Rises with whoever comes, goes, or gets another name or address.
    pub version: i64,
}

impl UserCount {
    /// The counts of a workspace; all 0 while it has had no user.
    pub fn of(conn: &mut PgConnection, workspace_id: Uuid) -> QueryResult<UserCount> {
        let kept = user_counts::table.find(workspace_id).select(UserCount::as_select());
        Ok(kept.first(conn).optional()?.unwrap_or_default())
    }

    /// How many have this status; with none given, how many there are.
    pub fn with(&self, status: Option<Status>) -> i64 {
        i64::from(match status {
            Some(Status::Initiated) => self.initiated,
            Some(Status::Active) => self.active,
            Some(Status::Deactivated) => self.deactivated,
            None => self.initiated + self.active + self.deactivated,
        })
    }
}
