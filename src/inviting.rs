//! The heart: *read* lines (typed, pasted, from a file), *plan* what would happen to each, *apply*
//! the plan in one transaction.

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
pub mod waiting;
pub mod withdraw;
