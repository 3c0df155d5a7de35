//! The user list: what is asked for, and the page of rows that answers it.

mod filter;
mod find;
pub mod index;

use std::collections::HashMap;

use diesel::pg::PgRowByRowLoadingMode;
use diesel::prelude::*;
use diesel::result::Error::NotFound;
use diesel::sql_types::{Array, Uuid as SqlUuid};
use uuid::Uuid;

use crate::db::fixed::fixed;
use crate::models::invitation::Invitation;
use crate::models::outbox_email::OutboxEmail;
use crate::models::overview::Overview;
use crate::models::role::Role;
use crate::models::team::Team;
use crate::models::user::User;
use crate::schema::users;
use crate::values::text_enum::text_enum;
use crate::values::{Note, Status};
pub use filter::{containing, search_words};
use find::Found;
use index::SearchIndexes;

/// Rows a page.
pub const PAGE: i64 = 50;

text_enum! {
    /// The order of the list.
    Sort {
        Name = "name",
        NameDown = "-name",
        Email = "email",
        Role = "role",
        RoleDown = "-role",
        Status = "status",
        StatusDown = "-status",
        Newest = "newest",
    }
}

/// What the list is asked for.
#[derive(Clone, Debug)]
pub struct UserQuery {
    pub search: String,
    pub status: Option<Status>,
    pub role_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    pub sort: Sort,
    /// Counted from 1; what lies behind the last page means the last page.
    pub page: i64,
}

/// One page of the list.
#[derive(Debug)]
pub struct UserPage {
    pub rows: Vec<UserRow>,
    /// How many users fit the query, on all pages.
    pub total: Total,
    pub page: i64,
}

/// How many users fit. A search stops counting where nobody looks any further: in a word that all
/// have there is nothing to find, and counting them would cost more than everything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    pub count: i64,
    /// Whether there are more than `count`.
    pub has_more: bool,
}

/// A user and what their row says about them.
#[derive(Debug)]
pub struct UserRow {
    pub user: ListedUser,
    pub role: Role,
    pub teams: Vec<Team>,
    /// The newest invitation of an Initiated user; `None` for everybody else.
    pub invitation: Option<Invitation>,
    /// The newest mail of that invitation's present generation.
    pub mail: Option<OutboxEmail>,
}

/// What a row shows of a [`User`], and no more: each column costs something fifty times a page.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::pg::Pg))]
pub struct ListedUser {
    pub id: Uuid,
    pub account_id: Option<Uuid>,
    pub email: String,
    pub name: String,
    pub role_id: Uuid,
    pub status: Status,
    pub note: Option<Note>,
}

impl UserPage {
    /// The page of the workspace's users that the query asks for, `around` being what there is in
    /// the workspace; at most three statements, however many rows.
    pub fn load(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        query: &UserQuery,
        around: &Overview,
        indexes: &SearchIndexes,
    ) -> QueryResult<UserPage> {
        let index = match query.is_plain_search() {
            true => indexes.of(conn, workspace_id, &around.counts)?,
            false => None,
        };
        let (found, total, page) = if let Some(index) = index {
            let ids = index.find(&search_words(&query.search));
            let total = find::total_of_search(ids.len() as i64, query.page);
            let page = total.page(query.page);
            (find::of_ids(conn, workspace_id, page_of_ids(&ids, page))?, total, page)
        } else if query.is_counted() {
            let total = Total::of(around.counts.with(query.status));
            let page = total.page(query.page);
            (find::page_of(conn, workspace_id, query, page, true)?, total, page)
        } else {
            find::counted_page(conn, workspace_id, query, around.counts.with(None))?
        };
        let rows = UserRow::load_all(conn, workspace_id, found, &around.roles, &around.teams)?;
        Ok(UserPage { rows, total, page })
    }
}

impl Total {
    /// So many, all of them counted.
    pub fn of(count: i64) -> Total {
        Total { count, has_more: false }
    }

    /// How many pages are known to be there, at least one.
    pub fn pages(self) -> i64 {
        ((self.count + PAGE - 1) / PAGE).max(1)
    }

    /// The page that is shown to whoever asks for this one.
    pub fn page(self, asked: i64) -> i64 {
        self.pages().min(asked.max(1))
    }
}

impl From<&User> for ListedUser {
    fn from(user: &User) -> ListedUser {
        ListedUser {
            id: user.id,
            account_id: user.account_id,
            email: user.email.clone(),
            name: user.name.clone(),
            role_id: user.role_id,
            status: user.status,
            note: user.note,
        }
    }
}

impl UserRow {
    /// The row of this user of the workspace, whose role it is.
    pub fn of(conn: &mut PgConnection, user: &User, role: Role) -> QueryResult<UserRow> {
        let teams = Team::all(conn, user.workspace_id)?;
        let ids = Team::ids_of(conn, user.workspace_id, user.id)?;
        let found = vec![(ListedUser::from(user), ids)];
        let mut rows = UserRow::load_all(conn, user.workspace_id, found, &[role], &teams)?;
        rows.pop().ok_or(NotFound)
    }

    fn load_all(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        found: Vec<Found>,
        roles: &[Role],
        teams: &[Team],
    ) -> QueryResult<Vec<UserRow>> {
        let mut invited = invited(conn, workspace_id, &found)?;
        let row = |(user, team_ids): Found| {
            let (invitation, mail) = invited.remove(&user.id).unzip();
            let is_in = |team: &&Team| team_ids.contains(&team.id);
            // None when it was deleted since, and its users were given another one.
            let role = roles.iter().find(|role| role.id == user.role_id).cloned()?;
            Some(UserRow {
                role,
                teams: teams.iter().filter(is_in).cloned().collect(),
                user,
                invitation,
                mail: mail.flatten(),
            })
        };
        Ok(found.into_iter().filter_map(row).collect())
    }
}

impl UserQuery {
    /// Hands over everybody who fits, on all pages and in the order of the list, with the ids of
    /// their teams. They come from the database one by one: it takes no more memory for many.
    pub fn each<E: From<diesel::result::Error>>(
        &self,
        conn: &mut PgConnection,
        workspace_id: Uuid,
        mut take: impl FnMut(User, Vec<Uuid>) -> Result<(), E>,
    ) -> Result<(), E> {
        let all = filter::ordered(filter::filtered(workspace_id, self), self.sort, true)
            .select((User::as_select(), fixed::<Array<SqlUuid>>(TEAM_IDS)));
        for found in all.load_iter::<(User, Vec<Uuid>), PgRowByRowLoadingMode>(conn)? {
            let (user, team_ids) = found?;
            take(user, team_ids)?;
        }
        Ok(())
    }

    /// Whether nothing but words are looked for, and the order is by name.
    fn is_plain_search(&self) -> bool {
        let is_filtered = self.status.is_some() || self.role_id.is_some() || self.team_id.is_some();
        self.sort == Sort::Name && !is_filtered && !search_words(&self.search).is_empty()
    }

    /// Whether the kept counts say how many users fit.
    fn is_counted(&self) -> bool {
        search_words(&self.search).is_empty() && self.role_id.is_none() && self.team_id.is_none()
    }
}

/// The ids of one page of all these.
fn page_of_ids(ids: &[Uuid], page: i64) -> &[Uuid] {
    let size = PAGE as usize;
    ids.chunks(size).nth(usize::try_from(page - 1).unwrap_or(0)).unwrap_or_default()
}

/// Of the Initiated among these users: the newest invitation, and the newest mail of its present
/// generation.
fn invited(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    found: &[Found],
) -> QueryResult<HashMap<Uuid, (Invitation, Option<OutboxEmail>)>> {
    let initiated = found.iter().filter(|(user, _)| user.status == Status::Initiated);
    let ids: Vec<Uuid> = initiated.map(|(user, _)| user.id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let with_mails = Invitation::newest_with_mail(conn, workspace_id, &ids)?;
    Ok(with_mails.into_iter().map(|(one, mail)| (one.user_id, (one, mail))).collect())
}

/// The ids of a user's teams, as one column of the user's row.
const TEAM_IDS: &str = "ARRAY(SELECT team_members.team_id FROM team_members
    WHERE team_members.workspace_id = users.workspace_id AND team_members.user_id = users.id)";
