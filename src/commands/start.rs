//! From settings to a running app: logs, database, keys, mail.

use std::io::IsTerminal;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use diesel::{Connection, PgConnection};
use secrecy::ExposeSecret;
use tokio::sync::Notify;
use tracing_subscriber::EnvFilter;

use crate::app::App;
use crate::config::Settings;
use crate::db::managed::{ManagedPostgres, Options};
use crate::db::{self, Db};
use crate::inviting::spreadsheet::SpreadsheetReader;
use crate::mail::mailbox::Mailbox;
use crate::mail::mailer::Mailer;
use crate::mail::smtp::SmtpMailer;
use crate::models::user_list::index::SearchIndexes;
use crate::security::keys::Keys;
use crate::security::passwords::Passwords;
use crate::server::metrics;

/// The database of these settings; an embedded server runs as long as this value lives.
pub struct Database {
    pub url: String,
    managed: Option<ManagedPostgres>,
}

impl Database {
    /// Starts the embedded server or takes the configured one. Neither is an error: a missing
    /// variable must never open an empty database.
    pub fn open(settings: &Settings) -> Result<Database, String> {
        match &settings.database_url {
            Some(url) => Ok(Database { url: url.expose_secret().to_owned(), managed: None }),
            None if settings.embedded => {
                let managed = ManagedPostgres::start(&settings.data, Options { durable: true })
                    .map_err(|error| error.to_string())?;
                managed.ensure_database("usher").map_err(|error| error.to_string())?;
                Ok(Database { url: managed.url("usher"), managed: Some(managed) })
            }
            None => Err("set DATABASE_URL to a PostgreSQL 15 or newer, or start with --embedded \
                         to run one in the data folder"
                .to_owned()),
        }
    }

    /// Brings the schema of an embedded database up to date. Any other one may be shared by several
    /// nodes, so there it is the operator's decision: what is missing stops the start.
    pub fn prepare(&self) -> Result<(), String> {
        if self.managed.is_some() {
            return db::migrate(&self.url).map(drop);
        }
        match db::pending_migrations(&mut self.connect()?)? {
            0 => Ok(()),
            count => Err(format!(
                "{count} migrations have not run yet; run `usher migrate`, then start again"
            )),
        }
    }

    /// One connection outside any pool.
    pub fn connect(&self) -> Result<PgConnection, String> {
        PgConnection::establish(&self.url)
            .map_err(|error| format!("the database does not answer: {error}"))
    }

    /// Whether it is an embedded server that another program runs.
    pub fn is_adopted(&self) -> bool {
        self.managed.as_ref().is_some_and(ManagedPostgres::adopted)
    }
}

/// Sends the log to standard error: text for people, JSON for machines. `RUST_LOG` filters it, else
/// `level` does. Panics become lines of it, in place of the several that Rust would print.
pub fn logs(settings: &Settings, level: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // A second call, as tests make it, changes nothing.
    let _ = if settings.log_format == "json" {
        logs.json().with_span_list(false).try_init()
    } else {
        logs.try_init()
    };
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(tracing::field::display);
        let words = panic.payload_as_str().unwrap_or("no words");
        tracing::error!(place, words, "panic");
    }));
}

/// The secret keys: configured, or kept in the data folder of an embedded installation.
pub fn keys(settings: &Settings) -> Result<Keys, String> {
    match &settings.keys {
        Some(text) => Keys::parse(text.expose_secret()),
        None if settings.embedded => Keys::kept_in(&settings.data),
        None => {
            Err("set USHER_KEYS, for example to \"first:$(openssl rand -base64 32)\"".to_owned())
        }
    }
}

/// Where mail goes.
pub fn mailer(settings: &Settings) -> Result<Mailer, String> {
    match &settings.smtp_url {
        Some(url) => SmtpMailer::from_url(url.expose_secret())
            .map(Mailer::Smtp)
            .map_err(|error| format!("USHER_SMTP_URL: {error}")),
        None if settings.mailbox => {
            let folder = settings.data.join("mail");
            Mailbox::open(&folder)
                .map(Mailer::Mailbox)
                .map_err(|error| format!("{}: {error}", folder.display()))
        }
        None => Ok(Mailer::Off),
    }
}

/// Refuses a mailbox that others could open: it shows every link to whoever asks.
pub fn refuse_open_mailbox(settings: &Settings) -> Result<(), String> {
    let is_private = settings.address().ip().is_loopback() && settings.base_is_loopback();
    if settings.mailbox && !is_private {
        return Err(
            "the mailbox shows every mail to anybody, so with --mailbox both --address and \
                    --base-url have to be loopback, such as 127.0.0.1:8080"
                .to_owned(),
        );
    }
    Ok(())
}

/// Takes the address for our own.
pub fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).map_err(|error| format!("cannot listen on {address}: {error}"))
}

/// Counts panics, and serves the figures where that is asked for. Needs the runtime.
pub fn metrics(app: &App) -> Result<(), String> {
    metrics::count_panics();
    let Some(address) = app.settings.metrics_address else { return Ok(()) };
    let listener = listen(address)?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let server = metrics::server(app.clone(), listener).map_err(|error| error.to_string())?;
    actix_web::rt::spawn(server);
    println!("Metrics:  http://{address}/metrics");
    Ok(())
}

/// The settings with the address that was taken, whose port is only known now when 0 was asked for.
pub fn with_address_of(settings: Settings, listener: &TcpListener) -> Result<Settings, String> {
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    Ok(Settings { address: Some(address), ..settings })
}

/// Everything the server and the worker share.
pub fn app(settings: Settings, database_url: &str) -> Result<App, String> {
    let db = Db::connect(database_url, settings.database_connections)
        .map_err(|error| format!("the database does not answer: {error}"))?;
    Ok(App {
        db,
        keys: keys(&settings)?,
        passwords: Passwords::new(&settings)?,
        mailer: Arc::new(mailer(&settings)?),
        spreadsheets: SpreadsheetReader::this_program().map_err(|error| error.to_string())?,
        searches: SearchIndexes::default(),
        mail_waits: Arc::new(Notify::new()),
        batch_waits: Arc::new(Notify::new()),
        settings: Arc::new(settings),
    })
}
