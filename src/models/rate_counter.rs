use diesel::prelude::*;
use diesel::sql_types::{Int4, Int8, Text};

use crate::db::statement::statement;
use crate::schema::rate_counters;

/// How often something may be tried in a window of time. Windows stand still: each begins where
/// the one before it ended, so that counting is one statement.
#[derive(Clone, Copy, Debug)]
pub struct RateLimit {
    /// The most attempts in one window.
    pub attempts: i32,
    /// The length of a window, in seconds.
    pub seconds: i64,
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = Int4)]
    attempts: i32,
}

statement! {
    Count { key: String => Text, seconds: i64 => Int8 } = "
        INSERT INTO rate_counters (key, window_start, attempts)
        VALUES (?, date_bin(? * interval '1 second', now(), 'epoch'), 1)
        ON CONFLICT (key, window_start)
        DO UPDATE SET attempts = LEAST(rate_counters.attempts + 1, 1000000)
        RETURNING attempts"
}

impl RateLimit {
    /// Counts one more attempt under this key and says whether it is still allowed. One statement
    /// by the database's clock, so the limit holds for any number of requests at once and on any
    /// number of nodes.
    pub fn allows(&self, conn: &mut PgConnection, key: &str) -> QueryResult<bool> {
        let count = Count { key: key.to_owned(), seconds: self.seconds };
        let counted: Counted = count.get_result(conn)?;
        Ok(counted.attempts <= self.attempts)
    }

    /// Takes one attempt back, from each of these keys, that turned out well.
    pub fn give_back(conn: &mut PgConnection, keys: &[String]) -> QueryResult<()> {
        diesel::update(rate_counters::table)
            .filter(rate_counters::key.eq_any(keys))
            .filter(rate_counters::attempts.gt(0))
            .set(rate_counters::attempts.eq(rate_counters::attempts - 1))
            .execute(conn)
            .map(drop)
    }

    /// Begins anew for these keys.
    pub fn forget(conn: &mut PgConnection, keys: &[String]) -> QueryResult<()> {
        diesel::delete(rate_counters::table.filter(rate_counters::key.eq_any(keys)))
            .execute(conn)
            .map(drop)
    }

    /// Deletes the counters of windows that began more than a day ago; how many.
    pub fn delete_old(conn: &mut PgConnection) -> QueryResult<usize> {
        diesel::sql_query("DELETE FROM rate_counters WHERE window_start < now() - interval '1 day'")
            .execute(conn)
    }
}
