//! Whom the list is asked for, and in which order.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Record, Text, Timestamptz};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use uuid::Uuid;

use super::{Sort, UserQuery};
use crate::db::fixed::fixed;
use crate::schema::{team_members, users};

/// The most words of a search that are looked for; the rest is ignored.
const MOST_WORDS: usize = 8;

/// Users of one workspace, with whatever filters.
pub type Filtered = users::BoxedQuery<'static, Pg>;

pub fn filtered(workspace_id: Uuid, query: &UserQuery) -> Filtered {
    let mut list = users::table.into_boxed();
    list = list.filter(users::workspace_id.eq(workspace_id));
    for word in search_words(&query.search) {
        list = list.filter(users::search_key.like(containing(&word)));
    }
    if let Some(status) = query.status {
        list = list.filter(users::status.eq(status));
    }
    if let Some(role_id) = query.role_id {
        list = list.filter(users::role_id.eq(role_id));
    }
    if let Some(team_id) = query.team_id {
        let members = team_members::table
            .filter(team_members::workspace_id.eq(workspace_id))
            .filter(team_members::team_id.eq(team_id))
            .select(team_members::user_id);
        list = list.filter(users::id.eq_any(members));
    }
    list
}

/// The place of a user's role: presets first, then the workspace's own by name.
const ROLE: &str = "(SELECT (array_position(ARRAY['admin', 'user', 'guest'], preset), name)
    FROM roles WHERE roles.workspace_id = users.workspace_id AND roles.id = users.role_id)";

/// The place of a user's status in its course.
const STATUS: &str = "array_position(ARRAY['initiated', 'active', 'deactivated'], users.status)";

/// `by_index`: an order that an index has. The planner takes the chance whenever there is a limit,
/// and reads the whole workspace for a word that few have; so it gets another one where they are
/// few, of the same meaning.
pub fn ordered(list: Filtered, sort: Sort, by_index: bool) -> Filtered {
    let role = || fixed::<Record<(Integer, Text)>>(ROLE);
    let list = match sort {
        Sort::Name if by_index => list.order(users::name.asc()),
        Sort::Name => list.order(fixed::<Text>("users.name || ''")),
        Sort::NameDown if by_index => list.order(users::name.desc()),
        Sort::NameDown => list.order(fixed::<Text>("users.name || ''").desc()),
        Sort::Email if by_index => list.order(users::email_key.asc()),
        Sort::Email => list.order(fixed::<Text>("users.email_key || ''")),
        Sort::Role => list.order(role()).then_order_by(users::name),
        Sort::RoleDown => list.order(role().desc()).then_order_by(users::name),
        Sort::Status => list.order(fixed::<Integer>(STATUS)).then_order_by(users::name),
        Sort::StatusDown => list.order(fixed::<Integer>(STATUS).desc()).then_order_by(users::name),
        Sort::Newest if by_index => list.order(users::created_at.desc()),
        Sort::Newest => list.order(fixed::<Timestamptz>("users.created_at + interval '0'").desc()),
    };
    // Ids rise with time: people of one name or one batch keep their order from page to page.
    if sort == Sort::Newest {
        list.then_order_by(users::id.desc())
    } else {
        list.then_order_by(users::id)
    }
}

/// The words of a search in the form of `users.search_key`; each must occur in name or address.
pub fn search_words(search: &str) -> Vec<String> {
    let plain: String =
        search.nfkd().filter(|letter| !is_combining_mark(*letter) && *letter != '\0').collect();
    let plain = plain.to_lowercase().replace('ß', "ss");
    plain.split_whitespace().take(MOST_WORDS).map(str::to_owned).collect()
}

/// The pattern of a text that contains this word, whose own wildcards mean themselves.
pub fn containing(word: &str) -> String {
    let escaped = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
