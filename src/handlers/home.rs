use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

use crate::app::App;
use crate::error::AppResult;
use crate::frame::PlainFrame;
use crate::handlers::see_other;
use crate::models::user::User;
use crate::security::access::Viewer;

#[derive(Template)]
#[template(path = "home/show.html")]
struct HomePage {
    frame: PlainFrame,
    email: String,
    /// Name and address of each workspace.
    workspaces: Vec<(String, String)>,
}

/// `GET /`: to the person's workspace, or a choice when there are several or none.
pub async fn show(app: Data<App>, viewer: Viewer) -> AppResult<HttpResponse> {
    let id = viewer.account.id;
    let workspaces = app.db.run(move |conn| User::workspaces_of(conn, id)).await?;
    if let [(_, slug)] = workspaces.as_slice() {
        return Ok(see_other(&format!("/w/{slug}/")));
    }
    let page = HomePage {
        frame: PlainFrame::new(viewer.lang),
        email: viewer.account.email,
        workspaces: workspaces
            .into_iter()
            .map(|(name, slug)| (name, format!("/w/{slug}/")))
            .collect(),
    };
    Ok(crate::handlers::ok(&page))
}
