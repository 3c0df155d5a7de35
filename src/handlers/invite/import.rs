//! A spreadsheet fills the window.

use actix_multipart::{Multipart, MultipartError};
use actix_web::web::{Data, Payload};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use diesel::PgConnection;
use futures_util::StreamExt;
use serde_json::json;
use url::form_urlencoded::Serializer;
use uuid::Uuid;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::files::corrected::own;
use crate::files::mapping;
use crate::handlers::invite::form::InviteForm;
use crate::handlers::invite::window::Window;
use crate::handlers::invite::{known, named, plan};
use crate::handlers::{self, is_fragment, see_other};
use crate::inviting::line::{LINES, Line};
use crate::inviting::review::{self, Arrival};
use crate::inviting::spreadsheet::{FILE_SIZE, Sheet, Unreadable, Wish};
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::import::Import;
use crate::security::access::Admin;
use crate::security::bodies::{self, Bodies};
use crate::security::session::Flash;
use crate::values::Lang;
use crate::values::plain::tidy;

/// The most bytes altogether: the largest file, the other fields, and what separates them.
const SIZE: usize = 12 << 20;

/// The most parts of a form; a full window has about 1,200.
const PARTS: usize = 2_000;

/// The most bytes of all other fields together, their names included.
const FIELDS_SIZE: usize = 1 << 20;

/// `POST /w/{slug}/settings/invite/import`: a spreadsheet fills the window's lines, beside what was
/// typed. Nothing is sent.
pub async fn import(
    app: Data<App>,
    bodies: Data<Bodies>,
    _: Admin,
    request: HttpRequest,
    payload: Payload,
) -> AppResult<HttpResponse> {
    let held = bodies.body(SIZE);
    let body = Multipart::new(request.headers(), held.clone().read(payload.into_inner()));
    let (fields, file) = tokio::time::timeout(2 * app.settings.body_time(), read_parts(body))
        .await
        .map_err(|_| AppError::TooSlow)??;
    // The file took its time: who sends it may have lost the right meanwhile.
    let admin = Admin::extract(&request).await?;
    let form = named(&app, &admin, InviteForm::parse(fields.as_bytes())?).await?;
    if file.is_none() {
        let window = Window::load(&app, &admin, form).await?;
        return Ok(window.refuse_file(admin.lang.t("import-err-none")).show_refused(&request));
    }
    let sheet = match &file.bytes {
        Some(bytes) if bytes.is_empty() => Err(Unreadable::Empty),
        Some(bytes) => read(&app, &admin, bytes).await?,
        None => Err(Unreadable::TooLarge),
    };
    match sheet {
        Ok(sheet) => filled(&app, &admin, &request, form, file, sheet).await,
        Err(reason) => {
            let window = Window::load(&app, &admin, form).await?;
            Ok(window.refuse_file(unreadable(admin.lang, reason)).show_refused(&request))
        }
    }
}

/// The file as it looks, or as an admin said that files with its headers are to be read.
async fn read(app: &App, admin: &Admin, file: &[u8]) -> AppResult<Result<Sheet, Unreadable>> {
    let reader = app.spreadsheets.of_workspace(admin.workspace_id());
    let mut sheet = match reader.read(file, &Wish::default()).await {
        Ok(sheet) => sheet,
        Err(reason) => return Ok(Err(reason)),
    };
    let workspace_id = admin.workspace_id();
    let rows = std::mem::take(&mut sheet.rows);
    let read = sheet.clone();
    let said = app.db.run(move |conn| mapping::said(conn, workspace_id, &read)).await?;
    match said {
        Some(wish) => Ok(reader.read(file, &wish).await),
        None => Ok(Ok(Sheet { rows, ..sheet })),
    }
}

/// The window with the file's people; where they are too many for it, or the columns are still to be
/// told apart, the review.
async fn filled(
    app: &App,
    admin: &Admin,
    request: &HttpRequest,
    form: InviteForm,
    file: Upload,
    sheet: Sheet,
) -> AppResult<HttpResponse> {
    let typed = form.lines();
    let fits = !sheet.rows.is_empty() && typed.len() + sheet.rows.len() <= LINES;
    let lines: Vec<Line> = sheet.rows.iter().map(|row| row.line.clone()).collect();
    let read = what_was_read(admin.lang, &sheet);
    let arrival = Arrival {
        id: Uuid::now_v7(),
        sender_id: admin.user.id,
        file_name: file.name,
        file: file.bytes.unwrap_or_default(),
        sheet,
        typed: if fits { Vec::new() } else { typed },
        task_id: form.task_id()?,
    };
    let import_id = arrival.id;
    keep(app, admin, arrival, lines.len()).await?;
    if !fits {
        let review = admin.path(&format!("settings/imports/{import_id}"));
        return Ok(handlers::done(is_fragment(request), &review));
    }
    let form = named(app, admin, form.with_imported(import_id, &lines)).await?;
    let plan = plan(app, admin, form.lines()).await?;
    let said = format!("{}{read}", admin.lang.say("invite-imported").with("n", lines.len()));
    let window = Window::load(app, admin, form).await?.remark(&plan);
    Ok(window.saying(Flash::done(said)).show(request))
}

/// Which of several sheets was read, and which columns were not used; nothing where there is no choice.
fn what_was_read(lang: Lang, sheet: &Sheet) -> String {
    let mut said = String::new();
    if let Some(name) = sheet.sheets.get(sheet.sheet).filter(|_| sheet.sheets.len() > 1) {
        let phrase = lang.say("invite-imported-sheet").with("name", name);
        said += &format!(" {}", phrase.with("n", sheet.sheets.len()));
    }
    let unused: Vec<&str> = own(&sheet.headers)
        .iter()
        .zip(&sheet.columns)
        .filter(|(header, column)| column.is_none() && !header.trim().is_empty())
        .map(|(header, _)| header.as_str())
        .take(5)
        .collect();
    if !unused.is_empty() {
        let phrase = lang.say("invite-imported-unused").with("columns", unused.join(", "));
        said += &format!(" {phrase}");
    }
    said
}

/// The window with everybody of a file who can still be invited, from its review; the review where
/// they are too many.
pub async fn reopened(
    app: &App,
    admin: &Admin,
    request: &HttpRequest,
    import_id: Uuid,
) -> AppResult<HttpResponse> {
    let workspace_id = admin.workspace_id();
    let found = app.db.run(move |conn| {
        let (import, rows) = review::find(conn, workspace_id, import_id)?;
        AppResult::Ok((import, rows.open(conn)?))
    });
    let (import, rows) = found.await?;
    if rows.len() > LINES {
        return Ok(see_other(&admin.path(&format!("settings/imports/{import_id}"))));
    }
    let lines: Vec<Line> = rows.iter().map(|row| row.line()).collect();
    let task = import.task_id.map(|id| id.to_string()).unwrap_or_default();
    let form = InviteForm::opened(&task, "")?.with_imported(import_id, &lines);
    let form = named(app, admin, form).await?;
    let plan = plan(app, admin, form.lines()).await?;
    Ok(Window::load(app, admin, form).await?.remark(&plan).show(request))
}

/// From the window to what the file's columns hold: the lines become the rows of the file, so that
/// nothing typed is lost.
pub async fn to_columns(
    app: &App,
    admin: &Admin,
    request: &HttpRequest,
    mut form: InviteForm,
) -> AppResult<HttpResponse> {
    let import_id = form.import_id().ok_or(AppError::BadRequest)?;
    form.apply_to_all(&known(app, admin).await?, false);
    let (workspace, lines) = (admin.workspace.clone(), form.typed_lines());
    let take_over = move |conn: &mut PgConnection| -> AppResult<()> {
        let (_, rows) = review::find(conn, workspace.id, import_id)?;
        review::take_over(conn, &workspace, rows, &lines)
    };
    admin.change(app, take_over).await?;
    let review = format!("settings/imports/{import_id}?open=columns#columns");
    Ok(handlers::done(is_fragment(request), &admin.path(&review)))
}

async fn keep(app: &App, admin: &Admin, arrival: Arrival, people: usize) -> AppResult<()> {
    let (actor, details) =
        (Some(admin.user.id), json!({ "rows": people, "file": arrival.file_name }));
    let workspace = admin.workspace.clone();
    let mut arrival = Some(arrival);
    let keep = move |conn: &mut PgConnection| -> AppResult<()> {
        let arrival = arrival.take().ok_or_else(|| AppError::internal("kept twice"))?;
        let (id, details) = (workspace.id, details.clone());
        AuditEvent::record(conn, id, actor, Action::Imported, None, details)?;
        review::keep(conn, &workspace, arrival)
    };
    admin.change(app, keep).await
}

/// A file and its name, without its bytes when it is larger than allowed.
struct Upload {
    name: String,
    bytes: Option<Vec<u8>>,
}

impl Upload {
    /// Without scripts the form may be sent before a file was chosen.
    fn is_none(&self) -> bool {
        self.name.is_empty() && self.bytes.as_ref().is_some_and(Vec::is_empty)
    }
}

/// The urlencoded fields, and the file unless it is larger than allowed. [`AppError::TooLarge`] for
/// too many parts or bytes.
async fn read_parts(mut body: Multipart) -> AppResult<(String, Upload)> {
    let mut fields = Serializer::new(String::new());
    let mut rest = FIELDS_SIZE;
    let mut parts = 0;
    let mut file = Upload { name: String::new(), bytes: Some(Vec::new()) };
    while let Some(part) = body.next().await {
        let mut part = part.map_err(refusal)?;
        let name = part.name().unwrap_or_default().to_owned();
        parts += 1;
        if parts > PARTS || name.len() > rest {
            return Err(AppError::TooLarge);
        }
        rest -= name.len();
        let mut value = Vec::new();
        let limit = if name == "file" { FILE_SIZE } else { rest };
        let mut is_too_large = false;
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(refusal)?;
            is_too_large |= value.len() + chunk.len() > limit;
            if !is_too_large {
                value.extend_from_slice(&chunk);
            }
        }
        match (name.as_str(), is_too_large) {
            ("file", true) => file.bytes = None,
            ("file", false) => {
                let disposition = part.content_disposition();
                let name = disposition.and_then(|said| said.get_filename()).unwrap_or_default();
                file = Upload { name: tidy(name, Import::NAME_LENGTH), bytes: Some(value) };
            }
            (_, true) => return Err(AppError::TooLarge),
            (_, false) => {
                rest -= value.len();
                fields.append_pair(&name, &String::from_utf8_lossy(&value));
            }
        }
    }
    Ok((fields.finish(), file))
}

fn refusal(error: MultipartError) -> AppError {
    match error {
        MultipartError::Payload(error) => bodies::refusal(&error),
        _ => AppError::BadRequest,
    }
}

/// What is wrong with a file, and what to do.
pub fn unreadable(lang: Lang, reason: Unreadable) -> String {
    let key = match reason {
        Unreadable::WrongType => "import-err-type",
        Unreadable::OldExcel => "import-err-old",
        Unreadable::WebPage => "import-err-web",
        Unreadable::Encrypted => "import-err-encrypted",
        Unreadable::Corrupt => "import-err-corrupt",
        Unreadable::Empty => "import-err-empty",
        Unreadable::TooLarge => "import-err-large",
        Unreadable::NoAddresses => "import-err-no-addresses",
        Unreadable::OnlyExample => "import-err-example",
        Unreadable::TookTooLong => "import-err-slow",
        Unreadable::Unavailable => "import-err-busy",
        Unreadable::TooManyRows { limit } => {
            return lang.say("import-err-many").with("n", limit).to_string();
        }
    };
    lang.t(key)
}
