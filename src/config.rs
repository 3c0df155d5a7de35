//! Settings, read once from flags and the environment. Bad combinations stop the start.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use secrecy::SecretString;
use url::{Host, Url};

use crate::values::{EmailAddress, Network, SeatPrice};

/// Where Usher listens unless told otherwise.
const ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

/// Everything that can be configured. Each field names its variable; the README has the table.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// PostgreSQL 15 or newer, as a libpq URL
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<SecretString>,

    /// Run an own PostgreSQL server in the data folder
    #[arg(long, env = "USHER_EMBEDDED", conflicts_with = "database_url")]
    pub embedded: bool,

    /// Folder for the embedded server, its keys and the mailbox
    #[arg(long, env = "USHER_DATA", default_value = "./var")]
    pub data: PathBuf,

    /// Address to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "USHER_ADDRESS")]
    pub address: Option<SocketAddr>,

    /// Address for figures in the format of Prometheus, at /metrics; none by default
    #[arg(long, env = "USHER_METRICS_ADDRESS")]
    pub metrics_address: Option<SocketAddr>,

    /// The address people reach Usher by, as links in mails show it [default: http://ADDRESS]
    #[arg(long, env = "USHER_BASE_URL", value_parser = parse_base_url)]
    pub base_url: Option<Url>,

    /// Proxies whose X-Forwarded-For is believed: addresses or CIDR ranges, comma separated
    #[arg(
        long,
        env = "USHER_TRUSTED_PROXIES",
        value_delimiter = ',',
        default_value = "127.0.0.0/8,::1"
    )]
    pub trusted_proxies: Vec<Network>,

    /// Secret keys, "name:base64 of 32 random bytes", comma separated; the first one signs
    #[arg(long, env = "USHER_KEYS", hide_env_values = true)]
    pub keys: Option<SecretString>,

    /// Mail server: smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465
    #[arg(long, env = "USHER_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<SecretString>,

    /// The installation's own sender address
    #[arg(long, env = "USHER_MAIL_FROM", default_value = "usher@localhost.localdomain", value_parser = parse_address)]
    pub mail_from: EmailAddress,

    /// Development: keep mails in the data folder and show them at /dev/mailbox
    #[arg(long, env = "USHER_MAILBOX", conflicts_with = "smtp_url")]
    pub mailbox: bool,

    /// Connections to the database
    #[arg(long, env = "USHER_DATABASE_CONNECTIONS", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub database_connections: u32,

    /// Nobody makes further workspaces at /sign-up
    #[arg(long, env = "USHER_NO_SIGN_UP")]
    pub no_sign_up: bool,

    /// What a seat costs a month, such as "9.50 EUR"; shown where seats are booked
    #[arg(long, env = "USHER_SEAT_PRICE")]
    pub seat_price: Option<SeatPrice>,

    /// Memory of one password hash, in KiB
    #[arg(long, env = "USHER_HASH_MEMORY", default_value_t = 19_456, hide = true)]
    pub hash_memory: u32,

    /// Passes of one password hash
    #[arg(long, env = "USHER_HASH_PASSES", default_value_t = 2, hide = true)]
    pub hash_passes: u32,

    /// How long a form may take to arrive, in seconds; a spreadsheet may take twice as long
    #[arg(long, env = "USHER_BODY_SECONDS", default_value_t = 30, hide = true)]
    pub body_seconds: u64,

    /// Log format: text or json
    #[arg(long, env = "USHER_LOG_FORMAT", default_value = "text", value_parser = ["text", "json"])]
    pub log_format: String,
}

impl Settings {
    /// The address to listen on.
    pub fn address(&self) -> SocketAddr {
        self.address.unwrap_or(ADDRESS)
    }

    /// The base address without a trailing slash.
    pub fn base(&self) -> String {
        match &self.base_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None => format!("http://{}", self.address()),
        }
    }

    /// Whether the base address is one that only this machine reaches.
    pub fn base_is_loopback(&self) -> bool {
        match self.base_url.as_ref().and_then(Url::host) {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => self.address().ip().is_loopback(),
        }
    }

    /// How long a form may take to arrive.
    pub fn body_time(&self) -> Duration {
        Duration::from_secs(self.body_seconds)
    }

    /// Whether people reach Usher by https; cookies are then `Secure`.
    pub fn is_https(&self) -> bool {
        self.base_url.as_ref().is_some_and(|url| url.scheme() == "https")
    }

    /// What a cookie is called: over https with the prefix that binds it to this very host.
    pub fn cookie_name(&self, name: &str) -> String {
        if self.is_https() { format!("__Host-{name}") } else { name.to_owned() }
    }
}

fn parse_base_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.host().is_some()
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none();
    if plain { Ok(url) } else { Err("expected an address like https://usher.example.com".into()) }
}

fn parse_address(text: &str) -> Result<EmailAddress, String> {
    EmailAddress::parse(text).map_err(|_| "expected an e-mail like usher@example.com".into())
}
