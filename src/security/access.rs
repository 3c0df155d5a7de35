//! Who asks, and whether they may: handlers take the extractor of the right they need, so that a
//! page cannot forget to check. The rules themselves are in [`rights`].

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;

use actix_session::{Session, SessionExt};
use actix_web::dev::Payload;
use actix_web::http::{Method, header};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use diesel::prelude::*;
use uuid::Uuid;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::journal;
use crate::models::account::Account;
use crate::models::audit_event::AuditEvent;
use crate::models::authority;
use crate::models::membership::{Ended, Membership};
use crate::models::rights::{self, Reach};
use crate::models::role::Role;
use crate::models::user::User;
use crate::models::workspace::Workspace;
use crate::security::memberships;
use crate::security::paused;
use crate::security::preview::Preview;
use crate::security::session;
use crate::values::Lang;

/// A signed-in account, in no particular workspace.
pub struct Viewer {
    pub account: Account,
    pub session: Session,
    pub lang: Lang,
}

/// A signed-in person who is Active in the workspace of the address. Status and role are read on
/// every request, so a change counts at once.
#[derive(Clone)]
pub struct Member {
    pub account: Account,
    pub workspace: Workspace,
    pub user: User,
    pub role: Role,
    /// What the session looks at through another role, here or in another workspace.
    pub preview: Option<Preview>,
    /// Name and slug of every workspace of the account, this one included.
    pub workspaces: Vec<(String, String)>,
    pub session: Session,
    pub lang: Lang,
}

impl Member {
    pub fn workspace_id(&self) -> Uuid {
        self.workspace.id
    }

    /// How far they see into projects and tasks.
    pub fn reach(&self) -> Reach {
        Reach {
            workspace_id: self.workspace.id,
            user_id: self.user.id,
            all_projects: rights::can_read_all_projects(&self.role),
            all_tasks: rights::can_read_all_tasks(&self.role),
        }
    }

    /// What somebody gets who may not do what they ask for. A change that was refused stands in
    /// the audit log: pages do not offer it, so somebody tries doors.
    pub async fn refused(&self, request: &HttpRequest) -> AppError {
        if request.method() == Method::POST
            && let Some(app) = request.app_data::<web::Data<App>>()
        {
            let (workspace_id, user_id) = (self.workspace.id, self.user.id);
            let path = request.match_pattern().unwrap_or_default();
            let record =
                move |conn: &mut _| AuditEvent::record_refused(conn, workspace_id, user_id, &path);
            if let Err(error) = app.db.run(record).await {
                tracing::error!(%error, "a refusal is missing in the audit log");
            }
        }
        AppError::Forbidden
    }

    /// Changes something of the workspace, under its lock, if the member still has the right.
    pub async fn change<T, E>(
        &self,
        app: &App,
        right: fn(&Role) -> bool,
        work: impl FnMut(&mut PgConnection) -> Result<T, E> + Send + 'static,
    ) -> AppResult<T>
    where
        T: Send + 'static,
        E: Into<AppError>,
    {
        let (workspace_id, user_id) = (self.workspace.id, self.user.id);
        app.db.run(move |conn| authority::while_may(conn, workspace_id, user_id, right, work)).await
    }

    /// The only page there is when the trial is over and too little is booked.
    fn page_when_paused(&self) -> &'static str {
        if rights::can_invite(&self.role) { "settings/plan" } else { "paused" }
    }

    /// An address in this workspace: `member.path("settings/users")`.
    pub fn path(&self, rest: &str) -> String {
        ["/w/", &self.workspace.slug, "/", rest].concat()
    }
}

/// The language of a request by somebody unknown: the browser's.
pub fn browser_lang(request: &HttpRequest) -> Lang {
    let header = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
    Lang::from_header(header.unwrap_or_default())
}

/// The language the answer to this request is written in.
pub fn reader_lang(request: &HttpRequest) -> Lang {
    request.extensions().get::<Lang>().copied().unwrap_or_else(|| browser_lang(request))
}

type Extraction<T> = Pin<Box<dyn Future<Output = AppResult<T>>>>;

impl FromRequest for Viewer {
    type Error = AppError;
    type Future = Extraction<Viewer>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let (app, id) = signed_in(&request)?;
            let account = app.db.run(move |conn| Account::find(conn, id).optional()).await?;
            let session = request.get_session();
            let account = account
                .filter(|account| session::is_current(&session, &app.keys, account))
                .ok_or_else(|| sign_in_needed(&request))?;
            journal::is_by(account.id);
            let lang = account.language.unwrap_or_else(|| browser_lang(&request));
            request.extensions_mut().insert(lang);
            Preview::refuse_changes(&session, &request)?;
            Ok(Viewer { account, session, lang })
        })
    }
}

/// Somebody who may be signed in. Unlike with `Option<Viewer>`, whoever cannot be looked up is not
/// taken for a stranger: a link would let them join beside their own account.
pub struct Visitor(pub Option<Viewer>);

impl FromRequest for Visitor {
    type Error = AppError;
    type Future = Extraction<Visitor>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let viewer = Viewer::extract(request);
        Box::pin(async move {
            match viewer.await {
                Ok(viewer) => Ok(Visitor(Some(viewer))),
                Err(AppError::SignInNeeded { .. }) => Ok(Visitor(None)),
                Err(error) => Err(error),
            }
        })
    }
}

impl FromRequest for Member {
    type Error = AppError;
    type Future = Extraction<Member>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(member(request))
    }
}

async fn member(request: HttpRequest) -> AppResult<Member> {
    let member = paused_member(&request).await?;
    if !member.workspace.is_paused() {
        return Ok(member);
    }
    match rights::can_invite(&member.role) && paused::stays_open(&request) {
        true => Ok(member),
        false => Err(AppError::Paused { page: member.path(member.page_when_paused()) }),
    }
}

/// The same, also when the trial is over and too little is booked.
async fn paused_member(request: &HttpRequest) -> AppResult<Member> {
    let slug = request.match_info().get("slug").ok_or(AppError::NotFound)?;
    member_of(request, slug).await
}

/// Whoever asks, as a member of the workspace of this slug. The page of an error that follows stands
/// in its frame.
pub async fn member_of(request: &HttpRequest, slug: &str) -> AppResult<Member> {
    let (app, id) = signed_in(request)?;
    let mut all = match memberships::take(id) {
        Some(all) => all,
        None => app.db.run(move |conn| Membership::all_of(conn, id)).await?,
    };
    let session = request.get_session();
    if all.first().is_some_and(|one| !session::is_current(&session, &app.keys, &one.account)) {
        return Err(sign_in_needed(request));
    }
    journal::is_by(id);
    let named = |one: &Membership| (one.workspace.name.clone(), one.workspace.slug.clone());
    let workspaces = all.iter().map(named).collect();
    let here = all.iter().position(|one| one.workspace.slug == slug);
    let Some(here) = here else { return Err(not_here(&app, request, id, slug).await) };
    let here = all.swap_remove(here);
    let Membership { account, workspace, user, role } = here;
    let lang = account.language.unwrap_or(workspace.language);
    request.extensions_mut().insert(lang);
    let is_refused = Preview::refuse_changes(&session, request);
    let (role, preview) = seen_as(&app, &session, workspace.id, role).await?;
    let member = Member { account, workspace, user, role, preview, workspaces, session, lang };
    // For the page of an error, which must not need the database.
    request.extensions_mut().insert(member.clone());
    is_refused.map(|()| member)
}

/// What somebody gets who is not in this workspace: the same as if there were none, but whoever was
/// in it is told that, and whom to ask.
async fn not_here(app: &App, request: &HttpRequest, account_id: Uuid, slug: &str) -> AppError {
    // No text in the database can hold it, nor be asked for.
    if slug.contains('\0') {
        return AppError::NotFound;
    }
    let slug = slug.to_owned();
    match app.db.run(move |conn| Ended::of(conn, account_id, &slug)).await {
        Ok(ended) => {
            ended.map(|ended| request.extensions_mut().insert(ended));
            AppError::NotFound
        }
        Err(error) => error,
    }
}

/// The role through which this workspace is seen, and the preview that the session is in. A role is
/// only looked through by an Admin, and while it exists.
async fn seen_as(
    app: &App,
    session: &Session,
    workspace_id: Uuid,
    own: Role,
) -> AppResult<(Role, Option<Preview>)> {
    let Some(preview) = Preview::of(session) else { return Ok((own, None)) };
    if preview.workspace_id != workspace_id {
        return Ok((own, Some(preview)));
    }
    let role_id = preview.role_id;
    let role = app.db.run(move |conn| Role::find(conn, workspace_id, role_id).optional()).await?;
    match role.filter(|_| own.is_admin()) {
        Some(role) => Ok((role, Some(preview))),
        None => {
            Preview::end(session);
            Ok((own, None))
        }
    }
}

fn signed_in(request: &HttpRequest) -> AppResult<(web::Data<App>, Uuid)> {
    let app = request
        .app_data::<web::Data<App>>()
        .cloned()
        .ok_or_else(|| AppError::internal("the app is not configured"))?;
    let id = session::account_id(request).ok_or_else(|| sign_in_needed(request))?;
    Ok((app, id))
}

fn sign_in_needed(request: &HttpRequest) -> AppError {
    // The address of a form leads to its page when it is only looked at.
    let next = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    AppError::SignInNeeded { next, is_lost: request.method() == Method::POST }
}

/// Defines an extractor for members whose role passes a rule; others get [`AppError::Forbidden`].
macro_rules! right {
    ($(#[$meta:meta])* $name:ident, $rule:path) => {
        $(#[$meta])*
        pub struct $name(pub Member);

        impl Deref for $name {
            type Target = Member;
            fn deref(&self) -> &Member {
                &self.0
            }
        }

        impl $name {
            /// Changes something of the workspace, under its lock, if the member still has the
            /// right; [`AppError::Forbidden`] otherwise.
            pub async fn change<T, E>(
                &self,
                app: &App,
                work: impl FnMut(&mut PgConnection) -> Result<T, E> + Send + 'static,
            ) -> AppResult<T>
            where
                T: Send + 'static,
                E: Into<AppError>,
            {
                self.0.change(app, $rule, work).await
            }
        }

        impl FromRequest for $name {
            type Error = AppError;
            type Future = Extraction<$name>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let request = request.clone();
                Box::pin(async move {
                    let member = member(request.clone()).await?;
                    if $rule(&member.role) {
                        Ok($name(member))
                    } else {
                        Err(member.refused(&request).await)
                    }
                })
            }
        }
    };
}

/// A member, also when the trial is over and too little is booked.
pub struct PausedMember(pub Member);

impl FromRequest for PausedMember {
    type Error = AppError;
    type Future = Extraction<PausedMember>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { paused_member(&request).await.map(PausedMember) })
    }
}

/// An Admin who looks at the plan or changes it, also when the trial is over and too little is booked.
pub struct Booker(pub Member);

impl Deref for Booker {
    type Target = Member;
    fn deref(&self) -> &Member {
        &self.0
    }
}

impl FromRequest for Booker {
    type Error = AppError;
    type Future = Extraction<Booker>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let member = paused_member(&request).await?;
            match rights::can_invite(&member.role) {
                true => Ok(Booker(member)),
                false => Err(member.refused(&request).await),
            }
        })
    }
}

right!(
    /// A member who may invite and change roles and the plan.
    Admin, rights::can_invite
);
right!(
    /// A member who may read the user list.
    PeopleReader, rights::can_read_people
);
right!(
    /// A member who may change profiles and teams of others.
    PeopleManager, rights::can_manage_people
);
right!(
    /// A member who may read settings.
    SettingsReader, rights::can_read_settings
);
right!(
    /// A member who may change settings.
    SettingsManager, rights::can_manage_settings
);
right!(
    /// A member who may create projects.
    ProjectCreator, rights::can_create_projects
);
right!(
    /// A member who may change projects and their members.
    ProjectManager, rights::can_manage_projects
);
right!(
    /// A member who may create, change and assign tasks.
    TaskManager, rights::can_manage_tasks
);
