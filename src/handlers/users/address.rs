//! The address of the user list: search, filters, order and page all stand in it.

use serde::Deserialize;
use uuid::Uuid;

use crate::handlers::query;
use crate::models::user_list::{Sort, UserQuery};
use crate::values::{Lang, Status};

/// The longest search, in characters.
const LONGEST_SEARCH: usize = 100;

/// The parameters of the list as they were given; an empty one asks for nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListAddress {
    pub q: String,
    pub status: String,
    /// A role's id.
    pub role: String,
    /// A team's id.
    pub team: String,
    pub sort: String,
    pub page: String,
}

impl ListAddress {
    /// The same with a search that can be looked for and shown, and without what the list does not
    /// know: an old or mistyped address shows more people, not an error.
    pub fn tidied(self) -> ListAddress {
        let q: String = self.q.chars().filter(|c| !c.is_control()).take(LONGEST_SEARCH).collect();
        ListAddress {
            q: q.trim().to_owned(),
            status: known(self.status, Status::parse),
            role: known(self.role, |id| id.parse::<Uuid>().ok()),
            team: known(self.team, |id| id.parse::<Uuid>().ok()),
            sort: known(self.sort, Sort::parse),
            page: known(self.page, |page| page.parse::<i64>().ok()),
        }
    }

    /// What is asked for. The id of a role or team that is not there is fine, nobody has it.
    pub fn parse(&self) -> UserQuery {
        UserQuery {
            search: self.q.clone(),
            status: Status::parse(&self.status),
            role_id: self.role.parse().ok(),
            team_id: self.team.parse().ok(),
            sort: Sort::parse(&self.sort).unwrap_or(Sort::Name),
            page: self.page.parse().unwrap_or(1),
        }
    }

    /// Whether some users may be left out.
    pub fn is_filtered(&self) -> bool {
        [&self.q, &self.status, &self.role, &self.team].iter().any(|one| !one.is_empty())
    }

    /// The query of another page of the same list, with its question mark.
    pub fn with_page(&self, page: i64) -> String {
        let page = if page == 1 { String::new() } else { page.to_string() };
        ListAddress { page, ..self.clone() }.to_query()
    }

    /// The query of the same list in another order, from its first page on.
    pub fn with_sort(&self, sort: &str) -> String {
        let sort = if sort == "name" { "" } else { sort };
        ListAddress { sort: sort.to_owned(), page: String::new(), ..self.clone() }.to_query()
    }

    /// Whether the list is in this order.
    pub fn is_sorted_by(&self, sort: &str) -> bool {
        self.sort == sort || (self.sort.is_empty() && sort == "name")
    }

    fn to_query(&self) -> String {
        query(&[
            ("q", &self.q),
            ("status", &self.status),
            ("role", &self.role),
            ("team", &self.team),
            ("sort", &self.sort),
            ("page", &self.page),
        ])
    }
}

/// What an order of the list is called.
pub fn sort_title(lang: Lang, sort: Sort) -> String {
    lang.t(match sort {
        Sort::Name => "users-sort-name",
        Sort::NameDown => "users-sort-name-down",
        Sort::Email => "users-sort-email",
        Sort::Role => "users-sort-role",
        Sort::RoleDown => "users-sort-role-down",
        Sort::Status => "users-sort-status",
        Sort::StatusDown => "users-sort-status-down",
        Sort::Newest => "users-sort-newest",
    })
}

/// The text, or nothing when it cannot be parsed.
fn known<T>(text: String, parse: impl Fn(&str) -> Option<T>) -> String {
    if parse(&text).is_some() { text } else { String::new() }
}
