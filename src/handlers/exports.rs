//! The user list as a file.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use chrono::Utc;
use serde_json::json;

use crate::app::App;
use crate::error::AppResult;
use crate::files::Format;
use crate::files::export::Export;
use crate::handlers;
use crate::handlers::users::address::ListAddress;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::rights;
use crate::security::access::PeopleReader;

/// `GET /w/{slug}/settings/users/export.xlsx`, with the parameters of the list.
pub async fn xlsx(
    app: Data<App>,
    reader: PeopleReader,
    asked: Query<ListAddress>,
) -> AppResult<HttpResponse> {
    export(&app, &reader, asked.into_inner(), Format::Xlsx).await
}

/// `GET /w/{slug}/settings/users/export.csv`, with the parameters of the list.
pub async fn csv(
    app: Data<App>,
    reader: PeopleReader,
    asked: Query<ListAddress>,
) -> AppResult<HttpResponse> {
    let format = Format::csv(reader.lang);
    export(&app, &reader, asked.into_inner(), format).await
}

/// Everybody whom the list shows. Who takes it away stands in the audit log.
async fn export(
    app: &App,
    reader: &PeopleReader,
    asked: ListAddress,
    format: Format,
) -> AppResult<HttpResponse> {
    let asked = asked.tidied();
    let export = Export {
        workspace_id: reader.workspace_id(),
        query: asked.parse(),
        lang: reader.lang,
        format,
        with_gender: rights::can_manage_people(&reader.role),
    };
    let actor = Some(reader.user.id);
    let work = move |conn: &mut _| {
        let (file, people) = export.write(conn)?;
        let details = json!({
            "format": format.ending(),
            "people": people,
            "query": asked.with_page(1),
        });
        let (id, action) = (export.workspace_id, Action::Exported);
        AuditEvent::record(conn, id, actor, action, None, details)?;
        AppResult::Ok(file)
    };
    let file = app.db.export(reader.workspace_id(), work).await?;
    let today = Utc::now().with_timezone(&reader.workspace.zone()).date_naive();
    let name = format!("{}-{}-{today}", reader.workspace.slug, reader.lang.t("export-file"));
    Ok(handlers::file(&name, format, file))
}
