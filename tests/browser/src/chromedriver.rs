//! One chromedriver process: it starts Chromium and drives it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::scratch::Scratch;

/// A running chromedriver; ends when dropped.
pub struct Chromedriver {
    process: Child,
    port: u16,
    _folder: Scratch,
}

impl Chromedriver {
    /// Starts one on a free port.
    ///
    /// # Panics
    ///
    /// When there is none, or it does not start.
    pub fn start() -> Chromedriver {
        let folder = Scratch::new();
        let mut process = command(&folder).spawn().unwrap_or_else(|error| {
            panic!("chromedriver does not start ({error}); script/bootstrap test installs it")
        });
        let port = port_said_by(&mut process);
        Chromedriver { process, port, _folder: folder }
    }

    /// Where it listens.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        // Ended already is as good.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// With a scratch folder of its own: Chromium leaves things behind in it.
fn command(folder: &Scratch) -> Command {
    let mut command = Command::new("chromedriver");
    command.env("TMPDIR", folder.path());
    command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// It takes a free port by itself, and says which.
fn port_said_by(process: &mut Child) -> u16 {
    let output = process.stdout.take().expect("its output is piped");
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let port = lines
        .find_map(|line| {
            line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
        })
        .expect("chromedriver says its port");
    // What it says later must not fill the pipe.
    std::thread::spawn(move || lines.for_each(drop));
    port
}
