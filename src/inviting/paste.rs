//! A pasted list of people, read into lines.

use std::collections::HashSet;

use crate::inviting::line::Line;
use crate::inviting::named_address::{NamedAddress, is_address};
use crate::inviting::spoken::name_as_spoken;
use crate::inviting::spreadsheet::CELL_LENGTH;
use crate::inviting::spreadsheet::columns::{Columns, is_role_word};
use crate::values::EmailAddress;
use crate::values::gender::Gender;
use crate::values::plain::tidy;

/// What a pasted text says, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// One line for each person; what is neither address nor name was punctuation.
    pub lines: Vec<Line>,
    /// How many entries were dropped because their address stands in an earlier line.
    pub duplicates: usize,
}

/// Reads entries separated by line breaks, commas, semicolons or tabs, and rows of two or three
/// columns as they are copied from a spreadsheet. Nothing is refused: what does not look like an
/// address becomes a line to be mended.
pub fn read(text: &str) -> Pasted {
    let mut pasted = Pasted::default();
    let mut seen = HashSet::new();
    for line in people(text) {
        let is_new = line.email.is_empty() || seen.insert(key(&line.email));
        match is_new {
            true => pasted.lines.push(line),
            false => pasted.duplicates += 1,
        }
    }
    pasted
}

/// What an address is compared by; what is none yet is compared as it stands.
fn key(email: &str) -> String {
    EmailAddress::parse(email).map_or_else(|_| email.to_ascii_lowercase(), |e| e.key().to_owned())
}

fn people(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut header: Option<Columns> = None;
    let text = text.replace("\r\n", "\n");
    for row in text.split(['\n', '\r', '\u{b}', '\u{2028}']) {
        let cells = cells(row);
        match (Columns::from_header(&cells), &header) {
            (Some(columns), _) => header = Some(columns),
            (None, _) if row.trim().is_empty() => header = None,
            (None, Some(columns)) => {
                lines.extend(columns.lines(&cells).into_iter().filter(|line| !line.is_empty()));
            }
            (None, None) if row.contains('\t') => lines.extend(tabulated(&cells)),
            (None, None) => lines.extend(listed(row)),
        }
    }
    lines
}

/// The cells of a row if it is one of a table, which has one separator only.
fn cells(row: &str) -> Vec<String> {
    let separator = ['\t', ';', ','].into_iter().find(|separator| row.contains(*separator));
    match separator {
        Some('\t') | None => row.split('\t').map(cell).collect(),
        Some(separator) => entries(row, &[separator]).iter().map(|entry| cell(entry)).collect(),
    }
}

fn cell(text: &str) -> String {
    tidy(text.trim_matches('"'), CELL_LENGTH)
}

/// One row of a spreadsheet without header names: an address, a name in front of it or behind it,
/// and possibly a gender and a role. A row with several addresses is a list of them.
fn tabulated(cells: &[String]) -> Vec<Line> {
    let filled: Vec<&String> = cells.iter().filter(|cell| !cell.is_empty()).collect();
    let holds_address = |cell: &&&String| cell.contains('@');
    let Some(address) = filled.iter().find(holds_address) else {
        return filled.iter().filter_map(|cell| line(cell)).collect();
    };
    if filled.iter().filter(holds_address).count() > 1 {
        return filled.iter().filter_map(|cell| line(cell)).collect();
    }
    let Some(mut person) = line(address) else {
        return Vec::new();
    };
    let mut words = Vec::new();
    for text in filled.iter().filter(|cell| *cell != address) {
        match Gender::recognise(text) {
            // Mann is a common last name, and more often that than a gender in a pasted row.
            Some(gender) if person.gender.is_empty() && !text.contains(' ') && *text != "Mann" => {
                person.gender = gender.as_str().to_owned();
            }
            _ => words.push(text.as_str()),
        }
    }
    let (name, role) = name_and_role(&words);
    if person.name.is_empty() {
        person.name = name;
    }
    person.role = role;
    vec![person]
}

/// Two texts beside an address are a name and a role, or a first and a last name.
fn name_and_role(words: &[&str]) -> (String, String) {
    match words {
        [] => Default::default(),
        [only] if is_role_word(only) => (String::new(), (*only).to_owned()),
        [only] => (name_as_spoken(only), String::new()),
        [role, rest, ..] if is_role_word(role) => (name_as_spoken(rest), (*role).to_owned()),
        [first, last]
            if !is_role_word(last) && !first.contains([' ', ',']) && !last.contains(' ') =>
        {
            (format!("{first} {last}"), String::new())
        }
        [first, last, role] if is_role_word(role) => {
            (format!("{first} {last}"), (*role).to_owned())
        }
        [first, role, ..] => (name_as_spoken(first), (*role).to_owned()),
    }
}

/// The entries of one row of text.
fn listed(row: &str) -> Vec<Line> {
    // Commas within what semicolons separate, as in `Anna, a@example.com; Bob, b@example.com`.
    let mut groups = entries(row, &[';']);
    groups.retain(|group| !group.trim().is_empty());
    if groups.len() > 1 && groups.iter().all(|group| group.contains('@')) {
        return groups.iter().flat_map(|group| listed(group)).collect();
    }
    let entries = entries(row, &[';', ',']);
    let cells: Vec<String> = entries.iter().map(|entry| cell(entry)).collect();
    let is_one_person = (2..=4).contains(&cells.len())
        && cells.iter().filter(|cell| is_address(cell)).count() == 1
        && !cells.iter().any(|cell| cell.contains('<'));
    match is_one_person {
        true => tabulated(&cells),
        false => entries.iter().flat_map(|entry| several(entry)).collect(),
    }
}

/// An entry made of nothing but addresses with spaces between them names several people.
fn several(entry: &str) -> Vec<Line> {
    let words: Vec<&str> = entry.split_whitespace().collect();
    match words.len() > 1 && words.iter().all(|word| is_address(word)) {
        true => words.into_iter().filter_map(line).collect(),
        false => line(entry).into_iter().collect(),
    }
}

fn line(entry: &str) -> Option<Line> {
    let NamedAddress { name, email } = NamedAddress::read(entry)?;
    Some(Line { name, email, ..Line::default() })
}

/// Splits at the separators, except within quotes and brackets. A comma inside a name
/// that nobody quoted (`Example, Anna <anna@example.com>`) does not split it either.
fn entries(row: &str, separators: &[char]) -> Vec<String> {
    let mut entries: Vec<(String, char)> = vec![(String::new(), ';')];
    let is_quoted_well = row.matches('"').count().is_multiple_of(2);
    let (mut quoted, mut bracketed) = (false, false);
    for letter in row.chars() {
        match letter {
            '"' => quoted = is_quoted_well && !quoted,
            '<' => bracketed = true,
            '>' => bracketed = false,
            _ => {}
        }
        match letter {
            _ if separators.contains(&letter) && !quoted && !bracketed => {
                entries.push((String::new(), letter))
            }
            _ => entries.last_mut().map(|(entry, _)| entry.push(letter)).unwrap_or_default(),
        }
    }
    let mut joined: Vec<String> = Vec::new();
    for (entry, separator) in entries {
        let is_bare = |text: &String| !text.trim().is_empty() && !text.contains(['@', '<']);
        match joined.last_mut().filter(|last| separator == ',' && is_bare(last)) {
            Some(last) if is_name_before_bracket(&entry) => *last = format!("{last},{entry}"),
            _ => joined.push(entry),
        }
    }
    joined
}

fn is_name_before_bracket(entry: &str) -> bool {
    match entry.split_once('<') {
        Some((name, address)) => !name.trim().is_empty() && address.contains('@'),
        None => false,
    }
}
