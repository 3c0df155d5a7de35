//! What every request shares, and the HTTP server around it.

use std::net::TcpListener;
use std::sync::Arc;

use actix_session::SessionMiddleware;
use actix_session::config::{PersistentSession, TtlExtensionPolicy};
use actix_web::cookie::SameSite;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{HttpServer, web};
use tokio::sync::Notify;

use crate::config::Settings;
use crate::db::Db;
use crate::error::AppError;
use crate::handlers::errors;
use crate::inviting::spreadsheet::SpreadsheetReader;
use crate::mail::mailer::Mailer;
use crate::routes;
use crate::security::keys::Keys;
use crate::security::passwords::Passwords;
use crate::security::protection;
use crate::security::protection::body::{FORM_SIZE, read_body};
use crate::security::protection::errors::show_errors;
use crate::security::protection::host::{check_host, check_origin};
use crate::security::session::{LIFETIME, PgSessions};

/// The shared state: settings, database, keys, password hashing, mail.
#[derive(Clone)]
pub struct App {
    pub settings: Arc<Settings>,
    pub db: Db,
    pub keys: Keys,
    pub passwords: Passwords,
    pub mailer: Arc<Mailer>,
    pub spreadsheets: SpreadsheetReader,
    /// Wakes the worker of this process; it also looks by itself every second.
    pub mail_waits: Arc<Notify>,
}

/// Serves on the listener until the process is told to end.
pub fn server(app: App, listener: TcpListener) -> std::io::Result<actix_web::dev::Server> {
    let data = web::Data::new(app.clone());
    let server = HttpServer::new(move || {
        actix_web::App::new()
            .app_data(data.clone())
            .app_data(form_config())
            .app_data(web::PayloadConfig::new(FORM_SIZE))
            .app_data(web::PathConfig::default().error_handler(|_, _| AppError::NotFound.into()))
            .app_data(web::QueryConfig::default().error_handler(|_, _| AppError::BadRequest.into()))
            .wrap(sessions(&app))
            .wrap(from_fn(read_body))
            .wrap(from_fn(check_origin))
            .wrap(from_fn(check_host))
            .wrap(from_fn(show_errors))
            .wrap(from_fn(protection::add_headers))
            .wrap(from_fn(protection::log))
            .wrap(Compress::default())
            .configure(routes::configure)
            .default_service(web::to(errors::not_found))
    });
    Ok(server.workers(workers()).shutdown_timeout(30).listen(listener)?.run())
}

/// The session cookie: `__Host-` and `Secure` wherever the base address is https.
fn sessions(app: &App) -> SessionMiddleware<PgSessions> {
    SessionMiddleware::builder(PgSessions(app.db.clone()), app.keys.cookie_key())
        .cookie_name(app.settings.cookie_name("usher"))
        .cookie_secure(app.settings.is_https())
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_path("/".to_owned())
        .session_lifecycle(
            PersistentSession::default()
                .session_ttl(LIFETIME)
                .session_ttl_extension_policy(TtlExtensionPolicy::OnEveryRequest),
        )
        .build()
}

fn form_config() -> web::FormConfig {
    web::FormConfig::default().limit(FORM_SIZE).error_handler(|error, _| {
        match error {
            actix_web::error::UrlencodedError::Overflow { .. } => AppError::TooLarge,
            _ => AppError::BadRequest,
        }
        .into()
    })
}

fn workers() -> usize {
    std::thread::available_parallelism().map_or(2, |cores| cores.get())
}
