//! A line of the window and what is said about it.

use crate::handlers::invite::form_line::FormLine;
use crate::values::Gender;

/// A line and what is said about it.
pub struct WindowLine {
    pub typed: FormLine,
    /// The value of the chosen role; empty when none is.
    pub role: String,
    pub team: String,
    pub messages: Vec<Message>,
}

impl WindowLine {
    /// Whether a message speaks of this field: `email`, `name`, `role`, `team`, `gender`.
    pub fn is_wrong(&self, field: &str) -> bool {
        self.messages.iter().any(|message| message.field == field)
    }

    pub fn has_gender(&self, value: &str) -> bool {
        self.typed.gender.as_deref() == Some(value)
    }

    /// What stands in a choice of the workspace's (`role`, `team`, `gender`) and is none of it, from
    /// a file: it stays to be seen until another one is chosen.
    pub fn unknown(&self, field: &str) -> Option<&str> {
        let (word, is_known) = match field {
            "role" => (self.typed.role.as_str(), !self.role.is_empty()),
            "team" => (self.typed.team.as_str(), !self.team.is_empty()),
            _ => {
                let word = self.typed.gender.as_deref().unwrap_or_default();
                (word, Gender::parse(word.trim()).is_some())
            }
        };
        (!is_known && !word.trim().is_empty()).then_some(word)
    }

    /// Whether sending this line would take a seat: not for somebody who is here already.
    pub fn needs_seat(&self) -> bool {
        self.messages.iter().all(|message| message.is_mistake)
    }

    /// The empty line that scripts copy.
    pub fn empty(has_gender: bool) -> WindowLine {
        let gender = has_gender.then(String::new);
        let typed = FormLine { gender, ..FormLine::default() };
        WindowLine { typed, role: String::new(), team: String::new(), messages: Vec::new() }
    }
}

/// A sentence at one field of a line.
pub struct Message {
    pub field: &'static str,
    pub text: String,
    /// The most likely one first.
    pub remedies: Vec<Remedy>,
    /// To be mended before anything is sent.
    pub is_mistake: bool,
}

/// The way on.
pub enum Remedy {
    /// A page within the workspace.
    Open { path: String, text: String },
    /// A button of the window's own form; the value of `change`.
    Press { change: String, text: String },
}

/// An option of a select.
pub struct Choice {
    pub value: String,
    pub text: String,
}

impl Choice {
    pub fn new(value: impl ToString, text: String) -> Choice {
        Choice { value: value.to_string(), text }
    }
}
