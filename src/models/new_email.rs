//! Another address for an account, and for its user in every workspace.

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use serde_json::json;
use uuid::Uuid;

use crate::db::{self, transaction};
use crate::error::{AppError, AppResult};
use crate::models::account::Account;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::confirmation::{Confirmation, Purpose};
use crate::models::outbox_email::{Kind, NewOutboxEmail};
use crate::models::session::SessionRow;
use crate::models::workspace::Workspace;
use crate::schema::{accounts, users, workspaces};
use crate::values::{EmailAddress, Lang, Status};

/// What became of it.
#[derive(Clone, Debug)]
pub enum Moved {
    /// The account as it is now.
    Done(Account),
    /// Another account, or another user of one of the workspaces, has this address. Nothing changed.
    Taken,
    /// One of the workspaces has nobody at its domain. Nothing changed.
    Refused,
    /// The link was used before, or is over.
    Over,
}

/// The name of a workspace that the account is an Active user of and that has nobody at the domain of
/// this address, the first one by name.
pub fn refused_by(
    conn: &mut PgConnection,
    account_id: Uuid,
    email: &EmailAddress,
) -> QueryResult<Option<String>> {
    let all: Vec<Workspace> = workspaces::table
        .inner_join(users::table)
        .filter(users::account_id.eq(account_id))
        .filter(users::status.eq(Status::Active))
        .order((workspaces::name, workspaces::id))
        .select(Workspace::as_select())
        .load(conn)?;
    Ok(all.into_iter().find(|one| !one.domains().admits(email)).map(|one| one.name))
}

/// Asks whoever has the new address to confirm it, and tells the old one.
pub fn ask(
    conn: &mut PgConnection,
    account: &Account,
    email: &EmailAddress,
    lang: Lang,
) -> QueryResult<()> {
    conn.transaction(|conn| {
        Confirmation::ask(conn, Purpose::EmailChange, Some(account.id), email, lang)?;
        let now = db::now(conn)?;
        let mail = NewOutboxEmail::of_address(Kind::EmailAsked, account, email.as_str(), now);
        NewOutboxEmail::insert_all(conn, &[mail])
    })
}

/// Gives the account the address that was confirmed, and tells the old one. Every session of the
/// account ends but `here`, in which it is done.
pub fn take(
    conn: &mut PgConnection,
    confirmed: &Confirmation,
    here: Option<Uuid>,
) -> AppResult<Moved> {
    let Some(account_id) = confirmed.account_id else { return Ok(Moved::Over) };
    let moved = transaction(conn, |conn| -> Result<Moved, AppError> {
        if !confirmed.spend(conn)? {
            return Ok(Moved::Over);
        }
        let old = Account::find(conn, account_id)?;
        let email = EmailAddress::parse(&confirmed.email);
        let email = email.map_err(|_| AppError::internal("a confirmed address is none"))?;
        if refused_by(conn, account_id, &email)?.is_some() {
            return Ok(Moved::Refused);
        }
        match write(conn, account_id, confirmed) {
            Ok(people) => {
                Account::end_email_changes(conn, account_id)?;
                match here {
                    Some(here) => SessionRow::delete_others_of(conn, account_id, here)?,
                    None => drop(SessionRow::delete_all_of(conn, account_id)?),
                }
                for (workspace_id, id) in people {
                    let details = json!({ "from": old.email, "to": confirmed.email });
                    let (actor, action) = (Some(id), Action::EmailChanged);
                    AuditEvent::record(conn, workspace_id, actor, action, actor, details)?;
                }
                let (kind, now) = (Kind::EmailChanged, db::now(conn)?);
                let mail = NewOutboxEmail::of_address(kind, &old, &confirmed.email, now);
                NewOutboxEmail::insert_all(conn, &[mail])?;
                Ok(Moved::Done(Account::find(conn, account_id)?))
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

/// Changes the account and its users, and returns these: workspace and id. A workspace that has
/// deactivated the person keeps the address it knew, learns nothing of the new one, and no longer
/// knows the account: whoever is brought back there is invited, and comes in by that mailbox.
fn write(
    conn: &mut PgConnection,
    account_id: Uuid,
    new: &Confirmation,
) -> QueryResult<Vec<(Uuid, Uuid)>> {
    diesel::update(accounts::table.find(account_id))
        .set((accounts::email.eq(&new.email), accounts::email_key.eq(&new.email_key)))
        .execute(conn)?;
    diesel::update(users::table)
        .filter(users::account_id.eq(account_id))
        .filter(users::status.eq(Status::Deactivated))
        .set(users::account_id.eq(None::<Uuid>))
        .execute(conn)?;
    diesel::update(users::table)
        .filter(users::account_id.eq(account_id))
        .set((users::email.eq(&new.email), users::email_key.eq(&new.email_key)))
        .returning((users::workspace_id, users::id))
        .get_results(conn)
}
