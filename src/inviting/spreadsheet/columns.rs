//! Which column of a table holds what.

use std::borrow::Cow;

use crate::inviting::line::Line;
use crate::inviting::named_address::{NamedAddress, is_address};
use crate::inviting::spoken::{name_as_spoken, salutation, words_as_spoken};
use crate::inviting::spreadsheet::EXAMPLE_ADDRESS;
use crate::inviting::spreadsheet::headers::Field;
use crate::values::gender::Gender;
use crate::values::plain::plain;

/// What each column holds; `None` where that is not known. Where two hold the same, the first that
/// says something counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::inviting) struct Columns(pub(super) Vec<Option<Field>>);

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

    /// What is in this column is this, and no other column holds it.
    pub(super) fn set_only(&mut self, column: usize, field: Field) {
        self.0.iter_mut().for_each(|one| *one = one.filter(|one| *one != field));
        self.0.resize(self.0.len().max(column + 1), None);
        self.0[column] = Some(field);
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

    /// The people in a row of a file: all that [`Self::lines`] says of somebody, unless the row is
    /// the example of the template or is about nobody.
    pub fn people(&self, cells: &[String]) -> Vec<Line> {
        let mut lines = self.lines(cells);
        lines.retain(|line| !line.is_empty() && !line.email.eq_ignore_ascii_case(EXAMPLE_ADDRESS));
        if !lines.is_empty() && self.is_about_nobody(cells) {
            lines.clear();
        }
        lines
    }

    /// What a row of cells says about people; cells that are not there are empty. One line, or as
    /// many as the row has addresses: then nobody is given the name that stands beside all.
    pub fn lines(&self, cells: &[String]) -> Vec<Line> {
        let cell = |field| self.cells(field, cells).next().unwrap_or_default();
        let address = self.cells(Field::Email, cells).find(|cell| cell.contains('@'));
        let address = address.unwrap_or_else(|| cell(Field::Email));
        let people = named_addresses(address);
        let stated = match people.len() {
            1 => stated_name([Field::Name, Field::FirstName, Field::LastName].map(cell)),
            _ => String::new(),
        };
        let told = match self.0.contains(&Some(Field::Gender)) {
            true => gender(cell(Field::Gender)),
            false => self.told_by_name(cells),
        };
        let line = |one: NamedAddress| Line {
            email: one.email,
            name: if stated.is_empty() { one.name } else { stated.clone() },
            role: cell(Field::Role).to_owned(),
            team: cell(Field::Team).to_owned(),
            gender: told.clone(),
        };
        people.into_iter().map(line).collect()
    }

    /// The gender that a salutation in front of the name tells; empty when there is none.
    fn told_by_name(&self, cells: &[String]) -> String {
        let fields = [Field::Name, Field::FirstName, Field::LastName];
        let mut told = fields.into_iter().flat_map(|field| self.cells(field, cells));
        let told = told.find_map(salutation);
        told.map(|gender| gender.to_string()).unwrap_or_default()
    }

    /// The filled cells of all columns that hold something.
    pub(super) fn cells<'a>(
        &self,
        field: Field,
        cells: &'a [String],
    ) -> impl Iterator<Item = &'a str> {
        let columns = self.0.iter().zip(cells);
        let wanted =
            columns.filter(move |(column, cell)| **column == Some(field) && !cell.is_empty());
        wanted.map(|(_, cell)| cell.as_str())
    }
}

/// The addresses in a cell with their names; one with an empty address when there is none.
fn named_addresses(cell: &str) -> Vec<NamedAddress> {
    let found = addresses(cell);
    if found.len() < 2 {
        // What has no sign of an address is to be mended, not to be taken for a name.
        return vec![match cell.contains(['@', '<']) {
            true => NamedAddress::read(cell).unwrap_or_default(),
            false => NamedAddress { email: cell.to_owned(), ..NamedAddress::default() },
        }];
    }
    for separator in [';', '|', '/', ','] {
        let parts: Vec<&str> =
            cell.split(separator).filter(|part| !part.trim().is_empty()).collect();
        if parts.len() > 1 && parts.iter().all(|part| addresses(part).len() == 1) {
            return parts.into_iter().filter_map(NamedAddress::read).collect();
        }
    }
    let bare = |email: &str| NamedAddress { email: email.to_owned(), ..NamedAddress::default() };
    found.into_iter().map(bare).collect()
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
        return words_as_spoken(&format!("{first} {last}"));
    }
    let says_all = || whole.split([' ', ',']).any(|word| plain(word) == plain(first));
    match first.is_empty() || says_all() {
        true => name_as_spoken(whole),
        false => words_as_spoken(&format!("{first} {whole}")),
    }
}

/// A name without the address behind it, where the name is a link to write to.
fn without_address(cell: &str) -> Cow<'_, str> {
    match cell.contains('<') && cell.contains('@') {
        true => Cow::Owned(NamedAddress::read(cell).unwrap_or_default().name),
        false => Cow::Borrowed(cell),
    }
}

/// What is not recognised stays as it is, so that nothing is guessed; ways to say nothing are empty.
fn gender(text: &str) -> String {
    const NOTHING: [&str; 17] = [
        "",
        "0",
        "ka",
        "keine",
        "keineangabe",
        "keineangaben",
        "na",
        "nichtangegeben",
        "none",
        "notsaid",
        "notspecified",
        "null",
        "ohneangabe",
        "prefernottosay",
        "unbekannt",
        "unknown",
        "unspecified",
    ];
    match Gender::recognise(text) {
        Some(gender) => gender.as_str().to_owned(),
        None if NOTHING.contains(&plain(text).as_str()) => String::new(),
        None => text.to_owned(),
    }
}

/// Whether a cell has an address, alone or beside a name.
pub(super) fn holds_address(cell: &str) -> bool {
    cell.contains('@')
        && (NamedAddress::read(cell).is_some_and(|one| is_address(&one.email))
            || !addresses(cell).is_empty())
}
