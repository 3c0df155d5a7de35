use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::models::session::SessionRow;
use crate::schema::{accounts, confirmations};
use crate::values::{EmailAddress, Lang};

/// One per e-mail address, for the whole installation. An account that was never verified is
/// nobody's: a mailed link sets its password anew.
#[derive(Clone, Debug, Queryable, Selectable, Identifiable)]
#[diesel(table_name = accounts, check_for_backend(diesel::pg::Pg))]
pub struct Account {
    pub id: Uuid,
    pub email: String,
    pub email_key: String,
    pub verified_at: Option<DateTime<Utc>>,
    pub password_hash: Option<String>,
    pub language: Option<Lang>,
}

impl Account {
    /// The account; `NotFound` when there is none.
    pub fn find(conn: &mut PgConnection, id: Uuid) -> QueryResult<Account> {
        accounts::table.find(id).select(Account::as_select()).first(conn)
    }

    /// The account of an address, compared by its key; `None` when there is none.
    pub fn by_email(conn: &mut PgConnection, email_key: &str) -> QueryResult<Option<Account>> {
        accounts::table
            .filter(accounts::email_key.eq(email_key))
            .select(Account::as_select())
            .first(conn)
            .optional()
    }

    /// Makes a verified account, or takes over one that was never verified: its password is set
    /// anew and its sessions end. `None`, and nothing changes, when a verified one exists.
    pub fn claim(
        conn: &mut PgConnection,
        email: &EmailAddress,
        password_hash: &str,
        language: Option<Lang>,
    ) -> QueryResult<Option<Account>> {
        let id = Uuid::now_v7();
        let insert = diesel::insert_into(accounts::table)
            .values((
                accounts::id.eq(id),
                accounts::email.eq(email.as_str()),
                accounts::email_key.eq(email.key()),
                accounts::verified_at.eq(diesel::dsl::now),
                accounts::password_hash.eq(password_hash),
                accounts::language.eq(language),
            ))
            .on_conflict(accounts::email_key)
            .do_update()
            .set((
                accounts::verified_at.eq(diesel::dsl::now),
                accounts::password_hash.eq(password_hash),
            ));
        // Not `insert.filter(…)`: the prelude's method of that name is for selects.
        let claimed =
            diesel::query_dsl::methods::FilterDsl::filter(insert, accounts::verified_at.is_null())
                .returning(Account::as_returning())
                .get_result::<Account>(conn)
                .optional()?;
        if let Some(account) = claimed.as_ref().filter(|account| account.id != id) {
            SessionRow::delete_all_of(conn, account.id)?;
        }
        Ok(claimed)
    }

    /// Ends the changes of the account's address that were asked for: their links do nothing more.
    pub fn end_email_changes(conn: &mut PgConnection, id: Uuid) -> QueryResult<()> {
        diesel::update(confirmations::table)
            .filter(confirmations::account_id.eq(id))
            .filter(confirmations::used_at.is_null())
            .set(confirmations::used_at.eq(diesel::dsl::now))
            .execute(conn)
            .map(drop)
    }

    /// Sets the password, verifies the account and ends all its sessions, provided that the
    /// password is still the one the caller knew of. `false` when it was changed meanwhile.
    pub fn set_password(
        conn: &mut PgConnection,
        id: Uuid,
        old_hash: Option<&str>,
        new_hash: &str,
    ) -> QueryResult<bool> {
        conn.transaction(|conn| {
            let changed = diesel::update(accounts::table.find(id))
                .filter(accounts::password_hash.is_not_distinct_from(old_hash))
                .set((
                    accounts::password_hash.eq(new_hash),
                    accounts::verified_at.eq(diesel::dsl::now),
                ))
                .execute(conn)?;
            if changed == 1 {
                SessionRow::delete_all_of(conn, id)?;
                // Whoever knew the old password may have asked for one.
                Account::end_email_changes(conn, id)?;
            }
            Ok(changed == 1)
        })
    }

    /// Sets the language the person reads in; `None` leaves it to the workspace or the browser.
    pub fn set_language(
        conn: &mut PgConnection,
        id: Uuid,
        language: impl Into<Option<Lang>>,
    ) -> QueryResult<()> {
        diesel::update(accounts::table.find(id))
            .set(accounts::language.eq(language.into()))
            .execute(conn)
            .map(drop)
    }
}
