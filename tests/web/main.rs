//! Tests through HTTP, as named persons, against the app in this process.
#![allow(clippy::unwrap_used)]

mod assign;
mod deactivation;
mod failures;
mod guessing;
mod import;
mod invite;
mod invite_form;
mod join;
mod limits;
mod mailbox;
mod password_reset;
mod permissions;
mod plan;
mod profile;
mod projects;
mod protection;
mod proxies;
mod resend;
mod rights;
mod routes;
mod seats;
mod secrets;
mod setup;
mod sign_in;
mod structure;
mod support;
mod tasks;
mod teams;
mod texts;
mod user_details;
mod users;
mod withdrawal;
mod workspace_settings;
