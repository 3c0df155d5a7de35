//! The user list: what is asked for, and the page of rows that answers it.

use std::collections::HashMap;

use diesel::pg::{Pg, PgRowByRowLoadingMode};
use diesel::prelude::*;
use diesel::result::Error::NotFound;
use diesel::sql_types::{Array, Integer, Record, Text, Timestamptz, Uuid as SqlUuid};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use uuid::Uuid;

use crate::db::count::CountOf;
use crate::db::first::First;
use crate::db::fixed::fixed;
use crate::models::invitation::Invitation;
use crate::models::outbox_email::OutboxEmail;
use crate::models::overview::Overview;
use crate::models::role::Role;
use crate::models::team::Team;
use crate::models::user::User;
use crate::schema::{team_members, users};
use crate::values::Status;
use crate::values::text_enum::text_enum;

/// Rows a page.
pub const PAGE: i64 = 50;

/// How far the users that a search finds are counted, at least.
const COUNTED: i64 = 1000;

/// The most words of a search that are looked for; the rest is ignored.
const MOST_WORDS: usize = 8;

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
    pub user: User,
    pub role: Role,
    pub teams: Vec<Team>,
    /// The newest invitation of an Initiated user; `None` for everybody else.
    pub invitation: Option<Invitation>,
    /// The newest mail of that invitation's present generation.
    pub mail: Option<OutboxEmail>,
}

impl UserPage {
    /// The page of the workspace's users that the query asks for, `around` being what there is in
    /// the workspace; at most three statements, however many rows.
    pub fn load(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        query: &UserQuery,
        around: &Overview,
    ) -> QueryResult<UserPage> {
        let (found, total, page) = if query.is_counted() {
            let total = Total::of(around.counts.with(query.status));
            let page = total.page(query.page);
            (page_of(conn, workspace_id, query, page, true)?, total, page)
        } else {
            counted_page(conn, workspace_id, query, around.counts.with(None))?
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

impl UserRow {
    /// The row of one user; `NotFound` when the workspace has none of this id.
    pub fn find(conn: &mut PgConnection, workspace_id: Uuid, id: Uuid) -> QueryResult<UserRow> {
        let (user, role) = User::find_with_role(conn, workspace_id, id)?;
        let teams = Team::all(conn, workspace_id)?;
        let ids = Team::ids_of(conn, workspace_id, user.id)?;
        let found = vec![(user, ids)];
        let mut rows = UserRow::load_all(conn, workspace_id, found, &[role], &teams)?;
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
        let all = ordered(filtered(workspace_id, self), self.sort, true)
            .select((User::as_select(), fixed::<Array<SqlUuid>>(TEAM_IDS)));
        for found in all.load_iter::<Found, PgRowByRowLoadingMode>(conn)? {
            let (user, team_ids) = found?;
            take(user, team_ids)?;
        }
        Ok(())
    }

    /// Whether the kept counts say how many users fit.
    fn is_counted(&self) -> bool {
        search_words(&self.search).is_empty() && self.role_id.is_none() && self.team_id.is_none()
    }
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

fn page_of(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    query: &UserQuery,
    page: i64,
    by_index: bool,
) -> QueryResult<Vec<Found>> {
    // Few people have one word, all have another.
    let is_search = !search_words(&query.search).is_empty();
    let team_ids = fixed::<Array<SqlUuid>>(TEAM_IDS).planned_anew_if(is_search);
    let list = ordered(filtered(workspace_id, query), query.sort, by_index)
        .select((User::as_select(), team_ids));
    match page {
        1 => First { rows: PAGE, query: list }.load(conn),
        _ => list.limit(PAGE).offset((page - 1) * PAGE).load(conn),
    }
}

/// The page, how many fit, and which page it is. Nobody knows beforehand, so they are counted: apart
/// from the page, for then it can be found in the way that suits their number.
fn counted_page(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    query: &UserQuery,
    people: i64,
) -> QueryResult<(Vec<Found>, Total, i64)> {
    let total = count(conn, workspace_id, query)?;
    let page = total.page(query.page);
    if total.count == 0 {
        return Ok((Vec::new(), total, page));
    }
    // Along the index as many people are read as it takes to find the page among them; otherwise all
    // who fit, which are then sorted.
    let by_index = people * page * PAGE < total.count * total.count;
    Ok((page_of(conn, workspace_id, query, page, by_index)?, total, page))
}

/// Whoever asks for a page far back shall find one behind it.
fn count(conn: &mut PgConnection, workspace_id: Uuid, query: &UserQuery) -> QueryResult<Total> {
    if search_words(&query.search).is_empty() {
        let count = filtered(workspace_id, query).count().get_result(conn)?;
        return Ok(Total::of(count));
    }
    let most = query.page.saturating_add(1).saturating_mul(PAGE).max(COUNTED);
    let some = filtered(workspace_id, query).select(users::id).limit(most.saturating_add(1));
    let found = CountOf(some).get_result::<i64>(conn)?;
    Ok(Total { count: found.min(most), has_more: found > most })
}

/// A user, and the ids of their teams.
type Found = (User, Vec<Uuid>);

/// Users of one workspace, with whatever filters.
type Filtered = users::BoxedQuery<'static, Pg>;

fn filtered(workspace_id: Uuid, query: &UserQuery) -> Filtered {
    let mut list = users::table.into_boxed();
    list = list.filter(users::workspace_id.eq(workspace_id));
    for word in search_words(&query.search) {
        list = list.filter(users::search_key.like(containing(&word)));
    }
    if let Some(status) = query.status {
        list = list.filter(users::status.eq(status));
    }
    if let Some(role_id) = query.role_id {
        list = list.filter(users::role_id.eq(role_id));
    }
    if let Some(team_id) = query.team_id {
        let members = team_members::table
            .filter(team_members::workspace_id.eq(workspace_id))
            .filter(team_members::team_id.eq(team_id))
            .select(team_members::user_id);
        list = list.filter(users::id.eq_any(members));
    }
    list
}

/// The place of a user's role: presets first, then the workspace's own by name.
const ROLE: &str = "(SELECT (array_position(ARRAY['admin', 'user', 'guest'], preset), name)
    FROM roles WHERE roles.workspace_id = users.workspace_id AND roles.id = users.role_id)";

/// The place of a user's status in its course.
const STATUS: &str = "array_position(ARRAY['initiated', 'active', 'deactivated'], users.status)";

/// `by_index`: an order that an index has. The planner takes the chance whenever there is a limit,
/// and reads the whole workspace for a word that few have; so it gets another one where they are
/// few, of the same meaning.
fn ordered(list: Filtered, sort: Sort, by_index: bool) -> Filtered {
    let role = || fixed::<Record<(Integer, Text)>>(ROLE);
    let list = match sort {
        Sort::Name if by_index => list.order(users::name.asc()),
        Sort::Name => list.order(fixed::<Text>("users.name || ''")),
        Sort::NameDown if by_index => list.order(users::name.desc()),
        Sort::NameDown => list.order(fixed::<Text>("users.name || ''").desc()),
        Sort::Email if by_index => list.order(users::email_key.asc()),
        Sort::Email => list.order(fixed::<Text>("users.email_key || ''")),
        Sort::Role => list.order(role()).then_order_by(users::name),
        Sort::RoleDown => list.order(role().desc()).then_order_by(users::name),
        Sort::Status => list.order(fixed::<Integer>(STATUS)).then_order_by(users::name),
        Sort::StatusDown => list.order(fixed::<Integer>(STATUS).desc()).then_order_by(users::name),
        Sort::Newest if by_index => list.order(users::created_at.desc()),
        Sort::Newest => list.order(fixed::<Timestamptz>("users.created_at + interval '0'").desc()),
    };
    // Ids rise with time: people of one name or one batch keep their order from page to page.
    if sort == Sort::Newest {
        list.then_order_by(users::id.desc())
    } else {
        list.then_order_by(users::id)
    }
}

/// The words of a search in the form of `users.search_key`; each must occur in name or address.
pub fn search_words(search: &str) -> Vec<String> {
    let plain: String =
        search.nfkd().filter(|letter| !is_combining_mark(*letter) && *letter != '\0').collect();
    let plain = plain.to_lowercase().replace('ß', "ss");
    plain.split_whitespace().take(MOST_WORDS).map(str::to_owned).collect()
}

/// The pattern of a text that contains this word, whose own wildcards mean themselves.
pub fn containing(word: &str) -> String {
    let escaped = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
