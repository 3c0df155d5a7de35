//! A server with a database of its own, and people who use it.

mod app;
mod database;
mod person;
mod waiting;
mod workspace;

pub use app::TestApp;
pub use person::{Answer, Person};
pub use workspace::{PASSWORD, TestWorkspace};
