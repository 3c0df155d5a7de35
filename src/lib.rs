pub mod inviting;
pub mod values;
