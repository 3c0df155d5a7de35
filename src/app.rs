//! What every request and every mail shares.

use std::sync::Arc;

use tokio::sync::Notify;

use crate::config::Settings;
use crate::db::Db;
use crate::inviting::spreadsheet::SpreadsheetReader;
use crate::mail::mailer::Mailer;
use crate::models::user_list::index::SearchIndexes;
use crate::security::keys::Keys;
use crate::security::passwords::Passwords;

/// The shared state: settings, database, keys, password hashing, mail.
#[derive(Clone)]
pub struct App {
    pub settings: Arc<Settings>,
    pub db: Db,
    pub keys: Keys,
    pub passwords: Passwords,
    pub mailer: Arc<Mailer>,
    pub spreadsheets: SpreadsheetReader,
    pub searches: SearchIndexes,
    /// Wakes the worker of this process; it also looks by itself every second.
    pub mail_waits: Arc<Notify>,
    /// The same for what invites the people of files.
    pub batch_waits: Arc<Notify>,
}
