//! Sessions on the server: rows that hold the digest of a random key, never the key itself, so
//! they can be ended from anywhere and a dump signs nobody in.

use std::collections::HashMap;
use std::future::Future;

use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_session::{Session, SessionExt};
use actix_web::HttpRequest;
use actix_web::cookie::time;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use diesel::{PgConnection, QueryResult};
use rand::distr::{Alphanumeric, SampleString};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::db::{Db, transaction};
use crate::error::{AppError, AppResult};
use crate::models::account::Account;
use crate::models::audit_event::AuditEvent;
use crate::models::membership::Membership;
use crate::models::session::SessionRow;
use crate::security::keys::Keys;
use crate::security::{ahead, memberships};

/// Where the signed-in account's id stands in a session's state.
pub const ACCOUNT: &str = "account";
/// Where the mark of the password stands that was the account's at the sign-in.
const PASSWORD: &str = "password";
/// Where the session's own id stands; it is no secret. `SessionRow` looks for it too.
const ID: &str = "id";
/// Stands in a state from the sign-in until it is stored, so that it is told to the audit log then.
const NEW: &str = "new";
/// Where the message for the next page stands.
const FLASH: &str = "flash";

/// How long a session lives without being used.
pub const LIFETIME: time::Duration = time::Duration::days(14);

/// What the store says, beside the cause, when it could not read a session.
const UNREADABLE: &str = "the session cannot be read";

/// The PostgreSQL store behind actix-session.
pub struct PgSessions(pub Db);

type State = HashMap<String, String>;

impl SessionStore for PgSessions {
    async fn load(&self, key: &SessionKey) -> Result<Option<State>, LoadError> {
        let unread = |error| LoadError::Other(anyhow::Error::new(error).context(UNREADABLE));
        let Some(found) = self.find(digest(key)).await.map_err(unread)? else {
            return Ok(None);
        };
        let state: State = serde_json::from_value(found.state)
            .map_err(|error| LoadError::Deserialization(error.into()))?;
        if let Some(account_id) = account_of(&state) {
            memberships::keep(account_id, found.memberships);
        }
        if let Some(ahead) = found.ahead {
            ahead::keep(ahead);
        }
        Ok(Some(state))
    }

    async fn save(&self, mut state: State, ttl: &time::Duration) -> Result<SessionKey, SaveError> {
        let is_new = state.remove(NEW).is_some();
        let key: SessionKey = Alphanumeric
            .sample_string(&mut rand::rng(), 64)
            .try_into()
            .map_err(|_| SaveError::Other(AppError::internal("session key too long").into()))?;
        self.store(&key, state, ttl, is_new)
            .await
            .map_err(|error| SaveError::Other(error.into()))?;
        Ok(key)
    }

    async fn update(
        &self,
        key: SessionKey,
        state: State,
        ttl: &time::Duration,
    ) -> Result<SessionKey, UpdateError> {
        let found = self.replace(&key, state, ttl).await;
        found.map_err(|error| UpdateError::Other(error.into()))?;
        Ok(key)
    }

    /// The row's end was moved when it was read.
    async fn update_ttl(&self, _: &SessionKey, _: &time::Duration) -> Result<(), anyhow::Error> {
        Ok(())
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        let digest = digest(key);
        Ok(self.0.run(move |conn| SessionRow::delete(conn, &digest)).await?)
    }
}

/// A session's state, and what was read with it.
struct FoundSession {
    state: Value,
    memberships: Vec<Membership>,
    ahead: Option<ahead::Found>,
}

impl FoundSession {
    fn alone(state: Value) -> FoundSession {
        FoundSession { state, memberships: Vec::new(), ahead: None }
    }
}

impl PgSessions {
    /// The session, and what is wanted with it.
    async fn find(&self, digest: Vec<u8>) -> AppResult<Option<FoundSession>> {
        let seconds = LIFETIME.whole_seconds();
        let (is_wanted, to_read) = (memberships::are_wanted(), ahead::to_read());
        let find = move |conn: &mut PgConnection| {
            if !is_wanted {
                let state = SessionRow::load(conn, &digest, seconds)?;
                return Ok(state.map(FoundSession::alone));
            }
            let Some((state, memberships)) = Membership::all_with_session(conn, &digest, seconds)?
            else {
                return Ok(None);
            };
            let ahead = to_read.and_then(|ahead| ahead.read(conn, &memberships));
            QueryResult::Ok(Some(FoundSession { state, memberships, ahead }))
        };
        self.0.run(find).await
    }

    fn store(
        &self,
        key: &SessionKey,
        state: State,
        ttl: &time::Duration,
        is_new: bool,
    ) -> impl Future<Output = AppResult<()>> {
        let (digest, account, seconds) = (digest(key), account_of(&state), ttl.whole_seconds());
        let state = serde_json::json!(state);
        let insert =
            move |conn: &mut _| SessionRow::insert(conn, &digest, account, &state, seconds);
        self.0.run(move |conn| match account.filter(|_| is_new) {
            None => insert(conn),
            Some(account) => transaction(conn, |conn| {
                insert(conn)?;
                AuditEvent::record_sign_in(conn, account)
            }),
        })
    }

    /// Changes a session that is still there; one that was ended meanwhile stays ended.
    fn replace(
        &self,
        key: &SessionKey,
        state: State,
        ttl: &time::Duration,
    ) -> impl Future<Output = AppResult<()>> {
        let (digest, account, seconds) = (digest(key), account_of(&state), ttl.whole_seconds());
        let state = serde_json::json!(state);
        self.0.run(move |conn| SessionRow::update(conn, &digest, account, &state, seconds))
    }
}

/// Whether actix-session gave up because the session could not be read, so before anything else
/// was done. Its errors hide their causes: only the words are left to tell it by.
pub fn is_unreadable(error: &actix_web::Error) -> bool {
    error.to_string() == UNREADABLE
}

/// The signed-in account of a request; `None` when nobody is.
pub fn account_id(request: &HttpRequest) -> Option<Uuid> {
    request.get_session().get(ACCOUNT).ok().flatten()
}

/// Signs the account in under a new session id; what the old one held is gone. The session ends
/// with the password that this is the hash of, also when that is being replaced at this moment.
pub fn sign_in(
    session: &Session,
    keys: &Keys,
    account_id: Uuid,
    password_hash: Option<&str>,
) -> AppResult<()> {
    begin(session, keys, account_id, password_hash)?;
    session.insert(NEW, true).map_err(AppError::internal)
}

/// Begins a session anew that goes on, as with another password.
pub fn begin(
    session: &Session,
    keys: &Keys,
    account_id: Uuid,
    password_hash: Option<&str>,
) -> AppResult<()> {
    session.clear();
    session.renew();
    session.insert(ID, Uuid::now_v7()).map_err(AppError::internal)?;
    let mark = password_mark(keys, account_id, password_hash);
    session.insert(PASSWORD, mark).map_err(AppError::internal)?;
    session.insert(ACCOUNT, account_id).map_err(AppError::internal)
}

/// Whether the account's password still is the one that the session began with.
pub fn is_current(session: &Session, keys: &Keys, account: &Account) -> bool {
    let mark: Option<String> = session.get(PASSWORD).ok().flatten();
    mark == Some(password_mark(keys, account.id, account.password_hash.as_deref()))
}

/// What tells one signed-in session from another; `None` before the sign-in.
pub fn id(session: &Session) -> Option<Uuid> {
    session.get(ID).ok().flatten()
}

/// Tells one password hash from another, and without the keys nothing about either.
fn password_mark(keys: &Keys, account_id: Uuid, password_hash: Option<&str>) -> String {
    let hash = password_hash.unwrap_or_default().as_bytes();
    let (_, tag) = keys.sign("session", &[account_id.as_bytes().as_slice(), hash].concat());
    URL_SAFE_NO_PAD.encode(&tag[..12])
}

/// A message for the next page.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Flash {
    pub kind: FlashKind,
    pub text: String,
    pub undo: Option<Undo>,
    /// Where **Invite again** posts to.
    pub again: Option<String>,
    /// Where the lines that were taken back can be mended and sent.
    #[serde(default)]
    pub reopen: Option<String>,
    /// Where seats are booked, if that is the way on.
    #[serde(default)]
    pub book: Option<String>,
    /// Whether to offer "Open the mailbox".
    pub mailbox: bool,
}

/// What was done can be taken back.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Undo {
    /// Where **Undo** posts to.
    pub path: String,
    /// `None` when it is never too late.
    pub until: Option<DateTime<Utc>>,
}

impl Undo {
    /// For how many seconds from now; 0 when it is too late, `None` when that never comes.
    pub fn seconds(&self) -> Option<i64> {
        let left = (self.until? - Utc::now()).num_milliseconds();
        Some((left.max(0) + 999) / 1000)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum FlashKind {
    Done,
    /// Nothing was done, and nothing is wrong.
    Told,
    Refused,
}

impl Flash {
    /// Something was done.
    pub fn done(text: impl ToString) -> Flash {
        Flash {
            kind: FlashKind::Done,
            text: text.to_string(),
            undo: None,
            again: None,
            reopen: None,
            book: None,
            mailbox: false,
        }
    }

    /// Something could not be done.
    pub fn refused(text: impl ToString) -> Flash {
        Flash { kind: FlashKind::Refused, ..Flash::done(text) }
    }

    /// Something is as it is.
    pub fn told(text: impl ToString) -> Flash {
        Flash { kind: FlashKind::Told, ..Flash::done(text) }
    }

    pub fn is_refused(&self) -> bool {
        self.kind == FlashKind::Refused
    }

    pub fn is_done(&self) -> bool {
        self.kind == FlashKind::Done
    }

    /// How to take it back; `None` when it is too late.
    pub fn undo(&self) -> Option<&Undo> {
        self.undo.as_ref().filter(|undo| undo.seconds() != Some(0))
    }

    /// The banner's variant.
    pub fn class(&self) -> &'static str {
        match self.kind {
            FlashKind::Done => "ok",
            FlashKind::Told => "info",
            FlashKind::Refused => "warn",
        }
    }

    /// Keeps the message for the next page that is shown.
    pub fn leave(self, session: &Session) {
        if let Err(error) = session.insert(FLASH, self) {
            tracing::warn!(%error, "a message for the next page was lost");
        }
    }

    /// Takes the message that waits for this page.
    pub fn take(session: &Session) -> Option<Flash> {
        // Taking what is not there would store the session anew, with every page.
        session.contains_key(FLASH).then(|| session.remove_as(FLASH)).flatten().and_then(Result::ok)
    }
}

fn account_of(state: &State) -> Option<Uuid> {
    serde_json::from_str(state.get(ACCOUNT)?).ok()
}

fn digest(key: &SessionKey) -> Vec<u8> {
    Sha256::digest(key.as_ref().as_bytes()).to_vec()
}
