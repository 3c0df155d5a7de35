//! Usher: invite people into a workspace, seat them, and put them to work.

pub mod inviting;
pub mod values;
