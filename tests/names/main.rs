//! Names recognised from addresses, and what a name may be.
#![allow(clippy::unwrap_used)]

mod person_name;
mod recognition;
mod title;
