use actix_web::web::{Bytes, Data, Json};
use serde::Serialize;

use crate::app::App;
use crate::error::AppResult;
use crate::handlers::invite::{LINES, recognised};
use crate::inviting::line::Line;
use crate::inviting::paste;
use crate::inviting::plan::Known;
use crate::security::access::Admin;
use crate::values::EmailAddress;

#[derive(Serialize)]
pub struct PastedLines {
    lines: Vec<PastedLine>,
    said: String,
}

#[derive(Serialize)]
struct PastedLine {
    #[serde(flatten)]
    line: Line,
    /// The name in the address, where the list says none; empty when there is none either.
    recognised: String,
}

/// `POST /w/{slug}/settings/invite/paste`: the lines of a pasted list, without those that the
/// window has already, and no more than it has room for.
pub async fn paste(app: Data<App>, admin: Admin, body: Bytes) -> AppResult<Json<PastedLines>> {
    let (text, present) = parse(&body);
    let mut read = paste::read(&text);
    let before = read.lines.len();
    read.lines.retain(|line| {
        let email = EmailAddress::parse(&line.email);
        !email.is_ok_and(|email| present.iter().any(|other| other.key() == email.key()))
    });
    let dropped = read.duplicates + before - read.lines.len();
    let rest = read.lines.split_off(read.lines.len().min(LINES.saturating_sub(present.len())));
    let workspace = admin.workspace.clone();
    let known = app.db.run(move |conn| Known::load(conn, &workspace, &[])).await?;
    for line in &mut read.lines {
        known.choose(line);
    }
    let phrase = admin.lang.say("invite-pasted").with("n", read.lines.len()).with("k", dropped);
    let mut said = phrase.to_string();
    if !rest.is_empty() {
        let phrase = admin.lang.say("invite-pasted-rest").with("n", rest.len()).with("m", LINES);
        said = format!("{said} {phrase}");
    }
    Ok(Json(PastedLines { said, lines: read.lines.into_iter().map(PastedLine::of).collect() }))
}

/// The pasted text, and the addresses that the window has already.
fn parse(body: &[u8]) -> (String, Vec<EmailAddress>) {
    let mut text = String::new();
    let mut present = Vec::new();
    for (name, value) in url::form_urlencoded::parse(body) {
        match &*name {
            "text" => text = value.into_owned(),
            "present" => present.extend(EmailAddress::parse(&value)),
            _ => {}
        }
    }
    (text, present)
}

impl PastedLine {
    fn of(line: Line) -> PastedLine {
        let is_named = !line.name.is_empty();
        let recognised = if is_named { None } else { recognised(&line.email) };
        PastedLine { line, recognised: recognised.unwrap_or_default() }
    }
}
