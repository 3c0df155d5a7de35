//! A further workspace for whoever confirms an address by mail. The answer to asking for the mail is
//! the same for every address: only the mail itself leads on.

use actix_session::Session;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use diesel::{PgConnection, QueryResult};
use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::db::transaction;
use crate::error::{AppError, AppResult};
use crate::frame::{FieldError, PlainFrame};
use crate::handlers::new_workspace::{self, NewWorkspaceForm};
use crate::handlers::{echo, form, gone, ok, refused};
use crate::journal::{What, say};
use crate::mail::mailer::Mailer;
use crate::models::account::Account;
use crate::models::confirmation::{Confirmation, Purpose};
use crate::models::workspace::{NewWorkspace, Workspace};
use crate::security::access::browser_lang;
use crate::security::{attempts, links, passwords};
use crate::values::{EmailAddress, PersonName};

#[derive(Template)]
#[template(path = "sign_ups/new.html")]
struct AskPage {
    frame: PlainFrame,
    email: String,
    errors: Vec<FieldError>,
}

#[derive(Template)]
#[template(path = "sign_ups/asked.html")]
struct AskedPage {
    frame: PlainFrame,
    email: String,
    /// Whether mails are to be read in the development mailbox.
    has_mailbox: bool,
}

#[derive(Template)]
#[template(path = "sign_ups/edit.html")]
struct SignUpPage {
    frame: PlainFrame,
    token: String,
    email: String,
    /// Whether the address has an account, whose password stands.
    has_account: bool,
    form: NewWorkspaceForm,
    errors: Vec<FieldError>,
}

#[derive(Template)]
#[template(path = "sign_ups/ended.html")]
struct EndedPage {
    frame: PlainFrame,
    /// Whether a workspace was made with the link.
    is_used: bool,
}

#[derive(Deserialize)]
struct Ask {
    email: String,
}

#[derive(Deserialize)]
struct Password {
    password: String,
}

/// Who makes the workspace.
enum Founder {
    Known(Account),
    New { password_hash: String },
}

/// A workspace and its Admin, ready to be made.
struct NewPlace {
    confirmed: Confirmation,
    workspace: NewWorkspace,
    name: PersonName,
    founder: Founder,
}

/// `GET /sign-up`
pub async fn new(app: Data<App>, request: HttpRequest) -> AppResult<HttpResponse> {
    check(&app).await?;
    let frame = PlainFrame::new(browser_lang(&request));
    Ok(ok(&AskPage { frame, email: String::new(), errors: Vec::new() }))
}

/// `POST /sign-up`: mails a link, and says the same whether or not the address is known.
pub async fn create(app: Data<App>, request: HttpRequest, body: Bytes) -> AppResult<HttpResponse> {
    check(&app).await?;
    let form: Ask = form(&body)?;
    let lang = browser_lang(&request);
    let Ok(email) = EmailAddress::parse(&form.email) else {
        let errors = vec![FieldError::new("email", lang.t("account-email-refused"))];
        let frame = PlainFrame::new(lang);
        return Ok(refused(&AskPage { frame, email: echo(&form.email), errors }));
    };
    let asked = email.as_str().to_owned();
    if attempts::sign_up_allowed(&app, &request, email.key()).await? {
        let ask = move |conn: &mut _| Confirmation::ask(conn, Purpose::SignUp, None, &email, lang);
        app.db.run(ask).await?;
        app.mail_waits.notify_one();
    }
    let has_mailbox = matches!(*app.mailer, Mailer::Mailbox(_));
    Ok(ok(&AskedPage { frame: PlainFrame::new(lang), email: asked, has_mailbox }))
}

/// `GET /sign-up/{token}`: looking at it spends nothing.
pub async fn edit(
    app: Data<App>,
    request: HttpRequest,
    token: Path<String>,
) -> AppResult<HttpResponse> {
    check(&app).await?;
    Ok(match SignUpPage::load(&app, &request, &token).await? {
        Some((page, _, _)) => ok(&page),
        None => ended(&app, &request, &token).await?,
    })
}

/// `POST /sign-up/{token}`: makes the workspace, once, and signs its Admin in.
pub async fn update(
    app: Data<App>,
    request: HttpRequest,
    session: Session,
    token: Path<String>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    check(&app).await?;
    let (form, Password { password }): (NewWorkspaceForm, _) = (form(&body)?, form(&body)?);
    let Some((mut page, confirmed, account)) = SignUpPage::load(&app, &request, &token).await?
    else {
        return ended(&app, &request, &token).await;
    };
    attempts::count_sign_up(&app, confirmed.id).await?;
    page.form = form.echoed();
    let Some(place) = page.read(&app, &request, &form, &password, confirmed, account).await? else {
        return Ok(refused(&page));
    };
    match app.db.run(move |conn| place.create(conn)).await? {
        Some((workspace, account)) => new_workspace::enter(&app, &session, &workspace, &account),
        None => ended(&app, &request, &token).await,
    }
}

/// [`AppError::NotFound`] where nobody makes further workspaces: it is switched off, or the first one
/// is still to be made by the operator.
async fn check(app: &App) -> AppResult<()> {
    let is_off = app.settings.no_sign_up || app.mailer.is_off();
    if is_off || !app.db.run(Workspace::any).await? {
        return Err(AppError::NotFound);
    }
    Ok(())
}

/// The page of a link that leads no further: to the workspace where it made one, else to a new link.
async fn ended(app: &App, request: &HttpRequest, token: &str) -> AppResult<HttpResponse> {
    let purpose = Purpose::SignUp;
    let is_used = match links::confirmation_of(&app.keys, purpose, token) {
        Some(id) => app.db.run(move |conn| Confirmation::is_used(conn, id, purpose)).await?,
        None => false,
    };
    Ok(gone(&EndedPage { frame: PlainFrame::new(browser_lang(request)), is_used }))
}

impl EndedPage {
    fn title(&self) -> &'static str {
        if self.is_used { "sign-up-used-title" } else { "sign-up-over-title" }
    }
}

impl SignUpPage {
    /// The page of a link, what it confirms, and the verified account of its address; `None` when the
    /// link is none of ours, was used, or is over.
    async fn load(
        app: &App,
        request: &HttpRequest,
        token: &str,
    ) -> AppResult<Option<(SignUpPage, Confirmation, Option<Account>)>> {
        let purpose = Purpose::SignUp;
        let found = match links::confirmation_of(&app.keys, purpose, token) {
            Some(id) => app.db.run(move |conn| known(conn, id)).await?,
            None => None,
        };
        let Some((confirmed, account)) = found else {
            attempts::count_unknown_link(app, request).await?;
            return Ok(None);
        };
        let own = account.as_ref().and_then(|account| account.language);
        let lang = own.unwrap_or(confirmed.language);
        let page = SignUpPage {
            frame: PlainFrame::new(lang),
            token: token.to_owned(),
            email: confirmed.email.clone(),
            has_account: account.is_some(),
            form: NewWorkspaceForm::empty(lang),
            errors: Vec::new(),
        };
        Ok(Some((page, confirmed, account)))
    }

    /// What was typed; `None`, and the page says what to mend, when something is wrong.
    async fn read(
        &mut self,
        app: &App,
        request: &HttpRequest,
        form: &NewWorkspaceForm,
        password: &str,
        confirmed: Confirmation,
        account: Option<Account>,
    ) -> AppResult<Option<NewPlace>> {
        let (workspace, name) = form.read(self.frame.lang, &mut self.errors)?;
        let founder = match account {
            Some(account) if self.errors.is_empty() => {
                self.known(app, request, password, account).await?
            }
            // Only what could be the last mistake is tried: each try is counted.
            Some(_) => {
                if password.is_empty() {
                    self.refuse("password", "sign-up-password-missing");
                }
                None
            }
            None => self.new_account(app, form, password).await?,
        };
        Ok(match (workspace, name, founder) {
            (Some(workspace), Some(name), Some(founder)) => {
                Some(NewPlace { confirmed, workspace, name, founder })
            }
            _ => None,
        })
    }

    async fn known(
        &mut self,
        app: &App,
        request: &HttpRequest,
        password: &str,
        account: Account,
    ) -> AppResult<Option<Founder>> {
        let key = account.email_key.as_str();
        if attempts::password_fits(app, request, key, password, Some(&account)).await? {
            return Ok(Some(Founder::Known(account)));
        }
        say(What::SignInRefused, Some(account.id));
        self.refuse("password", "join-wrong-password");
        Ok(None)
    }

    async fn new_account(
        &mut self,
        app: &App,
        form: &NewWorkspaceForm,
        password: &str,
    ) -> AppResult<Option<Founder>> {
        let personal = [self.email.as_str(), &form.name, &form.workspace];
        match passwords::check(password, &personal).await? {
            Ok(password) if self.errors.is_empty() => {
                let password_hash = app.passwords.hash(None, password).await?;
                Ok(Some(Founder::New { password_hash }))
            }
            Ok(_) => Ok(None),
            Err(problem) => {
                self.refuse("password", problem.key());
                Ok(None)
            }
        }
    }

    fn refuse(&mut self, field: &str, key: &str) {
        self.errors.push(FieldError::new(field, self.frame.t(key)));
    }
}

fn known(
    conn: &mut PgConnection,
    id: Uuid,
) -> QueryResult<Option<(Confirmation, Option<Account>)>> {
    let Some(confirmed) = Confirmation::open(conn, id, Purpose::SignUp)? else { return Ok(None) };
    let account = Account::by_email(conn, &confirmed.email_key)?;
    Ok(Some((confirmed, account.filter(|account| account.verified_at.is_some()))))
}

impl NewPlace {
    /// Makes workspace, presets and Admin. `None` when the link was used meanwhile, or the address got
    /// an account.
    fn create(&self, conn: &mut PgConnection) -> AppResult<Option<(Workspace, Account)>> {
        let made = transaction(conn, |conn| {
            if !self.confirmed.spend(conn)? {
                return Err(AppError::NotFound);
            }
            let account = match &self.founder {
                Founder::Known(account) => account.clone(),
                Founder::New { password_hash } => {
                    let email = EmailAddress::parse(&self.confirmed.email)
                        .map_err(|_| AppError::internal("a confirmed address is none"))?;
                    let language = Some(self.workspace.language);
                    let account = Account::claim(conn, &email, password_hash, language)?;
                    account.ok_or(AppError::NotFound)?
                }
            };
            Ok((new_workspace::make(conn, &self.workspace, &account, &self.name)?, account))
        });
        match made {
            Ok(made) => Ok(Some(made)),
            // An error, because only that takes the transaction back.
            Err(AppError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
