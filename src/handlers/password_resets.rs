//! A forgotten password: the mail that is asked for, and the page its link leads to.
//!
//! Setting the password signs nobody in (OWASP forgot-password cheat sheet): the person signs in
//! with it, so that a stolen link never is a session.

use actix_session::Session;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::TimeDelta;
use diesel::{OptionalExtension, PgConnection, QueryResult};
use serde::Deserialize;
use tracing::Instrument;

use crate::app::App;
use crate::db;
use crate::error::AppResult;
use crate::frame::{FieldError, PlainFrame};
use crate::handlers::{echo, form, gone, ok, refused, see_other};
use crate::journal::{What, say};
use crate::mail::mailer::Mailer;
use crate::models::account::Account;
use crate::models::outbox_email::NewOutboxEmail;
use crate::models::rate_counter::RateLimit;
use crate::security::access::browser_lang;
use crate::security::links::ResetClaim;
use crate::security::preview::Preview;
use crate::security::session::Flash;
use crate::security::{attempts, known_device};
use crate::values::{EmailAddress, Lang};

/// How long a mailed link can be used.
const VALID_FOR: TimeDelta = TimeDelta::hours(1);

#[derive(Template)]
#[template(path = "password_resets/new.html")]
struct AskPage {
    frame: PlainFrame,
    email: String,
    errors: Vec<FieldError>,
}

#[derive(Template)]
#[template(path = "password_resets/edit.html")]
struct ResetPage {
    frame: PlainFrame,
    token: String,
    email: String,
    errors: Vec<FieldError>,
}

#[derive(Template)]
#[template(path = "password_resets/ended.html")]
struct EndedPage {
    frame: PlainFrame,
}

#[derive(Deserialize)]
pub struct Ask {
    email: String,
}

#[derive(Deserialize)]
pub struct Reset {
    password: String,
}

/// `GET /password-reset`
pub async fn new(request: HttpRequest) -> HttpResponse {
    ok(&AskPage {
        frame: PlainFrame::new(browser_lang(&request)),
        email: String::new(),
        errors: Vec::new(),
    })
}

/// `POST /password-reset`: mails a link, and says the same whether or not there is an account.
pub async fn create(
    app: Data<App>,
    request: HttpRequest,
    session: Session,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let form: Ask = form(&body)?;
    let lang = browser_lang(&request);
    let Ok(email) = EmailAddress::parse(&form.email) else {
        return Ok(refused(&AskPage {
            frame: PlainFrame::new(lang),
            email: echo(&form.email),
            errors: vec![FieldError::new("email", lang.t("account-email-refused"))],
        }));
    };
    if attempts::reset_allowed(&app, &request, email.key()).await? {
        // Beside the answer: how long that takes does not tell whether there is an account.
        actix_web::rt::spawn(queue_mail(app.clone(), email.key().to_owned()).in_current_span());
    }
    let text = lang.say("password-reset-asked").with("email", email.as_str());
    let shows_mailbox = matches!(*app.mailer, Mailer::Mailbox(_));
    Flash { mailbox: shows_mailbox, ..Flash::done(text) }.leave(&session);
    Ok(see_other("/sign-in"))
}

/// `GET /password-reset/{token}`: looking at it spends nothing.
pub async fn edit(
    app: Data<App>,
    request: HttpRequest,
    token: Path<String>,
) -> AppResult<HttpResponse> {
    let lang = browser_lang(&request);
    Ok(match account_of(&app, &token).await? {
        Some(account) => ok(&ResetPage {
            frame: PlainFrame::new(account.language.unwrap_or(lang)),
            token: token.into_inner(),
            email: account.email,
            errors: Vec::new(),
        }),
        None => {
            attempts::count_unknown_link(&app, &request).await?;
            ended(lang)
        }
    })
}

/// `POST /password-reset/{token}`: sets the password and ends every session of the account.
pub async fn update(
    app: Data<App>,
    request: HttpRequest,
    session: Session,
    token: Path<String>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let form: Reset = form(&body)?;
    Preview::refuse_changes(&session, &request)?;
    let browser = browser_lang(&request);
    let Some(account) = account_of(&app, &token).await? else {
        attempts::count_unknown_link(&app, &request).await?;
        return Ok(ended(browser));
    };
    let lang = account.language.unwrap_or(browser);
    let (line, personal) = (Some(account.email_key.as_str()), [account.email.as_str()]);
    let hash = match app.passwords.hash_new(line, &form.password, &personal).await? {
        Ok(hash) => hash,
        Err(problem) => {
            return Ok(refused(&ResetPage {
                frame: PlainFrame::new(lang),
                token: token.into_inner(),
                email: account.email,
                errors: vec![FieldError::new("password", lang.t(problem.key()))],
            }));
        }
    };
    let (id, counters) = (account.id, attempts::keys_of(&app, &request, &account.email_key));
    let (new, email_key) = (hash.clone(), account.email_key.clone());
    let is_set = app
        .db
        .run(move |conn| {
            let old = account.password_hash.as_deref();
            let is_set = Account::set_password(conn, account.id, old, &hash)?;
            if is_set {
                RateLimit::forgive(conn, counters, Vec::new())?;
            }
            QueryResult::Ok(is_set)
        })
        .await?;
    if !is_set {
        return Ok(ended(lang));
    }
    say(What::PasswordReset, Some(id));
    session.clear();
    session.renew();
    Flash::done(lang.t("password-reset-done")).leave(&session);
    // Whoever has the mailbox is let in from here, however much strangers guess meanwhile.
    known_device::remember(&app, id, &email_key, Some(&new), see_other("/sign-in"))
}

/// The account whose password a link may set; `None` when the link is none of ours, is over, or
/// the password was set since.
async fn account_of(app: &App, token: &str) -> AppResult<Option<Account>> {
    let Some(id) = ResetClaim::account_of(token) else { return Ok(None) };
    let found = app
        .db
        .run(move |conn| AppResult::Ok((Account::find(conn, id).optional()?, db::now(conn)?)))
        .await?;
    let (Some(account), now) = found else { return Ok(None) };
    let claim = ResetClaim::open(&app.keys, token, &account);
    let is_valid = claim.is_some_and(|claim| claim.account_id == id && claim.expires_at > now);
    Ok(is_valid.then_some(account))
}

async fn queue_mail(app: Data<App>, email_key: String) {
    match app.db.run(move |conn| queue(conn, &email_key)).await {
        Ok(()) => app.mail_waits.notify_one(),
        Err(error) => tracing::error!(%error, "a password reset could not be queued"),
    }
}

fn queue(conn: &mut PgConnection, email_key: &str) -> QueryResult<()> {
    let account = Account::by_email(conn, email_key)?;
    say(What::PasswordResetAsked, account.as_ref().map(|account| account.id));
    let Some(account) = account else { return Ok(()) };
    let now = db::now(conn)?;
    let mail = NewOutboxEmail::password_reset(account.id, now, now + VALID_FOR);
    NewOutboxEmail::insert_all(conn, &[mail])
}

fn ended(lang: Lang) -> HttpResponse {
    gone(&EndedPage { frame: PlainFrame::new(lang) })
}
