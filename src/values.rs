//! Values that are checked once, where they enter.

pub mod gender;
