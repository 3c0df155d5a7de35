//! The pages of a long list, below it.

use serde::Deserialize;

use crate::models::user_list::{PAGE, Total};
use crate::values::Lang;

/// What stands below a list: which of its rows are shown, and where the others are.
pub struct Pages {
    /// "1–50 of 214", "1–50 of more than 1000"
    pub range: String,
    /// Empty where one page holds all; `None` where some are left out.
    pub links: Vec<Option<PageLink>>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// A page of the list.
pub struct PageLink {
    pub number: i64,
    pub address: String,
    pub is_here: bool,
}

/// The page that is asked for, where an address or a form says no more than that.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    page: String,
}

impl Asked {
    /// Its number; an old or mistyped address shows the first one.
    pub fn page(&self) -> i64 {
        self.page.parse().unwrap_or(1)
    }
}

impl Pages {
    /// The pages of a list with so many rows in `total`, of which `shown` stand on the present `page`.
    pub fn new(
        lang: Lang,
        total: Total,
        page: i64,
        shown: usize,
        address: impl Fn(i64) -> String,
    ) -> Pages {
        let (first, all) = ((page - 1) * PAGE + 1, total.pages());
        let key = if total.has_more { "users-range-many" } else { "users-range" };
        let range = lang.say(key).with("first", first).with("last", first + shown as i64 - 1);
        let range = range.with("total", total.count);
        Pages {
            range: range.to_string(),
            links: if all > 1 { links(page, all, &address) } else { Vec::new() },
            previous: (page > 1).then(|| address(page - 1)),
            next: (page < all).then(|| address(page + 1)),
        }
    }
}

/// The first page, the last one, and those around the present one.
pub fn links(page: i64, all: i64, address: &impl Fn(i64) -> String) -> Vec<Option<PageLink>> {
    let mut links = Vec::new();
    let mut before = 0;
    for number in (1..=all).filter(|one| (one - page).abs() <= 1 || [1, all].contains(one)) {
        if number > before + 1 {
            links.push(None);
        }
        links.push(Some(PageLink { number, address: address(number), is_here: number == page }));
        before = number;
    }
    links
}

/// The parameter of this page, with its question mark; the first one has none.
pub fn page_query(page: i64) -> String {
    if page > 1 { format!("?page={page}") } else { String::new() }
}
