//! What happens by itself: cycles turn, Admins are warned of the end of their trial, and who waits for
//! a seat is invited when one is free, whatever made it so.

use diesel::prelude::*;
use diesel::sql_types::{Text, Uuid as SqlUuid};
use uuid::Uuid;

use crate::error::AppResult;
use crate::inviting::waiting;
use crate::models::plan;

/// A workspace for which something is to be done.
#[derive(QueryableByName)]
struct Duty {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = SqlUuid)]
    workspace_id: Uuid,
}

/// Each part is answered from a partial index, which is empty most of the time.
const NEXT: &str = "
    (SELECT 'cycle' AS kind, id AS workspace_id FROM workspaces
     WHERE cycle_ends_at <= now() LIMIT 1)
    UNION ALL
    (SELECT 'trial', id FROM workspaces
     LEFT JOIN user_counts ON user_counts.workspace_id = workspaces.id
     WHERE trial_warned_at IS NULL
       AND trial_ends_at > now() AND trial_ends_at <= now() + interval '3 days'
       AND booked_seats < COALESCE(initiated + active, 0) LIMIT 1)
    UNION ALL
    (SELECT 'seat', waiting.workspace_id
     FROM (SELECT DISTINCT workspace_id FROM waiting_people WHERE NOT is_stuck) waiting
     JOIN workspaces ON workspaces.id = waiting.workspace_id
     LEFT JOIN user_counts ON user_counts.workspace_id = waiting.workspace_id
     WHERE (trial_ends_at > now() OR booked_seats > COALESCE(initiated + active, 0))
       AND NOT EXISTS (SELECT FROM batches
           WHERE batches.workspace_id = waiting.workspace_id AND finished_at IS NULL) LIMIT 1)
    LIMIT 1";

/// Does the next thing that is due; whether there was one.
pub fn step(conn: &mut PgConnection) -> AppResult<bool> {
    let Some(duty) = diesel::sql_query(NEXT).get_result::<Duty>(conn).optional()? else {
        return Ok(false);
    };
    match duty.kind.as_str() {
        "cycle" => plan::turn_cycle(conn, duty.workspace_id),
        "seat" => waiting::promote(conn, duty.workspace_id),
        _ => plan::warn_of_end(conn, duty.workspace_id),
    }
}
