use diesel::prelude::*;
use diesel::sql_types;
use uuid::Uuid;

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
    let colleagues: Vec<Colleague> = diesel::sql_query(
        "SELECT colleagues.email_key, colleagues.name FROM unnest($2) AS domains (domain), LATERAL (
            SELECT email_key, name FROM users
            WHERE workspace_id = $1 AND split_part(email_key, '@', 2) = domains.domain
            ORDER BY id DESC LIMIT $3
        ) AS colleagues",
    )
    .bind::<sql_types::Uuid, _>(workspace_id)
    .bind::<sql_types::Array<sql_types::Text>, _>(domains)
    .bind::<sql_types::Integer, _>(MOST)
    .load(conn)?;
    Ok(Habits::learnt(colleagues.iter().map(|c| (c.email_key.as_str(), c.name.as_str()))))
}
