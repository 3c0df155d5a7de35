//! Waiting for what must become true, and for no longer than that.

use std::time::{Duration, Instant};

/// Generous: two slow cores may be busy with something else.
pub const LONGEST: Duration = Duration::from_secs(20);

const BETWEEN_TRIES: Duration = Duration::from_millis(40);

/// The first answer that is `Ok`; after [`LONGEST`] the last refusal.
pub async fn within_deadline<T>(
    mut attempt: impl AsyncFnMut() -> Result<T, String>,
) -> Result<T, String> {
    let end = Instant::now() + LONGEST;
    loop {
        match attempt().await {
            Ok(answer) => return Ok(answer),
            Err(refusal) if Instant::now() > end => return Err(refusal),
            Err(_) => tokio::time::sleep(BETWEEN_TRIES).await,
        }
    }
}
