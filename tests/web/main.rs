//! Tests through HTTP, as named persons, against the app in this process.
#![allow(clippy::unwrap_used)]

mod deactivation;
mod join;
mod mailbox;
mod password_reset;
mod profile;
mod resend;
mod routes;
mod setup;
mod sign_in;
mod support;
mod texts;
mod user_details;
mod users;
mod withdrawal;
