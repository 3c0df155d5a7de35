use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::db;
use crate::models::outbox_email::{Kind, NewOutboxEmail};
use crate::schema::confirmations;
use crate::values::text_enum::text_enum;
use crate::values::{EmailAddress, Lang};

/// How long a mailed link can be used.
const VALID_FOR: TimeDelta = TimeDelta::hours(24);

text_enum! {
    /// What an address is confirmed for.
    Purpose {
        /// To make a further workspace.
        SignUp = "sign_up",
        /// To be the new one of an account.
        EmailChange = "email_change",
    }
}

/// An address that is to be confirmed by the link of a mail.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = confirmations, check_for_backend(diesel::pg::Pg))]
pub struct Confirmation {
    pub id: Uuid,
    pub purpose: Purpose,
    /// Whose new address it is to be.
    pub account_id: Option<Uuid>,
    pub email: String,
    pub email_key: String,
    /// The mail is in this language.
    pub language: Lang,
    pub expires_at: DateTime<Utc>,
}

impl Confirmation {
    /// Asks for it: the mail waits in the outbox.
    pub fn ask(
        conn: &mut PgConnection,
        purpose: Purpose,
        account_id: Option<Uuid>,
        email: &EmailAddress,
        language: Lang,
    ) -> QueryResult<()> {
        conn.transaction(|conn| {
            let now = db::now(conn)?;
            let asked = Confirmation {
                id: Uuid::now_v7(),
                purpose,
                account_id,
                email: email.as_str().to_owned(),
                email_key: email.key().to_owned(),
                language,
                expires_at: now + VALID_FOR,
            };
            diesel::insert_into(confirmations::table).values(&asked).execute(conn)?;
            let kind = match purpose {
                Purpose::SignUp => Kind::SignUp,
                Purpose::EmailChange => Kind::EmailChange,
            };
            let mail = NewOutboxEmail::confirmation(kind, asked.id, now, asked.expires_at);
            NewOutboxEmail::insert_all(conn, &[mail])
        })
    }

    /// The one of this id, unless it was used or is over.
    pub fn open(
        conn: &mut PgConnection,
        id: Uuid,
        purpose: Purpose,
    ) -> QueryResult<Option<Confirmation>> {
        confirmations::table
            .find(id)
            .filter(confirmations::purpose.eq(purpose))
            .filter(confirmations::used_at.is_null())
            .filter(confirmations::expires_at.gt(diesel::dsl::now))
            .select(Confirmation::as_select())
            .first(conn)
            .optional()
    }

    /// Whether the one of this id was used.
    pub fn is_used(conn: &mut PgConnection, id: Uuid, purpose: Purpose) -> QueryResult<bool> {
        let used = confirmations::table
            .find(id)
            .filter(confirmations::purpose.eq(purpose))
            .filter(confirmations::used_at.is_not_null());
        diesel::select(diesel::dsl::exists(used)).get_result(conn)
    }

    /// Uses it, once: whoever comes at the same time waits for the row and then finds it used.
    pub fn spend(&self, conn: &mut PgConnection) -> QueryResult<bool> {
        let open = diesel::update(confirmations::table.find(self.id))
            .filter(confirmations::used_at.is_null())
            .filter(confirmations::expires_at.gt(diesel::dsl::now));
        Ok(open.set(confirmations::used_at.eq(diesel::dsl::now)).execute(conn)? == 1)
    }

    /// Deletes those that are over since a day.
    pub fn delete_old(conn: &mut PgConnection) -> QueryResult<usize> {
        let day_ago = Utc::now() - TimeDelta::days(1);
        diesel::delete(confirmations::table.filter(confirmations::expires_at.lt(day_ago)))
            .execute(conn)
    }
}
