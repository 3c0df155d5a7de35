//! Journeys through the built program, in Chromium.

mod assigning;
mod attacks;
mod booking;
mod faults;
mod importing;
mod invited;
mod inviting;
mod keyboard;
mod keyboard_forms;
mod links;
mod listing;
mod long_names;
mod media;
mod pages;
mod reviewing;
mod rights;
mod sessions;
mod states;
mod staying;
mod window;
mod working;
