//! One client of the sink, from its greeting to its goodbye.

use std::io;
use std::sync::Arc;
use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;

use super::{Ahead, Behaviour, Encryption, Received, Shared};

pub(super) async fn serve(tcp: TcpStream, shared: &Shared) -> io::Result<()> {
    tcp.set_nodelay(true)?;
    #[cfg(target_os = "linux")]
    tcp.set_quickack(true)?;
    let number = {
        let mut state = shared.state();
        state.connections += 1;
        state.connections
    };
    let encrypted = shared.options.tls == Encryption::Implicit;
    if encrypted {
        let tls = acceptor().accept(tcp).await?;
        return Session::new(tls, shared, number, true).talk(true).await.map(|_| ());
    }
    let plain = Session::new(tcp, shared, number, false).talk(true).await?;
    if let Some(tcp) = plain {
        let tls = acceptor().accept(tcp).await?;
        Session::new(tls, shared, number, true).talk(false).await?;
    }
    Ok(())
}

fn acceptor() -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("sink-cert.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("sink-key.pem")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

/// One client, until it leaves or asks for STARTTLS.
struct Session<'a, S> {
    stream: BufReader<S>,
    shared: &'a Shared,
    number: usize,
    encrypted: bool,
    signed_in: bool,
    taken: usize,
    from: String,
    recipients: Vec<String>,
}

impl<'a, S: AsyncRead + AsyncWrite + Unpin> Session<'a, S> {
    fn new(stream: S, shared: &'a Shared, number: usize, encrypted: bool) -> Self {
        let signed_in = shared.options.credentials.is_none();
        Self {
            stream: BufReader::new(stream),
            shared,
            number,
            encrypted,
            signed_in,
            taken: 0,
            from: String::new(),
            recipients: Vec::new(),
        }
    }

    /// Returns the stream when it is to be encrypted, `None` when the client has left.
    async fn talk(mut self, greet: bool) -> io::Result<Option<S>> {
        if greet {
            self.say("220 sink ESMTP").await?;
        }
        let mut line = String::new();
        loop {
            line.clear();
            let came_ahead = !self.stream.buffer().is_empty();
            if self.stream.read_line(&mut line).await? == 0 {
                return Ok(None);
            }
            let command = line.trim_end().to_owned();
            self.note(&command, came_ahead);
            let verb = command.split_whitespace().next().unwrap_or_default().to_uppercase();
            match verb.as_str() {
                _ if came_ahead && self.shared.options.ahead == Ahead::Unwelcome => {
                    self.say("503 5.5.0 wait for the answer").await?;
                }
                _ if came_ahead && self.shared.options.ahead == Ahead::Deaf => {}
                "STARTTLS" if self.offers_starttls() => {
                    let injected = self.shared.options.injected;
                    self.say(format!("220 go ahead\r\n{injected}").trim_end()).await?;
                    return Ok(Some(self.stream.into_inner()));
                }
                "QUIT" => {
                    self.say("221 bye").await?;
                    return Ok(None);
                }
                "DATA"
                    if self.recipients.is_empty() && self.shared.options.ahead == Ahead::Eager =>
                {
                    self.say("354 go on, though for nobody").await?;
                    self.read_message().await?;
                    self.say("554 5.5.1 no valid recipients").await?;
                }
                "DATA" if !self.recipients.is_empty() => {
                    if !self.data().await? {
                        return Ok(None);
                    }
                }
                "RCPT" if self.behaviour(&address(&command)) == Behaviour::Close => {
                    self.say("421 closing").await?;
                    return Ok(None);
                }
                _ => {
                    let answer = self.answer(&verb, &command);
                    self.say(&answer).await?;
                }
            }
        }
    }

    fn note(&self, command: &str, came_ahead: bool) {
        let mut state = self.shared.state();
        state.commands.push(command.to_owned());
        state.ahead += usize::from(came_ahead);
    }

    fn answer(&mut self, verb: &str, command: &str) -> String {
        match verb {
            "EHLO" => self.features(),
            "AUTH" => self.sign_in(command),
            "NOOP" => "250 ok".to_owned(),
            "RSET" => {
                self.recipients.clear();
                "250 ok".to_owned()
            }
            "MAIL" if !self.signed_in => "530 sign in first".to_owned(),
            "MAIL" => {
                self.from = address(command);
                self.recipients.clear();
                "250 ok".to_owned()
            }
            "RCPT" => self.recipient(address(command)),
            _ => "503 not now".to_owned(),
        }
    }

    fn features(&self) -> String {
        let mut features = vec!["sink", "8BITMIME"];
        if self.shared.options.ahead != Ahead::Unwelcome {
            features.push("PIPELINING");
        }
        if self.shared.options.credentials.is_some() {
            features.push("AUTH PLAIN");
        }
        if self.offers_starttls() {
            features.push("STARTTLS");
        }
        let last = features.len() - 1;
        let lines = features.iter().enumerate();
        let line = |(i, feature)| format!("250{}{feature}", if i == last { ' ' } else { '-' });
        lines.map(line).collect::<Vec<_>>().join("\r\n")
    }

    fn offers_starttls(&self) -> bool {
        self.shared.options.tls == Encryption::StartTls && !self.encrypted
    }

    fn sign_in(&mut self, command: &str) -> String {
        let given = command.split_whitespace().nth(2).unwrap_or_default();
        let wanted = self.shared.options.credentials.as_ref();
        self.signed_in = wanted.is_some_and(|(user, password)| {
            given == STANDARD.encode(format!("\0{user}\0{password}"))
        });
        if self.signed_in { "235 welcome" } else { "535 5.7.8 wrong user or password" }.to_owned()
    }

    fn recipient(&mut self, recipient: String) -> String {
        match self.behaviour(&recipient) {
            Behaviour::DeferRecipient => "450 4.2.1 greylisted, come back later".to_owned(),
            Behaviour::OverQuota => "452 4.2.2 mailbox full".to_owned(),
            Behaviour::RefuseRecipient => "550 5.1.1 no such user here".to_owned(),
            _ => {
                self.recipients.push(recipient);
                "250 ok".to_owned()
            }
        }
    }

    /// Takes one message; false when the connection is to end.
    async fn data(&mut self) -> io::Result<bool> {
        let behaviour = self.behaviour(&self.recipients[0]);
        if behaviour == Behaviour::HoldData {
            self.shared.released.notified().await;
        }
        self.say("354 go on").await?;
        if let Behaviour::DropInData(bytes) = behaviour {
            self.stream.read_exact(&mut vec![0; bytes]).await?;
            return Ok(false);
        }
        let data = self.read_message().await?;
        match behaviour {
            Behaviour::DeferMessage => self.say("451 4.3.0 disk full, come back later").await?,
            Behaviour::RefuseMessage => self.say("554 5.7.1 looks like spam").await?,
            _ => {
                let released = self.shared.released.notified();
                self.keep(data);
                match behaviour {
                    Behaviour::Hold => released.await,
                    Behaviour::DropAfterDot => return Ok(false),
                    Behaviour::Delay(pause) => sleep(pause).await,
                    _ => {}
                }
                self.say("250 2.0.0 queued").await?;
            }
        }
        self.taken += 1;
        Ok(self.shared.options.close_after != Some(self.taken))
    }

    async fn read_message(&mut self) -> io::Result<Vec<u8>> {
        let mut data = Vec::new();
        loop {
            let mut line = Vec::new();
            if self.stream.read_until(b'\n', &mut line).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if line == b".\r\n" {
                return Ok(data);
            }
            data.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
    }

    fn keep(&mut self, data: Vec<u8>) {
        self.shared.state().messages.push(Received {
            at: Instant::now(),
            from: self.from.clone(),
            recipients: std::mem::take(&mut self.recipients),
            data,
            connection: self.number,
            encrypted: self.encrypted,
        });
        self.shared.arrived.notify_waiters();
    }

    fn behaviour(&self, recipient: &str) -> Behaviour {
        let scripts = &self.shared.state().scripts;
        scripts.get(recipient).copied().unwrap_or(Behaviour::Accept)
    }

    async fn say(&mut self, answer: &str) -> io::Result<()> {
        self.stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
        self.stream.flush().await
    }
}

/// What stands between the angle brackets of MAIL and RCPT.
fn address(command: &str) -> String {
    let inner = command.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map(|(address, _)| address.to_owned()).unwrap_or_default()
}
