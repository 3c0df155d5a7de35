//! A line of the invite window.

use serde::{Deserialize, Serialize};

/// The most lines that are sent at once.
pub const LINES: usize = 100;

/// One row of the invite window, as typed: nothing is checked yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Line {
    pub email: String,
    pub name: String,
    /// As typed or chosen: the id of a role, or its name.
    pub role: String,
    /// As typed or chosen: the id of a team, or its name.
    pub team: String,
    /// `female`, `male`, `other`, empty, or what a file said that is none of these.
    pub gender: String,
}

impl Line {
    /// Whether nobody is named. A role, team or gender alone is only the form's default, so such
    /// a line is ignored rather than refused.
    pub fn is_empty(&self) -> bool {
        self.email.trim().is_empty() && self.name.trim().is_empty()
    }
}
