//! The statements that find a page of the list, and how many fit.

use std::collections::HashMap;

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Nullable, Uuid as SqlUuid};
use uuid::Uuid;

use super::filter::{filtered, ordered, search_words};
use super::{ListedUser, PAGE, Total, UserQuery};
use crate::db::count::CountOf;
use crate::db::first::First;
use crate::schema::users;

/// How far the users that a search finds are counted, at least.
const COUNTED: i64 = 1000;

/// A user, and the ids of their teams.
pub type Found = (ListedUser, Vec<Uuid>);

/// The users of a page, each with their teams.
struct WithTeams<Q> {
    workspace_id: Uuid,
    /// Selects [`ListedUser`]s.
    page: Q,
    /// Whether the best plan depends on the values that are asked with.
    planned_anew: bool,
}

/// Each user again with each of their teams. `OFFSET 0` has the teams looked up for one user after
/// the other, in the order of the page: that is quicker than an array for each of them, and than
/// joining with all members of teams.
impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for WithTeams<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        if self.planned_anew {
            out.unsafe_to_cache_prepared();
        }
        out.push_sql("SELECT page.*, team.team_id FROM (");
        self.page.walk_ast(out.reborrow())?;
        out.push_sql(
            ") page LEFT JOIN LATERAL (SELECT team_id FROM team_members
                WHERE user_id = page.id AND workspace_id = ",
        );
        out.push_bind_param::<SqlUuid, _>(&self.workspace_id)?;
        out.push_sql(" OFFSET 0) team ON true");
        Ok(())
    }
}

/// Told apart by their texts.
impl<Q> QueryId for WithTeams<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for WithTeams<Q> {
    type SqlType = (Q::SqlType, Nullable<SqlUuid>);
}

impl<Q> RunQueryDsl<PgConnection> for WithTeams<Q> {}

impl<Q> WithTeams<Q> {
    fn found(self, conn: &mut PgConnection) -> QueryResult<Vec<Found>>
    where
        Q: Query + QueryFragment<Pg>,
        Self: for<'a> diesel::query_dsl::methods::LoadQuery<
                'a,
                PgConnection,
                (ListedUser, Option<Uuid>),
            >,
    {
        let mut all: Vec<Found> = Vec::with_capacity(PAGE as usize);
        for row in self.load_iter::<(ListedUser, Option<Uuid>), _>(conn)? {
            let (user, team_id): (ListedUser, Option<Uuid>) = row?;
            match all.last_mut().filter(|(last, _)| last.id == user.id) {
                Some((_, team_ids)) => team_ids.extend(team_id),
                None => all.push((user, Vec::from_iter(team_id))),
            }
        }
        Ok(all)
    }
}

/// The page of this number; `by_index` as [`ordered`] has it.
pub fn page_of(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    query: &UserQuery,
    page: i64,
    by_index: bool,
) -> QueryResult<Vec<Found>> {
    let list = ordered(filtered(workspace_id, query), query.sort, by_index)
        .select(ListedUser::as_select());
    // Few people have one word, all have another.
    let planned_anew = !search_words(&query.search).is_empty();
    match page {
        1 => {
            let page = First { rows: PAGE, query: list };
            WithTeams { workspace_id, page, planned_anew }.found(conn)
        }
        _ => {
            let page = list.limit(PAGE).offset((page - 1) * PAGE);
            WithTeams { workspace_id, page, planned_anew }.found(conn)
        }
    }
}

/// The users of these ids, in their order; who is not there any more is left out.
pub fn of_ids(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    ids: &[Uuid],
) -> QueryResult<Vec<Found>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let page = users::table
        .filter(users::workspace_id.eq(workspace_id))
        .filter(users::id.eq_any(ids.to_vec()))
        .select(ListedUser::as_select());
    let mut found = WithTeams { workspace_id, page, planned_anew: false }.found(conn)?;
    let places: HashMap<&Uuid, usize> = ids.iter().enumerate().map(|(n, id)| (id, n)).collect();
    found.sort_by_key(|(user, _)| places.get(&user.id).copied());
    Ok(found)
}

/// The page, how many fit, and which page it is. Nobody knows beforehand, so they are counted: apart
/// from the page, for then it can be found in the way that suits their number.
pub fn counted_page(
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

fn count(conn: &mut PgConnection, workspace_id: Uuid, query: &UserQuery) -> QueryResult<Total> {
    if search_words(&query.search).is_empty() {
        let count = filtered(workspace_id, query).count().get_result(conn)?;
        return Ok(Total::of(count));
    }
    let most = most_counted(query.page);
    let some = filtered(workspace_id, query).select(users::id).limit(most.saturating_add(1));
    let found = CountOf(some).get_result::<i64>(conn)?;
    Ok(total_of_search(found, query.page))
}

/// What is said of so many, or more, whom a search has found.
pub fn total_of_search(found: i64, page: i64) -> Total {
    let most = most_counted(page);
    Total { count: found.min(most), has_more: found > most }
}

/// How far they are counted for whoever asks for this page: so that one is behind it.
fn most_counted(page: i64) -> i64 {
    page.saturating_add(1).saturating_mul(PAGE).max(COUNTED)
}
