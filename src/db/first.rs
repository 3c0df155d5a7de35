use diesel::pg::{Pg, PgConnection};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::{QueryResult, RunQueryDsl};

/// The first rows of another query, which has no limit yet. Beside a limit that is bound like any
/// other value PostgreSQL keeps no plan: it would be one for a tenth of all rows.
pub struct First<Q> {
    pub rows: i64,
    pub query: Q,
}

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for First<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.query.walk_ast(out.reborrow())?;
        out.push_sql(&format!(" LIMIT {}", self.rows));
        Ok(())
    }
}

/// Told apart by their texts.
impl<Q> QueryId for First<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for First<Q> {
    type SqlType = Q::SqlType;
}

impl<Q> RunQueryDsl<PgConnection> for First<Q> {}
