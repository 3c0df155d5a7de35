//! The waiting list of those who find no seat.

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use diesel::PgConnection;
use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::dates;
use crate::error::{AppError, AppResult};
use crate::frame::{Frame, Section};
use crate::handlers::confirm::{Confirm, More};
use crate::handlers::person::email_parts;
use crate::handlers::{Id, done, form, is_fragment, ok, see_other};
use crate::inviting::waiting;
use crate::models::role::Role;
use crate::models::user::{avatar, initials};
use crate::models::waiting_person::{Move, WaitingPerson};
use crate::models::workspace::Seats;
use crate::security::access::Admin;
use crate::security::session::Flash;

#[derive(Template)]
#[template(path = "waiting/index.html")]
struct WaitingPage {
    frame: Frame,
    seats: Seats,
    people: Vec<Row>,
}

/// Somebody who waits, as they are shown.
struct Row {
    id: Uuid,
    number: usize,
    name: String,
    email: String,
    initials: String,
    /// Empty when it is gone since.
    role: String,
    since: String,
    is_stuck: bool,
}

impl Row {
    fn avatar(&self) -> u8 {
        avatar(self.id)
    }

    /// The address, as [`email_parts`] cuts it.
    fn email_parts(&self) -> (&str, &str) {
        email_parts(&self.email)
    }
}

#[derive(Deserialize)]
pub struct Shift {
    to: String,
}

/// `GET /w/{slug}/settings/waiting`
pub async fn index(app: Data<App>, admin: Admin) -> AppResult<HttpResponse> {
    let workspace = admin.workspace.clone();
    let work = move |conn: &mut PgConnection| {
        let people = WaitingPerson::all(conn, workspace.id)?;
        AppResult::Ok((people, Role::all(conn, workspace.id)?, workspace.seats(conn)?))
    };
    let (people, roles, seats) = app.db.run(work).await?;
    let row = |(number, person): (usize, WaitingPerson)| Row {
        id: person.id,
        number,
        initials: initials(&person.name, &person.email),
        role: roles
            .iter()
            .find(|role| role.is_meant_by(&person.role))
            .map(|role| role.title(admin.lang))
            .unwrap_or_default(),
        since: dates::short_day(
            admin.lang,
            person.queued_at.with_timezone(&admin.workspace.zone()).date_naive(),
        ),
        name: person.name,
        email: person.email,
        is_stuck: person.is_stuck,
    };
    Ok(ok(&WaitingPage {
        frame: Frame::new(&admin, Section::Plan),
        people: (1..).zip(people).map(row).collect(),
        seats,
    }))
}

/// `GET /w/{slug}/settings/waiting/{id}/removal`: asks first.
pub async fn confirm(
    app: Data<App>,
    admin: Admin,
    request: HttpRequest,
    path: Path<Id>,
) -> AppResult<HttpResponse> {
    let (workspace_id, id, lang) = (admin.workspace_id(), path.id, admin.lang);
    let person = app.db.run(move |conn| WaitingPerson::find(conn, workspace_id, id)).await?;
    let confirm = Confirm {
        section: Section::Plan,
        title: lang.t("waiting-remove-title"),
        question: lang.say("waiting-remove-ask").with("name", person.called()).to_string(),
        yes: Some(lang.t("waiting-remove-yes")),
        no: lang.t("keep"),
        action: admin.path(&format!("settings/waiting/{id}/removal")),
        back: admin.path("settings/waiting"),
        is_dangerous: true,
        more: More::default(),
    };
    Ok(confirm.answer(&request, &admin))
}

/// `POST /w/{slug}/settings/waiting/{id}/removal`
pub async fn delete(
    app: Data<App>,
    admin: Admin,
    request: HttpRequest,
    path: Path<Id>,
) -> AppResult<HttpResponse> {
    let (workspace_id, actor_id, id) = (admin.workspace_id(), admin.user.id, path.id);
    let remove = move |conn: &mut _| waiting::remove(conn, workspace_id, actor_id, id);
    let person = app.db.run(remove).await?;
    let said = admin.lang.say("waiting-removed").with("email", person.email);
    Flash::done(said).leave(&admin.session);
    Ok(done(is_fragment(&request), &admin.path("settings/waiting")))
}

/// `POST /w/{slug}/settings/waiting/{id}/move`: one place up or down.
pub async fn shift(
    app: Data<App>,
    admin: Admin,
    path: Path<Id>,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let wanted: Shift = form(&body)?;
    let to = Move::parse(&wanted.to).ok_or(AppError::BadRequest)?;
    let (workspace_id, actor_id, id) = (admin.workspace_id(), admin.user.id, path.id);
    app.db.run(move |conn| waiting::shift(conn, workspace_id, actor_id, id, to)).await?;
    Ok(see_other(&admin.path("settings/waiting")))
}
