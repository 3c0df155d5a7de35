//! Tests through HTTP, as named persons, against the app in this process.
#![allow(clippy::unwrap_used)]

mod mailbox;
mod routes;
mod sign_in;
mod support;
mod texts;
