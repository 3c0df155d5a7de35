//! Which machine a request comes from, as far as that can be known behind proxies.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use actix_web::HttpRequest;

use crate::app::App;
use crate::values::Network;

/// The machine attempts are counted by: an IPv4 address, or the /64 network of an IPv6 address,
/// for a person has as many of those as they like.
pub fn machine(app: &App, request: &HttpRequest) -> String {
    match address(app, request) {
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => network_of(address),
        None => UNKNOWN.to_owned(),
    }
}

/// The network guesses are counted by, where who guesses may move on to the next address: the /24
/// of an IPv4 address, the /64 of an IPv6 address.
pub fn network(app: &App, request: &HttpRequest) -> String {
    match address(app, request) {
        Some(IpAddr::V4(address)) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        Some(IpAddr::V6(address)) => network_of(address),
        None => UNKNOWN.to_owned(),
    }
}

const UNKNOWN: &str = "unknown";

fn network_of(address: Ipv6Addr) -> String {
    let [a, b, c, d, ..] = address.segments();
    format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
}

/// The network around it, of which one customer of a hoster may have every address: /24 or /48.
pub fn surroundings(app: &App, request: &HttpRequest) -> String {
    match address(app, request) {
        Some(IpAddr::V6(address)) => {
            let [a, b, c, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
        _ => network(app, request),
    }
}

/// Where a request comes from. When the peer is a trusted proxy, it is the last address in
/// `X-Forwarded-For` that is none: everything before that one is hearsay.
fn address(app: &App, request: &HttpRequest) -> Option<IpAddr> {
    let proxies = &app.settings.trusted_proxies;
    let peer = request.peer_addr()?.ip().to_canonical();
    match is_one_of(proxies, peer) {
        true => Some(forwarded(request, proxies).unwrap_or(peer)),
        false => Some(peer),
    }
}

/// The last forwarded address that is no trusted proxy; `None` when there is none, or when a text
/// that is no address comes later.
fn forwarded(request: &HttpRequest, proxies: &[Network]) -> Option<IpAddr> {
    let headers: Vec<_> = request.headers().get_all("x-forwarded-for").collect();
    for header in headers.iter().rev() {
        for entry in header.to_str().ok()?.rsplit(',') {
            let address = address_in(entry)?;
            if !is_one_of(proxies, address) {
                return Some(address);
            }
        }
    }
    None
}

/// Reads `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]` and `[2001:db8::1]:80`.
fn address_in(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    let plain = entry.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(entry);
    let address = plain
        .parse::<IpAddr>()
        .or_else(|_| entry.parse::<SocketAddr>().map(|socket| socket.ip()))
        .ok()?;
    Some(address.to_canonical())
}

fn is_one_of(proxies: &[Network], address: IpAddr) -> bool {
    proxies.iter().any(|proxy| proxy.contains(address))
}
