use diesel::prelude::*;
use diesel::sql_types::{BigInt, Double, Text};

/// The mails of one state that have not come to an end, or are parked.
#[derive(Clone, Debug, QueryableByName)]
pub struct Backlog {
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = BigInt)]
    pub mails: i64,
    /// For how many seconds the oldest of them should have been in somebody's hands; 0 when none
    /// should. A parked mail is nobody's.
    #[diesel(sql_type = Double)]
    pub overdue: f64,
}

/// Read from the partial indexes alone, however many mails were ever sent.
const BACKLOG: &str = "
    SELECT state, count(*) AS mails, COALESCE(EXTRACT(epoch FROM
        now() - min(due_at) FILTER (WHERE due_at < now())), 0)::float8 AS overdue
    FROM outbox_emails
    WHERE state IN ('due', 'retry') OR (state = 'unknown' AND due_at < give_up_at)
    GROUP BY state
    UNION ALL
    SELECT 'leased', count(*), COALESCE(EXTRACT(epoch FROM
        now() - min(leased_until) FILTER (WHERE leased_until < now())), 0)::float8
    FROM outbox_emails WHERE state = 'leased'
    UNION ALL
    SELECT 'parked', count(*), 0 FROM outbox_emails WHERE state = 'parked'";

impl Backlog {
    /// What waits, state by state; a state without mails may be missing.
    pub fn load(conn: &mut PgConnection) -> QueryResult<Vec<Backlog>> {
        diesel::sql_query(BACKLOG).load(conn)
    }
}
