use diesel::prelude::*;
use diesel::sql_types::{Array, Int4, Int8, Text};

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

/// The first limit that was passed.
#[derive(QueryableByName)]
struct Passed {
    /// Until the window ends, never less than 1.
    #[diesel(sql_type = Int8)]
    seconds_left: i64,
}

// Every statement takes its rows in the order of their keys, so that no two wait for each other, and
// waits for no disk: what a failure of the power takes is the count of some tenths of a second.
statement! {
    /// Counts by each key in turn, as far as the first that was full before.
    Count {
        keys: Vec<String> => Array<Text>,
        most: Vec<i32> => Array<Int4>,
        seconds: Vec<i64> => Array<Int8>,
    } = "
        WITH asked AS MATERIALIZED (
            SELECT *, set_config('synchronous_commit', 'off', true)
            FROM unnest(?, ?, ?) WITH ORDINALITY AS asked (key, most, seconds, place)
        ), counted AS (
            INSERT INTO rate_counters AS kept (key, attempts, ends_at)
            SELECT key, 1, now() + seconds * interval '1 second' FROM asked
            WHERE place <= ALL (
                SELECT place FROM asked JOIN rate_counters AS known USING (key)
                WHERE known.attempts >= most AND known.ends_at > now()
            )
            ORDER BY key
            ON CONFLICT (key) DO UPDATE SET
                attempts = CASE WHEN kept.ends_at > now()
                    THEN LEAST(kept.attempts + 1, 1000000) ELSE 1 END,
                ends_at = CASE WHEN kept.ends_at > now() THEN kept.ends_at ELSE EXCLUDED.ends_at END
            RETURNING key, attempts,
                GREATEST(1, ceil(extract(epoch FROM ends_at - now())))::int8 AS seconds_left
        )
        SELECT seconds_left FROM counted JOIN asked USING (key)
        WHERE attempts > most ORDER BY place LIMIT 1"
}

statement! {
    /// Deletes the ones, and takes one attempt back from the others.
    Forgive {
        all: Vec<String> => Array<Text>,
        own: Vec<String> => Array<Text>,
        shared: Vec<String> => Array<Text>,
    } = "
        WITH locked AS MATERIALIZED (
            SELECT key, set_config('synchronous_commit', 'off', true)
            FROM rate_counters WHERE key = ANY(?) ORDER BY key FOR UPDATE
        ), forgotten AS (
            DELETE FROM rate_counters
            WHERE key IN (SELECT key FROM locked) AND key = ANY(?)
        )
        UPDATE rate_counters SET attempts = attempts - 1
        WHERE key IN (SELECT key FROM locked) AND key = ANY(?) AND attempts > 0"
}

impl RateLimit {
    /// Counts one more attempt under this key; [`AppError::TooManyAttempts`] when there were too
    /// many. One statement by the database's clock, so the limit holds for any number of requests
    /// at once and on any number of nodes.
    pub fn count(&self, conn: &mut PgConnection, key: &str) -> AppResult<()> {
        RateLimit::count_all(conn, &[(key.to_owned(), *self)])
    }

    /// Counts one more attempt under each of these keys in turn, no two of which are the same; the
    /// first one that allows no more ends it. Not within a transaction, whose end would not wait for
    /// the disk either.
    pub fn count_all(conn: &mut PgConnection, keys: &[(String, RateLimit)]) -> AppResult<()> {
        let count = Count {
            keys: keys.iter().map(|(key, _)| key.clone()).collect(),
            most: keys.iter().map(|(_, limit)| limit.attempts).collect(),
            seconds: keys.iter().map(|(_, limit)| limit.seconds).collect(),
        };
        match count.get_result::<Passed>(conn).optional()? {
            None => Ok(()),
            Some(passed) => Err(AppError::TooManyAttempts { seconds: passed.seconds_left }),
        }
    }

    /// The same, where nobody is told.
    pub fn allows(&self, conn: &mut PgConnection, key: &str) -> AppResult<bool> {
        match self.count(conn, key) {
            Err(AppError::TooManyAttempts { .. }) => Ok(false),
            counted => counted.map(|()| true),
        }
    }

    /// Begins anew for the `own` keys, and takes one attempt that turned out well back from each of
    /// the `shared` ones. Not within a transaction either.
    pub fn forgive(
        conn: &mut PgConnection,
        own: Vec<String>,
        shared: Vec<String>,
    ) -> QueryResult<()> {
        let all = own.iter().chain(&shared).cloned().collect();
        Forgive { all, own, shared }.execute(conn).map(drop)
    }

    /// Deletes the counters of windows that have ended; how many.
    pub fn delete_old(conn: &mut PgConnection) -> QueryResult<usize> {
        diesel::delete(rate_counters::table.filter(rate_counters::ends_at.lt(diesel::dsl::now)))
            .execute(conn)
    }
}
