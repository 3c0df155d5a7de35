//! The mailbox of the demo and of development: mails that were kept instead of sent.

use actix_web::http::header;
use actix_web::web::{self, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono_tz::Tz;
use serde::Deserialize;

use crate::app::App;
use crate::dates;
use crate::error::{AppError, AppResult};
use crate::frame::PlainFrame;
use crate::handlers::ok;
use crate::mail::mailbox::{LISTED, Mailbox, StoredMail};
use crate::mail::mailer::Mailer;
use crate::security::access::browser_lang;
use crate::values::text_enum::text_enum;

/// A mail is made of what people typed, so its page may load and run nothing; only the styles it
/// carries count, as they do in a mail program. Its links open beside the mailbox, as they do there.
const MAIL_POLICY: &str = "sandbox allow-popups allow-popups-to-escape-sandbox; \
    default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

/// Sends every link of a mail into a tab of its own: within the frame no page of ours may be shown.
const LINKS_BESIDE: &str = "<base target=\"_blank\">";

text_enum! {
    /// How a mail is shown.
    View {
        Html = "html",
        Text = "text",
        Source = "source",
    }
}

#[derive(Deserialize)]
pub struct Shown {
    view: Option<View>,
}

#[derive(Template)]
#[template(path = "mailbox/show.html")]
struct MailboxPage {
    frame: PlainFrame,
    mails: Vec<StoredMail>,
    chosen: Option<StoredMail>,
    view: View,
}

impl MailboxPage {
    fn is_chosen(&self, mail: &StoredMail) -> bool {
        self.chosen.as_ref().is_some_and(|chosen| chosen.id == mail.id)
    }

    /// That there may be older ones.
    fn rest(&self) -> Option<String> {
        let is_full = self.mails.len() == LISTED;
        is_full.then(|| self.frame.say("mailbox-rest").with("n", LISTED).to_string())
    }

    fn short_date(&self, mail: &StoredMail) -> String {
        let day = dates::short_day(self.frame.lang, mail.date.date_naive());
        format!("{day}, {}", mail.date.format("%H:%M"))
    }

    fn date(&self, mail: &StoredMail) -> String {
        dates::moment(self.frame.lang, Tz::UTC, mail.date)
    }

    /// Each view's word and title.
    fn views(&self) -> [(View, &'static str); 3] {
        [
            (View::Html, self.frame.t("mailbox-html")),
            (View::Text, self.frame.t("mailbox-text")),
            (View::Source, self.frame.t("mailbox-source")),
        ]
    }
}

/// `GET /dev/mailbox`: every mail, the newest one open. 404 where mails really leave.
pub async fn index(app: Data<App>, request: HttpRequest) -> AppResult<HttpResponse> {
    let mails = read(&app, Mailbox::list).await?;
    let chosen = mails.first().cloned();
    let frame = PlainFrame::new(browser_lang(&request));
    Ok(ok(&MailboxPage { frame, mails, chosen, view: View::Html }))
}

/// `GET /dev/mailbox/{id}?view=html|text|source`
pub async fn show(
    app: Data<App>,
    request: HttpRequest,
    id: Path<String>,
    query: Query<Shown>,
) -> AppResult<HttpResponse> {
    let chosen = find(&app, id.into_inner()).await?;
    let mails = read(&app, Mailbox::list).await?;
    let frame = PlainFrame::new(browser_lang(&request));
    let view = query.view.unwrap_or(View::Html);
    Ok(ok(&MailboxPage { frame, mails, chosen: Some(chosen), view }))
}

/// `GET /dev/mailbox/{id}/html`: the HTML part alone, for the frame.
pub async fn html(app: Data<App>, id: Path<String>) -> AppResult<HttpResponse> {
    let mail = find(&app, id.into_inner()).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, MAIL_POLICY))
        .body(with_links_beside(&mail.html)))
}

fn with_links_beside(html: &str) -> String {
    match html.split_once("<head>") {
        Some((before, after)) => format!("{before}<head>{LINKS_BESIDE}{after}"),
        None => format!("{LINKS_BESIDE}{html}"),
    }
}

async fn find(app: &App, id: String) -> AppResult<StoredMail> {
    read(app, move |mailbox| mailbox.get(&id)).await?.ok_or(AppError::NotFound)
}

/// Reads the mailbox off the event loop; [`AppError::NotFound`] when there is none.
async fn read<T: Send + 'static>(
    app: &App,
    reading: impl FnOnce(&Mailbox) -> std::io::Result<T> + Send + 'static,
) -> AppResult<T> {
    let Mailer::Mailbox(mailbox) = app.mailer.as_ref() else { return Err(AppError::NotFound) };
    let mailbox = mailbox.clone();
    let read = web::block(move || reading(&mailbox)).await.map_err(|_| AppError::Busy)?;
    read.map_err(AppError::internal)
}
