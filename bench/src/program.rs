//! The program that is measured, as it runs in production but for the certificates.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Result;
use crate::http::Client;

/// The key of its links.
pub const KEYS: &str = "bench:QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";

/// How a program is started.
#[derive(Clone)]
pub struct Settings {
    pub binary: PathBuf,
    pub database_url: String,
    pub smtp: String,
    /// The log goes there.
    pub folder: PathBuf,
}

/// A running `usher serve`; it is told to end when dropped.
pub struct Program {
    process: Child,
    /// `127.0.0.1:port`
    pub host: String,
    /// From the start of the process to the first whole page.
    pub served_after: Duration,
}

impl Program {
    pub fn start(settings: &Settings) -> Result<Program> {
        let began = Instant::now();
        let mut process = Command::new(&settings.binary)
            .arg("serve")
            .env("DATABASE_URL", &settings.database_url)
            .env("USHER_ADDRESS", "127.0.0.1:0")
            .env("USHER_KEYS", KEYS)
            .env("USHER_SMTP_URL", format!("smtp://{}", settings.smtp))
            .env("USHER_DATA", &settings.folder)
            .env("USHER_LOG_FORMAT", "json")
            .env_remove("RUST_LOG")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log(&settings.folder)?)
            .spawn()?;
        let output = process.stdout.take().ok_or("its output is piped")?;
        let mut program = Program { process, host: String::new(), served_after: Duration::ZERO };
        let mut lines = BufReader::new(output).lines().map_while(std::io::Result::ok);
        let address = lines.find_map(|line| Some(line.strip_prefix("Address:")?.trim().to_owned()));
        let address = address.ok_or("the program ended before it served; see its log")?;
        program.host = address.trim_start_matches("http://").to_owned();
        let status = Client::new(&program.host)?.get("/sign-in")?.status;
        program.served_after = began.elapsed();
        if status != 200 {
            return Err(format!("the sign-in page answers {status}").into());
        }
        std::thread::spawn(move || lines.for_each(drop));
        Ok(program)
    }

    pub fn pid(&self) -> i32 {
        i32::try_from(self.process.id()).unwrap_or(0)
    }

    /// Somebody who signs in with this address.
    pub fn signed_in(&self, email: &str, password: &str) -> Result<Client> {
        let mut client = Client::new(&self.host)?;
        let answer = client.post("/sign-in", &format!("email={email}&password={password}"))?;
        if answer.status == 303 {
            Ok(client)
        } else {
            Err(format!("{email} cannot sign in").into())
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // SAFETY: the process is ours and has not been waited for, so the id is its own.
        unsafe { libc::kill(self.pid(), libc::SIGTERM) };
        let _ = self.process.wait();
    }
}

fn log(folder: &Path) -> Result<File> {
    Ok(File::options().create(true).append(true).open(folder.join("usher.log"))?)
}
