//! What is tidied up once an hour.

use diesel::dsl::{IntervalDsl, now};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;

use crate::app::App;
use crate::models::session::SessionRow;
use crate::schema::rate_counters;

/// Deletes sessions that have ended and attempts that no limit counts any more.
pub async fn run(app: App) {
    let done = app.db.run(|conn| {
        SessionRow::delete_ended(conn)?;
        delete_old_counters(conn)
    });
    if let Err(error) = done.await {
        tracing::error!(%error, "the hourly chores failed");
    }
}

/// No limit looks back longer than a day.
fn delete_old_counters(conn: &mut PgConnection) -> QueryResult<usize> {
    let day_ago = now.into_sql::<Timestamptz>() - 1.day();
    diesel::delete(rate_counters::table.filter(rate_counters::window_start.lt(day_ago)))
        .execute(conn)
}
