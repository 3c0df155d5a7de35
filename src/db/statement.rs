//! SQL written out that PostgreSQL parses and plans once for each connection. The text of
//! `diesel::sql_query` is parsed and planned anew with every call, which costs small statements
//! several times what they do.

/// Defines a statement, each `?` of which stands for the next field:
/// `statement! { Name { id: Uuid => SqlUuid } = "SELECT … WHERE id = ?" }`. It is run like a
/// `sql_query`. The text holds no `?` for other ends.
macro_rules! statement {
    (
        $(#[$meta:meta])*
        $name:ident { $($field:ident: $rust:ty => $sql:ty),* $(,)? } = $text:expr
    ) => {
        $(#[$meta])*
        struct $name {
            $($field: $rust),*
        }

        impl diesel::query_builder::QueryId for $name {
            type QueryId = Self;
            const HAS_STATIC_QUERY_ID: bool = true;
        }

        impl diesel::query_builder::Query for $name {
            type SqlType = diesel::sql_types::Untyped;
        }

        impl<C> diesel::RunQueryDsl<C> for $name {}

        impl diesel::query_builder::QueryFragment<diesel::pg::Pg> for $name {
            fn walk_ast<'b>(
                &'b self,
                mut out: diesel::query_builder::AstPass<'_, 'b, diesel::pg::Pg>,
            ) -> diesel::QueryResult<()> {
                let mut parts = $text.split('?');
                out.push_sql(parts.next().unwrap_or_default());
                $(
                    out.push_bind_param::<$sql, _>(&self.$field)?;
                    out.push_sql(parts.next().unwrap_or_default());
                )*
                Ok(())
            }
        }
    };
}

pub(crate) use statement;
