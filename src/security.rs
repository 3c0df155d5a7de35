//! Who may do what, and what protects everybody: sessions, permissions, origin check, passwords,
//! signed links, headers.

pub mod access;
pub mod attempts;
pub mod keys;
pub mod known_device;
pub mod links;
pub mod machine;
pub mod passwords;
pub mod protection;
pub mod session;
