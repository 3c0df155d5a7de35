//! What the same thing costs at least: a bare hash, the page's SQL, a static file, plain SMTP.

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use argon2::{Argon2, PasswordHasher};
use diesel::connection::SimpleConnection;
use diesel::{PgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::Result;
use crate::cpu;
use crate::site::PASSWORD;

/// How many connections the program has to the mail server.
const CONNECTIONS: usize = 4;

/// One argon2id hash: how long, and its processor time.
pub fn hash() -> Result<(Duration, Duration)> {
    let (began, before) = (Instant::now(), cpu::of_this_thread());
    let hash = Argon2::default().hash_password(PASSWORD.as_bytes());
    std::hint::black_box(hash.map_err(|error| error.to_string())?);
    Ok((began.elapsed(), cpu::of_this_thread() - before))
}

/// The SQL that no user list can do without: who asks, and the rows of the page.
pub const LIST_SQL: [&str; 2] = [include_str!("../sql/who.sql"), include_str!("../sql/rows.sql")];

/// Has the bare SQL of the user list parsed and planned, as the program's statements are.
pub fn prepare_list(conn: &mut PgConnection) -> Result<()> {
    let [who, rows] = LIST_SQL;
    let sql = format!("PREPARE who (text) AS {who}; PREPARE rows (uuid) AS {rows}");
    Ok(conn.batch_execute(&sql)?)
}

/// Runs the bare SQL of the user list once, for the person with this address.
pub fn list_sql(conn: &mut PgConnection, workspace: Uuid, email: &str) -> Result<()> {
    // Both are ours, and neither has a quote in it. Run as statements that return rows.
    diesel::sql_query(format!("EXECUTE who ('{email}')")).execute(conn)?;
    diesel::sql_query(format!("EXECUTE rows ('{workspace}')")).execute(conn)?;
    Ok(())
}

/// An nginx that serves one file.
pub struct Nginx {
    process: Child,
    pub host: String,
}

impl Nginx {
    /// Serves these bytes at `/page.html`.
    pub fn start(folder: &Path, page: &[u8]) -> Result<Nginx> {
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        fs::write(folder.join("page.html"), page)?;
        let (root, config) = (folder.display(), folder.join("nginx.conf"));
        fs::write(
            &config,
            format!(
                "daemon off; master_process off; pid {root}/nginx.pid; error_log {root}/nginx.log;
                 events {{ worker_connections 64; }}
                 http {{
                   access_log off; keepalive_requests 100000000; default_type text/html;
                   client_body_temp_path {root}/nginx-body; proxy_temp_path {root}/nginx-proxy;
                   fastcgi_temp_path {root}/nginx-fastcgi; uwsgi_temp_path {root}/nginx-uwsgi;
                   scgi_temp_path {root}/nginx-scgi;
                   server {{ listen 127.0.0.1:{port}; root {root}; }}
                 }}"
            ),
        )?;
        let process = Command::new("nginx")
            .arg("-c")
            .arg(&config)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let nginx = Nginx { process, host: format!("127.0.0.1:{port}") };
        for _ in 0..500 {
            if TcpStream::connect(&nginx.host).is_ok() {
                return Ok(nginx);
            }
            thread::sleep(Duration::from_millis(10));
        }
        Err("nginx does not serve".into())
    }

    pub fn pid(&self) -> i32 {
        i32::try_from(self.process.id()).unwrap_or(0)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Sends this many copies of a message over as many connections as the program has; how long it
/// took, and the processor time of one message.
pub fn smtp(sink: SocketAddr, message: &[u8], messages: usize) -> Result<(Duration, Duration)> {
    let began = Instant::now();
    let used: io::Result<Vec<Duration>> = thread::scope(|scope| {
        let part = || send(sink, message, messages / CONNECTIONS);
        let running: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(part)).collect();
        running
            .into_iter()
            .map(|one| one.join().unwrap_or_else(|_| Err(io::ErrorKind::Other.into())))
            .collect()
    });
    let used: Duration = used?.into_iter().sum();
    Ok((began.elapsed(), used / u32::try_from(messages)?))
}

fn send(sink: SocketAddr, message: &[u8], messages: usize) -> io::Result<Duration> {
    let before = cpu::of_this_thread();
    let stream = TcpStream::connect(sink)?;
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    let body = [message, b".\r\n"].concat();
    let mut answers = |n: usize| -> io::Result<()> {
        let mut line = String::new();
        (0..n).try_for_each(|_| reader.read_line(&mut line).map(drop))
    };
    answers(1)?;
    writer.write_all(b"EHLO bench\r\n")?;
    answers(3)?;
    for _ in 0..messages {
        writer.write_all(b"MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n")?;
        answers(3)?;
        writer.write_all(&body)?;
        answers(1)?;
    }
    writer.write_all(b"QUIT\r\n")?;
    answers(1)?;
    Ok(cpu::of_this_thread() - before)
}
