//! A mail server that takes everything at once and counts it.

use std::io::{BufRead, BufReader, Result, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// The running server; its threads end with the process.
pub struct Sink {
    address: SocketAddr,
    taken: Arc<Taken>,
}

#[derive(Default)]
struct Taken {
    state: Mutex<State>,
    arrived: Condvar,
}

#[derive(Default)]
struct State {
    messages: usize,
    last: Vec<u8>,
}

impl Sink {
    pub fn start() -> Result<Sink> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let taken = Arc::new(Taken::default());
        let shared = taken.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let taken = shared.clone();
                thread::spawn(move || serve(client, &taken));
            }
        });
        Ok(Sink { address, taken })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many messages were taken so far.
    pub fn count(&self) -> usize {
        self.taken.state.lock().unwrap_or_else(PoisonError::into_inner).messages
    }

    /// The message that was taken last.
    pub fn last(&self) -> Vec<u8> {
        self.taken.state.lock().unwrap_or_else(PoisonError::into_inner).last.clone()
    }

    /// Waits until this many were taken since the start; when that was, `None` after the limit.
    pub fn wait_for(&self, messages: usize, limit: Duration) -> Option<Instant> {
        let state = self.taken.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (state, _) = self
            .taken
            .arrived
            .wait_timeout_while(state, limit, |state| state.messages < messages)
            .unwrap_or_else(PoisonError::into_inner);
        (state.messages >= messages).then(Instant::now)
    }
}

fn serve(client: TcpStream, taken: &Taken) -> Result<()> {
    client.set_nodelay(true)?;
    let mut answers = client.try_clone()?;
    let mut lines = BufReader::with_capacity(1 << 16, client);
    let mut pending = b"220 sink ESMTP\r\n".to_vec();
    let mut line = Vec::new();
    loop {
        // Answers to commands that came together go together.
        if lines.buffer().is_empty() {
            answers.write_all(&pending)?;
            pending.clear();
        }
        line.clear();
        if lines.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        match verb.as_slice() {
            b"EHLO" => pending.extend(b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n"),
            b"DATA" => {
                pending.extend(b"354 go on\r\n");
                answers.write_all(&pending)?;
                pending.clear();
                let message = message(&mut lines)?;
                let mut state = taken.state.lock().unwrap_or_else(PoisonError::into_inner);
                state.messages += 1;
                state.last = message;
                drop(state);
                taken.arrived.notify_all();
                pending.extend(b"250 2.0.0 queued\r\n");
            }
            b"QUIT" => return answers.write_all(b"221 bye\r\n"),
            _ => pending.extend(b"250 ok\r\n"),
        }
    }
}

fn message(lines: &mut BufReader<TcpStream>) -> Result<Vec<u8>> {
    let mut message = Vec::new();
    loop {
        let begin = message.len();
        if lines.read_until(b'\n', &mut message)? == 0 || &message[begin..] == b".\r\n" {
            message.truncate(begin);
            return Ok(message);
        }
    }
}
