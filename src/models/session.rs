use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::journal::origin;
use crate::schema::sessions;

/// A session's row. There is no struct of it: nothing needs more than the state.
pub struct SessionRow;

impl SessionRow {
    /// The longest a session lives, in days. Rule: OWASP session management, absolute timeout.
    pub const MOST_DAYS: i64 = 30;

    /// The state of a session that has not ended; `None` otherwise. Whoever uses it moves its end
    /// to `seconds` from now, at most once an hour: every page would otherwise write.
    pub fn load(
        conn: &mut PgConnection,
        digest: &[u8],
        seconds: i64,
    ) -> QueryResult<Option<Value>> {
        let found: Option<(Value, DateTime<Utc>)> = sessions::table
            .find(digest)
            .filter(SessionRow::has_not_ended())
            .select((sessions::state, sessions::last_seen_at))
            .first(conn)
            .optional()?;
        let Some((state, last_seen_at)) = found else { return Ok(None) };
        SessionRow::touch(conn, digest, last_seen_at, seconds)?;
        Ok(Some(state))
    }

    pub fn insert(
        conn: &mut PgConnection,
        digest: &[u8],
        account_id: Option<Uuid>,
        state: &Value,
        seconds: i64,
    ) -> QueryResult<()> {
        let from = origin::here();
        diesel::insert_into(sessions::table)
            .values((
                sessions::token_digest.eq(digest),
                sessions::account_id.eq(account_id),
                sessions::state.eq(state),
                sessions::expires_at.eq(Utc::now() + TimeDelta::seconds(seconds)),
                sessions::from_address.eq(from.as_ref().map(|from| from.address.clone())),
                sessions::from_device.eq(from.and_then(|from| from.device)),
            ))
            .execute(conn)
            .map(drop)
    }

    /// Changes nothing when the session has ended meanwhile.
    pub fn update(
        conn: &mut PgConnection,
        digest: &[u8],
        account_id: Option<Uuid>,
        state: &Value,
        seconds: i64,
    ) -> QueryResult<()> {
        diesel::update(sessions::table.find(digest))
            .set((
                sessions::account_id.eq(account_id),
                sessions::state.eq(state),
                sessions::last_seen_at.eq(diesel::dsl::now),
                sessions::expires_at.eq(Utc::now() + TimeDelta::seconds(seconds)),
            ))
            .execute(conn)
            .map(drop)
    }

    /// Moves the end of a session that is used, at most once an hour.
    pub(super) fn touch(
        conn: &mut PgConnection,
        digest: &[u8],
        last_seen_at: DateTime<Utc>,
        seconds: i64,
    ) -> QueryResult<()> {
        if last_seen_at >= an_hour_ago() {
            return Ok(());
        }
        diesel::update(sessions::table.find(digest))
            .filter(sessions::last_seen_at.lt(an_hour_ago()))
            .set((
                sessions::last_seen_at.eq(diesel::dsl::now),
                sessions::expires_at.eq(Utc::now() + TimeDelta::seconds(seconds)),
            ))
            .execute(conn)
            .map(drop)
    }

    pub fn delete(conn: &mut PgConnection, digest: &[u8]) -> QueryResult<()> {
        diesel::delete(sessions::table.find(digest)).execute(conn).map(drop)
    }

    /// Ends every session of an account.
    pub fn delete_all_of(conn: &mut PgConnection, account_id: Uuid) -> QueryResult<usize> {
        let own = sessions::table.filter(sessions::account_id.eq(account_id));
        diesel::delete(own).execute(conn)
    }

    /// Ends every session of each of these accounts.
    pub fn delete_all_of_each(conn: &mut PgConnection, account_ids: &[Uuid]) -> QueryResult<()> {
        diesel::delete(sessions::table.filter(sessions::account_id.eq_any(account_ids)))
            .execute(conn)
            .map(drop)
    }

    /// Ends every session of an account but the one in whose state this id stands.
    pub fn delete_others_of(
        conn: &mut PgConnection,
        account_id: Uuid,
        id: Uuid,
    ) -> QueryResult<()> {
        // The state's values are JSON within JSON.
        let own = format!("\"{id}\"");
        diesel::delete(sessions::table)
            .filter(sessions::account_id.eq(account_id))
            .filter(sessions::state.retrieve_as_text("id").is_distinct_from(own))
            .execute(conn)
            .map(drop)
    }

    /// In a query.
    #[diesel::dsl::auto_type(no_type_alias)]
    pub(super) fn has_not_ended() -> _ {
        let oldest: DateTime<Utc> = oldest();
        sessions::expires_at.gt(diesel::dsl::now).and(sessions::created_at.gt(oldest))
    }

    /// Deletes sessions that have ended.
    pub fn delete_ended(conn: &mut PgConnection) -> QueryResult<usize> {
        diesel::delete(sessions::table)
            .filter(sessions::expires_at.lt(diesel::dsl::now).or(sessions::created_at.le(oldest())))
            .execute(conn)
    }
}

/// When the oldest session began that is still one: however often it is used, it ends after
/// [`SessionRow::MOST_DAYS`].
fn oldest() -> DateTime<Utc> {
    Utc::now() - TimeDelta::days(SessionRow::MOST_DAYS)
}

fn an_hour_ago() -> DateTime<Utc> {
    Utc::now() - TimeDelta::hours(1)
}
