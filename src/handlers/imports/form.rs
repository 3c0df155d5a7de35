//! The one form of the review: everything typed on the page goes with whichever button is pressed.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::{AppError, AppResult};
use crate::handlers::imports::number;
use crate::handlers::imports::shown::Shown;
use crate::handlers::invite::form_line::{FormLine, kept};
use crate::inviting::review::{Choice, Edits, UnknownWords};
use crate::models::import_row::RowState;
use crate::values::Lang;

/// What was typed into the rows of a page, and the button that was pressed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReviewForm {
    change: String,
    show: String,
    page: String,
    q: String,
    /// What was searched for before.
    searched: String,
    /// The role for every row without one.
    role: String,
    rows: BTreeMap<i32, FormLine>,
    words: Vec<Word>,
}

/// A word of the file and what it shall mean.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Word {
    /// `role` or `team`.
    field: String,
    word: String,
    choice: String,
    /// What the page had chosen, to be confirmed.
    suggested: String,
}

/// What a button of the review asks for, besides keeping what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Only that.
    Save,
    /// The words of the file mean what is chosen beside them, suggestions too.
    Words,
    LeaveOut(i32),
    TakeBack(i32),
    /// The address that was probably meant.
    TakeMeant(i32),
    /// Other rows.
    Show {
        show: String,
        page: String,
    },
    /// On to the question before the invitations leave.
    Send,
    /// On to the invite window.
    Window,
}

impl ReviewForm {
    /// Reads an urlencoded body; [`AppError::BadRequest`] when it is none of this form.
    pub fn parse(body: &[u8]) -> AppResult<ReviewForm> {
        let config = serde_qs::Config::new().use_form_encoding(true);
        let mut form: ReviewForm =
            config.deserialize_bytes(body).map_err(|_| AppError::BadRequest)?;
        form.cut();
        Ok(form)
    }

    /// Cuts what would be written into many rows to what can be meant; more words than a page
    /// offers are none of ours.
    fn cut(&mut self) {
        self.words.truncate(2 * UnknownWords::MOST);
        let words = self.words.iter_mut().flat_map(|word| [&mut word.word, &mut word.choice]);
        for field in words.chain([&mut self.role]) {
            *field = kept(field);
        }
    }

    /// The button that was pressed.
    pub fn change(&self) -> AppResult<Change> {
        let (word, rest) = self.change.split_once('-').unwrap_or((&self.change, ""));
        Ok(match word {
            "words" => Change::Words,
            "leave" => Change::LeaveOut(number(rest)?),
            "take" => Change::TakeBack(number(rest)?),
            "meant" => Change::TakeMeant(number(rest)?),
            "show" => {
                let (show, page) = rest.split_once('-').ok_or(AppError::BadRequest)?;
                Change::Show { show: show.to_owned(), page: page.to_owned() }
            }
            "send" => Change::Send,
            "window" => Change::Window,
            _ => Change::Save,
        })
    }

    /// Which rows are looked at next: another search looks at all of them.
    pub fn shown(&self) -> Shown {
        let (show, page, q) = (self.show.clone(), self.page.clone(), self.q.clone());
        match q.trim() == self.searched {
            true => Shown { show, page, q, ..Shown::default() },
            false => Shown { show: "all".to_owned(), q, ..Shown::default() },
        }
    }

    /// What was typed into the rows. A name that is still the recognised one was not.
    pub fn edits(&self) -> Edits {
        let edits = self.rows.iter().map(|(number, line)| {
            let mut edited = line.line();
            if line.is_recognised() {
                edited.name.clear();
            }
            (*number, edited)
        });
        edits.collect()
    }

    /// What was chosen for many rows. What the page had suggested counts only with its own button.
    pub fn choices(&self, change: &Change) -> Vec<Choice> {
        let is_meant = |word: &&Word| *change == Change::Words || word.choice != word.suggested;
        let role = Some(self.role.clone()).filter(|role| !role.is_empty());
        let words = self.words.iter().filter(is_meant).filter_map(Word::choice);
        words.chain(role.map(Choice::RoleWhereNone)).collect()
    }
}

impl Word {
    /// `None` when nothing was chosen.
    fn choice(&self) -> Option<Choice> {
        let word = self.word.clone();
        match (self.field.as_str(), self.choice.as_str()) {
            (_, "") => None,
            ("role", role) => Some(Choice::RoleFor { word, role: role.to_owned() }),
            ("team", "none") => Some(Choice::TeamFor { word, team: String::new() }),
            ("team", team) => Some(Choice::TeamFor { word, team: team.to_owned() }),
            _ => None,
        }
    }
}

impl Change {
    /// Whether the rows are to be checked again, whatever was typed.
    pub fn is_about_rows(&self) -> bool {
        matches!(self, Change::Save | Change::LeaveOut(_) | Change::TakeBack(_))
    }

    /// The query of the rows as they are looked at afterwards, and the place on the page to stay at.
    pub fn leads_to(&self, shown: Shown) -> String {
        let mut shown = shown.tidied();
        let mut place = "rows".to_owned();
        match self {
            Change::Show { show, page } => (shown.show, shown.page) = (show.clone(), page.clone()),
            Change::LeaveOut(number) => {
                shown.left = number.to_string();
                place = format!("l{number}");
            }
            Change::TakeBack(number) | Change::TakeMeant(number) => place = format!("l{number}"),
            _ => {}
        }
        format!("{}#{place}", shown.query())
    }

    /// What is said when it is done, with the number of rows it changed.
    pub fn said(&self, lang: Lang, changed: usize) -> Option<String> {
        match self {
            Change::Send | Change::Window => None,
            Change::TakeBack(_) => Some(lang.say("import-is-back")),
            Change::Save | Change::Words => Some(lang.say("import-changed").with("n", changed)),
            _ => (changed > 0).then(|| lang.say("import-changed").with("n", changed)),
        }
        .map(|phrase| phrase.to_string())
    }
}

/// The value of the button that leads to other rows.
pub fn to_rows(state: Option<RowState>, page: i64) -> String {
    format!("show-{}-{page}", state.map_or("all", RowState::as_str))
}
