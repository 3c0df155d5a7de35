use actix_multipart::{Multipart, MultipartError};
use actix_web::web::{Data, Payload};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use futures_util::StreamExt;
use serde_json::json;
use url::form_urlencoded::Serializer;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::handlers::invite::form::InviteForm;
use crate::handlers::invite::window::Window;
use crate::handlers::invite::{LINES, named, plan};
use crate::inviting::line::Line;
use crate::inviting::spreadsheet::{FILE_SIZE, Unreadable, Wish};
use crate::journal::{Entry, What};
use crate::security::access::Admin;
use crate::security::session::Flash;
use crate::server::protection::body::{self, Bodies};
use crate::values::Lang;

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
    let form = InviteForm::parse(fields.as_bytes())?;
    let read = match file {
        Some(bytes) if bytes.is_empty() => Err(Unreadable::Empty),
        Some(bytes) => app.spreadsheets.read(bytes, &Wish::default()).await,
        None => Err(Unreadable::TooLarge),
    };
    let room = LINES - form.lines().len().min(LINES);
    let read = read.and_then(|sheet| match sheet.rows.len() {
        0 => Err(Unreadable::NoAddresses),
        people if people > room => Err(Unreadable::TooManyRows { limit: room }),
        _ => Ok(sheet),
    });
    match read {
        Ok(sheet) => {
            let lines: Vec<Line> = sheet.rows.into_iter().map(|row| row.line).collect();
            Entry::new(What::Imported.as_str())
                .in_workspace(
                    admin.workspace_id(),
                    Some(admin.user.id),
                    None,
                    json!({ "rows": lines.len() }),
                )
                .record();
            let form = named(&app, &admin, form.with_imported(&lines)).await?;
            let plan = plan(&app, &admin, form.lines()).await?;
            let said = admin.lang.say("invite-imported").with("n", lines.len());
            let window = Window::load(&app, &admin, form).await?.remark(&plan);
            Ok(window.saying(Flash::done(said)).show(&request))
        }
        Err(reason) => {
            let form = named(&app, &admin, form).await?;
            let window = Window::load(&app, &admin, form).await?;
            Ok(window.refuse_file(sentence(admin.lang, reason, room)).show_refused(&request))
        }
    }
}

/// The urlencoded fields, and the file unless it is larger than allowed. [`AppError::TooLarge`] for
/// too many parts or bytes.
async fn read_parts(mut body: Multipart) -> AppResult<(String, Option<Vec<u8>>)> {
    let mut fields = Serializer::new(String::new());
    let mut rest = FIELDS_SIZE;
    let mut parts = 0;
    let mut file = Some(Vec::new());
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
            ("file", true) => file = None,
            ("file", false) => file = Some(value),
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
        MultipartError::Payload(error) => body::refusal(&error),
        _ => AppError::BadRequest,
    }
}

/// What is wrong with the file, and what to do; `room` is how many more lines there may be.
fn sentence(lang: Lang, reason: Unreadable, room: usize) -> String {
    let key = match reason {
        Unreadable::WrongType => "import-err-type",
        Unreadable::OldExcel => "import-err-old",
        Unreadable::WebPage => "import-err-web",
        Unreadable::Encrypted => "import-err-encrypted",
        Unreadable::Corrupt => "import-err-corrupt",
        Unreadable::Empty => "import-err-empty",
        Unreadable::TooLarge => "import-err-large",
        Unreadable::NoAddresses => "import-err-no-addresses",
        Unreadable::TookTooLong => "import-err-slow",
        Unreadable::Unavailable => "import-err-busy",
        Unreadable::TooManyRows { .. } => {
            return lang.say("import-err-many").with("n", room).to_string();
        }
    };
    lang.t(key)
}
