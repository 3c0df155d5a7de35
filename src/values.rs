//! Values parsed at the edge, valid ever after.

pub mod person_name;

pub use person_name::{PersonName, PersonNameError};
