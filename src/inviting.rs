//! Asking people into a workspace.

pub mod names;
