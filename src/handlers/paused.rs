//! The one page of a workspace that rests.

use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

use crate::app::App;
use crate::error::AppResult;
use crate::frame::PlainFrame;
use crate::handlers::{ok, see_other};
use crate::models::user::User;
use crate::security::access::PausedMember;

#[derive(Template)]
#[template(path = "plan/paused.html")]
struct PausedPage {
    frame: PlainFrame,
    /// Names of Admins, who can book.
    admins: String,
    /// The person's other workspaces: name and address.
    others: Vec<(String, String)>,
}

/// `GET /w/{slug}/paused`: what stands in the place of every page when the trial is over and nothing
/// is booked, or too little, for those who cannot book.
pub async fn show(app: Data<App>, PausedMember(member): PausedMember) -> AppResult<HttpResponse> {
    if !member.workspace.is_paused() {
        return Ok(see_other(&member.path("")));
    }
    let workspace_id = member.workspace.id;
    let admins = app.db.run(move |conn| User::admins_to_ask(conn, workspace_id)).await?;
    let others = member.workspaces.iter().filter(|(_, slug)| *slug != member.workspace.slug);
    Ok(ok(&PausedPage {
        frame: PlainFrame::of(member.lang, &member.workspace.name).with_flash(&member.session),
        admins: member.lang.either(&admins.into_iter().map(|(name, _)| name).collect::<Vec<_>>()),
        others: others.map(|(name, slug)| (name.clone(), format!("/w/{slug}/"))).collect(),
    }))
}
