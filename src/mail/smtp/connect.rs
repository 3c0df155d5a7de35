//! From nothing to a connection that is encrypted, greeted and signed in.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream, TlsParameters};
use lettre::transport::smtp::commands::Ehlo;
use lettre::transport::smtp::extension::{ClientId, Extension};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use secrecy::ExposeSecret;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::Patience;
use super::reply;
use super::server::{Encryption, Server};
use super::wire::Wire;

/// Why there is no connection; each a sentence that names the server.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoConnection {
    #[error("{0} is not known to the name service: {1}.")]
    Unknown(String, io::Error),
    #[error("Nothing answers at {0}: {1}.")]
    Silent(String, io::Error),
    #[error("{0} did not answer within {1} seconds.")]
    TimedOut(String, u64),
    #[error(
        "{0} offers no STARTTLS, so nothing was sent to it. Its own encrypted port may be meant (smtps://…:465)."
    )]
    Stripped(String),
    #[error("The encrypted connection to {0} failed: {1}.")]
    Tls(String, String),
    #[error("{0} did not greet as a mail server: {1}")]
    Greeting(String, String),
    #[error("{0} did not accept the user name and password: {1}")]
    SignIn(String, String),
}

/// A connection that is ready for letters.
pub(super) struct Link {
    pub(super) smtp: AsyncSmtpConnection,
    /// Whether the server takes commands ahead of its answers.
    pub(super) pipelines: bool,
    /// Whether a command has gone without an answer.
    pub(super) is_silent: bool,
}

/// Opens connections to one server.
pub(super) struct Connector {
    pub(super) server: Server,
    encryptor: Encryptor,
    /// Whether something before the server has swallowed what was said ahead of its answers.
    waits_for_answers: AtomicBool,
}

/// The certificates of the system are read once, not for every connection.
enum Encryptor {
    Implicit(Box<TlsConnector>),
    StartTls(Box<TlsParameters>),
    None,
}

impl Connector {
    /// Says why when the system's certificates or the server's name cannot be used for TLS.
    pub(super) fn new(server: Server) -> Result<Self, String> {
        let encryptor = match server.encryption {
            Encryption::Implicit => Encryptor::Implicit(Box::new(implicit_tls()?)),
            Encryption::StartTls => {
                let parameters = TlsParameters::new_rustls(server.host.clone());
                Encryptor::StartTls(Box::new(parameters.map_err(|error| error.to_string())?))
            }
            Encryption::None => Encryptor::None,
        };
        Ok(Self { server, encryptor, waits_for_answers: AtomicBool::new(false) })
    }

    /// Connects, greets, encrypts and signs in. Credentials leave only after encryption, where it
    /// is asked for.
    pub(super) async fn open(&self, patience: &Patience) -> Result<Link, NoConnection> {
        let (tcp, peer) = self.reach(patience).await?;
        let stream: Box<dyn AsyncTokioStream> = match &self.encryptor {
            Encryptor::Implicit(connector) => {
                let tls = self.encrypt(connector, tcp);
                Box::new(Wire::new(self.within(patience.step, tls).await??, peer))
            }
            Encryptor::StartTls(_) | Encryptor::None => Box::new(Wire::new(tcp, peer)),
        };
        let me = ClientId::default();
        let greeting = AsyncSmtpConnection::connect_with_transport(stream, &me);
        let mut connection = self
            .within(patience.step, greeting)
            .await?
            .map_err(|error| self.bad_greeting(&error))?;
        if let Encryptor::StartTls(parameters) = &self.encryptor {
            if !connection.server_info().supports_feature(Extension::StartTls) {
                return Err(NoConnection::Stripped(self.server.name()));
            }
            let upgrade = connection.starttls((**parameters).clone(), &me);
            self.within(patience.step, upgrade).await?.map_err(|error| self.tls_error(&error))?;
        }
        let pipelines = !self.waits_for_answers.load(Ordering::Relaxed)
            && self.ask_ahead(&mut connection, patience, me).await?;
        self.sign_in(&mut connection, patience).await?;
        Ok(Link { smtp: connection, pipelines, is_silent: false })
    }

    /// Has new connections say one command after the other from now on: some firewalls let a
    /// server's word for PIPELINING through and the commands not.
    pub(super) fn wait_for_answers(&self) {
        if !self.waits_for_answers.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                server = self.server.name(),
                "no answer to commands that were pipelined"
            );
        }
    }

    /// Whether the server takes commands ahead of its answers. lettre keeps nothing of this extension,
    /// so the server is greeted once more.
    async fn ask_ahead(
        &self,
        connection: &mut AsyncSmtpConnection,
        patience: &Patience,
        me: ClientId,
    ) -> Result<bool, NoConnection> {
        let greeting = self.within(patience.step, connection.command(Ehlo::new(me))).await?;
        let answer = greeting.map_err(|error| self.bad_greeting(&error))?;
        Ok(answer.message().any(|line| line.eq_ignore_ascii_case("PIPELINING")))
    }

    /// Every address of the name is tried in turn.
    async fn reach(&self, patience: &Patience) -> Result<(TcpStream, SocketAddr), NoConnection> {
        let Server { host, port, .. } = &self.server;
        let addresses = self
            .within(patience.step, lookup_host((host.as_str(), *port)))
            .await?
            .map_err(|error| NoConnection::Unknown(host.clone(), error))?;
        let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
        for address in addresses {
            match timeout(patience.connect, TcpStream::connect(address)).await {
                Ok(Ok(tcp)) => {
                    // A letter is written in two parts. Without this the second waits some 40 ms
                    // for the other side's delayed acknowledgement of the first.
                    if let Err(error) = tcp.set_nodelay(true) {
                        tracing::debug!(%error, "TCP_NODELAY is not to be had");
                    }
                    return Ok((tcp, address));
                }
                Ok(Err(error)) => last = error,
                Err(_) => last = io::ErrorKind::TimedOut.into(),
            }
        }
        Err(NoConnection::Silent(self.server.name(), last))
    }

    async fn encrypt(
        &self,
        connector: &TlsConnector,
        tcp: TcpStream,
    ) -> Result<tokio_rustls::client::TlsStream<TcpStream>, NoConnection> {
        let name = ServerName::try_from(self.server.host.clone())
            .map_err(|error| self.tls_error(&error))?;
        connector.connect(name, tcp).await.map_err(|error| self.tls_error(&error))
    }

    async fn sign_in(
        &self,
        connection: &mut AsyncSmtpConnection,
        patience: &Patience,
    ) -> Result<(), NoConnection> {
        let Some((user, password)) = &self.server.credentials else {
            return Ok(());
        };
        let credentials = Credentials::new(user.clone(), password.expose_secret().to_owned());
        self.within(patience.step, connection.auth(DEFAULT_MECHANISMS, &credentials))
            .await?
            .map(|_| ())
            .map_err(|error| NoConnection::SignIn(self.server.name(), reply::words(&error)))
    }

    async fn within<T>(
        &self,
        limit: Duration,
        step: impl Future<Output = T>,
    ) -> Result<T, NoConnection> {
        timeout(limit, step)
            .await
            .map_err(|_| NoConnection::TimedOut(self.server.name(), limit.as_secs()))
    }

    fn bad_greeting(&self, error: &Error) -> NoConnection {
        NoConnection::Greeting(self.server.name(), reply::words(error))
    }

    fn tls_error(&self, error: &dyn std::error::Error) -> NoConnection {
        NoConnection::Tls(self.server.name(), innermost(error))
    }
}

/// ring is named here, for the process may hold several providers and then none is the default.
fn implicit_tls() -> Result<TlsConnector, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

/// The cause that says most: "invalid peer certificate: …" rather than "connection error".
fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}
