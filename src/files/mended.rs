//! What was mended on the page, put back into the cells that it was read from.

use crate::inviting::line::Line;
use crate::inviting::spreadsheet::{self, Field};
use crate::models::role::Role;
use crate::models::team::Team;
use crate::values::{Gender, Lang};

/// Knows what the columns of a file hold, and what things are called.
#[derive(Clone, Copy, Debug)]
pub struct Mender<'a> {
    pub columns: &'a [Option<Field>],
    pub roles: &'a [Role],
    pub teams: &'a [Team],
    pub lang: Lang,
}

impl Mender<'_> {
    /// Changes the cells of a row so that they say of its people what is said of them now. What reads
    /// as the same stays as somebody wrote it, and what no column holds is left out.
    pub fn mend(&self, cells: &mut Vec<String>, now: &[Line]) {
        let before = spreadsheet::lines(self.columns, cells);
        if before.len() != now.len() {
            return;
        }
        if let ([before], [now]) = (before.as_slice(), now) {
            self.mend_name(cells, before, now);
        }
        if before.iter().zip(now).any(|(before, now)| before.email != now.email) {
            let addresses = before.iter().zip(now).map(|(before, now)| self.address(before, now));
            self.put(cells, Field::Email, addresses.collect::<Vec<_>>().join("; "));
        }
        for field in [Field::Role, Field::Team, Field::Gender] {
            let word = |line: &Line| self.word(field, line);
            // People who share a row share its cell.
            let [first, others @ ..] = now else { continue };
            let is_changed = before.iter().zip(now).any(|(before, now)| word(before) != word(now));
            if is_changed && others.iter().all(|other| word(other) == word(first)) {
                self.put(cells, field, word(first));
            }
        }
    }

    fn mend_name(&self, cells: &mut Vec<String>, before: &Line, now: &Line) {
        if before.name == now.name {
            return;
        }
        let (given, family) = now.name.rsplit_once(' ').unwrap_or((&now.name, ""));
        let has = |field| self.columns.contains(&Some(field));
        match (has(Field::FirstName), has(Field::LastName), has(Field::Name)) {
            (true, true, _) => {
                self.put(cells, Field::FirstName, given.to_owned());
                self.put(cells, Field::LastName, family.to_owned());
                self.put(cells, Field::Name, now.name.clone());
            }
            (true, false, true) => {
                self.put(cells, Field::FirstName, given.to_owned());
                self.put(cells, Field::Name, family.to_owned());
            }
            (true, false, false) => self.put(cells, Field::FirstName, now.name.clone()),
            (false, true, _) => self.put(cells, Field::LastName, now.name.clone()),
            (false, false, true) => self.put(cells, Field::Name, now.name.clone()),
            (false, false, false) if !before.name.is_empty() => {
                self.put(cells, Field::Email, self.address(before, now));
            }
            (false, false, false) => {}
        }
    }

    /// The address, with the name in front of it where the file has both in one cell.
    fn address(&self, before: &Line, now: &Line) -> String {
        let names = [Field::Name, Field::FirstName, Field::LastName].map(Some);
        let is_apart = self.columns.iter().any(|column| names.contains(column));
        match before.name.is_empty() || is_apart {
            true => now.email.clone(),
            false => format!("{} <{}>", now.name, now.email),
        }
    }

    /// Writes into the cell that was read, or where one would have been.
    fn put(&self, cells: &mut Vec<String>, field: Field, text: String) {
        let held = |place: &usize| cells.get(*place).map_or("", String::as_str);
        let places: Vec<usize> =
            (0..self.columns.len()).filter(|place| self.columns[*place] == Some(field)).collect();
        let address =
            places.iter().find(|place| field == Field::Email && held(place).contains('@'));
        let filled = || places.iter().find(|place| !held(place).is_empty());
        if let Some(place) = address.or_else(filled).or(places.first()).copied() {
            cells.resize(cells.len().max(place + 1), String::new());
            cells[place] = text;
        }
    }

    /// What a line says of its role, team or gender, as the reader calls it.
    fn word(&self, field: Field, line: &Line) -> String {
        let (word, known) = match field {
            Field::Role => {
                let role = self.roles.iter().find(|role| role.is_meant_by(&line.role));
                (&line.role, role.map(|role| role.title(self.lang)))
            }
            Field::Team => {
                let team = self.teams.iter().find(|team| team.is_meant_by(&line.team));
                (&line.team, team.map(|team| team.name.clone()))
            }
            _ => {
                let gender = Gender::parse(&line.gender);
                (&line.gender, gender.map(|gender| gender.title(self.lang)))
            }
        };
        known.unwrap_or_else(|| word.clone())
    }
}
