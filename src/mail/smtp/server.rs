//! The mail server an address such as `smtp://user:password@mail.example.org:587` names.

use std::net::IpAddr;

use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use url::{Host, Url};

/// Where mail is handed over, and how.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) encryption: Encryption,
    pub(super) credentials: Option<(String, SecretString)>,
}

/// When a connection becomes encrypted. There is no "if the server offers it": whoever sits in
/// between can remove the offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encryption {
    /// From the first byte (`smtps`).
    Implicit,
    /// By STARTTLS, or not at all does anything leave.
    StartTls,
    /// Never.
    None,
}

/// Why an SMTP address is refused. Never repeats the address, which holds a password.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSmtpUrl {
    #[error("an SMTP address reads smtp://user:password@host:587 or smtps://host:465")]
    Form,
    #[error("only tls=none and tls=required may follow the ? of an SMTP address")]
    Option,
    #[error("smtps is encrypted by itself, so tls=none contradicts it")]
    Contradiction,
    #[error("a user name without a password, or the reverse, in the SMTP address")]
    HalfCredentials,
    #[error("with tls=none the password would be readable on its way to {0}; use STARTTLS")]
    ReadablePassword(String),
}

impl Server {
    pub(super) fn parse(text: &str) -> Result<Self, BadSmtpUrl> {
        let url = Url::parse(text).map_err(|_| BadSmtpUrl::Form)?;
        let implicit = match url.scheme() {
            "smtp" => false,
            "smtps" => true,
            _ => return Err(BadSmtpUrl::Form),
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(BadSmtpUrl::Form);
        }
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(BadSmtpUrl::Form)?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let near = is_loopback(&host);
        let encryption = encryption(&url, implicit, near)?;
        let credentials = credentials(&url)?;
        if credentials.is_some() && encryption == Encryption::None && !near {
            return Err(BadSmtpUrl::ReadablePassword(host));
        }
        let port = url.port().unwrap_or(if implicit { 465 } else { 587 });
        Ok(Self { host, port, encryption, credentials })
    }

    /// Host and port as people write them.
    pub(super) fn name(&self) -> String {
        match Host::parse(&self.host) {
            Ok(_) => format!("{}:{}", self.host, self.port),
            Err(_) => format!("[{}]:{}", self.host, self.port),
        }
    }
}

/// Required unless switched off; to this machine itself it is off unless switched on.
fn encryption(url: &Url, implicit: bool, near: bool) -> Result<Encryption, BadSmtpUrl> {
    let mut wanted = None;
    for (key, value) in url.query_pairs() {
        wanted = Some(match (key.as_ref(), value.as_ref()) {
            ("tls", "none") => Encryption::None,
            ("tls", "required") => Encryption::StartTls,
            _ => return Err(BadSmtpUrl::Option),
        });
    }
    match (implicit, wanted) {
        (true, Some(Encryption::None)) => Err(BadSmtpUrl::Contradiction),
        (true, _) => Ok(Encryption::Implicit),
        (false, Some(wanted)) => Ok(wanted),
        (false, None) if near => Ok(Encryption::None),
        (false, None) => Ok(Encryption::StartTls),
    }
}

fn credentials(url: &Url) -> Result<Option<(String, SecretString)>, BadSmtpUrl> {
    let decoded = |text| percent_decode_str(text).decode_utf8().map_err(|_| BadSmtpUrl::Form);
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", Some(_)) | (_, None) => Err(BadSmtpUrl::HalfCredentials),
        (user, Some(password)) => {
            let password = SecretString::from(decoded(password)?.into_owned());
            Ok(Some((decoded(user)?.into_owned(), password)))
        }
    }
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}
