//! What `usher` can be told to do. Each command returns a sentence for the operator when it fails.

pub mod demo;
pub mod doctor;
pub mod invite;
pub mod migrate;
pub mod serve;
pub mod start;
pub mod work;
