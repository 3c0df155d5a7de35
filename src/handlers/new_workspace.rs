//! A workspace that is to be made, by setup or by sign-up: what is typed of it, and the way in for who
//! makes it.

use actix_session::Session;
use actix_web::HttpResponse;
use chrono_tz::Tz;
use diesel::{PgConnection, QueryResult};
use serde::Deserialize;
use serde_json::json;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::frame::FieldError;
use crate::handlers::{echo, see_other};
use crate::models::account::Account;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::user::NewUser;
use crate::models::workspace::{NewWorkspace, Workspace};
use crate::security::session::Flash;
use crate::security::{known_device, session};
use crate::values::{Lang, PersonName, Title};

/// The fields of `setup/_workspace.html`, as typed.
#[derive(Clone, Deserialize)]
pub struct NewWorkspaceForm {
    pub workspace: String,
    pub time_zone: String,
    pub language: String,
    /// Of who makes it.
    #[serde(default)]
    pub name: String,
}

impl NewWorkspaceForm {
    /// Nothing typed yet, by somebody who reads this language.
    pub fn empty(lang: Lang) -> NewWorkspaceForm {
        NewWorkspaceForm {
            workspace: String::new(),
            time_zone: Tz::Europe__Berlin.name().to_owned(),
            language: lang.to_string(),
            name: String::new(),
        }
    }

    /// What is shown again.
    pub fn echoed(&self) -> NewWorkspaceForm {
        NewWorkspaceForm {
            workspace: echo(&self.workspace),
            time_zone: echo(&self.time_zone),
            language: echo(&self.language),
            name: echo(&self.name),
        }
    }

    /// The workspace and the name of who makes it. Where one of them is `None`, the errors say what to
    /// mend.
    pub fn read(
        &self,
        lang: Lang,
        errors: &mut Vec<FieldError>,
    ) -> AppResult<(Option<NewWorkspace>, Option<PersonName>)> {
        let mut refuse = |field: &str, key: &str| errors.push(FieldError::new(field, lang.t(key)));
        let title = match Title::parse(&self.workspace) {
            Ok(title) if !title.has_web_address() => Some(title),
            Ok(_) => {
                refuse("workspace", "workspace-name-address");
                None
            }
            Err(_) => {
                refuse("workspace", "setup-workspace-refused");
                None
            }
        };
        let time_zone = self.time_zone.trim().parse::<Tz>().ok();
        if time_zone.is_none() {
            refuse("time_zone", "setup-time-zone-refused");
        }
        let language = Lang::parse(&self.language).ok_or(AppError::BadRequest)?;
        let name = PersonName::parse(&self.name).ok();
        if name.is_none() {
            refuse("name", "account-name-refused");
        }
        let workspace = title.zip(time_zone);
        let workspace =
            workspace.map(|(name, time_zone)| NewWorkspace { name, language, time_zone });
        Ok((workspace, name))
    }

    pub fn languages(&self) -> &'static [Lang] {
        Lang::ALL
    }

    pub fn time_zones(&self) -> impl Iterator<Item = &'static str> + use<> {
        chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())
    }
}

/// Makes the workspace with its preset roles, and the account its Admin.
pub fn make(
    conn: &mut PgConnection,
    new: &NewWorkspace,
    account: &Account,
    name: &PersonName,
) -> QueryResult<Workspace> {
    let (workspace, [admin, ..]) = Workspace::create(conn, new)?;
    let user = NewUser::active(account, name, &admin).insert(conn)?;
    let (actor, action) = (Some(user.id), Action::WorkspaceMade);
    AuditEvent::record(conn, workspace.id, actor, action, None, json!({}))?;
    Ok(workspace)
}

/// Signs its Admin in and leads them to its user list.
pub fn enter(
    app: &App,
    session: &Session,
    workspace: &Workspace,
    account: &Account,
) -> AppResult<HttpResponse> {
    let hash = account.password_hash.as_deref();
    session::sign_in(session, &app.keys, account.id, hash)?;
    let ready = workspace.language.say("setup-done").with("workspace", workspace.name.as_str());
    Flash::done(ready).leave(session);
    let answer = see_other(&format!("/w/{}/settings/users", workspace.slug));
    known_device::remember(app, account.id, &account.email_key, hash, answer)
}
