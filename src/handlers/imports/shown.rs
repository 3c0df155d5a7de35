//! Which rows of the review are looked at: all of it stands in its address.

use serde::Deserialize;

use crate::handlers::query;
use crate::models::import_row::{RowState, Wanted};

/// The longest search, in characters.
const LONGEST_SEARCH: usize = 100;

/// Which rows are looked at.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Shown {
    /// A [`RowState`], or `all`; empty for what is to be mended, or else for all.
    pub show: String,
    pub page: String,
    /// A part of a name or an address.
    pub q: String,
    /// The number of the row that was left out just now.
    pub left: String,
    /// `columns` where those are looked at first.
    pub open: String,
}

impl Shown {
    /// The same with a search that can be looked for and shown.
    pub fn tidied(self) -> Shown {
        let q: String = self.q.chars().filter(|c| !c.is_control()).take(LONGEST_SEARCH).collect();
        Shown { q: q.trim().to_owned(), ..self }
    }

    /// The state that is asked for; `None` for all or when none was.
    pub fn state(&self) -> Option<RowState> {
        RowState::parse(&self.show)
    }

    /// Whether all rows are asked for.
    pub fn is_all(&self) -> bool {
        self.show == "all"
    }

    /// Whether somebody has worked in the rows, and looks at them again.
    pub fn is_at_rows(&self) -> bool {
        !self.show.is_empty()
    }

    /// Whether the columns are looked at first.
    pub fn opens_columns(&self) -> bool {
        self.open == "columns"
    }

    pub fn page(&self) -> i64 {
        self.page.parse().unwrap_or(1).max(1)
    }

    /// The rows of a state that fit the search.
    pub fn wanted(&self, state: Option<RowState>) -> Wanted {
        Wanted { state, search: self.q.clone() }
    }

    /// Their query, with its question mark.
    pub fn query(&self) -> String {
        let show = self.state().map_or("all", RowState::as_str);
        let page = self.page().to_string();
        query(&[("show", show), ("page", &page), ("q", &self.q), ("left", &self.left)])
    }
}
