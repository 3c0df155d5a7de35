//! Whom a search finds, looked up in memory. The database takes a millisecond or two for a word, and
//! people type several a second; names and addresses of ten thousand people are half a megabyte,
//! which is read through in a twentieth of that.
//!
//! What is remembered is never older than what the database has: it belongs to a version of the
//! workspace's people (`31_people_versions`), which is read with every page.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use diesel::pg::PgRowByRowLoadingMode;
use diesel::prelude::*;
use memchr::memmem::Finder;
use uuid::Uuid;

use crate::models::user_count::UserCount;
use crate::schema::{user_counts, users};

/// Workspaces with more people than this are searched in the database alone.
const MOST_PEOPLE: i64 = 50_000;

/// And those whose people have more bytes of names and addresses: a character may stand for many.
const MOST_KEYS: usize = 4 << 20;

/// What all indexes of a process hold at most, in bytes.
const MOST_BYTES: usize = 16 << 20;

/// The most workspaces of which anything is remembered.
const MOST_WORKSPACES: usize = 1000;

/// The indexes of a process. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct SearchIndexes(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    remembered: Mutex<Remembered>,
    /// Held while an index is made: one at a time, since each takes megabytes.
    making: Mutex<()>,
}

#[derive(Debug, Default)]
struct Remembered {
    workspaces: HashMap<Uuid, Workspace>,
    /// Rises with every search.
    now: u64,
}

#[derive(Debug)]
struct Workspace {
    /// In which it was searched last.
    version: i64,
    known: Known,
    searched: u64,
}

/// What is known of a workspace in a version.
#[derive(Clone, Debug)]
enum Known {
    /// That it was searched.
    Searched,
    TooBig,
    Index(Arc<SearchIndex>),
}

/// The names and addresses of a workspace's people, in the order of the list by name.
#[derive(Debug, Default)]
pub struct SearchIndex {
    /// Each `users.search_key` with a line's end behind it, which no word has.
    keys: String,
    /// Where each of them ends in `keys`.
    ends: Vec<usize>,
    ids: Vec<Uuid>,
}

impl SearchIndexes {
    /// The index of a workspace, by the counts as they are now. `None` where the database is to be
    /// asked: for very many people, while another index is made, and the first time that these are
    /// searched, since an index costs as much as some ten searches and is lost when somebody comes or
    /// goes.
    pub fn of(
        &self,
        conn: &mut PgConnection,
        workspace_id: Uuid,
        counts: &UserCount,
    ) -> QueryResult<Option<Arc<SearchIndex>>> {
        if counts.with(None) > MOST_PEOPLE {
            return Ok(None);
        }
        match self.remembered().searched(workspace_id, counts.version) {
            Some(Known::Index(index)) => return Ok(Some(index)),
            Some(Known::Searched) => {}
            Some(Known::TooBig) | None => return Ok(None),
        }
        let _making = match self.0.making.try_lock() {
            Ok(making) => making,
            Err(TryLockError::Poisoned(making)) => making.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(None),
        };
        let (version, index) = SearchIndex::load(conn, workspace_id)?;
        // Somebody may have come or gone since the counts were read.
        if version != Some(counts.version) {
            return Ok(None);
        }
        let index = index.map(Arc::new);
        let known = index.clone().map_or(Known::TooBig, Known::Index);
        self.remembered().keep(workspace_id, counts.version, known);
        Ok(index)
    }

    fn remembered(&self) -> MutexGuard<'_, Remembered> {
        self.0.remembered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Remembered {
    /// What is known of this version of a workspace, which is searched now; `None` the first time.
    fn searched(&mut self, id: Uuid, version: i64) -> Option<Known> {
        self.now += 1;
        let searched = self.now;
        match self.workspaces.get_mut(&id).filter(|workspace| workspace.version == version) {
            Some(workspace) => {
                workspace.searched = searched;
                Some(workspace.known.clone())
            }
            None => {
                self.keep(id, version, Known::Searched);
                None
            }
        }
    }

    fn keep(&mut self, id: Uuid, version: i64, known: Known) {
        self.workspaces.insert(id, Workspace { version, known, searched: self.now });
        self.make_room();
    }

    /// Forgets what was not searched for longest.
    fn make_room(&mut self) {
        while self.workspaces.len() > MOST_WORKSPACES || self.bytes() > MOST_BYTES {
            let oldest = self.workspaces.iter().min_by_key(|(_, workspace)| workspace.searched);
            let Some(id) = oldest.map(|(id, _)| *id) else { return };
            self.workspaces.remove(&id);
        }
    }

    fn bytes(&self) -> usize {
        let bytes = |workspace: &Workspace| match &workspace.known {
            Known::Index(index) => index.bytes(),
            Known::Searched | Known::TooBig => 0,
        };
        self.workspaces.values().map(bytes).sum()
    }
}

impl SearchIndex {
    /// Of a workspace, with the version of its people that it is of; no version where nobody is, and
    /// no index of more than [`MOST_KEYS`].
    fn load(
        conn: &mut PgConnection,
        workspace_id: Uuid,
    ) -> QueryResult<(Option<i64>, Option<SearchIndex>)> {
        let all = users::table
            .inner_join(user_counts::table.on(user_counts::workspace_id.eq(users::workspace_id)))
            .filter(users::workspace_id.eq(workspace_id))
            .order((users::name, users::id))
            .select((user_counts::version, users::id, users::search_key));
        let (mut version, mut index) = (None, SearchIndex::default());
        // One by one, so that they are not held twice.
        for row in all.load_iter::<(i64, Uuid, String), PgRowByRowLoadingMode>(conn)? {
            let (now, id, key) = row?;
            version = Some(now);
            index.push(id, &key);
            if index.keys.len() > MOST_KEYS {
                return Ok((version, None));
            }
        }
        index.shrink();
        Ok((version, Some(index)))
    }

    fn push(&mut self, id: Uuid, key: &str) {
        self.keys.push_str(key);
        self.keys.push('\n');
        self.ends.push(self.keys.len());
        self.ids.push(id);
    }

    fn shrink(&mut self) {
        self.keys.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.ids.shrink_to_fit();
    }

    /// Those in whose names and addresses every one of the words occurs, in the order of the list by
    /// name; nobody without a word.
    pub fn find(&self, words: &[String]) -> Vec<Uuid> {
        let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        // The longest is the one that fewest have.
        let mut words = words.into_iter().map(Finder::new);
        let (Some(first), others) = (words.next(), words.collect::<Vec<_>>()) else {
            return Vec::new();
        };
        let (mut found, mut at, mut person) = (Vec::new(), 0, 0);
        let keys = self.keys.as_bytes();
        while let Some(hit) = first.find(&keys[at..]) {
            let hit = at + hit;
            while self.ends[person] <= hit {
                at = self.ends[person];
                person += 1;
            }
            let key = &keys[at..self.ends[person]];
            if others.iter().all(|word| word.find(key).is_some()) {
                found.push(self.ids[person]);
            }
            at = self.ends[person];
            person += 1;
        }
        found
    }

    fn bytes(&self) -> usize {
        self.keys.capacity()
            + self.ends.capacity() * size_of::<usize>()
            + self.ids.capacity() * size_of::<Uuid>()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn index(keys: &[String]) -> SearchIndex {
        let mut index = SearchIndex::default();
        for (n, key) in keys.iter().enumerate() {
            index.push(Uuid::from_u128(n as u128), key);
        }
        index.shrink();
        index
    }

    proptest! {
        #[test]
        fn whoever_has_all_words_is_found(
            keys in prop::collection::vec("[ab ]{0,6}", 0..20),
            words in prop::collection::vec("[ab]{1,3}", 1..4),
        ) {
            let fits = |key: &String| words.iter().all(|word| key.contains(word.as_str()));
            let all = keys.iter().enumerate();
            let expected: Vec<Uuid> = all
                .filter(|(_, key)| fits(key))
                .map(|(n, _)| Uuid::from_u128(n as u128))
                .collect();
            prop_assert_eq!(index(&keys).find(&words), expected);
        }
    }

    #[test]
    fn what_was_not_searched_for_longest_is_forgotten() {
        let half = "a".repeat(MOST_BYTES / 2);
        let big = Arc::new(index(&[half]));
        let mut remembered = Remembered::default();
        let [first, second, third] = [1, 2, 3].map(Uuid::from_u128);
        for id in [first, second] {
            remembered.searched(id, 1);
            remembered.keep(id, 1, Known::Index(big.clone()));
        }
        assert!(remembered.searched(first, 1).is_none(), "both do not fit");
        assert!(matches!(remembered.searched(second, 1), Some(Known::Index(_))));
        for n in 0..MOST_WORKSPACES {
            remembered.searched(Uuid::from_u128(1000 + n as u128), 1);
        }
        assert!(remembered.workspaces.len() <= MOST_WORKSPACES);
        assert!(remembered.searched(third, 1).is_none());
        assert!(remembered.searched(third, 2).is_none(), "another version");
    }
}
