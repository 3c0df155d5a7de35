use std::collections::HashSet;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use diesel::dsl::{IntervalDsl, now};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text, Timestamptz, Uuid as SqlUuid};
use uuid::Uuid;

use super::{OutboxEmail, State};
use crate::db::statement::statement;
use crate::models::invitation_slots;
use crate::schema::outbox_emails;

/// How long a mail stays in one worker's hands, in seconds, unless it is renewed.
const TERM: i64 = 60;

/// A mail in the hands of one worker: nobody else takes it until the lease has run out, and then
/// its former holder can no longer change it.
#[derive(Clone, Debug)]
pub struct Lease {
    pub mail: OutboxEmail,
    id: Uuid,
    /// By the database's clock.
    claimed_at: DateTime<Utc>,
    /// By ours, just before it was asked for.
    asked: Instant,
}

#[derive(QueryableByName)]
struct Claimed {
    #[diesel(embed)]
    mail: OutboxEmail,
    #[diesel(sql_type = SqlUuid)]
    lease: Uuid,
    #[diesel(sql_type = Timestamptz)]
    claimed_at: DateTime<Utc>,
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

/// What somebody waits for at a page comes before invitations, of which there may be many.
///
/// The lists are materialised because PostgreSQL may otherwise run them again for every row, each
/// time locking others.
const CLAIM: &str = "
    WITH abandoned AS MATERIALIZED (
        SELECT id FROM outbox_emails
        WHERE state = 'leased' AND leased_until < now() AND id <> ALL (?)
        ORDER BY leased_until
        LIMIT ?
        FOR UPDATE SKIP LOCKED
    ), first AS MATERIALIZED (
        SELECT id FROM outbox_emails
        WHERE kind <> 'invitation'
          AND (state IN ('due', 'retry') OR (state = 'unknown' AND due_at < give_up_at))
          AND due_at <= now()
        ORDER BY due_at
        LIMIT ? - (SELECT count(*) FROM abandoned)
        FOR UPDATE SKIP LOCKED
    ), waiting AS MATERIALIZED (
        SELECT id FROM outbox_emails
        WHERE kind = 'invitation'
          AND (state IN ('due', 'retry') OR (state = 'unknown' AND due_at < give_up_at))
          AND due_at <= now()
        ORDER BY due_at
        LIMIT ? - (SELECT count(*) FROM abandoned) - (SELECT count(*) FROM first)
        FOR UPDATE SKIP LOCKED
    )
    UPDATE outbox_emails
    SET state = 'leased', claims = claims + 1,
        lease = gen_random_uuid(), leased_until = now() + ? * interval '1 second'
    FROM (SELECT id FROM abandoned UNION ALL SELECT id FROM first
          UNION ALL SELECT id FROM waiting) AS next
    WHERE outbox_emails.id = next.id
    RETURNING outbox_emails.*, now() AS claimed_at";

statement! {
    Claim {
        in_hand: Vec<Uuid> => Array<SqlUuid>,
        abandoned: i64 => BigInt,
        most_first: i64 => BigInt,
        most: i64 => BigInt,
        term: i64 => BigInt,
    } = CLAIM
}

/// One statement for many, each fenced by its own lease. The lists are asked for by selects, or
/// PostgreSQL would plan anew for every number of mails, which takes longer than the records.
const SETTLE_SENT: &str = "
    UPDATE outbox_emails
    SET state = 'sent', attempts = attempts + 1, claims = 0, lease = NULL, leased_until = NULL,
        reply = sent.reply, sent_at = now()
    FROM unnest((SELECT ?), (SELECT ?), (SELECT ?)) AS sent (id, lease, reply)
    WHERE outbox_emails.id = sent.id AND outbox_emails.lease = sent.lease
    RETURNING outbox_emails.id";

statement! {
    SettleSent {
        mails: Vec<Uuid> => Array<SqlUuid>,
        leases: Vec<Uuid> => Array<SqlUuid>,
        replies: Vec<String> => Array<Text>,
    } = SETTLE_SENT
}

#[derive(QueryableByName)]
struct Settled {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// What a worker can take.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub most: usize,
    /// How many of them may be mails whose holder has let the lease run out; they come first.
    pub abandoned: usize,
    /// What is still in the worker's own hands, however long that may take.
    pub in_hand: Vec<Uuid>,
}

impl Lease {
    /// Takes mails that were abandoned, and then mails whose time has come.
    pub fn claim(conn: &mut PgConnection, wanted: &Wanted) -> QueryResult<Vec<Lease>> {
        let asked = Instant::now();
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let (abandoned, most) = (count(wanted.abandoned.min(wanted.most)), count(wanted.most));
        let in_hand = wanted.in_hand.clone();
        let claim = Claim { in_hand, abandoned, most_first: most, most, term: TERM };
        let claimed: Vec<Claimed> = claim.load(conn)?;
        let held = claimed.into_iter();
        let lease =
            |Claimed { mail, lease, claimed_at }| Lease { mail, id: lease, claimed_at, asked };
        Ok(held.map(lease).collect())
    }

    /// Those of the claimed mails that may leave now. An invitation whose address has been sent
    /// enough goes back to the outbox until it may be sent more.
    pub fn admit(conn: &mut PgConnection, claimed: Vec<Lease>) -> QueryResult<Vec<Lease>> {
        if claimed.is_empty() {
            return Ok(claimed);
        }
        let (mails, leases): (Vec<Uuid>, Vec<Uuid>) =
            claimed.iter().map(|lease| (lease.mail.id, lease.id)).unzip();
        let held = invitation_slots::admit(conn, &mails, &leases)?;
        Ok(claimed.into_iter().filter(|lease| !held.contains(&lease.mail.id)).collect())
    }

    /// The database's time, which all nodes share, whatever the clock of this machine says.
    pub fn now(&self) -> DateTime<Utc> {
        self.claimed_at + self.asked.elapsed()
    }

    /// Until when nobody else can have taken the mail, if it is never renewed.
    pub fn first_end(&self) -> Instant {
        self.asked + Duration::from_secs(TERM.unsigned_abs())
    }

    /// Whether somebody had the mail before and came to no end with it: it may be the mail's fault.
    pub fn was_abandoned(&self) -> bool {
        self.mail.claims > 1
    }

    /// Holds the mail for another 60 seconds, and says until when nobody else can have taken it;
    /// `None` when somebody else has it by now.
    pub fn renew(&self, conn: &mut PgConnection) -> QueryResult<Option<Instant>> {
        let asked = Instant::now();
        let until = now.into_sql::<Timestamptz>() + TERM.seconds();
        let renewed = diesel::update(outbox_emails::table.find(self.mail.id))
            .filter(outbox_emails::lease.eq(self.id))
            .set(outbox_emails::leased_until.eq(until.nullable()))
            .execute(conn)?;
        Ok((renewed == 1).then(|| asked + Duration::from_secs(TERM.unsigned_abs())))
    }

    /// Notes what became of the mail and lets go of it. `false`, and nothing changes, when
    /// somebody else has it by now.
    pub fn settle(&self, conn: &mut PgConnection, settlement: &Settlement) -> QueryResult<bool> {
        if matches!(settlement.state, State::Sent | State::Unknown) {
            return self.note(conn, settlement);
        }
        conn.transaction(|conn| {
            let is_noted = self.note(conn, settlement)?;
            if is_noted {
                invitation_slots::give_back(conn, self.mail.id)?;
            }
            Ok(is_noted)
        })
    }

    /// Notes that these mails were sent, as [`Lease::settle`] would, all with one statement; of each
    /// whether it was still held.
    pub fn settle_sent(
        conn: &mut PgConnection,
        sent: &[(Lease, Settlement)],
    ) -> QueryResult<Vec<bool>> {
        let settle = SettleSent {
            mails: sent.iter().map(|(lease, _)| lease.mail.id).collect(),
            leases: sent.iter().map(|(lease, _)| lease.id).collect(),
            replies: sent.iter().map(|(_, said)| said.reply.clone().unwrap_or_default()).collect(),
        };
        let settled: Vec<Settled> = settle.load(conn)?;
        let settled: HashSet<Uuid> = settled.into_iter().map(|one| one.id).collect();
        Ok(sent.iter().map(|(lease, _)| settled.contains(&lease.mail.id)).collect())
    }

    /// Puts a mail back that nothing was done with, as if it had not been claimed. `false` when
    /// somebody else has it by now.
    pub fn let_go(&self, conn: &mut PgConnection) -> QueryResult<bool> {
        let state = if self.mail.attempts == 0 { State::Due } else { State::Retry };
        conn.transaction(|conn| {
            let put_back = diesel::update(outbox_emails::table.find(self.mail.id))
                .filter(outbox_emails::lease.eq(self.id))
                .set((
                    outbox_emails::state.eq(state),
                    outbox_emails::claims.eq(self.mail.claims - 1),
                    outbox_emails::lease.eq(None::<Uuid>),
                    outbox_emails::leased_until.eq(None::<DateTime<Utc>>),
                ))
                .execute(conn)?;
            if put_back == 1 {
                invitation_slots::give_back(conn, self.mail.id)?;
            }
            Ok(put_back == 1)
        })
    }

    fn note(&self, conn: &mut PgConnection, settlement: &Settlement) -> QueryResult<bool> {
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
