//! Journeys through the built program, in Chromium.

mod assigning;
mod importing;
mod inviting;
mod links;
mod pages;
mod sessions;
mod window;
