//! Inviting people: read lines, plan what each line means, apply the plan.

pub mod line;
mod mailbox;
pub mod paste;
pub mod plain;
pub mod spreadsheet;
