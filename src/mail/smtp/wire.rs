//! The stream under an SMTP connection.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncBufRead, AsyncRead, AsyncWrite, BufReader, ReadBuf};

/// A stream that is read at most one line at a time.
///
/// lettre keeps what it has read ahead when it changes to TLS, so whatever an attacker appends to
/// the clear "220 go ahead" would be taken for the first answers of the encrypted server. Read line
/// by line, the appended bytes go into the TLS handshake instead, which fails on them.
#[derive(Debug)]
pub(super) struct Wire<S> {
    stream: BufReader<S>,
    peer: SocketAddr,
}

impl<S: AsyncRead> Wire<S> {
    pub(super) fn new(stream: S, peer: SocketAddr) -> Self {
        Self { stream: BufReader::new(stream), peer }
    }
}

impl<S> AsyncTokioStream for Wire<S>
where
    S: AsyncRead + AsyncWrite + Send + Sync + Unpin + std::fmt::Debug,
{
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.peer)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        target: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let ahead = ready!(Pin::new(&mut self.stream).poll_fill_buf(cx))?;
        let line = ahead.iter().position(|byte| *byte == b'\n').map_or(ahead.len(), |end| end + 1);
        let taken = line.min(target.remaining());
        target.put_slice(&ahead[..taken]);
        Pin::new(&mut self.stream).consume(taken);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
