//! A pasted list becomes lines.

use std::collections::HashSet;

use actix_web::web::{Bytes, Data, Json};
use diesel::QueryResult;
use serde::Serialize;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::inviting::colleagues;
use crate::inviting::line::{LINES, Line};
use crate::inviting::names::Habits;
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
    // A list may be long: it is read off the event loop.
    let reading = move || {
        let (text, present) = parse(&body);
        let mut read = paste::read(&text);
        let before = read.lines.len();
        read.lines.retain(|line| {
            let email = EmailAddress::parse(&line.email);
            !email.is_ok_and(|email| present.contains(email.key()))
        });
        let dropped = read.duplicates + before - read.lines.len();
        (read, present, dropped)
    };
    let (mut read, present, dropped) =
        actix_web::web::block(reading).await.map_err(AppError::internal)?;
    let rest = read.lines.split_off(read.lines.len().min(LINES.saturating_sub(present.len())));
    let workspace = admin.workspace.clone();
    let unnamed: Vec<_> = read.lines.iter().filter_map(unnamed).collect();
    let (known, habits) = app
        .db
        .run(move |conn| {
            let habits = colleagues::habits(conn, workspace.id, &unnamed)?;
            QueryResult::Ok((Known::load(conn, &workspace, &[])?, habits))
        })
        .await?;
    for line in &mut read.lines {
        known.choose(line);
    }
    let phrase = admin.lang.say("invite-pasted").with("n", read.lines.len()).with("k", dropped);
    let mut said = phrase.to_string();
    if !rest.is_empty() {
        let phrase = admin.lang.say("invite-pasted-rest").with("n", rest.len()).with("m", LINES);
        said = format!("{said} {phrase}");
    }
    let lines = read.lines.into_iter().map(|line| PastedLine::of(line, &habits)).collect();
    Ok(Json(PastedLines { said, lines }))
}

/// The pasted text, and the keys of the addresses that the window has already.
fn parse(body: &[u8]) -> (String, HashSet<String>) {
    let mut text = String::new();
    let mut present = HashSet::new();
    for (name, value) in url::form_urlencoded::parse(body) {
        match &*name {
            "text" => text = value.into_owned(),
            "present" => {
                present.extend(EmailAddress::parse(&value).map(|email| email.key().to_owned()));
            }
            _ => {}
        }
    }
    (text, present)
}

/// The address of a line without a name.
fn unnamed(line: &Line) -> Option<EmailAddress> {
    EmailAddress::parse(&line.email).ok().filter(|_| line.name.is_empty())
}

impl PastedLine {
    fn of(line: Line, habits: &Habits) -> PastedLine {
        let recognised = unnamed(&line).and_then(|email| habits.recognise(&email));
        PastedLine { line, recognised: recognised.map(|name| name.to_string()).unwrap_or_default() }
    }
}
