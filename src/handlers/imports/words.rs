//! The words of a file that are no role or team of the workspace, each with what it may mean.

use crate::handlers::invite::window_line::Choice;
use crate::inviting::nearest::nearest;
use crate::inviting::review::UnknownWords;
use crate::values::Lang;

/// A word and the choice it asks for.
pub struct UnknownWord {
    /// `role` or `team`.
    pub field: &'static str,
    pub word: String,
    /// "Role “Chief” in 120 rows"
    pub label: String,
    /// The value of what it is nearest to; empty when it is near to nothing.
    pub suggested: String,
}

impl UnknownWord {
    pub fn is_role(&self) -> bool {
        self.field == "role"
    }

    pub fn is_suggested(&self, value: &str) -> bool {
        self.suggested == value
    }
}

/// Roles first, then teams, the most frequent first.
pub fn unknown_words(
    lang: Lang,
    words: &UnknownWords,
    roles: &[Choice],
    teams: &[Choice],
) -> Vec<UnknownWord> {
    let word = |field, key, word: &str, count: i64, choices: &[Choice]| UnknownWord {
        field,
        word: word.to_owned(),
        label: lang.say(key).with("word", word).with("n", count).to_string(),
        suggested: nearest(word, choices.iter().map(|choice| choice.text.as_str()))
            .map(|place| choices[place].value.clone())
            .unwrap_or_default(),
    };
    let of_roles = words.roles.iter();
    let of_roles =
        of_roles.map(|(text, count)| word("role", "import-word-role", text, *count, roles));
    let of_teams = words.teams.iter();
    let of_teams =
        of_teams.map(|(text, count)| word("team", "import-word-team", text, *count, teams));
    of_roles.chain(of_teams).collect()
}
