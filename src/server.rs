//! The HTTP server around the shared state: routes, sessions, and what protects every request.

pub mod metrics;
pub mod protection;

use std::net::TcpListener;

use actix_session::SessionMiddleware;
use actix_session::config::{PersistentSession, TtlExtensionPolicy};
use actix_web::cookie::SameSite;
use actix_web::http::Method;
use actix_web::middleware::from_fn;
use actix_web::web::ServiceConfig;
use actix_web::{HttpServer, web};

use crate::app::App;
use crate::error::AppError;
use crate::handlers::errors;
use crate::routes;
use crate::security::bodies::Bodies;
use crate::security::own_pages::OwnPages;
use crate::security::session::{LIFETIME, PgSessions};
use protection::body::{FORM_SIZE, read_body};
use protection::errors::show_errors;
use protection::host::{check_host, check_origin};
use protection::log::log;
use protection::packing::pack;
use protection::share::keep_to_share;

/// Serves on the listener until the process is told to end.
pub fn server(app: App, listener: TcpListener) -> std::io::Result<actix_web::dev::Server> {
    server_with(app, listener, |_| ())
}

/// The same with further routes, which tests use to provoke what no route of ours does.
pub fn server_with(
    app: App,
    listener: TcpListener,
    further: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
) -> std::io::Result<actix_web::dev::Server> {
    let data = web::Data::new(app.clone());
    let pages = web::Data::new(own_pages());
    let bodies = web::Data::new(bodies());
    let server = HttpServer::new(move || {
        actix_web::App::new()
            .app_data(data.clone())
            .app_data(pages.clone())
            .app_data(bodies.clone())
            .app_data(web::PayloadConfig::new(FORM_SIZE))
            .app_data(web::PathConfig::default().error_handler(|_, _| AppError::NotFound.into()))
            .app_data(web::QueryConfig::default().error_handler(|_, _| AppError::BadRequest.into()))
            .wrap(sessions(&app))
            .wrap(from_fn(protection::know_who_asks))
            .wrap(from_fn(read_body))
            .wrap(from_fn(check_origin))
            .wrap(from_fn(check_host))
            .wrap(from_fn(keep_to_share))
            .wrap(from_fn(show_errors))
            .wrap(from_fn(pack))
            .wrap(from_fn(protection::add_headers))
            .wrap(from_fn(log))
            .wrap(from_fn(metrics::count))
            .configure(routes::configure)
            .configure(further.clone())
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

fn own_pages() -> OwnPages {
    // Within a workspace every address can be looked at: one of forms alone leads to its page.
    let is_shown =
        |route: &routes::Route| route.method == Method::GET || route.path.starts_with("/w/{slug}/");
    OwnPages::of(routes::table().into_iter().filter(is_shown).map(|route| route.path))
}

fn bodies() -> Bodies {
    let posted = routes::table().into_iter().filter(|route| route.method == Method::POST);
    Bodies::of(posted.map(|route| route.path))
}

fn workers() -> usize {
    std::thread::available_parallelism().map_or(2, |cores| cores.get())
}
