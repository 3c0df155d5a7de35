use chrono::{DateTime, Utc};
use diesel::dsl::{IntervalDsl, now};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz, Uuid as SqlUuid};
use uuid::Uuid;

use super::{OutboxEmail, State};
use crate::schema::outbox_emails;

/// A mail in the hands of one worker: nobody else takes it until the lease has run out, and then
/// its former holder can no longer change it.
#[derive(Clone, Debug, QueryableByName)]
pub struct Lease {
    #[diesel(embed)]
    pub mail: OutboxEmail,
    #[diesel(column_name = lease, sql_type = SqlUuid)]
    id: Uuid,
}

/// How a claimed mail goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    pub state: State,
    /// The server's words or a sentence of ours; `None` keeps the last ones.
    pub reply: Option<String>,
    /// When it is tried again, if its state is one that is.
    pub due_at: DateTime<Utc>,
}

/// A lease is 60 seconds long. The list is materialised because PostgreSQL may otherwise run it
/// again for every row, each time locking others.
const CLAIM: &str = "
    WITH next AS MATERIALIZED (
        SELECT id FROM outbox_emails
        WHERE (state IN ('due', 'retry') AND due_at <= now())
           OR (state = 'unknown' AND due_at <= now() AND due_at < give_up_at)
           OR (state = 'leased' AND leased_until < now())
        ORDER BY due_at
        LIMIT $1
        FOR UPDATE SKIP LOCKED
    )
    UPDATE outbox_emails
    SET state = 'leased', claims = claims + 1,
        lease = gen_random_uuid(), leased_until = now() + interval '60 seconds'
    FROM next WHERE outbox_emails.id = next.id
    RETURNING outbox_emails.*";

impl Lease {
    /// Takes up to `most` mails whose time has come, or whose holder has let the lease run out.
    pub fn claim(conn: &mut PgConnection, most: usize) -> QueryResult<Vec<Lease>> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        diesel::sql_query(CLAIM).bind::<BigInt, _>(most).load(conn)
    }

    /// Holds the mail for another 60 seconds; `false` when somebody else has it by now.
    pub fn renew(&self, conn: &mut PgConnection) -> QueryResult<bool> {
        let until = now.into_sql::<Timestamptz>() + 60.seconds();
        let renewed = diesel::update(outbox_emails::table.find(self.mail.id))
            .filter(outbox_emails::lease.eq(self.id))
            .set(outbox_emails::leased_until.eq(until.nullable()))
            .execute(conn)?;
        Ok(renewed == 1)
    }

    /// Notes what became of the mail and lets go of it. `false`, and nothing changes, when
    /// somebody else has it by now.
    pub fn settle(&self, conn: &mut PgConnection, settlement: &Settlement) -> QueryResult<bool> {
        let state = settlement.state;
        let was_tried = !matches!(state, State::Superseded | State::Parked);
        let settled = diesel::update(outbox_emails::table.find(self.mail.id))
            .filter(outbox_emails::lease.eq(self.id))
            .set((
                outbox_emails::state.eq(state),
                outbox_emails::due_at.eq(settlement.due_at),
                outbox_emails::attempts.eq(outbox_emails::attempts + i32::from(was_tried)),
                outbox_emails::claims.eq(0),
                outbox_emails::lease.eq(None::<Uuid>),
                outbox_emails::leased_until.eq(None::<DateTime<Utc>>),
                settlement.reply.as_ref().map(|reply| outbox_emails::reply.eq(reply)),
                (state == State::Sent).then_some(outbox_emails::sent_at.eq(now)),
                (state == State::Unknown && self.mail.unknown_at.is_none())
                    .then_some(outbox_emails::unknown_at.eq(now)),
            ))
            .execute(conn)?;
        Ok(settled == 1)
    }
}
