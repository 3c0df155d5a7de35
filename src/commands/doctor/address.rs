use url::Host;

use super::Finding;
use crate::config::Settings;

/// Whether people can follow the links that mails will show, and no eavesdropper with them.
pub fn finding(settings: &Settings) -> Finding {
    let Some(url) = &settings.base_url else {
        return without_base_url(settings);
    };
    let base = settings.base();
    let (is_loopback, is_unspecified) = match url.host() {
        Some(Host::Ipv4(ip)) => (ip.is_loopback(), ip.is_unspecified()),
        Some(Host::Ipv6(ip)) => (ip.is_loopback(), ip.is_unspecified()),
        Some(Host::Domain(name)) => (name == "localhost", false),
        None => (false, false),
    };
    let listens_at = settings.address();
    if is_unspecified {
        Err(format!("nobody can open {base}; set USHER_BASE_URL to a name that people reach"))
    } else if url.scheme() == "https" {
        Ok(base)
    } else if !is_loopback {
        Err(format!(
            "{base} sends passwords unencrypted; put a proxy with TLS before Usher and set \
             USHER_BASE_URL to its https address"
        ))
    } else if url.port_or_known_default() != Some(listens_at.port()) {
        Err(format!(
            "links lead to {base}, but Usher listens on {listens_at}; make USHER_BASE_URL and \
             USHER_ADDRESS agree"
        ))
    } else {
        Ok(format!("{base}, which only this machine reaches"))
    }
}

fn without_base_url(settings: &Settings) -> Finding {
    let base = settings.base();
    if settings.address().ip().is_loopback() {
        return Ok(format!("{base}, which only this machine reaches"));
    }
    Err(format!(
        "links in mails would show {base}; set USHER_BASE_URL to the address people reach Usher by"
    ))
}
