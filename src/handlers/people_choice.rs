//! The list of a popup in which people are chosen: who is on a task, who is a member.

use serde::Deserialize;

use crate::handlers::person::Person;
use crate::models::candidates::{Candidates, Search};
use crate::models::rights::can_read_people;
use crate::security::access::Member;

/// What the popup's address asks for.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub q: String,
}

/// People to choose among, with a search.
pub struct PeopleChoice {
    /// Where the search asks and a choice is posted.
    pub path: String,
    /// The field that says what the person is to be afterwards.
    pub field: &'static str,
    pub people: Vec<Choice>,
    pub has_more: bool,
    pub search: String,
    /// Whoever has the address that is searched for, and is Deactivated.
    pub gone: Option<Gone>,
}

/// Somebody who is not to be chosen, but may be brought back.
pub struct Gone {
    pub name: String,
    /// Where that is done; empty for those who cannot.
    pub path: String,
}

/// A person of the list and whether they are chosen.
pub struct Choice {
    pub person: Person,
    pub is_chosen: bool,
}

impl PeopleChoice {
    pub fn new(
        path: String,
        field: &'static str,
        candidates: Candidates,
        search: Search,
        reader: &Member,
    ) -> PeopleChoice {
        let (has_more, search) = (candidates.has_more, search.words);
        let people = candidates.people.iter().map(|candidate| Choice {
            person: Person::new(&candidate.user, reader),
            is_chosen: candidate.is_chosen,
        });
        let people = people.collect();
        PeopleChoice { path, field, people, has_more, search, gone: None }
    }
}

/// What this reader looks for with these words.
pub fn search_of(words: &str, reader: &Member) -> Search {
    Search { words: words.to_owned(), by_address: can_read_people(&reader.role) }
}
