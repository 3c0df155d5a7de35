//! Journeys through the built program, in Chromium.

mod sessions;
