//! Only what is asked of our own address is answered, and only our own pages change anything.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName};
use actix_web::middleware::Next;
use actix_web::{Error, web};
use url::{Position, Url};

use crate::app::App;
use crate::config::Settings;
use crate::error::AppError;
use crate::server::protection::pattern;

/// On loopback these are all the same machine, and people type any of them.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Refuses what was asked of another host than the base address's: another site's name that points
/// here (DNS rebinding) gets no page. Health probes ask by whatever address they know.
pub async fn check_host<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let is_probe = matches!(request.path(), "/healthz" | "/readyz");
    if is_probe || is_for_us(&request, &own_addresses(&request)) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let host = request.headers().get(header::HOST);
    tracing::warn!(?host, "refused: the base address has another host");
    Ok(request.error_response(AppError::Misdirected).map_into_right_body())
}

/// Refuses every request that changes something and does not come from our own pages.
/// Rule: OWASP CSRF cheat sheet, Fetch Metadata beside Origin.
pub async fn check_origin<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if is_safe || is_from_us(request.headers(), &own_addresses(&request)) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    tracing::warn!(path = pattern(&request), "refused: the request comes from another site");
    Ok(request.error_response(AppError::Forbidden).map_into_right_body())
}

fn own_addresses(request: &ServiceRequest) -> Vec<Url> {
    request.app_data::<web::Data<App>>().map_or_else(Vec::new, |app| addresses(&app.settings))
}

/// The base address; on loopback also its other names.
fn addresses(settings: &Settings) -> Vec<Url> {
    let Ok(base) = Url::parse(&settings.base()) else { return Vec::new() };
    let mut all = vec![base.clone()];
    if settings.base_is_loopback() {
        for name in LOOPBACK {
            let mut url = base.clone();
            all.extend(url.set_host(Some(name)).is_ok().then_some(url));
        }
    }
    all
}

/// Every host that the request names must be ours, and there must be one.
fn is_for_us(request: &ServiceRequest, own: &[Url]) -> bool {
    let named = request.headers().get_all(header::HOST).map(|host| host.to_str().unwrap_or(""));
    let hosts: Vec<&str> = named.chain(request.uri().authority().map(|a| a.as_str())).collect();
    !hosts.is_empty() && hosts.iter().all(|host| own.iter().any(|url| is_host_of(host, url)))
}

/// Compares text, so that nothing which merely resembles a host passes.
fn is_host_of(host: &str, url: &Url) -> bool {
    let short = &url[Position::BeforeHost..Position::AfterPort];
    let port = url.port_or_known_default().map(|port| format!(":{port}")).unwrap_or_default();
    let long = format!("{}{port}", url.host_str().unwrap_or_default());
    host.eq_ignore_ascii_case(short) || host.eq_ignore_ascii_case(&long)
}

/// A stated origin must be ours. Under our Referrer-Policy browsers send "null" from our own forms
/// too; then, or without any, Fetch Metadata has to say that the page was ours. Browsers state each
/// once: whoever states two, of which one might be believed, is refused.
fn is_from_us(headers: &HeaderMap, own: &[Url]) -> bool {
    let fetch_site = HeaderName::from_static("sec-fetch-site");
    let (Ok(origin), Ok(site)) = (single(headers, header::ORIGIN), single(headers, fetch_site))
    else {
        return false;
    };
    match origin {
        None | Some("null") => site == Some("same-origin"),
        Some(origin) => {
            let is_own = Url::parse(origin)
                .is_ok_and(|origin| own.iter().any(|url| url.origin() == origin.origin()));
            is_own && site.is_none_or(|site| matches!(site, "same-origin" | "none"))
        }
    }
}

/// The header's only value; an error when there are several, or when it is no text.
fn single(headers: &HeaderMap, name: HeaderName) -> Result<Option<&str>, ()> {
    let mut values = headers.get_all(name);
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => value.to_str().map(Some).map_err(drop),
        (Some(_), Some(_)) => Err(()),
    }
}
