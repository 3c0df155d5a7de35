use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::models::session::SessionRow;
use crate::schema::sessions;

/// A session as its owner sees it.
#[derive(Clone, Debug)]
pub struct OwnSession {
    /// It is no secret.
    pub id: Uuid,
    pub last_seen_at: DateTime<Utc>,
    pub address: Option<String>,
    pub device: Option<String>,
}

impl OwnSession {
    /// Those of an account that have not ended, the one that was used last first.
    pub fn all(conn: &mut PgConnection, account_id: Uuid) -> QueryResult<Vec<OwnSession>> {
        type Found = (Value, DateTime<Utc>, Option<String>, Option<String>);
        let rows: Vec<Found> = sessions::table
            .filter(sessions::account_id.eq(account_id))
            .filter(SessionRow::has_not_ended())
            .order(sessions::last_seen_at.desc())
            .limit(100)
            .select((
                sessions::state,
                sessions::last_seen_at,
                sessions::from_address,
                sessions::from_device,
            ))
            .load(conn)?;
        let session = |(state, last_seen_at, address, device): (Value, _, _, _)| {
            // The state's values are JSON within JSON.
            let id = serde_json::from_str(state["id"].as_str()?).ok()?;
            Some(OwnSession { id, last_seen_at, address, device })
        };
        Ok(rows.into_iter().filter_map(session).collect())
    }

    /// Ends one session of an account; whether there was one.
    pub fn end(conn: &mut PgConnection, account_id: Uuid, id: Uuid) -> QueryResult<bool> {
        let own = diesel::delete(sessions::table)
            .filter(sessions::account_id.eq(account_id))
            .filter(sessions::state.retrieve_as_text("id").eq(format!("\"{id}\"")));
        Ok(own.execute(conn)? > 0)
    }
}
