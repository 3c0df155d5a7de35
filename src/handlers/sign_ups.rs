//! A further workspace for whoever confirms an address by mail. The answer to asking for the mail is
//! the same for every address: only the mail itself leads on.

use actix_session::Session;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono_tz::Tz;
use diesel::PgConnection;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::db::transaction;
use crate::error::{AppError, AppResult};
use crate::frame::{FieldError, PlainFrame};
use crate::handlers::{echo, gone, ok, refused, see_other};
use crate::journal::{What, say};
use crate::mail::mailer::Mailer;
use crate::models::account::Account;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::confirmation::{Confirmation, Purpose};
use crate::models::user::{NewUser, User};
use crate::models::workspace::{NewWorkspace, Workspace};
use crate::security::access::browser_lang;
use crate::security::session::Flash;
use crate::security::{attempts, known_device, links, passwords, session};
use crate::values::{EmailAddress, Lang, PersonName, Title};

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
    form: SignUp,
    errors: Vec<FieldError>,
}

#[derive(Template)]
#[template(path = "sign_ups/ended.html")]
struct EndedPage {
    frame: PlainFrame,
}

#[derive(Deserialize)]
pub struct Ask {
    email: String,
}

#[derive(Clone, Deserialize)]
pub struct SignUp {
    workspace: String,
    time_zone: String,
    language: String,
    #[serde(default)]
    name: String,
    password: String,
}

/// Who makes the workspace.
enum Founder {
    Known { account: Account, name: PersonName },
    New { name: PersonName, password_hash: String },
}

/// A workspace and its Admin, ready to be made.
struct NewPlace {
    confirmed: Confirmation,
    workspace: NewWorkspace,
    founder: Founder,
}

/// `GET /sign-up`
pub async fn new(app: Data<App>, request: HttpRequest) -> AppResult<HttpResponse> {
    check(&app).await?;
    let frame = PlainFrame::new(browser_lang(&request));
    Ok(ok(&AskPage { frame, email: String::new(), errors: Vec::new() }))
}

/// `POST /sign-up`: mails a link, and says the same whether or not the address is known.
pub async fn create(
    app: Data<App>,
    request: HttpRequest,
    Form(form): Form<Ask>,
) -> AppResult<HttpResponse> {
    check(&app).await?;
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
        None => ended(&request),
    })
}

/// `POST /sign-up/{token}`: makes the workspace, once, and signs its Admin in.
pub async fn update(
    app: Data<App>,
    request: HttpRequest,
    session: Session,
    token: Path<String>,
    Form(form): Form<SignUp>,
) -> AppResult<HttpResponse> {
    check(&app).await?;
    let Some((mut page, confirmed, account)) = SignUpPage::load(&app, &request, &token).await?
    else {
        return Ok(ended(&request));
    };
    attempts::count_sign_up(&app, confirmed.id).await?;
    page.form = form.echoed();
    let Some(place) = page.read(&app, &request, &form, confirmed, account).await? else {
        return Ok(refused(&page));
    };
    let (language, name) = (place.workspace.language, place.workspace.name.as_str().to_owned());
    let Some((slug, account)) = app.db.run(move |conn| place.create(conn)).await? else {
        return Ok(ended(&request));
    };
    let hash = account.password_hash.as_deref();
    session::sign_in(&session, &app.keys, account.id, hash)?;
    Flash::done(language.say("setup-done").with("workspace", name)).leave(&session);
    let answer = see_other(&format!("/w/{slug}/settings/users"));
    known_device::remember(&app, account.id, &account.email_key, hash, answer)
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

fn ended(request: &HttpRequest) -> HttpResponse {
    gone(&EndedPage { frame: PlainFrame::new(browser_lang(request)) })
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
            form: SignUp::empty(lang),
            errors: Vec::new(),
        };
        Ok(Some((page, confirmed, account)))
    }

    /// What was typed; `None`, and the page says what to mend, when something is wrong.
    async fn read(
        &mut self,
        app: &App,
        request: &HttpRequest,
        form: &SignUp,
        confirmed: Confirmation,
        account: Option<Account>,
    ) -> AppResult<Option<NewPlace>> {
        let title = Title::parse(&form.workspace).ok();
        self.need("workspace", title.is_some(), "setup-workspace-refused");
        let has_address = title.as_ref().is_some_and(Title::has_web_address);
        self.need("workspace", !has_address, "workspace-name-address");
        let time_zone = form.time_zone.trim().parse::<Tz>().ok();
        self.need("time_zone", time_zone.is_some(), "setup-time-zone-refused");
        let language = Lang::parse(&form.language).ok_or(AppError::BadRequest)?;
        let name = PersonName::parse(&form.name).ok();
        self.need("name", name.is_some(), "account-name-refused");
        let is_whole = self.errors.is_empty();
        let founder = match (account, name) {
            (Some(account), Some(name)) if is_whole => {
                self.known(app, request, form, account, name).await?
            }
            // Only what could be the last mistake is tried: each try is counted.
            (Some(_), _) => {
                self.need("password", !form.password.is_empty(), "sign-up-password-missing");
                None
            }
            (None, name) => self.new_account(app, form, name).await?,
        };
        Ok(match (title.filter(|_| !has_address), time_zone, founder) {
            (Some(name), Some(time_zone), Some(founder)) => {
                let workspace = NewWorkspace { name, language, time_zone };
                Some(NewPlace { confirmed, workspace, founder })
            }
            _ => None,
        })
    }

    async fn known(
        &mut self,
        app: &App,
        request: &HttpRequest,
        form: &SignUp,
        account: Account,
        name: PersonName,
    ) -> AppResult<Option<Founder>> {
        let (key, typed) = (account.email_key.as_str(), form.password.as_str());
        if attempts::password_fits(app, request, key, typed, Some(&account)).await? {
            return Ok(Some(Founder::Known { account, name }));
        }
        say(What::SignInRefused, Some(account.id));
        self.refuse("password", "join-wrong-password");
        Ok(None)
    }

    async fn new_account(
        &mut self,
        app: &App,
        form: &SignUp,
        name: Option<PersonName>,
    ) -> AppResult<Option<Founder>> {
        let personal = [self.email.as_str(), &form.name, &form.workspace];
        match (passwords::check(&form.password, &personal).await?, name) {
            (Ok(password), Some(name)) if self.errors.is_empty() => {
                let password_hash = app.passwords.hash(None, password).await?;
                Ok(Some(Founder::New { name, password_hash }))
            }
            (Ok(_), _) => Ok(None),
            (Err(problem), _) => {
                self.refuse("password", problem.key());
                Ok(None)
            }
        }
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

fn known(
    conn: &mut PgConnection,
    id: Uuid,
) -> diesel::QueryResult<Option<(Confirmation, Option<Account>)>> {
    let Some(confirmed) = Confirmation::open(conn, id, Purpose::SignUp)? else { return Ok(None) };
    let account = Account::by_email(conn, &confirmed.email_key)?;
    Ok(Some((confirmed, account.filter(|account| account.verified_at.is_some()))))
}

impl SignUp {
    fn empty(lang: Lang) -> SignUp {
        SignUp {
            workspace: String::new(),
            time_zone: Tz::Europe__Berlin.name().to_owned(),
            language: lang.to_string(),
            name: String::new(),
            password: String::new(),
        }
    }

    /// What is shown again: everything but the password.
    fn echoed(&self) -> SignUp {
        SignUp {
            workspace: echo(&self.workspace),
            time_zone: echo(&self.time_zone),
            language: echo(&self.language),
            name: echo(&self.name),
            password: String::new(),
        }
    }
}

impl NewPlace {
    /// Makes workspace, presets and Admin; the slug and the Admin's account. `None` when the link was
    /// used meanwhile, or the address got an account.
    fn create(&self, conn: &mut PgConnection) -> AppResult<Option<(String, Account)>> {
        let made = transaction(conn, |conn| {
            if !self.confirmed.spend(conn)? {
                return Err(AppError::NotFound);
            }
            let (account, name) = match &self.founder {
                Founder::Known { account, name } => (account.clone(), name),
                Founder::New { name, password_hash } => {
                    let email = EmailAddress::parse(&self.confirmed.email)
                        .map_err(|_| AppError::internal("a confirmed address is none"))?;
                    let language = Some(self.workspace.language);
                    let account = Account::claim(conn, &email, password_hash, language)?;
                    (account.ok_or(AppError::NotFound)?, name)
                }
            };
            let (workspace, [admin, ..]) = Workspace::create(conn, &self.workspace)?;
            let user: User = NewUser::active(&account, name, &admin).insert(conn)?;
            let (actor, action) = (Some(user.id), Action::WorkspaceMade);
            AuditEvent::record(conn, workspace.id, actor, action, None, json!({}))?;
            Ok((workspace.slug, account))
        });
        match made {
            Ok(made) => Ok(Some(made)),
            // An error, because only that takes the transaction back.
            Err(AppError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
