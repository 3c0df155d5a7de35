//! The person's own page: what is theirs in every workspace.

use actix_session::Session;
use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data};
use askama::Template;
use diesel::QueryResult;
use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::dates;
use crate::error::{AppError, AppResult};
use crate::frame::{FieldError, PlainFrame};
use crate::handlers::{echo, form, ok, refused, see_other};
use crate::journal::{What, say};
use crate::models::account::Account;
use crate::models::own_session::OwnSession;
use crate::models::user::User;
use crate::models::workspace::Workspace;
use crate::security::access::Viewer;
use crate::security::session::Flash;
use crate::security::{attempts, known_device, passwords, session};
use crate::values::{Lang, PersonName};

#[derive(Template)]
#[template(path = "profile/edit.html")]
pub struct ProfilePage {
    frame: PlainFrame,
    email: String,
    /// `None` for an account in no workspace: there is nobody to be called by it.
    name: Option<String>,
    /// Name and address of each workspace.
    workspaces: Vec<(String, String)>,
    /// The new address as it was typed.
    new_email: String,
    /// Where the person is signed in.
    sessions: Vec<ShownSession>,
    errors: Vec<FieldError>,
}

/// A session as it is shown.
struct ShownSession {
    id: Uuid,
    device: String,
    /// Address and time.
    about: String,
    is_this: bool,
}

#[derive(Deserialize)]
pub struct Profile {
    name: Option<String>,
    language: String,
}

#[derive(Deserialize)]
pub struct PasswordChange {
    current_password: String,
    password: String,
}

/// `GET /profile`
pub async fn edit(app: Data<App>, viewer: Viewer) -> AppResult<HttpResponse> {
    Ok(ok(&ProfilePage::load(&app, &viewer).await?))
}

/// `POST /profile`: the name in all of the person's workspaces, and the language.
pub async fn update(app: Data<App>, viewer: Viewer, body: Bytes) -> AppResult<HttpResponse> {
    let form: Profile = form(&body)?;
    let language = Lang::parse(&form.language).ok_or(AppError::BadRequest)?;
    let name = match form.name.as_deref().map(PersonName::parse).transpose() {
        Ok(name) => name,
        Err(_) => {
            let mut page = ProfilePage::load(&app, &viewer).await?;
            page.name = form.name.as_deref().map(echo);
            page.refuse("name", "account-name-refused");
            return Ok(refused(&page));
        }
    };
    let account_id = viewer.account.id;
    app.db
        .run(move |conn| {
            Account::set_language(conn, account_id, language)?;
            match name {
                Some(name) => User::rename_all_of(conn, account_id, &name),
                None => Ok(()),
            }
        })
        .await?;
    Flash::done(language.t("profile-saved")).leave(&viewer.session);
    Ok(see_other("/profile"))
}

/// `POST /profile/password`: ends every other session of the account.
pub async fn set_password(
    app: Data<App>,
    session: Session,
    viewer: Viewer,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let form: PasswordChange = form(&body)?;
    let account = &viewer.account;
    let old = account.password_hash.clone();
    let mut page = ProfilePage::load(&app, &viewer).await?;
    let personal = page.personal_words();
    let personal: Vec<&str> = personal.iter().map(String::as_str).collect();
    // The new password first: what is refused for it costs no hash, which others wait for.
    let new = match passwords::check(&form.password, &personal).await? {
        Ok(new) => new,
        Err(problem) => {
            page.refuse("password", problem.key());
            return Ok(refused(&page));
        }
    };
    if !attempts::own_password_fits(&app, &viewer, &form.current_password).await? {
        say(What::PasswordChangeRefused, Some(account.id));
        page.refuse("current_password", "profile-wrong-password");
        return Ok(refused(&page));
    }
    let whose = account.email_key.as_str();
    let new = app.passwords.hash(Some(whose), new).await?;
    let id = account.id;
    let hash = new.clone();
    let is_set =
        app.db.run(move |conn| Account::set_password(conn, id, old.as_deref(), &new)).await?;
    if !is_set {
        return Err(AppError::SignInNeeded { next: "/profile".to_owned(), is_lost: true });
    }
    say(What::PasswordChanged, Some(id));
    session::begin(&session, &app.keys, id, Some(&hash))?;
    Flash::done(viewer.lang.t("profile-password-set")).leave(&session);
    let answer = see_other("/profile");
    known_device::remember(&app, id, &account.email_key, Some(&hash), answer)
}

impl ProfilePage {
    async fn load(app: &App, viewer: &Viewer) -> AppResult<ProfilePage> {
        let id = viewer.account.id;
        let (name, workspaces, sessions, zone) = app
            .db
            .run(move |conn| {
                QueryResult::Ok((
                    User::name_of(conn, id)?,
                    User::workspaces_of(conn, id)?,
                    OwnSession::all(conn, id)?,
                    Workspace::zone_of_account(conn, id)?,
                ))
            })
            .await?;
        let this = session::id(&viewer.session);
        let shown = |one: OwnSession| ShownSession {
            id: one.id,
            device: one.device.unwrap_or_else(|| viewer.lang.t("profile-device-unknown")),
            about: viewer
                .lang
                .say("profile-session-seen")
                .with("address", one.address.unwrap_or_default())
                .with("when", dates::moment(viewer.lang, zone, one.last_seen_at))
                .to_string(),
            is_this: this == Some(one.id),
        };
        Ok(ProfilePage {
            frame: PlainFrame::new(viewer.lang).with_flash(&viewer.session),
            email: viewer.account.email.clone(),
            name,
            workspaces: workspaces
                .into_iter()
                .map(|(name, slug)| (name, format!("/w/{slug}/")))
                .collect(),
            new_email: String::new(),
            sessions: sessions.into_iter().map(shown).collect(),
            errors: Vec::new(),
        })
    }

    /// The page with a message about the new address that was asked for.
    pub async fn refused_with(
        app: &App,
        viewer: &Viewer,
        typed: &str,
        field: &str,
        text: impl ToString,
    ) -> AppResult<HttpResponse> {
        let mut page = ProfilePage::load(app, viewer).await?;
        page.new_email = echo(typed);
        page.errors.push(FieldError::new(field, text));
        Ok(refused(&page))
    }

    fn languages(&self) -> &'static [Lang] {
        Lang::ALL
    }

    /// What the password must not be made of.
    fn personal_words(&self) -> Vec<String> {
        let workspaces = self.workspaces.iter().map(|(name, _)| name.clone());
        [self.email.clone()].into_iter().chain(self.name.clone()).chain(workspaces).collect()
    }

    fn refuse(&mut self, field: &str, key: &str) {
        self.errors.push(FieldError::new(field, self.frame.t(key)));
    }
}
