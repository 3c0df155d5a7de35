//! A row of the review and what is said about it.

use crate::handlers::invite::messages::{of_fact, of_mistake};
use crate::handlers::invite::window_line::{Choice, Message, Remedy};
use crate::inviting::review::Said;
use crate::models::import_row::{ImportRow, RowState};
use crate::values::{Gender, Lang};

/// A row and what is said about it.
pub struct ReviewRow {
    pub row: ImportRow,
    /// The value of the chosen role; empty when none is.
    pub role: String,
    pub messages: Vec<Message>,
}

impl ReviewRow {
    pub fn new(lang: Lang, row: ImportRow, role: String, roles: &[Choice]) -> ReviewRow {
        let messages = messages(lang, &row, roles);
        ReviewRow { row, role, messages }
    }

    /// Whether a message speaks of this field.
    pub fn is_wrong(&self, field: &str) -> bool {
        self.messages.iter().any(|message| message.field == field)
    }

    /// Whether it can still be changed.
    pub fn is_open(&self) -> bool {
        !matches!(self.row.state, RowState::Queued | RowState::Sent | RowState::LeftOut)
    }

    pub fn is_left_out(&self) -> bool {
        self.row.state == RowState::LeftOut
    }

    pub fn has_role(&self, value: &str) -> bool {
        self.role == value
    }

    /// The file's word for a role that is none of the workspace's.
    pub fn unknown_role(&self) -> Option<&str> {
        let word = self.row.role.trim();
        (self.role.is_empty() && !word.is_empty()).then_some(word)
    }

    pub fn has_gender(&self, value: &str) -> bool {
        self.row.gender == value
    }

    /// The file's word for a gender that is none of ours.
    pub fn unknown_gender(&self) -> Option<&str> {
        let word = self.row.gender.trim();
        (!word.is_empty() && Gender::parse(word).is_none()).then_some(word)
    }

    /// Where the person's page is, for somebody who is here already.
    pub fn person(&self) -> Option<&str> {
        self.messages.iter().find_map(|message| match &message.remedy {
            Some(Remedy::Open { path, .. }) => Some(path.as_str()),
            _ => None,
        })
    }
}

/// What is said about a row; empty when it is ready.
pub fn messages(lang: Lang, row: &ImportRow, roles: &[Choice]) -> Vec<Message> {
    let place = usize::try_from(row.number - 1).unwrap_or_default();
    match row.said() {
        None => Vec::new(),
        Some(Said::Known(fact)) => vec![of_fact(lang, &row.email, &fact, roles, place)],
        Some(Said::Mistakes(mistakes)) => {
            let line = row.line();
            mistakes.iter().map(|mistake| of_mistake(lang, *mistake, place, &line)).collect()
        }
    }
}
