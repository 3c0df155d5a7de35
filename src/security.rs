//! Who may do what, and what protects everybody: sessions, permissions, passwords, signed
//! links, limits on guessing and on what is sent. Begin with [`access`].

pub mod access;
pub mod ahead;
pub mod attempts;
pub mod bodies;
pub mod keys;
pub mod known_device;
pub mod links;
pub mod machine;
pub mod memberships;
pub mod own_pages;
pub mod passwords;
mod paused;
pub mod preview;
pub mod session;
