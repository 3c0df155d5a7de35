use std::time::{Duration, Instant};

use diesel::sql_types::BigInt;
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl};
use futures_util::future::join;
use usher::models::outbox_email::State;

use super::app::TestApp;

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

impl TestApp {
    /// Lets something happen in the middle of a request: runs `change` in a transaction, sends the
    /// request, waits until the server waits for a lock of that transaction, and commits.
    pub async fn meanwhile<T>(&self, change: &str, request: impl Future<Output = T>) -> T {
        use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
        let mut conn = self.conn();
        AnsiTransactionManager::begin_transaction(&mut conn).unwrap();
        conn.batch_execute(change).unwrap();
        let commit = async {
            self.until_somebody_waits().await;
            AnsiTransactionManager::commit_transaction(&mut conn).unwrap();
        };
        join(request, commit).await.0
    }

    /// Keeps locked what this statement locks until so many connections wait for it and `others`
    /// are answered; what the waiting requests and the others came to.
    pub async fn locked<T, U>(
        &self,
        statement: &str,
        count: i64,
        requests: impl Future<Output = T>,
        others: impl Future<Output = U>,
    ) -> (T, U) {
        use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
        let mut conn = self.conn();
        AnsiTransactionManager::begin_transaction(&mut conn).unwrap();
        conn.batch_execute(statement).unwrap();
        let release = async {
            self.until_they_wait(count).await;
            let others = others.await;
            AnsiTransactionManager::commit_transaction(&mut conn).unwrap();
            others
        };
        join(requests, release).await
    }

    /// Waits until so many mails of the outbox are in this state.
    pub async fn until_mails(&self, state: State, count: i64) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while self.mails(state) < count {
            assert!(Instant::now() < deadline, "{} mails {state}", self.mails(state));
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    async fn until_somebody_waits(&self) {
        self.until_they_wait(1).await;
    }

    /// Waits until so many connections wait for a lock.
    pub async fn until_they_wait(&self, count: i64) {
        let mut conn = PgConnection::establish(&self.database_url).unwrap();
        let deadline = Instant::now() + Duration::from_secs(10);
        while waiting(&mut conn) < count {
            assert!(Instant::now() < deadline, "fewer than {count} wait for a lock");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

/// How many connections to this database wait for a lock.
fn waiting(conn: &mut PgConnection) -> i64 {
    let query = "SELECT count(*) AS count FROM pg_stat_activity
                 WHERE datname = current_database() AND wait_event_type = 'Lock'";
    diesel::sql_query(query).get_result::<Count>(conn).unwrap().count
}
