//! Parts of statements written out that never change, so that PostgreSQL parses and plans the
//! statement around them once for each connection. Around `diesel::dsl::sql`, whose text may be
//! another one each time, it would do so with every call.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, TypedExpressionType, ValidGrouping,
    is_aggregate,
};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

/// An expression of the SQL type `T` about the tables of its statement.
pub struct Fixed<T> {
    text: &'static str,
    kind: PhantomData<T>,
}

/// The expression with this text.
pub fn fixed<T>(text: &'static str) -> Fixed<T> {
    Fixed { text, kind: PhantomData }
}

impl<T: TypedExpressionType> Expression for Fixed<T> {
    type SqlType = T;
}

impl<T> QueryFragment<Pg> for Fixed<T> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(self.text);
        Ok(())
    }
}

/// Statements with it are told apart by their texts.
impl<T> QueryId for Fixed<T> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T, Tables> AppearsOnTable<Tables> for Fixed<T> where Fixed<T>: Expression {}

impl<T, Tables> SelectableExpression<Tables> for Fixed<T> where Fixed<T>: Expression {}

impl<T, Grouped> ValidGrouping<Grouped> for Fixed<T> {
    type IsAggregate = is_aggregate::Never;
}
