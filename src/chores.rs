//! What is tidied up once an hour.

use crate::app::App;
use crate::models::confirmation::Confirmation;
use crate::models::import::Import;
use crate::models::invitation_slots;
use crate::models::rate_counter::RateLimit;
use crate::models::session::SessionRow;

/// Deletes sessions and links that have ended, and attempts and mails that no limit counts any more.
pub async fn run(app: App) {
    let done = app.db.run(|conn| {
        SessionRow::delete_ended(conn)?;
        invitation_slots::delete_old(conn)?;
        Import::delete_old(conn)?;
        Confirmation::delete_old(conn)?;
        RateLimit::delete_old(conn)
    });
    if let Err(error) = done.await {
        tracing::error!(%error, "the hourly chores failed");
    }
}
