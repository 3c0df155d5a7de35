use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;
use diesel::prelude::*;
use uuid::Uuid;

use crate::app::App;
use crate::error::AppResult;
use crate::frame::PlainFrame;
use crate::handlers::see_other;
use crate::models::user::User;
use crate::security::access::Viewer;
use crate::values::Lang;

#[derive(Template)]
#[template(path = "home/show.html")]
struct HomePage {
    frame: PlainFrame,
    email: String,
    /// Name and address of each workspace.
    workspaces: Vec<(String, String)>,
    /// Whom to ask where the access was ended, when that leaves none.
    ended: Vec<String>,
}

/// `GET /`: to the person's workspace, or a choice when there are several or none.
pub async fn show(app: Data<App>, viewer: Viewer) -> AppResult<HttpResponse> {
    let id = viewer.account.id;
    let workspaces = app.db.run(move |conn| User::workspaces_of(conn, id)).await?;
    let lost = if workspaces.is_empty() {
        app.db.run(move |conn| lost_by(conn, id)).await?
    } else {
        Vec::new()
    };
    if let [(_, slug)] = workspaces.as_slice() {
        return Ok(see_other(&format!("/w/{slug}/")));
    }
    let page = HomePage {
        frame: PlainFrame::new(viewer.lang).with_flash(&viewer.session),
        email: viewer.account.email,
        ended: lost.into_iter().map(|(name, admin)| ended(viewer.lang, &name, &admin)).collect(),
        workspaces: workspaces
            .into_iter()
            .map(|(name, slug)| (name, format!("/w/{slug}/")))
            .collect(),
    };
    Ok(crate::handlers::ok(&page))
}

/// The workspaces that ended the account's access, and an Admin of each.
fn lost_by(conn: &mut PgConnection, account_id: Uuid) -> QueryResult<Vec<(String, User)>> {
    let lost = User::workspaces_lost_by(conn, account_id)?;
    let with_admin = |(id, name)| Ok((name, User::admin_preferring(conn, id, Uuid::nil())?));
    lost.into_iter().map(with_admin).collect()
}

fn ended(lang: Lang, workspace: &str, admin: &User) -> String {
    let phrase = lang.say("home-ended").with("workspace", workspace);
    phrase.with("name", admin.name.as_str()).with("email", admin.email.as_str()).to_string()
}
