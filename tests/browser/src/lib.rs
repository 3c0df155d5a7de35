//! Drives the built program with Chromium, as its users do.
//!
//! A test is a [`journey`]: it starts the [`Program`] with a database of its own and opens a
//! [`Browser`] for each person. What stands on a page is a [`Part`], found by role, label and
//! text, as people find it; every step waits for what must become visible. After the last step
//! no browser may have complained, and after a failure every page is kept as it was.

pub mod axe;
pub mod browser;
pub mod chromedriver;
pub mod deadline;
pub mod journey;
pub mod keyboard;
pub mod layout;
pub mod mailbox;
pub mod part;
pub mod program;
pub mod scratch;
pub mod states;
pub mod steps;
pub mod time;
pub mod tour;

pub use browser::{Browser, Scripts, Theme};
pub use journey::{Stage, journey};
pub use part::Part;
pub use program::Program;
