//! A server with a database of its own, and people who use it.

mod app;
mod checksum;
mod cookies;
mod database;
mod log;
mod person;
pub mod statements;
mod waiting;
mod workspace;

pub use app::TestApp;
pub use log::errors_logged;
pub use person::{Answer, Person};
pub use workspace::{PASSWORD, TestWorkspace};
