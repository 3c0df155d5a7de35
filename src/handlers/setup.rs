//! The first workspace of an installation and its Admin.

use actix_session::Session;
use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use serde::Deserialize;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::frame::{FieldError, PlainFrame};
use crate::handlers::new_workspace::{self, NewWorkspaceForm};
use crate::handlers::{echo, form, ok, refused};
use crate::models::account::Account;
use crate::models::workspace::{NewWorkspace, Workspace};
use crate::security::access::browser_lang;
use crate::security::{attempts, links, passwords};
use crate::values::{EmailAddress, Lang, PersonName};

#[derive(Template)]
#[template(path = "setup/new.html")]
struct SetupPage {
    frame: PlainFrame,
    token: String,
    form: NewWorkspaceForm,
    email: String,
    errors: Vec<FieldError>,
}

#[derive(Deserialize)]
pub struct Token {
    #[serde(default)]
    token: String,
}

/// What the Admin signs in with.
#[derive(Deserialize)]
struct Credentials {
    email: String,
    password: String,
}

/// A first workspace and its Admin, ready to be made.
struct FirstWorkspace {
    workspace: NewWorkspace,
    email: EmailAddress,
    name: PersonName,
    password_hash: String,
}

/// `GET /setup?token=`: there only for the operator, and only until a workspace exists.
pub async fn new(
    app: Data<App>,
    request: HttpRequest,
    query: Query<Token>,
) -> AppResult<HttpResponse> {
    check(&app, &query.token).await?;
    let lang = browser_lang(&request);
    Ok(ok(&SetupPage::new(lang, &query.token, NewWorkspaceForm::empty(lang), String::new())))
}

/// `POST /setup?token=`: of any number of these one makes a workspace.
pub async fn create(
    app: Data<App>,
    request: HttpRequest,
    session: Session,
    query: Query<Token>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    check(&app, &query.token).await?;
    attempts::count_setup(&app).await?;
    let (place, own): (NewWorkspaceForm, Credentials) = (form(&body)?, form(&body)?);
    let lang = browser_lang(&request);
    let mut page = SetupPage::new(lang, &query.token, place.echoed(), echo(&own.email));
    let Some(first) = page.read(&app, &place, &own).await? else { return Ok(refused(&page)) };
    match app.db.run(move |conn| first.create(conn)).await? {
        Some((workspace, account)) => new_workspace::enter(&app, &session, &workspace, &account),
        None => {
            page.refuse("email", "setup-account-exists");
            Ok(refused(&page))
        }
    }
}

/// [`AppError::NotFound`] unless the token is the operator's and no workspace exists.
async fn check(app: &App, token: &str) -> AppResult<()> {
    if !links::is_setup_token(&app.keys, token) || app.db.run(Workspace::any).await? {
        return Err(AppError::NotFound);
    }
    Ok(())
}

impl SetupPage {
    fn new(lang: Lang, token: &str, form: NewWorkspaceForm, email: String) -> SetupPage {
        let frame = PlainFrame::new(lang);
        SetupPage { frame, token: token.to_owned(), form, email, errors: Vec::new() }
    }

    /// What was typed; `None`, and the page says what to mend, when something is wrong.
    async fn read(
        &mut self,
        app: &App,
        place: &NewWorkspaceForm,
        own: &Credentials,
    ) -> AppResult<Option<FirstWorkspace>> {
        let (workspace, name) = place.read(self.frame.lang, &mut self.errors)?;
        let email = EmailAddress::parse(&own.email).ok();
        if email.is_none() {
            self.refuse("email", "account-email-refused");
        }
        let personal = [own.email.as_str(), &place.name, &place.workspace];
        let password = passwords::check(&own.password, &personal).await?;
        if let Err(problem) = password {
            self.refuse("password", problem.key());
        }
        Ok(match (workspace, name, email, password) {
            (Some(workspace), Some(name), Some(email), Ok(password)) => {
                let password_hash = app.passwords.hash(None, password).await?;
                Some(FirstWorkspace { workspace, email, name, password_hash })
            }
            _ => None,
        })
    }

    fn refuse(&mut self, field: &str, key: &str) {
        self.errors.push(FieldError::new(field, self.frame.t(key)));
    }
}

impl FirstWorkspace {
    /// Makes workspace, presets and Admin. `None` when the address has a verified account already,
    /// [`AppError::NotFound`] when there is a workspace.
    fn create(&self, conn: &mut PgConnection) -> AppResult<Option<(Workspace, Account)>> {
        conn.transaction(|conn| {
            // Whoever comes second waits here, and then finds a workspace.
            conn.batch_execute("LOCK TABLE workspaces IN EXCLUSIVE MODE")?;
            if Workspace::any(conn)? {
                return Err(AppError::NotFound);
            }
            let language = Some(self.workspace.language);
            let account = Account::claim(conn, &self.email, &self.password_hash, language)?;
            let Some(account) = account else { return Ok(None) };
            let workspace = new_workspace::make(conn, &self.workspace, &account, &self.name)?;
            Ok(Some((workspace, account)))
        })
    }
}
