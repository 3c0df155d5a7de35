//! The file that an import can be filled in with.

use actix_web::HttpResponse;
use actix_web::web::Data;
use diesel::QueryResult;

use crate::app::App;
use crate::error::AppResult;
use crate::files::Format;
use crate::files::template::Template;
use crate::handlers;
use crate::models::role::Role;
use crate::models::team::Team;
use crate::security::access::Admin;

/// `GET /w/{slug}/settings/invite/template.xlsx`
pub async fn xlsx(app: Data<App>, admin: Admin) -> AppResult<HttpResponse> {
    template(&app, &admin, Format::Xlsx).await
}

/// `GET /w/{slug}/settings/invite/template.csv`
pub async fn csv(app: Data<App>, admin: Admin) -> AppResult<HttpResponse> {
    template(&app, &admin, Format::csv(admin.lang)).await
}

async fn template(app: &App, admin: &Admin, format: Format) -> AppResult<HttpResponse> {
    let (id, lang) = (admin.workspace_id(), admin.lang);
    let work = move |conn: &mut _| {
        let (roles, teams) = (Role::all(conn, id)?, Team::all(conn, id)?);
        QueryResult::Ok(Template { roles, teams, lang })
    };
    let template = app.db.run(work).await?;
    let name = format!("{}-{}", admin.workspace.slug, admin.lang.t("template-file"));
    Ok(handlers::file(&name, format, template.write(format)?))
}
