use diesel::sql_types::Text;
use diesel::{PgConnection, QueryResult, QueryableByName, RunQueryDsl, sql_query};

use super::Finding;
use crate::commands::start::Database;
use crate::config::Settings;
use crate::db;
use crate::models::outbox_email::backlog::Backlog;

/// The oldest major version of PostgreSQL that serves.
const OLDEST: i32 = 15;

/// After how many seconds a mail that is due is stuck.
const STUCK: f64 = 60.0;

/// What is to say about the database, about its schema, and about the mails in it.
pub fn findings(settings: &Settings) -> [Finding; 3] {
    let without = |problem| {
        let unseen = || Err("unknown without the database".to_owned());
        [Err(problem), unseen(), unseen()]
    };
    if settings.database_url.is_none() && settings.embedded && !settings.data.join("pg").exists() {
        let data = settings.data.display();
        return without(format!("{data} has none yet; `usher serve --embedded` makes it"));
    }
    // The server of an embedded database runs only as long as `database` lives.
    let opened = Database::open(settings).and_then(|database| Ok((database.connect()?, database)));
    match opened {
        Ok((mut conn, _database)) => {
            let migrations = migrations(&mut conn);
            let outbox = match &migrations {
                Ok(_) => outbox(&mut conn),
                Err(_) => Err("unknown until the migrations have run".to_owned()),
            };
            [version(&mut conn), migrations, outbox]
        }
        Err(problem) => without(problem),
    }
}

/// Whether mails leave.
fn outbox(conn: &mut PgConnection) -> Finding {
    let backlog =
        Backlog::load(conn).map_err(|error| format!("its mails cannot be counted: {error}"))?;
    let overdue = backlog.iter().map(|one| one.overdue).fold(0.0, f64::max);
    if overdue > STUCK {
        return Err(format!(
            "a mail has been due for {overdue:.0} seconds; `usher serve` or `usher work` has to \
             run, with a mail server that answers"
        ));
    }
    let count = |is_parked: bool| -> i64 {
        let those = backlog.iter().filter(|one| (one.state == "parked") == is_parked);
        those.map(|one| one.mails).sum()
    };
    Ok(format!("{} mails wait, {} are parked", count(false), count(true)))
}

fn version(conn: &mut PgConnection) -> Finding {
    let unknown = |error| format!("its version cannot be read: {error}");
    let version = setting(conn, "server_version").map_err(unknown)?;
    let number = setting(conn, "server_version_num").map_err(unknown)?;
    match number.parse::<i32>() {
        Ok(number) if number >= OLDEST * 10_000 => Ok(format!("PostgreSQL {version}")),
        _ => Err(format!("PostgreSQL {version} is too old; use {OLDEST} or newer")),
    }
}

fn migrations(conn: &mut PgConnection) -> Finding {
    match db::pending_migrations(conn)? {
        0 => Ok("all have run".to_owned()),
        count => Err(format!("{count} have not run yet; run `usher migrate`")),
    }
}

fn setting(conn: &mut PgConnection, name: &str) -> QueryResult<String> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        value: String,
    }
    let query = sql_query("SELECT current_setting($1) AS value").bind::<Text, _>(name);
    query.get_result::<Row>(conn).map(|row| row.value)
}
