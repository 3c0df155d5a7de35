//! Another address for an account, and for its user in every workspace.

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use serde_json::json;
use uuid::Uuid;

use crate::db::{self, transaction};
use crate::error::{AppError, AppResult};
use crate::models::account::Account;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::confirmation::Confirmation;
use crate::models::outbox_email::NewOutboxEmail;
use crate::schema::{accounts, users};

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    Done,
    /// Another account, or another user of one of the workspaces, has this address. Nothing changed.
    Taken,
    /// The link was used before, or is over.
    Over,
}

/// Gives the account the address that was confirmed, and tells the old one.
pub fn take(conn: &mut PgConnection, confirmed: &Confirmation) -> AppResult<Moved> {
    let Some(account_id) = confirmed.account_id else { return Ok(Moved::Over) };
    let moved = transaction(conn, |conn| -> Result<Moved, AppError> {
        if !confirmed.spend(conn)? {
            return Ok(Moved::Over);
        }
        let old = Account::find(conn, account_id)?;
        match write(conn, account_id, confirmed) {
            Ok(people) => {
                Account::end_email_changes(conn, account_id)?;
                for (workspace_id, id) in people {
                    let details = json!({ "from": old.email, "to": confirmed.email });
                    let (actor, action) = (Some(id), Action::EmailChanged);
                    AuditEvent::record(conn, workspace_id, actor, action, actor, details)?;
                }
                let mail = NewOutboxEmail::email_changed(&old, &confirmed.email, db::now(conn)?);
                NewOutboxEmail::insert_all(conn, &[mail])?;
                Ok(Moved::Done)
            }
            // An error, because only that takes the transaction back.
            Err(DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
                Err(AppError::Forbidden)
            }
            Err(error) => Err(error.into()),
        }
    });
    match moved {
        Err(AppError::Forbidden) => Ok(Moved::Taken),
        moved => moved,
    }
}

/// The users of the account: workspace and id.
fn write(
    conn: &mut PgConnection,
    account_id: Uuid,
    new: &Confirmation,
) -> QueryResult<Vec<(Uuid, Uuid)>> {
    diesel::update(accounts::table.find(account_id))
        .set((accounts::email.eq(&new.email), accounts::email_key.eq(&new.email_key)))
        .execute(conn)?;
    diesel::update(users::table.filter(users::account_id.eq(account_id)))
        .set((users::email.eq(&new.email), users::email_key.eq(&new.email_key)))
        .returning((users::workspace_id, users::id))
        .get_results(conn)
}
