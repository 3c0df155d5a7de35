//! `usher doctor`: what is well with an installation, and what is to be mended.

mod address;
mod database;

use std::process::ExitCode;

use crate::commands::start;
use crate::config::Settings;
use crate::values::Network;

/// What a check found: how it is, or what is wrong and how to mend it.
type Finding = Result<String, String>;

/// Checks the installation and prints one line for each point, with a remedy for each failure.
/// Anything that must be mended makes the exit code a failure.
pub fn run(settings: Settings) -> ExitCode {
    let [database, migrations, outbox] = database::findings(&settings);
    let findings = [
        ("Database", database),
        ("Migrations", migrations),
        ("Outbox", outbox),
        ("Base address", address::finding(&settings)),
        ("Proxies", Ok(proxies(&settings))),
        ("Mail", mail(&settings)),
        ("Sender", sender(&settings)),
        ("Keys", keys(&settings)),
    ];
    for (point, finding) in &findings {
        match finding {
            Ok(state) => println!("ok       {point}: {state}"),
            Err(problem) => println!("problem  {point}: {problem}"),
        }
    }
    match findings.iter().all(|(_, finding)| finding.is_ok()) {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// Whose word is taken for where a request comes from, which attempts are counted by.
fn proxies(settings: &Settings) -> String {
    if settings.trusted_proxies.is_empty() {
        return "no X-Forwarded-For is believed".to_owned();
    }
    let names: Vec<_> = settings.trusted_proxies.iter().map(ToString::to_string).collect();
    let believed = format!("X-Forwarded-For is believed from {}", names.join(", "));
    let is_local = settings.trusted_proxies.iter().any(Network::is_loopback);
    match settings.address().ip().is_loopback() && is_local {
        true => format!(
            "{believed}, so from every program of this machine; name the proxy alone by \
             USHER_TRUSTED_PROXIES"
        ),
        false => believed,
    }
}

/// For SMTP a real conversation, up to the point of sending.
fn mail(settings: &Settings) -> Finding {
    let mailer = start::mailer(settings)?;
    if mailer.is_off() {
        return Err("no mail server is set, so no mail leaves; set USHER_SMTP_URL".to_owned());
    }
    actix_web::rt::System::new().block_on(mailer.check()).map_err(|problem| {
        match settings.mailbox {
            true => format!("{problem} Make the folder writable, or name another by USHER_DATA."),
            false => format!("{problem} Check USHER_SMTP_URL, and that the server can be reached."),
        }
    })
}

fn sender(settings: &Settings) -> Finding {
    let sender = settings.mail_from.as_str();
    if settings.smtp_url.is_some() && sender.ends_with(".localdomain") {
        return Err(format!(
            "mail servers refuse {sender}; set USHER_MAIL_FROM to an address of your own domain"
        ));
    }
    Ok(sender.to_owned())
}

fn keys(settings: &Settings) -> Finding {
    if settings.keys.is_none() && settings.embedded && !settings.data.join("keys").exists() {
        return Ok("the first start makes one".to_owned());
    }
    let kept = if settings.keys.is_some() { "USHER_KEYS" } else { "kept in the data folder" };
    start::keys(settings).map(|_| kept.to_owned())
}
