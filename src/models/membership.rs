use chrono::{DateTime, Utc};
use diesel::dsl::auto_type;
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::models::account::Account;
use crate::models::role::Role;
use crate::models::session::SessionRow;
use crate::models::user::User;
use crate::models::workspace::Workspace;
use crate::schema::{accounts, roles, sessions, users, workspaces};
use crate::values::Status;

/// What an account is an Active user of.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::pg::Pg))]
pub struct Membership {
    #[diesel(embed)]
    pub account: Account,
    #[diesel(embed)]
    pub workspace: Workspace,
    #[diesel(embed)]
    pub user: User,
    #[diesel(embed)]
    pub role: Role,
}

impl Membership {
    /// All of an account, by the workspaces' names.
    pub fn all_of(conn: &mut PgConnection, account_id: Uuid) -> QueryResult<Vec<Membership>> {
        joined()
            .filter(users::account_id.eq(account_id))
            .filter(users::status.eq(Status::Active))
            .order((workspaces::name, workspaces::id))
            .select(Membership::as_select())
            .load(conn)
    }

    /// The state of a session, as [`SessionRow::load`] finds it, with all of its account.
    pub fn all_with_session(
        conn: &mut PgConnection,
        digest: &[u8],
        seconds: i64,
    ) -> QueryResult<Option<(Value, Vec<Membership>)>> {
        let is_its_account = users::account_id.eq(sessions::account_id);
        let mut rows: Vec<(Value, DateTime<Utc>, Option<Membership>)> = sessions::table
            .left_join(joined().on(is_its_account.and(users::status.eq(Status::Active))))
            .filter(sessions::token_digest.eq(digest))
            .filter(SessionRow::has_not_ended())
            .order((workspaces::name.nullable(), workspaces::id.nullable()))
            .select((sessions::state, sessions::last_seen_at, Option::<Membership>::as_select()))
            .load(conn)?;
        let Some((state, last_seen_at, _)) = rows.first_mut() else { return Ok(None) };
        let (state, last_seen_at) = (state.take(), *last_seen_at);
        SessionRow::touch(conn, digest, last_seen_at, seconds)?;
        let all = rows.into_iter().filter_map(|(_, _, membership)| membership).collect();
        Ok(Some((state, all)))
    }
}

/// Users with all that is in a membership.
#[auto_type(no_type_alias)]
fn joined() -> _ {
    users::table.inner_join(accounts::table).inner_join(workspaces::table).inner_join(
        roles::table
            .on(roles::workspace_id.eq(users::workspace_id).and(roles::id.eq(users::role_id))),
    )
}

/// The Deactivated users of an account, with their workspaces, to be asked further.
macro_rules! ended {
    ($account_id:expr) => {
        users::table
            .inner_join(workspaces::table)
            .filter(users::account_id.eq($account_id))
            .filter(users::status.eq(Status::Deactivated))
    };
}

/// An access that was ended, and whom to ask for it.
#[derive(Clone, Debug)]
pub struct Ended {
    pub workspace: String,
    /// Of the workspace; an Admin.
    pub admin: User,
}

impl Ended {
    /// Of every workspace that has deactivated the account's user, by name.
    pub fn all_of(conn: &mut PgConnection, account_id: Uuid) -> QueryResult<Vec<Ended>> {
        let lost: Vec<(Uuid, String)> = ended!(account_id)
            .order((workspaces::name, workspaces::id))
            .select((workspaces::id, workspaces::name))
            .load(conn)?;
        lost.into_iter().map(|(id, name)| Ended::with_admin(conn, id, name)).collect()
    }

    /// Of the workspace of this slug; `None` for whoever was never in it.
    pub fn of(conn: &mut PgConnection, account_id: Uuid, slug: &str) -> QueryResult<Option<Ended>> {
        let here = ended!(account_id).filter(workspaces::slug.eq(slug));
        let lost = here.select((workspaces::id, workspaces::name)).first(conn).optional()?;
        lost.map(|(id, name)| Ended::with_admin(conn, id, name)).transpose()
    }

    fn with_admin(conn: &mut PgConnection, id: Uuid, workspace: String) -> QueryResult<Ended> {
        Ok(Ended { workspace, admin: User::admin_preferring(conn, id, Uuid::nil())? })
    }
}
