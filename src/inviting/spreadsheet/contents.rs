//! Which column holds what, by what is in it.

use crate::inviting::names::recognise;
use crate::inviting::spreadsheet::columns::{Columns, holds_address, is_role_word};
use crate::inviting::spreadsheet::headers::{Address, Field};
use crate::values::gender::Gender;
use crate::values::plain::plain;

impl Columns {
    /// The columns as their contents suggest, for tables without header names. `None` when no
    /// column holds an address.
    pub fn from_contents(rows: &[&[String]]) -> Option<Self> {
        let contents = Contents::of(rows, most(rows, holds_address)?);
        let free = || (0..contents.width).filter(|index| *index != contents.email);
        let gender = free().find(|index| contents.tells_gender(*index, 1));
        let role = free().find(|index| contents.all(*index, is_role_word));
        let others = free().filter(|index| Some(*index) != gender && Some(*index) != role);
        let names: Vec<usize> =
            others.filter(|index| contents.all(*index, looks_like_a_name)).collect();
        let mut columns = Self(vec![None; contents.width]);
        columns.0[contents.email] = Some(Field::Email);
        for (index, field) in [(gender, Field::Gender), (role, Field::Role)] {
            if let Some(index) = index {
                columns.0[index] = Some(field);
            }
        }
        match contents.first_and_last(&names) {
            Some((first, last)) => {
                columns.0[first] = Some(Field::FirstName);
                columns.0[last] = Some(Field::LastName);
            }
            None => {
                let told = names.iter().find(|index| contents.is_in_addresses(**index));
                if let Some(index) = told.or(names.first()) {
                    columns.0[*index] = Some(Field::Name);
                }
            }
        }
        Some(columns)
    }

    /// The same columns, those that a header does not name judged by what they hold: where the
    /// addresses are, and gender and name where nothing else could be meant.
    pub fn with_contents(mut self, header: &[String], rows: &[&[String]]) -> Self {
        self.choose_email(header, rows);
        let Some(email) = self.0.iter().position(|field| *field == Some(Field::Email)) else {
            return self;
        };
        let contents = Contents::of(rows, email);
        self.0.resize(self.0.len().max(contents.width), None);
        let unknown: Vec<usize> =
            (0..contents.width).filter(|index| self.0[*index].is_none()).collect();
        let names = [Field::Name, Field::FirstName, Field::LastName].map(Some);
        let has = |fields: &[Option<Field>]| self.0.iter().any(|field| fields.contains(field));
        let gender = unknown.iter().find(|index| contents.tells_gender(**index, 2));
        let gender = gender.filter(|_| !has(&[Some(Field::Gender)])).copied();
        let name = unknown.iter().find(|index| contents.is_in_addresses(**index));
        let name = name.filter(|_| !has(&names)).copied();
        for (index, field) in [(gender, Field::Gender), (name, Field::Name)] {
            if let Some(index) = index {
                self.0[index] = Some(field);
            }
        }
        self
    }

    /// The columns as their contents suggest, but what a header names is that.
    pub fn named_by(mut self, header: &[String]) -> Self {
        let named: Vec<Option<Field>> = header.iter().map(|cell| Field::recognise(cell)).collect();
        // Beside a whole name, a last name that nobody called so would take its place.
        let (name, last) = (Some(Field::Name), Some(Field::LastName));
        if named.contains(&name) && !named.contains(&last) {
            self.0.iter_mut().for_each(|field| *field = field.filter(|_| *field != last));
        }
        for (index, field) in named.into_iter().enumerate().take(self.0.len()) {
            if let Some(field) = field.filter(|_| self.0[index] != Some(Field::Email)) {
                self.set_only(index, field);
            }
        }
        self
    }

    /// Of several columns of addresses, those at work; of those only that hold any. Where no name
    /// tells one, that which holds the most.
    fn choose_email(&mut self, header: &[String], rows: &[&[String]]) {
        let holds = |index: usize| {
            rows.iter().any(|row| row.get(index).is_some_and(|cell| holds_address(cell)))
        };
        let kind = |index: usize| header.get(index).and_then(|cell| Address::under(cell));
        let all: Vec<usize> =
            (0..self.0.len()).filter(|index| self.0[*index] == Some(Field::Email)).collect();
        match all.iter().filter(|index| holds(**index)).filter_map(|index| kind(*index)).min() {
            Some(best) => {
                let others = all.into_iter().filter(|index| kind(*index) != Some(best));
                others.for_each(|index| self.0[index] = None);
            }
            None if all.is_empty() => {
                if let Some(index) = most(rows, holds_address) {
                    self.set_only(index, Field::Email);
                }
            }
            None => {}
        }
    }
}

/// The rows that have an address, by column.
struct Contents<'a> {
    people: Vec<&'a [String]>,
    email: usize,
    width: usize,
}

impl<'a> Contents<'a> {
    fn of(rows: &[&'a [String]], email: usize) -> Self {
        let has_address = |row: &&&[String]| row.get(email).is_some_and(|cell| holds_address(cell));
        let people: Vec<&[String]> = rows.iter().filter(has_address).copied().collect();
        let width = people.iter().map(|row| row.len()).max().unwrap_or_default();
        Self { people, email, width }
    }

    fn filled(&self, index: usize) -> impl Iterator<Item = &'a str> {
        let cells = self.people.iter().filter_map(move |row| row.get(index));
        cells.map(String::as_str).filter(|cell| !cell.is_empty())
    }

    /// Whether a column has cells, and each is of a kind.
    fn all(&self, index: usize, is_kind: fn(&str) -> bool) -> bool {
        self.filled(index).next().is_some() && self.filled(index).all(is_kind)
    }

    /// Whether all cells of a column are words for genders, and not only marks such as `x`: one is
    /// longer than a letter, or this many of female and male are among them.
    fn tells_gender(&self, index: usize, least: usize) -> bool {
        let genders = [Gender::Female, Gender::Male].into_iter();
        let has =
            |gender: &Gender| self.filled(index).any(|cell| Gender::of_word(cell) == Some(*gender));
        self.all(index, |cell| Gender::of_word(cell).is_some())
            && (self.filled(index).any(|cell| plain(cell).len() > 1)
                || genders.filter(has).count() >= least)
    }

    /// Whether most cells of a column are names of several words, of which one stands in the address
    /// beside them too.
    fn is_in_addresses(&self, index: usize) -> bool {
        let told = |row: &&[String]| {
            let cell = row.get(index).filter(|cell| !cell.is_empty())?;
            let local = plain(row[self.email].split('@').next().unwrap_or_default());
            let mut words = cell.split(|letter: char| !letter.is_alphanumeric()).map(plain);
            let is_told = words.any(|word| word.len() > 1 && local.contains(&word));
            Some(is_told && cell.contains(' '))
        };
        let told: Vec<bool> = self.people.iter().filter_map(told).collect();
        let count = told.iter().filter(|is_told| **is_told).count();
        count * 2 > told.len() && self.all(index, looks_like_a_name)
    }

    /// Two columns of single words side by side are first and last names, in the order that most
    /// addresses tell.
    fn first_and_last(&self, names: &[usize]) -> Option<(usize, usize)> {
        let is_word = |cell: &str| !cell.contains([' ', ',']);
        let mut pairs = names
            .windows(2)
            .map(|pair| (pair[0], pair[1]))
            .filter(|(one, two)| two - one == 1 && self.all(*one, is_word));
        let (one, two) = pairs.next()?;
        let order: i32 = self.people.iter().map(|row| self.order(row, one, two)).sum();
        Some(if order < 0 { (two, one) } else { (one, two) })
    }

    /// 1 when an address says that the first of two words is the given name, -1 when it says so of
    /// the second.
    fn order(&self, row: &[String], one: usize, two: usize) -> i32 {
        let name = recognise(row[self.email].trim()).map(|name| name.to_string());
        let Some((given, family)) = name.as_deref().and_then(|name| name.split_once(' ')) else {
            return 0;
        };
        let [one, two] = [one, two].map(|index| plain(row.get(index).map_or("", String::as_str)));
        let (given, family) = (plain(given), plain(family));
        let is_name = |first: &str, last: &str| last == family && first.starts_with(&given);
        i32::from(is_name(&one, &two)) - i32::from(is_name(&two, &one))
    }
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
