//! The embedded PostgreSQL server, with the real programs: starts, ends, and
//! what earlier programs left behind.
#![allow(clippy::unwrap_used)]

mod accounts;
mod leftovers;
mod paths;
mod sharing;
mod starts;
mod world;
