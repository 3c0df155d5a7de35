//! The database: the pool, `Db::run`, transactions, migrations, and the embedded server.

pub(crate) mod count;
pub(crate) mod first;
pub(crate) mod fixed;
pub mod managed;
pub mod share;
pub(crate) mod statement;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool};
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel::sql_types::Timestamptz;
use diesel::{Connection, IntoSql, QueryResult, RunQueryDsl};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

use crate::error::{AppError, AppResult, Panicked};
use crate::journal::{self, origin};
use share::Shares;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!();

/// How long a request waits for a connection before it is answered with 503: who waits longer than
/// this presses the button again, and then there are two.
const WAIT: Duration = Duration::from_secs(1);

/// How many files of one workspace's rows are written at once, and how long the next one waits.
const EXPORTS: usize = 2;
const EXPORT_WAIT: Duration = Duration::from_secs(10);

/// Connections that are kept for the mail worker: however many requests wait for theirs, what the
/// mail server said is recorded. As many as it has mails in hand.
const RESERVED: u32 = 4;

/// The pool of connections. Cheap to clone.
///
/// r2d2 wakes its waiters in no order, which starves some of them for a second under load; the
/// semaphore in front of it, with as many permits as connections, serves them first come, first
/// served.
#[derive(Clone)]
pub struct Db {
    pool: Pool<ConnectionManager<PgConnection>>,
    permits: Arc<Semaphore>,
    reserved: Arc<Semaphore>,
    shares: Shares,
    exports: Shares,
}

impl Db {
    /// Opens the pool, with so many connections for requests and some for the worker; fails with
    /// the driver's words when the database does not answer.
    pub fn connect(url: &str, connections: u32) -> Result<Db, String> {
        PgConnection::establish(url).map_err(|error| error.to_string())?;
        let pool = Pool::builder()
            .max_size(connections + RESERVED)
            .min_idle(Some(1))
            .test_on_check_out(false)
            .connection_timeout(WAIT)
            .connection_customizer(Box::new(TimeOuts))
            .build(ConnectionManager::new(url))
            .map_err(|error| error.to_string())?;
        let permits = |count: u32| Arc::new(Semaphore::new(count as usize));
        let (shares, exports) = (Shares::of(connections as usize), Shares::each(EXPORTS));
        Ok(Db { pool, permits: permits(connections), reserved: permits(RESERVED), shares, exports })
    }

    /// The connections that are kept for the worker.
    pub fn reserved(&self) -> Db {
        Db { permits: self.reserved.clone(), ..self.clone() }
    }

    /// Runs blocking database work off the event loop. [`AppError::Busy`] when no connection
    /// becomes free in a second, or none of the workspace's share of them; [`Panicked`] as an
    /// internal error when `work` panics.
    pub async fn run<T, E, F>(&self, work: F) -> AppResult<T>
    where
        F: FnOnce(&mut PgConnection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Into<AppError> + Send + 'static,
    {
        let turn = tokio::time::timeout(WAIT, self.turn()).await.map_err(|_| AppError::Busy)??;
        let pool = self.pool.clone();
        let (span, from) = (tracing::Span::current(), origin::of_this_task());
        let work = move || {
            let _turn = turn;
            let mut connection = pool.get().map_err(|error| {
                tracing::error!(%error, "no database connection");
                AppError::Busy
            })?;
            origin::during(from, || work(&mut connection)).map_err(Into::into)
        };
        actix_web::web::block(move || span.in_scope(work))
            .await
            .map_err(|_| AppError::internal(Panicked))?
    }

    /// Runs what writes a file of a workspace's rows, in a transaction that has a minute. Two of a
    /// workspace run at once: each holds a connection for long, which others need for their pages.
    /// [`AppError::Busy`] when neither of them ends in ten seconds.
    pub async fn export<T, F>(&self, workspace_id: Uuid, mut work: F) -> AppResult<T>
    where
        F: FnMut(&mut PgConnection) -> AppResult<T> + Send + 'static,
        T: Send + 'static,
    {
        let turn = self.exports.of_workspace(&workspace_id.to_string()).acquire_owned();
        let turn = tokio::time::timeout(EXPORT_WAIT, turn).await.map_err(|_| AppError::Busy)?;
        let _turn = turn.map_err(AppError::internal)?;
        let work = move |conn: &mut PgConnection| {
            transaction(conn, |conn| {
                conn.batch_execute(WHILE_EXPORTING)?;
                work(conn)
            })
        };
        self.run(work).await
    }

    /// Waits for what a connection is given for; it is taken back when dropped.
    async fn turn(&self) -> AppResult<Turn> {
        let share = match self.shares.of_this_task() {
            Some(share) => Some(share.acquire_owned().await.map_err(AppError::internal)?),
            None => None,
        };
        let permit = self.permits.clone().acquire_owned().await.map_err(AppError::internal)?;
        Ok(Turn { _permit: permit, _share: share })
    }
}

struct Turn {
    _permit: OwnedSemaphorePermit,
    _share: Option<OwnedSemaphorePermit>,
}

/// Runs `work` in a transaction, again up to three times when the database asks for it
/// (serialisation failure, deadlock). Nothing inside may talk to the network. What it records is
/// told to the security log once it is committed.
pub fn transaction<T, E, F>(conn: &mut PgConnection, mut work: F) -> Result<T, E>
where
    F: FnMut(&mut PgConnection) -> Result<T, E>,
    E: From<DieselError> + AsDatabaseError,
{
    for _ in 0..3 {
        match journal::transaction(|| conn.transaction(&mut work)) {
            Err(error) if error.is_worth_a_retry() => continue,
            result => return result,
        }
    }
    journal::transaction(|| conn.transaction(work))
}

/// Errors that may be the database asking for another try.
pub trait AsDatabaseError {
    /// Whether the same transaction may well succeed when it is run again.
    fn is_worth_a_retry(&self) -> bool;
}

impl AsDatabaseError for DieselError {
    fn is_worth_a_retry(&self) -> bool {
        match self {
            DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
            DieselError::DatabaseError(_, details) => details.message().contains("deadlock"),
            _ => false,
        }
    }
}

impl AsDatabaseError for AppError {
    fn is_worth_a_retry(&self) -> bool {
        match self {
            AppError::Internal(cause) => {
                cause.downcast_ref::<DieselError>().is_some_and(AsDatabaseError::is_worth_a_retry)
            }
            _ => false,
        }
    }
}

/// The database's clock, the one all nodes share.
pub fn now(conn: &mut PgConnection) -> QueryResult<DateTime<Utc>> {
    diesel::select(diesel::dsl::now.into_sql::<Timestamptz>()).get_result(conn)
}

/// `IF NOT EXISTS` does not look at what others are just creating.
const LOCK_TABLE: &str =
    "CREATE TABLE IF NOT EXISTS migration_lock (id boolean PRIMARY KEY DEFAULT true CHECK (id));
     INSERT INTO migration_lock DEFAULT VALUES ON CONFLICT DO NOTHING;";

/// Brings the schema up to date and returns how many migrations ran. diesel has no lock of its
/// own: this one makes a second node wait. `lock_timeout` does not end the wait, the first node's
/// end does.
pub fn migrate(url: &str) -> Result<usize, String> {
    let say = |error: &dyn std::fmt::Display| error.to_string();
    let mut conn = PgConnection::establish(url).map_err(|error| say(&error))?;
    // Of nodes that create the table at the same moment all but one fail, and then find it made.
    conn.batch_execute(LOCK_TABLE)
        .or_else(|_| conn.batch_execute(LOCK_TABLE))
        .map_err(|error| say(&error))?;
    conn.transaction::<_, Box<dyn std::error::Error + Send + Sync>, _>(|conn| {
        conn.batch_execute("SELECT id FROM migration_lock FOR UPDATE")?;
        Ok(conn.run_pending_migrations(MIGRATIONS)?.len())
    })
    .map_err(|error| say(&error))
}

/// How many migrations have not run yet.
pub fn pending_migrations(conn: &mut PgConnection) -> Result<usize, String> {
    conn.pending_migrations(MIGRATIONS).map(|list| list.len()).map_err(|error| error.to_string())
}

/// Allows a transaction as long as an export takes, which fetches rows at the pace in which the file
/// is written.
const WHILE_EXPORTING: &str = "SET LOCAL statement_timeout = '60s';
    SET LOCAL idle_in_transaction_session_timeout = '60s';";

#[derive(Debug)]
struct TimeOuts;

impl CustomizeConnection<PgConnection, diesel::r2d2::Error> for TimeOuts {
    fn on_acquire(&self, conn: &mut PgConnection) -> Result<(), diesel::r2d2::Error> {
        conn.batch_execute(
            "SET statement_timeout = '5s'; SET lock_timeout = '3s';
             SET idle_in_transaction_session_timeout = '10s'; SET timezone = 'UTC';",
        )
        .map_err(diesel::r2d2::Error::QueryError)
    }
}
