//! The heart: *read* lines (typed, pasted, from a file), *plan* what would happen to each, *apply*
//! the plan in one transaction.
//!
//! - Read: a [`line`](mod@line) is typed, [`paste`]d or in a [`spreadsheet`]; [`names`] guesses whom
//!   an address names, as its [`colleagues`] are named.
//! - Plan: [`plan`]; [`remark`] says its verdicts of the rows of a file.
//! - Apply: [`send`], and [`undo`] as long as nothing has left. A large file is kept for [`review`] and
//!   invited by [`batch_run`], one batch after the other by [`batch_rota`], with the [`duties`] in
//!   between.
//! - Afterwards: [`standing`] says how an invitation stands; [`resend`], [`withdraw`], [`accept`] and
//!   [`activate`] go on with it. Who finds no seat is [`waiting`].

pub mod accept;
pub mod activate;
pub mod batch_rota;
pub mod batch_run;
pub mod colleagues;
pub mod duties;
pub mod line;
mod named_address;
pub mod names;
pub mod nearest;
mod newcomers;
pub mod onto_task;
pub mod paste;
pub mod plan;
pub mod remark;
pub mod resend;
mod rest;
pub mod review;
pub mod send;
mod spoken;
pub mod spreadsheet;
pub mod standing;
pub mod undo;
pub mod waiting;
pub mod withdraw;
