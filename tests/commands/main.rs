//! The built program, run as its operator runs it.
#![allow(clippy::unwrap_used)]

mod builds;
mod demo;
mod inviting;
mod logs;
mod migrating;
mod operation;
mod program;
mod refusals;
mod secrets;

#[allow(dead_code, unused_imports)]
#[path = "../web"]
mod web {
    pub mod support;
}
