mod folder;
mod people;
mod seed;
mod work;

use std::io::{ErrorKind, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::ops::RangeInclusive;

use crate::commands::{serve, start};
use crate::config::Settings;
use crate::db;

use folder::Folder;

/// The demo's data folder, unless it is told another.
pub const DATA: &str = "./var/demo";

/// Tried one after the other.
const PORTS: RangeInclusive<u16> = 8080..=8180;

/// The password of the demo's Admin, and of everybody else in it who has one.
const PASSWORD: &str = "harbour-lantern-velvet-otter";

/// Serves made-up workspaces on this machine, with a database of its own, until told to end. With
/// `reset` what was tried before is forgotten.
pub fn run(settings: Settings, reset: bool) -> Result<(), String> {
    start::logs(&settings, "warn");
    let folder = Folder::open(&settings.data)?;
    let settings = Settings {
        database_url: None,
        embedded: true,
        keys: None,
        smtp_url: None,
        mailbox: true,
        ..settings
    };
    say(if folder.is_new() {
        "Making a database, which takes some seconds …"
    } else {
        "Starting the database …"
    });
    let database = start::Database::open(&settings)?;
    if database.is_adopted() {
        return Err(folder.is_in_use());
    }
    if reset {
        say("Forgetting what was tried …");
        folder.empty(&database.url)?;
    }
    db::migrate(&database.url)?;
    let (listener, address) = listen(settings.address)?;
    let app = start::app(Settings { address: Some(address), ..settings }, &database.url)?;
    actix_web::rt::System::new()
        .block_on(seed::plant_once(&app))
        .map_err(|error| format!("the made-up people cannot be written: {error}"))?;
    folder.note_address(&app.settings.base())?;
    announce(&app.settings.base()).map_err(|error| error.to_string())?;
    serve::serve(app, listener, true)
}

/// On standard error: standard output has nothing but the four lines.
fn say(what: &str) {
    eprintln!("{what}");
}

/// The address that was asked for, else the first free one of [`PORTS`].
fn listen(wanted: Option<SocketAddr>) -> Result<(TcpListener, SocketAddr), String> {
    let listener = match wanted {
        Some(address) if !address.ip().is_loopback() => {
            return Err(format!(
                "everybody knows the demo's password, so it does not listen on {address}: \
                 use a loopback address such as 127.0.0.1:8080"
            ));
        }
        Some(address) => start::listen(address)?,
        None => first_free()?,
    };
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    Ok((listener, address))
}

fn first_free() -> Result<TcpListener, String> {
    for port in PORTS {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            outcome => {
                return outcome.map_err(|error| format!("cannot listen on port {port}: {error}"));
            }
        }
    }
    Err(format!(
        "no port from {} to {} is free; choose one by --address",
        PORTS.start(),
        PORTS.end()
    ))
}

/// The four lines that a person needs; scripts read them too.
fn announce(base: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "Address: {base}")?;
    writeln!(out, "Sign in: {}", people::ADMIN_EMAIL)?;
    writeln!(out, "Password: {PASSWORD}")?;
    writeln!(out, "Mailbox: {base}/dev/mailbox")?;
    out.flush()
}
