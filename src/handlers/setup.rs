//! The first workspace of an installation and its Admin.

use actix_session::Session;
use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono_tz::Tz;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::frame::{FieldError, PlainFrame};
use crate::handlers::{echo, ok, refused, see_other};
use crate::models::account::Account;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::user::NewUser;
use crate::models::workspace::{NewWorkspace, Workspace};
use crate::security::access::browser_lang;
use crate::security::session::Flash;
use crate::security::{attempts, known_device, links, passwords, session};
use crate::values::{EmailAddress, Lang, PersonName, Title};

#[derive(Template)]
#[template(path = "setup/new.html")]
struct SetupPage {
    frame: PlainFrame,
    token: String,
    form: Setup,
    errors: Vec<FieldError>,
}

#[derive(Deserialize)]
pub struct Token {
    #[serde(default)]
    token: String,
}

#[derive(Deserialize)]
pub struct Setup {
    workspace: String,
    time_zone: String,
    language: String,
    email: String,
    name: String,
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
    let form = Setup {
        workspace: String::new(),
        time_zone: Tz::Europe__Berlin.name().to_owned(),
        language: lang.to_string(),
        email: String::new(),
        name: String::new(),
        password: String::new(),
    };
    Ok(ok(&SetupPage::new(lang, &query.token, &form)))
}

/// `POST /setup?token=`: of any number of these one makes a workspace.
pub async fn create(
    app: Data<App>,
    request: HttpRequest,
    session: Session,
    query: Query<Token>,
    Form(form): Form<Setup>,
) -> AppResult<HttpResponse> {
    check(&app, &query.token).await?;
    attempts::count_setup(&app).await?;
    let mut page = SetupPage::new(browser_lang(&request), &query.token, &form);
    let Some(first) = page.read(&app, &form).await? else { return Ok(refused(&page)) };
    let language = first.workspace.language;
    let name = first.workspace.name.as_str().to_owned();
    let (email_key, hash) = (first.email.key().to_owned(), first.password_hash.clone());
    match app.db.run(move |conn| first.create(conn)).await? {
        Some((slug, account_id)) => {
            session::sign_in(&session, &app.keys, account_id, Some(&hash))?;
            Flash::done(language.say("setup-done").with("workspace", name)).leave(&session);
            let answer = see_other(&format!("/w/{slug}/settings/users"));
            known_device::remember(&app, account_id, &email_key, Some(&hash), answer)
        }
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
    /// The page that shows what was typed, but for the password.
    fn new(lang: Lang, token: &str, typed: &Setup) -> SetupPage {
        SetupPage {
            frame: PlainFrame::new(lang),
            token: token.to_owned(),
            form: Setup {
                workspace: echo(&typed.workspace),
                time_zone: echo(&typed.time_zone),
                language: echo(&typed.language),
                email: echo(&typed.email),
                name: echo(&typed.name),
                password: String::new(),
            },
            errors: Vec::new(),
        }
    }

    /// What was typed; `None`, and the page says what to mend, when something is wrong.
    async fn read(&mut self, app: &App, form: &Setup) -> AppResult<Option<FirstWorkspace>> {
        let title = Title::parse(&form.workspace).ok();
        self.need("workspace", title.is_some(), "setup-workspace-refused");
        let has_address = title.as_ref().is_some_and(Title::has_web_address);
        self.need("workspace", !has_address, "workspace-name-address");
        let title = title.filter(|_| !has_address);
        let time_zone = form.time_zone.trim().parse::<Tz>().ok();
        self.need("time_zone", time_zone.is_some(), "setup-time-zone-refused");
        let language = Lang::parse(&form.language).ok_or(AppError::BadRequest)?;
        let name = PersonName::parse(&form.name).ok();
        self.need("name", name.is_some(), "account-name-refused");
        let email = EmailAddress::parse(&form.email).ok();
        self.need("email", email.is_some(), "account-email-refused");
        let personal = [form.email.as_str(), &form.name, &form.workspace];
        let password = passwords::check(&form.password, &personal).await?;
        if let Err(problem) = password {
            self.refuse("password", problem.key());
        }
        Ok(match (title, time_zone, name, email, password) {
            (Some(title), Some(time_zone), Some(name), Some(email), Ok(password)) => {
                let workspace = NewWorkspace { name: title, language, time_zone };
                let password_hash = app.passwords.hash(None, password).await?;
                Some(FirstWorkspace { workspace, email, name, password_hash })
            }
            _ => None,
        })
    }

    fn need(&mut self, field: &str, is_given: bool, key: &str) {
        if !is_given {
            self.refuse(field, key);
        }
    }

    fn refuse(&mut self, field: &str, key: &str) {
        self.errors.push(FieldError::new(field, self.frame.t(key)));
    }

    fn languages(&self) -> &'static [Lang] {
        Lang::ALL
    }

    fn time_zones(&self) -> impl Iterator<Item = &'static str> {
        chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())
    }
}

impl FirstWorkspace {
    /// Makes workspace, presets and Admin; the slug and the Admin's account. `None` when the
    /// address has a verified account already, [`AppError::NotFound`] when there is a workspace.
    fn create(&self, conn: &mut PgConnection) -> AppResult<Option<(String, Uuid)>> {
        conn.transaction(|conn| {
            // Whoever comes second waits here, and then finds a workspace.
            conn.batch_execute("LOCK TABLE workspaces IN EXCLUSIVE MODE")?;
            if Workspace::any(conn)? {
                return Err(AppError::NotFound);
            }
            let language = Some(self.workspace.language);
            let account = Account::claim(conn, &self.email, &self.password_hash, language)?;
            let Some(account) = account else { return Ok(None) };
            let (workspace, [admin, ..]) = Workspace::create(conn, &self.workspace)?;
            let user = NewUser::active(&account, &self.name, &admin).insert(conn)?;
            let (actor, action) = (Some(user.id), Action::WorkspaceMade);
            AuditEvent::record(conn, workspace.id, actor, action, None, json!({}))?;
            Ok(Some((workspace.slug, account.id)))
        })
    }
}
