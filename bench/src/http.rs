//! A small HTTP client: it costs little beside what it measures.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::net::TcpStream;
use std::time::Duration;

/// What browsers send over plain HTTP.
pub const AS_BROWSERS: &str = "gzip, deflate, br";
/// Nothing may be compressed.
pub const PLAIN: &str = "identity";

/// A browser with its cookies, on one connection that stays open.
pub struct Client {
    host: String,
    stream: BufReader<TcpStream>,
    cookies: BTreeMap<String, String>,
    pub encoding: &'static str,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
    /// Where it sends to.
    pub location: Option<String>,
}

impl Client {
    /// Connects to `host:port`.
    pub fn new(host: &str) -> Result<Client> {
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let (host, cookies) = (host.to_owned(), BTreeMap::new());
        Ok(Client { host, stream: BufReader::new(stream), cookies, encoding: AS_BROWSERS })
    }

    /// Another connection of the same browser.
    pub fn again(&self) -> Result<Client> {
        let other = Client::new(&self.host)?;
        Ok(Client { cookies: self.cookies.clone(), encoding: self.encoding, ..other })
    }

    pub fn get(&mut self, path: &str) -> Result<Answer> {
        let head = self.head("GET", path);
        self.stream.get_mut().write_all(format!("{head}\r\n").as_bytes())?;
        self.answer()
    }

    pub fn post(&mut self, path: &str, form: &str) -> Result<Answer> {
        let head = self.head("POST", path);
        let (host, length) = (&self.host, form.len());
        let kind = "application/x-www-form-urlencoded";
        let request = format!(
            "{head}Origin: http://{host}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{form}"
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.answer()
    }

    /// Sends a form with a file; the address that is answered with.
    pub fn upload(&mut self, path: &str, boundary: &str, body: &[u8]) -> Result<String> {
        let head = self.head("POST", path);
        let (host, length) = (&self.host, body.len());
        let head = format!(
            "{head}Origin: http://{host}\r\nContent-Type: multipart/form-data; boundary={boundary}\r\n\
             Content-Length: {length}\r\n\r\n"
        );
        self.stream.get_mut().write_all(&[head.as_bytes(), body].concat())?;
        let answer = self.answer()?;
        answer.location.ok_or_else(|| {
            let body = String::from_utf8_lossy(&answer.body).into_owned();
            Error::new(ErrorKind::InvalidData, format!("answered {}: {body:.300}", answer.status))
        })
    }

    fn head(&self, method: &str, path: &str) -> String {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = if cookies.is_empty() {
            String::new()
        } else {
            format!("Cookie: {}\r\n", cookies.join("; "))
        };
        format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAccept: text/html\r\nAccept-Language: en\r\n\
             Accept-Encoding: {}\r\n{cookies}",
            self.host, self.encoding
        )
    }

    fn answer(&mut self) -> Result<Answer> {
        let line = self.line()?;
        let status = line.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.ok_or_else(|| Error::new(ErrorKind::InvalidData, line))?;
        let (mut length, mut is_chunked, mut location) = (0, false, None);
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().unwrap_or(0),
                "transfer-encoding" => is_chunked = value == "chunked",
                "location" => location = Some(value.to_owned()),
                "set-cookie" => self.keep(value),
                _ => {}
            }
        }
        let body = if is_chunked { self.chunks()? } else { self.bytes(length)? };
        Ok(Answer { status, body, location })
    }

    fn keep(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().and_then(|pair| pair.split_once('='));
        if let Some((name, value)) = pair {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    fn chunks(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = self.line()?;
            let length = usize::from_str_radix(&line, 16)
                .map_err(|error| Error::new(ErrorKind::InvalidData, error))?;
            body.extend(self.bytes(length)?);
            self.line()?;
            if length == 0 {
                return Ok(body);
            }
        }
    }

    fn bytes(&mut self, length: usize) -> Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }
}
