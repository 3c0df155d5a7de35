//! `usher demo`: made-up workspaces in a database of its own. `seed` makes them, of `people` and `work`.

mod folder;
mod people;
mod seed;
mod work;

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::ops::RangeInclusive;

use clap::Arg;

use crate::commands::{serve, start};
use crate::config::Settings;
use crate::db;

use folder::Folder;

/// Tried one after the other.
const PORTS: RangeInclusive<u16> = 8080..=8180;

/// The password of the demo's Admin, and of everybody else in it who has one.
const PASSWORD: &str = "harbour-lantern-velvet-otter";

/// Fits the settings to the command line of the demo: it has a data folder of its own, and what it
/// decides by itself is not offered.
pub fn argument(argument: Arg) -> Arg {
    match argument.get_id().as_str() {
        "data" => argument.default_value("./var/demo"),
        "mail_from" => argument.default_value("invitations@usher.example"),
        "database_url" | "embedded" | "keys" | "smtp_url" | "mailbox" => argument.hide(true),
        _ => argument,
    }
}

/// Serves made-up workspaces on this machine, with a database of its own, until told to end. With
/// `reset` what was tried before is forgotten.
pub fn run(settings: Settings, reset: bool) -> Result<(), String> {
    start::logs(&settings, "warn");
    refuse_network(settings.address)?;
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
        folder.empty(&database)?;
    }
    db::migrate(&database.url)?;
    let listener = settings.address.map_or_else(first_free, start::listen)?;
    let settings = start::with_address_of(settings, &listener)?;
    let app = start::app(settings, &database.url)?;
    actix_web::rt::System::new()
        .block_on(seed::plant_once(&app))
        .map_err(|error| format!("the made-up people cannot be written: {error}"))?;
    folder.note_address(&app.settings.base())?;
    serve::serve(app, listener, true, |app| {
        announce(&app.settings.base());
        say("Ctrl+C ends the demo; with --reset it begins anew.");
    })
}

/// On standard error: standard output has nothing but the four lines.
fn say(what: &str) {
    eprintln!("{what}");
}

/// Everybody knows the password, and the mailbox asks for none.
fn refuse_network(wanted: Option<SocketAddr>) -> Result<(), String> {
    match wanted {
        Some(address) if !address.ip().is_loopback() => Err(format!(
            "everybody knows the demo's password, so it does not listen on {address}: \
             use a loopback address such as 127.0.0.1:8080"
        )),
        _ => Ok(()),
    }
}

/// The first free one of [`PORTS`].
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
fn announce(base: &str) {
    println!("Address: {base}");
    println!("Sign in: {}", people::ADMIN_EMAIL);
    println!("Password: {PASSWORD}");
    println!("Mailbox: {base}/dev/mailbox");
}
