//! Limits on guessing: every password that is checked is counted, by the address it was tried for
//! and by the machine that tried it. The counters know addresses, not accounts, so they tell
//! nobody whether an account exists.
//!
//! What one machine gets wrong locks the address for that machine alone; a much higher ceiling
//! holds for all machines together. A browser that the person has signed in with before has a
//! counter of its own, so that strangers can lock nobody out of it; when that is full, it counts as
//! a stranger's.

use actix_web::HttpRequest;
use diesel::{PgConnection, QueryResult};
use uuid::Uuid;

use super::known_device::known;
use super::machine::{machine, network, surroundings};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::journal::origin;
use crate::models::account::Account;
use crate::models::audit_event::AuditEvent;
use crate::models::rate_counter::RateLimit;
use crate::security::access::Viewer;
use crate::security::session;
use crate::values::EmailAddress;
use crate::values::password::typed_password;

const QUARTER_HOUR: i64 = 15 * 60;
const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

/// Wrong passwords for one address from one machine, or from one known device: who goes on waits
/// a quarter of an hour, then hours, then until the next day.
const PER_ADDRESS_AND_MACHINE: [RateLimit; 3] = [
    RateLimit { attempts: 10, seconds: QUARTER_HOUR },
    RateLimit { attempts: 20, seconds: 4 * HOUR },
    RateLimit { attempts: 30, seconds: DAY },
];
/// Wrong passwords for one address from everywhere. Strangers can reach it, so it ends by itself,
/// and neither known devices nor resets by mail are held up by it.
const PER_ADDRESS: [RateLimit; 2] =
    [RateLimit { attempts: 100, seconds: QUARTER_HOUR }, RateLimit { attempts: 300, seconds: DAY }];
/// Wrong passwords from one machine.
const PER_MACHINE: [RateLimit; 1] = [RateLimit { attempts: 100, seconds: QUARTER_HOUR }];
/// Wrong passwords from the network around a machine; more, for many may share it.
const PER_NETWORK: [RateLimit; 1] = [RateLimit { attempts: 300, seconds: QUARTER_HOUR }];
/// Wrong present passwords in one session, when a new one is to be set.
const PER_SESSION: [RateLimit; 1] = [RateLimit { attempts: 10, seconds: QUARTER_HOUR }];
/// Forms posted for one invitation, or for the first workspace: each may cost a hash.
const PER_LINK: RateLimit = RateLimit { attempts: 20, seconds: QUARTER_HOUR };
/// Password resets for one address from one machine.
const RESETS_PER_ADDRESS_AND_MACHINE: RateLimit = RateLimit { attempts: 3, seconds: HOUR };
/// Password resets for one address from everywhere.
const RESETS_PER_ADDRESS: RateLimit = RateLimit { attempts: 10, seconds: HOUR };
/// Password resets from one machine.
const RESETS_PER_MACHINE: RateLimit = RateLimit { attempts: 30, seconds: HOUR };

/// Mails with a link for a further workspace to one address, or for the address to be one account's.
const CONFIRMATIONS_PER_ADDRESS: RateLimit = RateLimit { attempts: 3, seconds: HOUR };
/// Mails with a link for one address to be any account's.
const CHANGES_PER_ADDRESS: RateLimit = RateLimit { attempts: 10, seconds: HOUR };
/// The same, asked for by one machine or by one account.
const CONFIRMATIONS_PER_ASKER: RateLimit = RateLimit { attempts: 10, seconds: HOUR };

/// Mailed links, tried from one network, that are none of ours.
const UNKNOWN_LINKS_PER_NETWORK: RateLimit = RateLimit { attempts: 60, seconds: 60 };

/// What one attempt is counted by.
struct Counter {
    key: String,
    limits: &'static [RateLimit],
    /// Whether a right password begins it anew; else it gives one attempt back.
    is_own: bool,
}

/// Whether the typed password is the account's; with no account it takes as long and is `false`.
/// [`AppError::TooManyAttempts`], and nothing is checked, once there were too many wrong ones for
/// this address or from this machine.
pub async fn password_fits(
    app: &App,
    request: &HttpRequest,
    email_key: &str,
    typed: &str,
    account: Option<&Account>,
) -> AppResult<bool> {
    let fits = fits_in_time(app, request, email_key, typed, account).await?;
    if let (false, Some(account)) = (fits, account) {
        record_failure(app, account.id);
    }
    Ok(fits)
}

/// Tells the audit log of a wrong password. Nobody waits for it: the answer for an address without
/// an account comes as soon.
fn record_failure(app: &App, account_id: Uuid) {
    let db = app.db.clone();
    let record = async move {
        let record = move |conn: &mut _| AuditEvent::record_sign_in_failed(conn, account_id);
        if let Err(error) = db.run(record).await {
            tracing::error!(%error, "a failed sign-in is missing in the audit log");
        }
    };
    match origin::of_this_task() {
        Some(from) => drop(actix_web::rt::spawn(origin::asked_from(from, record))),
        None => drop(actix_web::rt::spawn(record)),
    }
}

async fn fits_in_time(
    app: &App,
    request: &HttpRequest,
    email_key: &str,
    typed: &str,
    account: Option<&Account>,
) -> AppResult<bool> {
    let hash = account.and_then(|account| account.password_hash.clone());
    if let Some(device) = account.and_then(|account| known(app, request, account)) {
        // With places of its own, so that strangers do not hold it up either.
        let key = format!("sign-in:{email_key} from device {device}");
        let counters = vec![Counter::own(key, &PER_ADDRESS_AND_MACHINE)];
        let whose = format!("{email_key}, known");
        match fits_and_counts(app, &whose, counters, typed, hash.clone()).await {
            Err(AppError::TooManyAttempts { .. }) => {}
            answer => return answer,
        }
    }
    let machine = machine(app, request);
    // A machine that is stopped counts for no address any more, and an address that is locked for a
    // machine not for the others.
    let counters = vec![
        Counter::shared(format!("sign-in-from:{machine}"), &PER_MACHINE),
        Counter::shared(format!("sign-in-around:{}", surroundings(app, request)), &PER_NETWORK),
        Counter::own(machine_key(email_key, &machine), &PER_ADDRESS_AND_MACHINE),
        Counter::shared(address_key(email_key), &PER_ADDRESS),
    ];
    fits_and_counts(app, email_key, counters, typed, hash).await
}

/// Whether the typed password is the one of who is signed in. Counted by their session, so that
/// nobody without it can keep them from changing their password.
/// [`AppError::TooManyAttempts`], and nothing is checked, after too many wrong ones.
pub async fn own_password_fits(app: &App, viewer: &Viewer, typed: &str) -> AppResult<bool> {
    let session = session::id(&viewer.session).unwrap_or_default();
    let key = format!("password-change:{}:{session}", viewer.account.id);
    let counters = vec![Counter::own(key, &PER_SESSION)];
    let whose = format!("{}, known", viewer.account.email_key);
    let hash = viewer.account.password_hash.clone();
    let fits = fits_and_counts(app, &whose, counters, typed, hash).await?;
    if !fits {
        record_failure(app, viewer.account.id);
    }
    Ok(fits)
}

/// Counts a form posted for an invitation; [`AppError::TooManyAttempts`] when there were too many.
pub async fn count_join(app: &App, invitation_id: Uuid) -> AppResult<()> {
    count(app, vec![(format!("join:{invitation_id}"), PER_LINK)]).await
}

/// Counts a form posted for the first workspace; [`AppError::TooManyAttempts`] when there were too
/// many.
pub async fn count_setup(app: &App) -> AppResult<()> {
    count(app, vec![("setup".to_owned(), PER_LINK)]).await
}

/// Counts a link that leads nowhere; [`AppError::TooManyAttempts`] when this network has tried too
/// many. Who has a good link is not counted, so nobody waits for this, nor for their neighbours.
pub async fn count_unknown_link(app: &App, request: &HttpRequest) -> AppResult<()> {
    let key = format!("links-from:{}", network(app, request));
    count(app, vec![(key, UNKNOWN_LINKS_PER_NETWORK)]).await
}

/// Whether one more password reset may be mailed to this address.
/// [`AppError::TooManyAttempts`] when the machine has asked for too many.
pub async fn reset_allowed(app: &App, request: &HttpRequest, email_key: &str) -> AppResult<bool> {
    let machine = machine(app, request);
    let here = format!("reset:{email_key} from {machine}");
    let everywhere = format!("reset:{email_key}");
    let from = format!("reset-from:{machine}");
    app.db
        .run(move |conn| {
            RESETS_PER_MACHINE.count(conn, &from)?;
            AppResult::Ok(
                RESETS_PER_ADDRESS_AND_MACHINE.allows(conn, &here)?
                    && RESETS_PER_ADDRESS.allows(conn, &everywhere)?,
            )
        })
        .await
}

/// Whether one more mail may ask this address to confirm a further workspace; nobody is told when
/// not. [`AppError::TooManyAttempts`] when the machine has asked for too many.
pub async fn sign_up_allowed(app: &App, request: &HttpRequest, email_key: &str) -> AppResult<bool> {
    let mailbox = EmailAddress::mailbox(email_key);
    let to = vec![(format!("confirm:{mailbox}"), CONFIRMATIONS_PER_ADDRESS)];
    confirmation_allowed(app, machine(app, request), to).await
}

/// Whether one more mail may ask this address to be the account's; nobody is told when not. Counted
/// apart from those of strangers, who keep nobody from taking their own address.
/// [`AppError::TooManyAttempts`] when the account has asked for too many.
pub async fn change_allowed(app: &App, account_id: Uuid, email_key: &str) -> AppResult<bool> {
    let mailbox = EmailAddress::mailbox(email_key);
    let to = vec![
        (format!("confirm:{mailbox} for {account_id}"), CONFIRMATIONS_PER_ADDRESS),
        (format!("confirm:{mailbox} for any"), CHANGES_PER_ADDRESS),
    ];
    confirmation_allowed(app, account_id.to_string(), to).await
}

async fn confirmation_allowed(
    app: &App,
    asker: String,
    to: Vec<(String, RateLimit)>,
) -> AppResult<bool> {
    let from = format!("confirm-from:{asker}");
    app.db
        .run(move |conn| {
            CONFIRMATIONS_PER_ASKER.count(conn, &from)?;
            match RateLimit::count_all(conn, &to) {
                Err(AppError::TooManyAttempts { .. }) => Ok(false),
                counted => counted.map(|()| true),
            }
        })
        .await
}

/// Counts a form posted for a confirmed address; [`AppError::TooManyAttempts`] when there were too
/// many.
pub async fn count_sign_up(app: &App, confirmation_id: Uuid) -> AppResult<()> {
    count(app, vec![(format!("sign-up:{confirmation_id}"), PER_LINK)]).await
}

/// The counters of wrong passwords for an address that a new password clears: those of this
/// machine and of everywhere. The known devices are forgotten with the old one.
pub fn keys_of(app: &App, request: &HttpRequest, email_key: &str) -> Vec<String> {
    let machine = machine(app, request);
    let own = windows(machine_key(email_key, &machine), &PER_ADDRESS_AND_MACHINE);
    own.chain(windows(address_key(email_key), &PER_ADDRESS)).map(|(key, _)| key).collect()
}

/// What each limit counts by: a window of another length has a key of its own.
fn windows(key: String, limits: &[RateLimit]) -> impl Iterator<Item = (String, RateLimit)> {
    limits.iter().map(move |limit| match limit.seconds {
        QUARTER_HOUR => (key.clone(), *limit),
        seconds => (format!("{key} in {seconds} s"), *limit),
    })
}

fn address_key(email_key: &str) -> String {
    format!("sign-in:{email_key}")
}

fn machine_key(email_key: &str, machine: &str) -> String {
    format!("sign-in:{email_key} from {machine}")
}

/// Counted before it is checked: of many guesses at once, no more than the limit are. `whose`
/// place among those who wait for a hash it takes.
async fn fits_and_counts(
    app: &App,
    whose: &str,
    counters: Vec<Counter>,
    typed: &str,
    hash: Option<String>,
) -> AppResult<bool> {
    count(app, counters.iter().flat_map(Counter::windows).collect()).await?;
    let Some(password) = typed_password(typed) else { return Ok(false) };
    match app.passwords.verify(Some(whose), password, hash).await {
        Ok(true) => app.db.run(move |conn| forgive(conn, &counters)).await.map(|()| true),
        Ok(false) => Ok(false),
        // Nobody looked at the password: a storm must not lock out those who know theirs.
        Err(busy) => {
            app.db.run(move |conn| give_back(conn, &counters)).await?;
            Err(busy)
        }
    }
}

/// Counts by each key in turn; the first one that allows no more ends it.
async fn count(app: &App, keys: Vec<(String, RateLimit)>) -> AppResult<()> {
    app.db.run(move |conn| RateLimit::count_all(conn, &keys)).await
}

impl Counter {
    fn own(key: String, limits: &'static [RateLimit]) -> Counter {
        Counter { key, limits, is_own: true }
    }

    fn shared(key: String, limits: &'static [RateLimit]) -> Counter {
        Counter { key, limits, is_own: false }
    }

    fn windows(&self) -> impl Iterator<Item = (String, RateLimit)> {
        windows(self.key.clone(), self.limits)
    }
}

/// The attempt was none.
fn give_back(conn: &mut PgConnection, counters: &[Counter]) -> QueryResult<()> {
    RateLimit::forgive(conn, Vec::new(), keys(counters.iter()))
}

/// The password was right.
fn forgive(conn: &mut PgConnection, counters: &[Counter]) -> QueryResult<()> {
    let (own, shared): (Vec<_>, Vec<_>) = counters.iter().partition(|counter| counter.is_own);
    RateLimit::forgive(conn, keys(own.into_iter()), keys(shared.into_iter()))
}

fn keys<'a>(counters: impl Iterator<Item = &'a Counter>) -> Vec<String> {
    counters.flat_map(Counter::windows).map(|(key, _)| key).collect()
}
