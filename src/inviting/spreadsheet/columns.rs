//! Which column of a table holds what.

use std::borrow::Cow;

use crate::inviting::line::Line;
use crate::inviting::mailbox::{Mailbox, is_address, name_as_spoken};
use crate::inviting::plain::plain;
use crate::inviting::spreadsheet::headers::Field;
use crate::values::gender::Gender;

/// What each column holds; `None` where that is not known. Where two hold the same, the first that
/// says something counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::inviting) struct Columns(Vec<Option<Field>>);

impl From<Vec<Option<Field>>> for Columns {
    fn from(columns: Vec<Option<Field>>) -> Self {
        Self(columns)
    }
}

impl From<Columns> for Vec<Option<Field>> {
    fn from(columns: Columns) -> Self {
        columns.0
    }
}

impl Columns {
    /// The columns as a row of header names says. `None` when the row is none: it needs a name
    /// for the e-mail column, or two other names and no address beside them.
    pub fn from_header(cells: &[String]) -> Option<Self> {
        let columns = Self(cells.iter().map(|cell| Field::recognise(cell)).collect());
        let is_header = columns.has_email() || columns.known() >= 2;
        (is_header && !cells.iter().any(|cell| is_address(cell))).then_some(columns)
    }

    /// The columns as their contents suggest, for tables without header names. `None` when no
    /// column holds an address.
    pub fn from_contents(rows: &[&[String]]) -> Option<Self> {
        let email = most(rows, holds_address)?;
        let people: Vec<&[String]> = rows
            .iter()
            .copied()
            .filter(|row| row.get(email).is_some_and(|cell| holds_address(cell)))
            .collect();
        let width = people.iter().map(|row| row.len()).max().unwrap_or_default();
        let filled = |index: usize| {
            people.iter().filter_map(move |row| row.get(index)).filter(|cell| !cell.is_empty())
        };
        let all = |index: usize, is_kind: fn(&str) -> bool| {
            filled(index).next().is_some() && filled(index).all(|cell| is_kind(cell))
        };
        let free = || (0..width).filter(|index| *index != email);
        let gender = free().find(|index| all(*index, |cell| Gender::recognise(cell).is_some()));
        let role = free().find(|index| all(*index, is_role_word));
        let mut names = free().filter(|index| {
            Some(*index) != gender && Some(*index) != role && all(*index, looks_like_a_name)
        });
        let (first, second) = (names.next(), names.next());
        let is_word = |cell: &str| !cell.contains([' ', ',']);
        let mut columns = Self(vec![None; width]);
        let mut set = |index: Option<usize>, field| {
            if let Some(index) = index {
                columns.0[index] = Some(field);
            }
        };
        set(Some(email), Field::Email);
        set(gender, Field::Gender);
        set(role, Field::Role);
        match (first, second) {
            (Some(first), Some(last)) if all(first, is_word) && last == first + 1 => {
                set(Some(first), Field::FirstName);
                set(Some(last), Field::LastName);
            }
            _ => set(first, Field::Name),
        }
        Some(columns)
    }

    /// How many different things the columns hold.
    pub fn known(&self) -> usize {
        Field::ALL.iter().filter(|field| self.0.contains(&Some(**field))).count()
    }

    /// Whether the column of addresses is known.
    pub fn has_email(&self) -> bool {
        self.0.contains(&Some(Field::Email))
    }

    /// Whether a row has an address where one belongs.
    pub fn has_address(&self, cells: &[String]) -> bool {
        self.cells(Field::Email, cells).any(holds_address)
    }

    /// Whether people can share one cell of a column, as when a team's name stands once beside
    /// all its members.
    pub fn is_shared(&self, column: usize) -> bool {
        let shared = [Field::Role, Field::Team, Field::Gender].map(Some);
        self.0.get(column).is_some_and(|field| shared.contains(field))
    }

    /// The same columns, with that of the addresses found by what it holds if no name told it.
    pub fn with_email_from(mut self, rows: &[&[String]]) -> Self {
        if let Some(index) = most(rows, holds_address).filter(|_| !self.has_email()) {
            self.0.resize(self.0.len().max(index + 1), None);
            self.0[index] = Some(Field::Email);
        }
        self
    }

    /// No column is that of the addresses any more.
    pub fn forget_email(&mut self) {
        self.0.iter_mut().for_each(|field| *field = field.filter(|field| *field != Field::Email));
    }

    /// The row right above the first person if it has words where addresses follow.
    pub fn unnamed_header(&self, rows: &[&[String]]) -> Option<usize> {
        let person = rows.iter().position(|cells| self.has_address(cells))?;
        let above = person.checked_sub(1)?;
        self.cells(Field::Email, rows[above]).next().map(|_| above)
    }

    /// What a row of cells says about people; cells that are not there are empty. One line, or as
    /// many as the row has addresses: then nobody is given the name that stands beside all.
    pub fn lines(&self, cells: &[String]) -> Vec<Line> {
        let cell = |field| self.cells(field, cells).next().unwrap_or_default();
        let address = self.cells(Field::Email, cells).find(|cell| cell.contains('@'));
        let address = address.unwrap_or_else(|| cell(Field::Email));
        let mailboxes = mailboxes(address);
        let stated = match mailboxes.len() {
            1 => stated_name([Field::Name, Field::FirstName, Field::LastName].map(cell)),
            _ => String::new(),
        };
        let line = |mailbox: Mailbox| Line {
            email: mailbox.email,
            name: if stated.is_empty() { mailbox.name } else { stated.clone() },
            role: cell(Field::Role).to_owned(),
            team: cell(Field::Team).to_owned(),
            gender: gender(cell(Field::Gender)),
        };
        mailboxes.into_iter().map(line).collect()
    }

    /// The filled cells of all columns that hold something.
    fn cells<'a>(&self, field: Field, cells: &'a [String]) -> impl Iterator<Item = &'a str> {
        let columns = self.0.iter().zip(cells);
        let wanted =
            columns.filter(move |(column, cell)| **column == Some(field) && !cell.is_empty());
        wanted.map(|(_, cell)| cell.as_str())
    }
}

/// The mailboxes in a cell; one with an empty address when there is none.
fn mailboxes(cell: &str) -> Vec<Mailbox> {
    let addresses = addresses(cell);
    if addresses.len() < 2 {
        // What has no sign of an address is to be mended, not to be taken for a name.
        return vec![match cell.contains(['@', '<']) {
            true => Mailbox::read(cell).unwrap_or_default(),
            false => Mailbox { email: cell.to_owned(), ..Mailbox::default() },
        }];
    }
    for separator in [';', '|', '/', ','] {
        let parts: Vec<&str> =
            cell.split(separator).filter(|part| !part.trim().is_empty()).collect();
        if parts.len() > 1 && parts.iter().all(|part| self::addresses(part).len() == 1) {
            return parts.into_iter().filter_map(Mailbox::read).collect();
        }
    }
    let bare = |email: &str| Mailbox { email: email.to_owned(), ..Mailbox::default() };
    addresses.into_iter().map(bare).collect()
}

/// The different addresses in a cell; one that is named twice, as in a copied link, is one.
fn addresses(cell: &str) -> Vec<&str> {
    let mut seen = Vec::new();
    let apart = |letter: char| letter.is_whitespace() || ",;<>()\"|/".contains(letter);
    let parts = cell.split(apart).map(|part| part.strip_prefix("mailto:").unwrap_or(part));
    let mut found: Vec<&str> = parts.filter(|part| is_address(part)).collect();
    found.retain(|address| {
        let key = address.to_lowercase();
        let is_new = !seen.contains(&key);
        seen.push(key);
        is_new
    });
    found
}

/// Whether a text is a name of one of the preset roles, in English or German.
pub(in crate::inviting) fn is_role_word(text: &str) -> bool {
    let words = [
        "admin",
        "administrator",
        "administratorin",
        "user",
        "guest",
        "nutzer",
        "nutzerin",
        "benutzer",
        "benutzerin",
        "gast",
        "member",
        "mitglied",
    ];
    words.contains(&plain(text).as_str())
}

/// The name from a whole name, a first and a last name, any of which may be empty. Beside a first
/// name, "name" is the last name, as German tables have it, unless it already begins with it.
fn stated_name(cells: [&str; 3]) -> String {
    let [whole, first, last] = cells.map(without_address);
    let [whole, first, last] = [&whole, &first, &last].map(|name| name.as_ref());
    if !last.is_empty() || (whole.is_empty() && !first.is_empty()) {
        return format!("{first} {last}").trim().to_owned();
    }
    let says_all = || whole.split([' ', ',']).any(|word| plain(word) == plain(first));
    match first.is_empty() || says_all() {
        true => name_as_spoken(whole),
        false => format!("{first} {whole}"),
    }
}

/// A name without the address behind it, where the name is a link to write to.
fn without_address(cell: &str) -> Cow<'_, str> {
    match cell.contains('<') && cell.contains('@') {
        true => Cow::Owned(Mailbox::read(cell).unwrap_or_default().name),
        false => Cow::Borrowed(cell),
    }
}

/// What is not recognised stays as it is, so that nothing is guessed; ways to say nothing are empty.
fn gender(text: &str) -> String {
    const NOTHING: [&str; 8] =
        ["", "ka", "keineangabe", "na", "notsaid", "prefernottosay", "unbekannt", "unknown"];
    match Gender::recognise(text) {
        Some(gender) => gender.as_str().to_owned(),
        None if NOTHING.contains(&plain(text).as_str()) => String::new(),
        None => text.to_owned(),
    }
}

/// Whether a cell has an address, alone or beside a name.
pub(super) fn holds_address(cell: &str) -> bool {
    cell.contains('@')
        && (Mailbox::read(cell).is_some_and(|mailbox| is_address(&mailbox.email))
            || !addresses(cell).is_empty())
}

fn looks_like_a_name(cell: &str) -> bool {
    cell.chars().any(char::is_alphabetic)
        && !cell.contains(|letter: char| letter.is_numeric() || letter == '@')
}

/// The column with the most cells of a kind, the first of equals; `None` when none has any.
fn most(rows: &[&[String]], is_kind: fn(&str) -> bool) -> Option<usize> {
    let width = rows.iter().map(|row| row.len()).max()?;
    let count = |index: usize| {
        rows.iter().filter(|row| row.get(index).is_some_and(|cell| is_kind(cell))).count()
    };
    let best = (0..width).rev().max_by_key(|index| count(*index))?;
    (count(best) > 0).then_some(best)
}
