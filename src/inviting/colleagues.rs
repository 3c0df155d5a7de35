//! What the people who are here already tell of how their domains make addresses.

use diesel::prelude::*;
use diesel::sql_types;
use uuid::Uuid;

use crate::db::statement::statement;
use crate::inviting::names::Habits;
use crate::values::EmailAddress;

/// The most people of a domain that are looked at: enough to see how its addresses are made.
const MOST: i32 = 20;

/// Somebody of the workspace at the same domain as an address whose name is to be recognised.
#[derive(QueryableByName)]
struct Colleague {
    #[diesel(sql_type = sql_types::Text)]
    email_key: String,
    #[diesel(sql_type = sql_types::Text)]
    name: String,
}

statement! {
    Newest {
        domains: Vec<String> => sql_types::Array<sql_types::Text>,
        workspace_id: Uuid => sql_types::Uuid,
        most: i32 => sql_types::Integer,
    } = "SELECT colleagues.email_key, colleagues.name FROM unnest(?) AS domains (domain), LATERAL (
            SELECT email_key, name FROM users
            WHERE workspace_id = ? AND split_part(email_key, '@', 2) = domains.domain
            ORDER BY id DESC LIMIT ?
        ) AS colleagues"
}

/// How the domains of `emails` make their people's addresses, learnt from the workspace's users.
/// One statement however many addresses there are, and none when all have shared domains.
pub fn habits(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    emails: &[EmailAddress],
) -> QueryResult<Habits> {
    let domains = Habits::domains(emails);
    if domains.is_empty() {
        return Ok(Habits::default());
    }
    let colleagues: Vec<Colleague> = Newest { domains, workspace_id, most: MOST }.load(conn)?;
    Ok(Habits::learnt(colleagues.iter().map(|c| (c.email_key.as_str(), c.name.as_str()))))
}
