//! The program is killed with -9 and broken at its failpoints, and started again.
#![allow(clippy::unwrap_used)]

mod alarm;
mod batches;
mod builds;
mod gaps;
mod ledger;
mod node;
mod poison;
mod storm;
mod waiting;

#[path = "../support/sink.rs"]
mod sink;
#[allow(dead_code, unused_imports)]
#[path = "../web"]
mod web {
    pub mod support;
}
