//! The audit log: who did what to whom, when and from where.

pub mod address;
mod changes;
pub mod said;

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use askama::Template;
use chrono::Utc;
use diesel::{PgConnection, QueryResult};
use serde_json::json;

use crate::app::App;
use crate::error::AppResult;
use crate::files::Format;
use crate::files::writer::{Style, Writer};
use crate::frame::{Frame, Section};
use crate::handlers::{self, ok};
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::audit_list::Group;
use crate::models::role::Role;
use crate::security::access::Admin;
use address::AuditAddress;
use said::{Entry, Words};

/// How wide the columns of the file are, in characters.
const WIDTHS: [u16; 8] = [28, 24, 28, 22, 28, 60, 22, 22];

#[derive(Template)]
#[template(path = "audit/index.html")]
struct AuditPage {
    frame: Frame,
    asked: AuditAddress,
    entries: Vec<Entry>,
    has_more: bool,
    page: i64,
}

/// `GET /w/{slug}/settings/audit`
pub async fn index(
    app: Data<App>,
    admin: Admin,
    asked: Query<AuditAddress>,
) -> AppResult<HttpResponse> {
    let asked = asked.into_inner().tidied();
    let query = asked.parse(admin.workspace.zone());
    let (workspace_id, page) = (admin.workspace_id(), query.page);
    let work = move |conn: &mut PgConnection| {
        QueryResult::Ok((query.load(conn, workspace_id)?, Role::all(conn, workspace_id)?))
    };
    let (list, roles) = app.db.run(work).await?;
    let words = Words::new(admin.lang, admin.workspace.zone(), &roles);
    Ok(ok(&AuditPage {
        frame: Frame::new(&admin, Section::Audit),
        entries: list.rows.iter().map(|row| words.entry(row)).collect(),
        has_more: list.has_more,
        asked,
        page,
    }))
}

/// `GET /w/{slug}/settings/audit/export.xlsx`, with the parameters of the page.
pub async fn xlsx(
    app: Data<App>,
    admin: Admin,
    asked: Query<AuditAddress>,
) -> AppResult<HttpResponse> {
    export(&app, &admin, asked.into_inner(), Format::Xlsx).await
}

/// `GET /w/{slug}/settings/audit/export.csv`, with the parameters of the page.
pub async fn csv(
    app: Data<App>,
    admin: Admin,
    asked: Query<AuditAddress>,
) -> AppResult<HttpResponse> {
    let format = Format::csv(admin.lang);
    export(&app, &admin, asked.into_inner(), format).await
}

/// Everything that fits. Who takes it away stands in the log itself.
async fn export(
    app: &App,
    admin: &Admin,
    asked: AuditAddress,
    format: Format,
) -> AppResult<HttpResponse> {
    let asked = asked.tidied();
    let (lang, zone) = (admin.lang, admin.workspace.zone());
    let (workspace_id, actor) = (admin.workspace_id(), Some(admin.user.id));
    let work = move |conn: &mut PgConnection| {
        let words = Words::new(lang, zone, &Role::all(conn, workspace_id)?);
        let mut writer = Writer::new(format, &lang.t("nav-audit"), &WIDTHS)?;
        writer.row(Style::Head, said::HEADS.map(|key| lang.t(key)))?;
        let mut events = 0;
        asked.parse(zone).each(conn, workspace_id, |row| {
            events += 1;
            writer.row(Style::Plain, words.entry(&row).cells())
        })?;
        let details = json!({
            "format": format.ending(), "events": events, "query": asked.with_page(1),
        });
        AuditEvent::record(conn, workspace_id, actor, Action::Exported, None, details)?;
        writer.finish()
    };
    let file = app.db.export(workspace_id, work).await?;
    let today = Utc::now().with_timezone(&zone).date_naive();
    let name = format!("{}-{}-{today}", admin.workspace.slug, lang.t("audit-file"));
    Ok(handlers::file(&name, format, file))
}

impl AuditPage {
    /// The groups to choose from: word and title.
    fn groups(&self) -> Vec<(&'static str, String)> {
        let title = |group: Group| self.frame.lang.t(&format!("audit-group-{group}"));
        Group::ALL.iter().map(|group| (group.as_str(), title(*group))).collect()
    }

    fn at_page(&self, page: i64) -> String {
        self.frame.path(format!("settings/audit{}", self.asked.with_page(page)))
    }

    fn export(&self, ending: &str) -> String {
        self.frame.path(format!("settings/audit/export.{ending}{}", self.asked.with_page(1)))
    }
}
