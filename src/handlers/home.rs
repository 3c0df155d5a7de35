//! The start page, for who is not in just one workspace.

use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

use crate::app::App;
use crate::error::AppResult;
use crate::frame::PlainFrame;
use crate::handlers::see_other;
use crate::models::membership::Ended;
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
        app.db.run(move |conn| Ended::all_of(conn, id)).await?
    } else {
        Vec::new()
    };
    if let [(_, slug)] = workspaces.as_slice() {
        return Ok(see_other(&format!("/w/{slug}/")));
    }
    let page = HomePage {
        frame: PlainFrame::new(viewer.lang).with_flash(&viewer.session),
        email: viewer.account.email,
        ended: lost.iter().map(|lost| ended(viewer.lang, lost)).collect(),
        workspaces: workspaces
            .into_iter()
            .map(|(name, slug)| (name, format!("/w/{slug}/")))
            .collect(),
    };
    Ok(crate::handlers::ok(&page))
}

impl HomePage {
    fn title(&self) -> &'static str {
        if self.workspaces.is_empty() { "home-title-none" } else { "home-title" }
    }
}

/// "Your access to Nordlicht was ended. If you need it again, ask Ada Engel (…)."
pub fn ended(lang: Lang, ended: &Ended) -> String {
    let phrase = lang.say("home-ended").with("workspace", &ended.workspace);
    phrase.with("name", &ended.admin.name).with("email", &ended.admin.email).to_string()
}
