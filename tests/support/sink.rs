//! A mail server on loopback that keeps what it takes and fails as told, one recipient at a time.
//! Included by test binaries with `#[path]`; each uses the part it needs.
#![allow(dead_code)]

#[path = "sink_session.rs"]
mod session;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// What happens to mail for one recipient. Without a script it is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    Accept,
    /// 450 to RCPT.
    DeferRecipient,
    /// 452 to RCPT.
    OverQuota,
    /// 550 to RCPT.
    RefuseRecipient,
    /// 451 after the final dot.
    DeferMessage,
    /// 554 after the final dot.
    RefuseMessage,
    /// Answers DATA with 354, reads this many bytes of the message and hangs up.
    DropInData(usize),
    /// Takes the message and hangs up instead of answering 250.
    DropAfterDot,
    /// Takes the message and answers 250 after this pause.
    Delay(Duration),
    /// Takes the message and answers 250 when the test says so (`Sink::release`).
    Hold,
    /// Answers DATA when the test says so.
    HoldData,
    /// 421 to RCPT, then hangs up.
    Close,
}

/// How the whole server behaves.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Demands AUTH PLAIN with these.
    pub credentials: Option<(String, String)>,
    /// Hangs up without a word after this many messages on one connection.
    pub close_after: Option<usize>,
    pub tls: Encryption,
    /// Sent in the clear together with the answer to STARTTLS, as an attacker in between would.
    pub injected: &'static str,
    pub ahead: Ahead,
    /// Listens on 127.0.0.2, which is this machine too (on Linux) and not on the certificate.
    pub misnamed: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Encryption {
    #[default]
    Absent,
    StartTls,
    Implicit,
}

/// What a server makes of commands that come before it has answered the last one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ahead {
    /// Says that it takes them.
    #[default]
    Welcome,
    /// The same, and waits for the letter even where it has refused the recipient (RFC 2920, 3.1).
    Eager,
    /// Says that it takes them, and never hears them.
    Deaf,
    /// Refuses them.
    Unwelcome,
}

/// A message the server has taken on itself, whether or not its 250 arrived.
#[derive(Debug, Clone)]
pub struct Received {
    pub at: Instant,
    pub from: String,
    pub recipients: Vec<String>,
    /// As sent, without the dot-stuffing and the final dot.
    pub data: Vec<u8>,
    /// Which connection brought it, counted from 1.
    pub connection: usize,
    pub encrypted: bool,
}

impl Received {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.data).into_owned()
    }
}

/// The running server; it ends when dropped.
pub struct Sink {
    address: SocketAddr,
    shared: Arc<Shared>,
    listening: JoinHandle<()>,
}

struct Shared {
    options: Options,
    state: Mutex<State>,
    arrived: Notify,
    hang_up: Notify,
    released: Notify,
}

#[derive(Default)]
struct State {
    scripts: HashMap<String, Behaviour>,
    messages: Vec<Received>,
    commands: Vec<String>,
    connections: usize,
    ahead: usize,
}

impl Sink {
    pub async fn start() -> Self {
        Self::with(Options::default()).await
    }

    pub async fn with(options: Options) -> Self {
        let host = if options.misnamed { "127.0.0.2" } else { "127.0.0.1" };
        let listener = TcpListener::bind((host, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            options,
            state: Mutex::default(),
            arrived: Notify::new(),
            hang_up: Notify::new(),
            released: Notify::new(),
        });
        let listening = tokio::spawn(listen(listener, shared.clone()));
        Self { address, shared, listening }
    }

    /// `smtp://127.0.0.1:port`, with the credentials that are demanded.
    pub fn url(&self) -> String {
        let scheme = if self.shared.options.tls == Encryption::Implicit { "smtps" } else { "smtp" };
        match &self.shared.options.credentials {
            Some((user, password)) => format!("{scheme}://{user}:{password}@{}", self.address),
            None => format!("{scheme}://{}", self.address),
        }
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// From now on mail for this recipient meets that behaviour.
    pub fn script(&self, recipient: &str, behaviour: Behaviour) {
        self.shared.state().scripts.insert(recipient.to_owned(), behaviour);
    }

    /// What was taken so far, in order.
    pub fn messages(&self) -> Vec<Received> {
        self.shared.state().messages.clone()
    }

    /// Every command line heard so far, AUTH with its argument.
    pub fn commands(&self) -> Vec<String> {
        self.shared.state().commands.clone()
    }

    /// How many connections were ever opened.
    pub fn connections(&self) -> usize {
        self.shared.state().connections
    }

    /// How many commands came before the one in front of them was answered.
    pub fn ahead(&self) -> usize {
        self.shared.state().ahead
    }

    /// Hangs up on everybody connected now; new connections are welcome.
    pub fn hang_up(&self) {
        self.shared.hang_up.notify_waiters();
    }

    /// Answers those whose message is on hold.
    pub fn release(&self) {
        self.shared.released.notify_waiters();
    }

    /// Waits until `n` messages were taken and returns them all. Panics at the deadline.
    pub async fn wait_for(&self, n: usize, deadline: Duration) -> Vec<Received> {
        let enough = async {
            loop {
                let arrived = self.shared.arrived.notified();
                let messages = self.messages();
                if messages.len() >= n {
                    return messages;
                }
                arrived.await;
            }
        };
        match timeout(deadline, enough).await {
            Ok(messages) => messages,
            Err(_) => panic!("{} of {n} messages within {deadline:?}", self.messages().len()),
        }
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.listening.abort();
        self.hang_up();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn listen(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((tcp, _)) = listener.accept().await {
        let shared = shared.clone();
        tokio::spawn(async move {
            let hang_up = shared.hang_up.notified();
            tokio::select! {
                _ = session::serve(tcp, &shared) => {}
                () = hang_up => {}
            }
        });
    }
}
