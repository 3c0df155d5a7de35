//! A row of the review and what is said about it.

use std::collections::HashMap;

use crate::handlers::invite::messages::Saying;
use crate::handlers::invite::window_line::{Choice, Message, Remedy};
use crate::inviting::names::Habits;
use crate::inviting::plan::Fact;
use crate::inviting::review::Said;
use crate::models::import_row::{ImportRow, RowState};
use crate::models::role::Role;
use crate::models::team::Team;
use crate::values::{EmailAddress, Gender, Lang};

/// A row and what is said about it.
pub struct ReviewRow {
    pub row: ImportRow,
    /// The value of the chosen role; empty when none is.
    pub role: String,
    pub team: String,
    /// The name that the address speaks of, where the file has none.
    pub recognised: String,
    pub messages: Vec<Message>,
}

/// What the rows of a page are shown with.
pub struct Around<'a> {
    pub saying: Saying<'a>,
    pub roles: &'a [Role],
    pub teams: &'a [Team],
    pub habits: &'a Habits,
    /// The rows of the file that messages speak of, by their numbers.
    pub row_of: &'a HashMap<i32, i32>,
}

impl Around<'_> {
    /// The row with everything that is shown of it.
    pub fn row(&self, row: ImportRow) -> ReviewRow {
        let role = self.roles.iter().find(|role| role.is_meant_by(&row.role));
        let team = self.teams.iter().find(|team| team.is_meant_by(&row.team));
        let email = EmailAddress::parse(&row.email).ok();
        let email = email.filter(|_| row.name.trim().is_empty());
        let recognised = email.and_then(|email| self.habits.recognise(&email));
        ReviewRow {
            role: role.map(|role| role.id.to_string()).unwrap_or_default(),
            team: team.map(|team| team.id.to_string()).unwrap_or_default(),
            recognised: recognised.map(|name| name.to_string()).unwrap_or_default(),
            messages: if row.state.is_open() { self.messages(&row) } else { Vec::new() },
            row,
        }
    }

    /// What is said about a row, each with where it stands in the file; empty when it is ready.
    fn messages(&self, row: &ImportRow) -> Vec<Message> {
        // The buttons of the review speak of numbers.
        let place = usize::try_from(row.number).unwrap_or_default();
        let mut messages = match row.said() {
            None => Vec::new(),
            Some(Said::Known(fact)) => vec![self.of_fact(row, &fact, place)],
            Some(Said::Mistakes(mistakes)) => {
                let line = row.line();
                let of = |mistake| self.saying.of_mistake(mistake, place, &line);
                mistakes.into_iter().map(of).collect()
            }
        };
        if row.row > 0 {
            for message in &mut messages {
                let phrase = self.saying.lang.say("import-at-row").with("row", row.row.to_string());
                message.text = phrase.with("text", &message.text).to_string();
            }
        }
        messages
    }

    fn of_fact(&self, row: &ImportRow, fact: &Fact, place: usize) -> Message {
        let mut message = self.saying.of_fact(&row.email, fact, place);
        if let Fact::SameAddress { line } = fact
            && let Some(first) = i32::try_from(*line).ok().and_then(|line| self.row_of.get(&line))
            && *first > 0
        {
            let phrase = self.saying.lang.say("import-same").with("row", first.to_string());
            message.text = phrase.to_string();
        }
        message
    }
}

/// The number of the row that has the same address as this one.
pub fn first_of_same(row: &ImportRow) -> Option<i32> {
    match row.said()? {
        Said::Known(Fact::SameAddress { line }) => i32::try_from(line).ok(),
        _ => None,
    }
}

/// What people call a row: by its number in the file, so that it is found there.
pub fn title(lang: Lang, row: &ImportRow) -> String {
    match row.row {
        // Typed before the file was read.
        0 => lang.say("import-line").with("n", row.number.to_string()),
        number => lang.say("import-row").with("n", number.to_string()),
    }
    .to_string()
}

impl ReviewRow {
    /// Whether something at this field must be mended.
    pub fn is_wrong(&self, field: &str) -> bool {
        self.messages.iter().any(|message| message.field == field && message.is_mistake)
    }

    /// Whether something is said of this field.
    pub fn is_spoken_of(&self, field: &str) -> bool {
        self.messages.iter().any(|message| message.field == field)
    }

    /// Whether it can still be changed.
    pub fn is_open(&self) -> bool {
        self.row.state.is_open()
    }

    pub fn is_left_out(&self) -> bool {
        self.row.state == RowState::LeftOut
    }

    /// The name of the file, else the recognised one.
    pub fn name(&self) -> &str {
        if self.row.name.trim().is_empty() { &self.recognised } else { &self.row.name }
    }

    /// What stands in a choice of the workspace's (`role`, `team`, `gender`) and is none of it.
    pub fn unknown(&self, field: &str) -> Option<&str> {
        let (word, is_known) = match field {
            "role" => (self.row.role.trim(), !self.role.is_empty()),
            "team" => (self.row.team.trim(), !self.team.is_empty()),
            _ => (self.row.gender.trim(), Gender::parse(self.row.gender.trim()).is_some()),
        };
        (!is_known && !word.is_empty()).then_some(word)
    }

    /// What is chosen, in words, for a row that can no longer be changed.
    pub fn chosen<'a>(&'a self, value: &str, word: &'a str, choices: &'a [Choice]) -> &'a str {
        let choice = choices.iter().find(|choice| choice.value == value);
        choice.map_or(word, |choice| choice.text.as_str())
    }

    /// The person's page, for somebody who is here already.
    pub fn person(&self) -> Option<&str> {
        let mut remedies = self.messages.iter().flat_map(|message| &message.remedies);
        remedies.find_map(|remedy| match remedy {
            Remedy::Open { path, .. } => Some(path.as_str()),
            Remedy::Press { .. } => None,
        })
    }

    /// What people call it.
    pub fn title(&self, lang: &Lang) -> String {
        title(*lang, &self.row)
    }

    /// Whether its people were invited.
    pub fn is_sent(&self) -> bool {
        self.row.state == RowState::Sent
    }

    /// What a state is called where rows of several stand together.
    pub fn state_title(&self, lang: &Lang) -> String {
        lang.t(match self.row.state {
            RowState::LeftOut => "import-is-left-out",
            RowState::Queued => "import-queued",
            RowState::Waiting => "import-waiting",
            _ => "import-sent",
        })
    }
}
