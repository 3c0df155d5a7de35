//! Figures for whoever runs the installation, in the text format of Prometheus, on a listener of
//! their own: behind a proxy on the same machine every request comes from loopback, so an address
//! among the others could not tell its operator from strangers.

use std::fmt::Write;
use std::net::TcpListener;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, HttpServer, web};

use crate::app::App;
use crate::error::AppResult;
use crate::models::outbox_email::backlog::Backlog;

/// Answers by the first digit of their status, from 1 on.
static REQUESTS: [AtomicU64; 5] = [const { AtomicU64::new(0) }; 5];
static PANICS: AtomicU64 = AtomicU64::new(0);

/// Counts every answer by its class.
pub async fn count<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let result = next.call(request).await;
    let status = match &result {
        Ok(response) => response.status(),
        Err(error) => error.as_response_error().status_code(),
    };
    if let Some(class) = REQUESTS.get(usize::from(status.as_u16() / 100).saturating_sub(1)) {
        class.fetch_add(1, Ordering::Relaxed);
    }
    result
}

/// Counts the panics of this process from now on, and leaves them to whoever had them before.
pub fn count_panics() {
    let previous = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        PANICS.fetch_add(1, Ordering::Relaxed);
        previous(panic);
    }));
}

/// Serves `/metrics` and nothing else on the listener, until the process ends.
pub fn server(app: App, listener: TcpListener) -> std::io::Result<Server> {
    // Looking must work just when requests wait for connections.
    let data = web::Data::new(App { db: app.db.reserved(), ..app });
    let server = HttpServer::new(move || {
        actix_web::App::new().app_data(data.clone()).route("/metrics", web::get().to(show))
    });
    Ok(server.workers(1).disable_signals().listen(listener)?.run())
}

/// `GET /metrics`: without the outbox when the database does not answer.
async fn show(app: web::Data<App>) -> HttpResponse {
    let backlog = app.db.run(Backlog::load).await;
    if let Err(error) = &backlog {
        tracing::warn!(%error, "the outbox cannot be counted");
    }
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(text(&backlog))
}

fn text(backlog: &AppResult<Vec<Backlog>>) -> String {
    let mut text = String::new();
    let requests = (1..).zip(&REQUESTS).map(|(class, count)| {
        (format!("{{class=\"{class}xx\"}}"), count.load(Ordering::Relaxed) as f64)
    });
    metric(&mut text, "usher_requests_total", "counter", "Answers by class.", requests);
    let panics = [(String::new(), PANICS.load(Ordering::Relaxed) as f64)];
    metric(&mut text, "usher_panics_total", "counter", "Panics of this process.", panics);
    let is_up = [(String::new(), f64::from(u8::from(backlog.is_ok())))];
    metric(&mut text, "usher_database_up", "gauge", "Whether the database answers.", is_up);
    let Ok(backlog) = backlog else { return text };
    let of = |state: &str, value| (format!("{{state=\"{state}\"}}"), value);
    let mails = backlog.iter().map(|one| of(&one.state, one.mails as f64));
    metric(&mut text, "usher_outbox_mails", "gauge", "Mails that wait or are parked.", mails);
    let overdue = backlog.iter().map(|one| of(&one.state, one.overdue));
    let help = "For how long the oldest mail that is due was left alone.";
    metric(&mut text, "usher_outbox_oldest_due_seconds", "gauge", help, overdue);
    text
}

fn metric(
    text: &mut String,
    name: &str,
    kind: &str,
    help: &str,
    values: impl IntoIterator<Item = (String, f64)>,
) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
    for (labels, value) in values {
        let _ = writeln!(text, "{name}{labels} {value}");
    }
}
