//! Which column of a table holds what.

use crate::inviting::line::Line;
use crate::inviting::mailbox::{Mailbox, is_address, name_as_spoken};
use crate::inviting::plain::plain;
use crate::inviting::spreadsheet::headers::Field;
use crate::values::gender::Gender;

/// The number of each column, counted from 0; a column is absent when the table has none for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::inviting) struct Columns {
    email: Option<usize>,
    name: Option<usize>,
    first_name: Option<usize>,
    last_name: Option<usize>,
    gender: Option<usize>,
    role: Option<usize>,
    team: Option<usize>,
}

impl Columns {
    /// The columns as a row of header names says. `None` when the row is none: it needs a name
    /// for the e-mail column, or two other names and no address beside them.
    pub fn from_header(cells: &[String]) -> Option<Self> {
        let mut columns = Self::default();
        for (index, cell) in cells.iter().enumerate() {
            if let Some(field) = Field::recognise(cell) {
                columns.slot(field).get_or_insert(index);
            }
        }
        let is_header = columns.email.is_some() || columns.known() >= 2;
        (is_header && !cells.iter().any(|cell| is_address(cell))).then_some(columns)
    }

    /// The columns as their contents suggest, for tables without header names. `None` when no
    /// column holds an address.
    pub fn from_contents(rows: &[Vec<String>]) -> Option<Self> {
        let email = most(rows, holds_address)?;
        let people: Vec<&Vec<String>> = rows
            .iter()
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
        let mut columns = Self { email: Some(email), gender, role, ..Self::default() };
        match (first, second) {
            (Some(first), Some(last)) if all(first, is_word) && last == first + 1 => {
                (columns.first_name, columns.last_name) = (Some(first), Some(last));
            }
            _ => columns.name = first,
        }
        Some(columns)
    }

    /// How many columns are known.
    pub fn known(&self) -> usize {
        let Self { email, name, first_name, last_name, gender, role, team } = self;
        [email, name, first_name, last_name, gender, role, team].into_iter().flatten().count()
    }

    /// Whether the column of addresses is known.
    pub fn has_email(&self) -> bool {
        self.email.is_some()
    }

    /// The same columns, with that of the addresses found by what it holds if no name told it.
    pub fn with_email_from(mut self, rows: &[Vec<String>]) -> Self {
        self.email = self.email.or_else(|| most(rows, holds_address));
        let email = self.email;
        for other in [&mut self.name, &mut self.first_name, &mut self.last_name] {
            *other = other.filter(|index| Some(*index) != email);
        }
        self
    }

    /// What a row of cells says about a person; cells that are not there are empty.
    pub fn line(&self, cells: &[String]) -> Line {
        let cell = |index: Option<usize>| {
            index.and_then(|index| cells.get(index)).map(String::as_str).unwrap_or_default()
        };
        let stated = name(cell(self.name), cell(self.first_name), cell(self.last_name));
        let address = cell(self.email);
        // Of several addresses none is chosen silently: the line is to be mended.
        let mailbox = match address.contains(['@', '<']) && !holds_several(address) {
            true => Mailbox::read(address).unwrap_or_default(),
            false => Mailbox { email: address.to_owned(), ..Mailbox::default() },
        };
        Line {
            email: mailbox.email,
            name: if stated.is_empty() { mailbox.name } else { stated },
            role: cell(self.role).to_owned(),
            team: cell(self.team).to_owned(),
            gender: gender(cell(self.gender)),
        }
    }

    fn slot(&mut self, field: Field) -> &mut Option<usize> {
        match field {
            Field::Email => &mut self.email,
            Field::Name => &mut self.name,
            Field::FirstName => &mut self.first_name,
            Field::LastName => &mut self.last_name,
            Field::Gender => &mut self.gender,
            Field::Role => &mut self.role,
            Field::Team => &mut self.team,
        }
    }
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
fn name(whole: &str, first: &str, last: &str) -> String {
    if !last.is_empty() || (whole.is_empty() && !first.is_empty()) {
        return format!("{first} {last}").trim().to_owned();
    }
    let says_all = || whole.split([' ', ',']).any(|word| plain(word) == plain(first));
    match first.is_empty() || says_all() {
        true => name_as_spoken(whole),
        false => format!("{first} {whole}"),
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

fn holds_address(cell: &str) -> bool {
    cell.contains('@') && Mailbox::read(cell).is_some_and(|mailbox| is_address(&mailbox.email))
}

/// Whether a cell has two different addresses; one that is named twice, as in a copied link, is one.
fn holds_several(cell: &str) -> bool {
    let parts = cell.split([' ', ',', ';', '<', '>', '(', ')', '"']);
    let mut addresses = parts.filter(|part| is_address(part)).map(str::to_lowercase);
    addresses.next().is_some_and(|first| addresses.any(|other| other != first))
}

fn looks_like_a_name(cell: &str) -> bool {
    cell.chars().any(char::is_alphabetic)
        && !cell.contains(|letter: char| letter.is_numeric() || letter == '@')
}

/// The column with the most cells of a kind, the first of equals; `None` when none has any.
fn most(rows: &[Vec<String>], is_kind: fn(&str) -> bool) -> Option<usize> {
    let width = rows.iter().map(Vec::len).max()?;
    let count = |index: usize| {
        rows.iter().filter(|row| row.get(index).is_some_and(|cell| is_kind(cell))).count()
    };
    let best = (0..width).rev().max_by_key(|index| count(*index))?;
    (count(best) > 0).then_some(best)
}
