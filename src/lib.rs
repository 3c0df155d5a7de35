//! Usher: admins invite people into a workspace, seat them, and put them to work.
//!
//! # Words
//!
//! The same here, on pages and in mails:
//!
//! - **account**: one per e-mail address, for the whole installation; **user**: a person in one
//!   **workspace**, from the moment of the invitation, with a **role** and a **status**: Initiated,
//!   Active or Deactivated. Initiated and Active users hold a **seat**. A **member** is the Active user
//!   who asks, or somebody in a team or on a project.
//! - **invitation**: one way in for one Initiated user; sending it again makes its next **generation**,
//!   which ends the link of the one before.
//! - **line**: somebody to be invited, as typed; **row**: the same in a file; **batch**: what one press
//!   of Send made. **Plan** is two things: what would happen to each line ([`inviting::plan`]), and the
//!   seats that are booked ([`models::plan`]).
//!
//! # Reading order
//!
//! Half an hour, along the way of one invitation. Each folder is named by a file beside it, whose
//! first lines say what is in there and where to begin.
//!
//! 1. **Values.** [`values`] has what is parsed at the edge and trusted inside ([`EmailAddress`],
//!    [`PersonName`], [`Status`]); [`schema`] the tables. Every row of a workspace's data carries
//!    its `workspace_id`.
//! 2. **The way in.** [`routes`] is the one table of addresses and of who may use them. An
//!    extractor of [`security::access`] finds out who asks and whether they may, by the pure rules
//!    of [`models::rights`].
//! 3. **A page.** [`handlers::teams`] is typical: parse, authorise, one call of a model
//!    ([`models::team`]), a page or a redirect. Its struct stands beside it, its template in
//!    `templates/teams/`, its words in `locales/`. [`frame`] is what stands around every page.
//! 4. **The heart.** [`inviting`]: wherever people come from, they are *read* into lines
//!    ([`inviting::paste`], [`inviting::spreadsheet`]), *planned* ([`inviting::plan`], pure over what
//!    was loaded) and *applied* ([`inviting::send`], one transaction under the workspace's lock). The
//!    window around it is [`handlers::invite`]. A file of more people than it holds is kept as rows
//!    ([`inviting::review`]), mended on its own page ([`handlers::imports`]), and applied in the
//!    background ([`inviting::batch_run`]).
//! 5. **The mail.** The same transaction fills the outbox ([`models::outbox_email`]); [`mail`]
//!    brings it to the mail server: [`mail::worker`] claims, [`mail::messages`] write the letter,
//!    [`mail::smtp`] hands over, [`mail::attempt`] says what follows.
//! 6. **The way back.** A link is signed, never stored ([`security::links`]); [`handlers::join`]
//!    opens it, [`inviting::accept`] makes the person Active in one conditional update.
//! 7. **Around it.** [`files`] is what people take away as spreadsheets, [`server`] what protects
//!    every request, [`error`] where errors become HTTP, [`journal`] the security log, [`i18n`] where
//!    texts come from, [`db`] how queries run and where the database of its own comes from,
//!    [`commands`] what the program can be told.
//!
//! # Floors
//!
//! What is imported lies below what imports it:
//!
//! `commands` → `server` → `routes` → `handlers` → `files`, `frame` → `inviting`, `mail` → `chores` →
//! `security` → `models` → `assets`, `config`, `dates`, `db`, `i18n` → `error`, `failpoints`, `icons`,
//! `journal`, `memory`, `schema`, `values`.
//!
//! [`app`] alone stands on no floor: it holds one thing each of many, and is handed to all. A test
//! reads this list and compares it with the imports.
//!
//! [`EmailAddress`]: values::EmailAddress
//! [`PersonName`]: values::PersonName
//! [`Status`]: values::Status

#[cfg(all(feature = "failpoints", not(debug_assertions)))]
compile_error!("failpoints belong into test builds only");

/// A place in `failpoints`; nothing at all in a build without that feature.
macro_rules! failpoint {
    ($place:ident) => {
        failpoint!($place, "")
    };
    ($place:ident, $subject:expr) => {
        #[cfg(feature = "failpoints")]
        $crate::failpoints::reach($crate::failpoints::Place::$place, $subject);
    };
}

pub mod app;
pub mod assets;
pub mod chores;
pub mod commands;
pub mod config;
pub mod dates;
pub mod db;
pub mod error;
#[cfg(feature = "failpoints")]
pub mod failpoints;
pub mod files;
pub mod frame;
pub mod handlers;
pub mod i18n;
pub mod icons;
pub mod inviting;
pub mod journal;
pub mod mail;
pub mod memory;
pub mod models;
pub mod routes;
pub mod schema;
pub mod security;
pub mod server;
pub mod values;
