//! Names recognised from addresses, and what a name may be.
#![allow(clippy::unwrap_used)]

mod habits;
mod person_name;
mod recognition;
mod title;
