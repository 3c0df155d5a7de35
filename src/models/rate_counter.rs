use diesel::prelude::*;
use diesel::sql_types::{Int4, Int8, Text};

use crate::db::statement::statement;
use crate::error::{AppError, AppResult};
use crate::schema::rate_counters;

/// How often something may be tried in a window of time. It begins with the first attempt, so that
/// nobody meets the end of one and the beginning of the next within a moment.
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
    /// Until the window ends, never less than 1.
    #[diesel(sql_type = Int8)]
    seconds_left: i64,
}

statement! {
    Count { key: String => Text, seconds: i64 => Int8 } = "
        INSERT INTO rate_counters AS kept (key, attempts, ends_at)
        VALUES (?, 1, now() + ? * interval '1 second')
        ON CONFLICT (key) DO UPDATE SET
            attempts = CASE WHEN kept.ends_at > now()
                THEN LEAST(kept.attempts + 1, 1000000) ELSE 1 END,
            ends_at = CASE WHEN kept.ends_at > now() THEN kept.ends_at ELSE EXCLUDED.ends_at END
        RETURNING attempts, GREATEST(1, ceil(extract(epoch FROM ends_at - now())))::int8
            AS seconds_left"
}

impl RateLimit {
    /// Counts one more attempt under this key; [`AppError::TooManyAttempts`] when there were too
    /// many. One statement by the database's clock, so the limit holds for any number of requests
    /// at once and on any number of nodes.
    pub fn count(&self, conn: &mut PgConnection, key: &str) -> AppResult<()> {
        let count = Count { key: key.to_owned(), seconds: self.seconds };
        let counted: Counted = count.get_result(conn)?;
        match counted.attempts <= self.attempts {
            true => Ok(()),
            false => Err(AppError::TooManyAttempts { seconds: counted.seconds_left }),
        }
    }

    /// The same, where nobody is told.
    pub fn allows(&self, conn: &mut PgConnection, key: &str) -> AppResult<bool> {
        match self.count(conn, key) {
            Err(AppError::TooManyAttempts { .. }) => Ok(false),
            counted => counted.map(|()| true),
        }
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

    /// Deletes the counters of windows that have ended; how many.
    pub fn delete_old(conn: &mut PgConnection) -> QueryResult<usize> {
        diesel::delete(rate_counters::table.filter(rate_counters::ends_at.lt(diesel::dsl::now)))
            .execute(conn)
    }
}
