//! The built program, run as its operator runs it.
#![allow(clippy::unwrap_used)]

mod builds;
mod demo;
mod operation;
mod program;
mod refusals;
mod secrets;
