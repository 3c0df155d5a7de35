use diesel::sql_types::Text;
use diesel::{PgConnection, QueryResult, QueryableByName, RunQueryDsl, sql_query};

use super::Finding;
use crate::commands::start::Database;
use crate::config::Settings;
use crate::db;

/// The oldest major version of PostgreSQL that serves.
const OLDEST: i32 = 15;

/// What is to say about the database, and about its schema.
pub fn findings(settings: &Settings) -> (Finding, Finding) {
    let without = Err("they cannot be seen without the database".to_owned());
    if settings.database_url.is_none() && settings.embedded && !settings.data.join("pg").exists() {
        let data = settings.data.display();
        let problem = format!("{data} has none yet; `usher serve --embedded` makes it");
        return (Err(problem), without);
    }
    // The server of an embedded database runs only as long as `database` lives.
    let opened = Database::open(settings).and_then(|database| Ok((database.connect()?, database)));
    match opened {
        Ok((mut conn, _database)) => (version(&mut conn), migrations(&mut conn)),
        Err(problem) => (Err(problem), without),
    }
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
