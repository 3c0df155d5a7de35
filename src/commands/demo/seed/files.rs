use std::fmt::Write;

use chrono::TimeDelta;
use diesel::prelude::*;
use uuid::Uuid;

use super::Bed;
use crate::commands::demo::people::Person;
use crate::error::{AppError, AppResult};
use crate::inviting::review::{self, Arrival};
use crate::inviting::spreadsheet::{self, Wish};
use crate::models::batch::{Batch, Source};
use crate::models::import_row::{ImportRow, RowState, Rows};
use crate::schema::{imports, invitations};
use crate::values::Lang;

const STARTERS: &str = "New starters.csv";
/// How many days ago its people were invited, as they are in the list.
const STARTED: i64 = 2;
/// More people than the window holds.
const CONTACTS: usize = 118;
const FIRST_NAMES: [&str; 12] = [
    "Alma", "Bruno", "Carla", "David", "Ella", "Finn", "Gesa", "Hugo", "Ida", "Jakob", "Klara",
    "Leon",
];
const LAST_NAMES: [&str; 10] = [
    "Arnold", "Bauer", "Claussen", "Dietrich", "Ebert", "Fischer", "Gruber", "Hartmann", "Jansen",
    "Keller",
];

/// Contacts of a trade fair, most of them ready, some to be mended.
fn contacts() -> String {
    let mut file = String::from("Trade fair Hamburg\n\nE-mail;First name;Last name;Role;Team\n");
    for number in 0..CONTACTS {
        let first = FIRST_NAMES[number % FIRST_NAMES.len()];
        let last = LAST_NAMES[number / FIRST_NAMES.len()];
        let host = if number % 3 == 0 { "werft-nord" } else { "kontor-hafen" };
        let address = format!("{}.{}@{host}.example", first.to_lowercase(), last.to_lowercase());
        let (email, role, team) = match number {
            4 => (format!("{}.{}(at){host}.example", first, last), "Guest", ""),
            17 | 33 => (address, "Freelancer", "Design"),
            41 => (address, "", ""),
            58 => (address, "Guest", "Fair"),
            60 => ("mia.lindqvist@nordlicht.example".to_owned(), "User", ""),
            _ => (address, if number % 5 == 0 { "User" } else { "Guest" }, ""),
        };
        let _ = writeln!(file, "{email};{first};{last};{role};{team}");
    }
    file
}

impl Bed<'_> {
    /// A file that waits to be reviewed, and one whose people were invited together.
    pub(super) fn add_files(
        &self,
        conn: &mut PgConnection,
        people: &[Person],
        founder: Uuid,
    ) -> AppResult<()> {
        self.add_file(conn, "Trade fair contacts.csv", contacts(), founder)?;
        let starters: Vec<&Person> =
            people.iter().filter(|person| person.past.days() == STARTED).collect();
        let lines = starters.iter().map(|person| {
            let role = person.role.title(Lang::En);
            format!("{},{},{role}\n", person.email, person.name)
        });
        let file = format!("E-mail,Name,Role\n{}", lines.collect::<String>());
        let import_id = self.add_file(conn, STARTERS, file, founder)?;
        self.add_batch(conn, import_id, &starters, founder)
    }

    fn add_file(
        &self,
        conn: &mut PgConnection,
        name: &str,
        file: String,
        founder: Uuid,
    ) -> AppResult<Uuid> {
        let sheet = spreadsheet::read(file.as_bytes(), &Wish::default())
            .map_err(|reason| AppError::internal(format!("{name}: {reason:?}")))?;
        let arrival = Arrival {
            id: Uuid::now_v7(),
            sender_id: founder,
            file_name: name.to_owned(),
            file: file.into_bytes(),
            sheet,
            typed: Vec::new(),
            task_id: None,
        };
        let id = arrival.id;
        review::keep(conn, &self.workspace, arrival)?;
        diesel::update(imports::table.find((self.workspace.id, id)))
            .set(imports::created_at.eq(self.ago(STARTED) - TimeDelta::minutes(6)))
            .execute(conn)?;
        Ok(id)
    }

    fn add_batch(
        &self,
        conn: &mut PgConnection,
        import_id: Uuid,
        people: &[&Person],
        founder: Uuid,
    ) -> AppResult<()> {
        let count = i32::try_from(people.len()).map_err(AppError::internal)?;
        let sent_at = self.ago(STARTED);
        let batch = Batch {
            import_id: Some(import_id),
            file_name: STARTERS.to_owned(),
            total: count,
            invited: count,
            created_at: sent_at,
            finished_at: Some(sent_at + TimeDelta::seconds(2)),
            ..Batch::new(&self.workspace, Uuid::now_v7(), Source::File, founder, sent_at)
        };
        batch.insert(conn)?;
        let ids = people.iter().map(|person| self.user(person.email));
        let ids = ids.collect::<AppResult<Vec<_>>>()?;
        diesel::update(invitations::table)
            .filter(invitations::workspace_id.eq(self.workspace.id))
            .filter(invitations::user_id.eq_any(ids))
            .set(invitations::batch_id.eq(batch.id))
            .execute(conn)?;
        let rows = Rows { workspace_id: self.workspace.id, import_id };
        let sent: Vec<ImportRow> = rows
            .open(conn)?
            .into_iter()
            .map(|row| ImportRow { state: RowState::Sent, said: None, ..row })
            .collect();
        Ok(rows.write(conn, &sent)?)
    }
}
