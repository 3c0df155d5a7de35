//! Usher: admins invite people into a workspace, seat them, and put them to work.
//!
//! Reading order: [`routes`] lists every address; a handler in [`handlers`] parses, authorises
//! ([`security::access`]) and makes one call into a model ([`models`]) or into the heart,
//! [`inviting`]: lines are *read*, *planned* and *applied*. [`mail`] sends what the outbox holds.
//! [`app`] puts it together, [`error`] turns errors into pages, [`db`] runs the queries.

pub mod app;
pub mod assets;
pub mod chores;
pub mod commands;
pub mod config;
pub mod dates;
pub mod db;
pub mod error;
pub mod frame;
pub mod handlers;
pub mod i18n;
pub mod inviting;
pub mod journal;
pub mod mail;
pub mod models;
pub mod routes;
pub mod schema;
pub mod security;
pub mod server;
pub mod values;
