use diesel::RunQueryDsl;
use diesel::sql_types::Text;

use super::app::TestApp;

/// What every request may touch, or what no request writes.
const LEFT_OUT: [&str; 3] = ["rate_counters", "migration_lock", "__diesel_schema_migrations"];

#[derive(diesel::QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    text: String,
}

impl TestApp {
    /// A digest of each table, as `table digest`: equal before and after when no row has changed.
    /// When a session was last seen, what was refused to somebody and who took a list away count
    /// as no change.
    pub fn checksum(&self) -> Vec<String> {
        let conn = &mut self.conn();
        let tables = "SELECT relname::text AS text FROM pg_class
                      WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1";
        let tables: Vec<Found> = diesel::sql_query(tables).load(conn).unwrap();
        let digests: Vec<String> = tables
            .iter()
            .map(|table| table.text.as_str())
            .filter(|table| !LEFT_OUT.contains(table))
            .map(digest)
            .collect();
        let all: Vec<Found> = diesel::sql_query(digests.join(" UNION ALL ")).load(conn).unwrap();
        all.into_iter().map(|found| found.text).collect()
    }
}

/// The query of one table's digest.
fn digest(table: &str) -> String {
    let (row, filter) = match table {
        "sessions" => ("(token_digest, account_id, state, created_at)", "true"),
        "audit_events" => ("t", "action NOT IN ('refused', 'exported')"),
        _ => ("t", "true"),
    };
    format!(
        "SELECT '{table} ' || md5(coalesce(string_agg({row}::text, ' ' ORDER BY {row}::text), ''))
         AS text FROM {table} t WHERE {filter}"
    )
}
