//! Tests through HTTP, as named persons, against the app in this process.
#![allow(clippy::unwrap_used)]

mod import;
mod invite;
mod deactivation;
mod join;
mod mailbox;
mod password_reset;
mod profile;
mod assign;
mod permissions;
mod plan;
mod projects;
mod resend;
mod routes;
mod setup;
mod sign_in;
mod support;
mod tasks;
mod teams;
mod texts;
mod workspace_settings;
mod user_details;
mod users;
mod withdrawal;
