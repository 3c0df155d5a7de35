//! What the command says: to people, or as JSON.

use chrono_tz::Tz;
use serde::Serialize;

use crate::commands::invite::{Order, terminal};
use crate::inviting::plan::{Known, SendPlan, Verdict};
use crate::inviting::remark::{Remark, Remarks};
use crate::inviting::spreadsheet::{Field, Sheet};
use crate::values::Lang;

/// The plan, and what became of it.
#[derive(Debug, Serialize)]
pub struct Report {
    workspace: String,
    file: String,
    /// The name of the sheet that was read; empty where a file has none.
    sheet: String,
    dry_run: bool,
    /// Everybody in the file.
    people: usize,
    /// Of these: who can be invited.
    ready: usize,
    /// Who is here, was invited, or stands in the file twice.
    known: usize,
    /// Whose row must be mended.
    pub work: usize,
    seats_missing: i64,
    /// Who was invited now.
    pub sent: usize,
    /// Who was put on the waiting list now.
    pub waiting: usize,
    /// Whether those without a seat are put on the waiting list.
    #[serde(skip)]
    waits: bool,
    /// The rows that are not ready.
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    /// As a spreadsheet program shows it.
    row: u32,
    email: String,
    needs_work: bool,
    remarks: Vec<CellRemark>,
}

#[derive(Debug, Serialize)]
struct CellRemark {
    /// What the file calls the column.
    column: String,
    #[serde(flatten)]
    remark: Remark,
}

impl Report {
    pub fn new(order: &Order, sheet: &Sheet, plan: &SendPlan, known: &Known, zone: Tz) -> Report {
        let remarks = Remarks::new(Lang::En, zone, &known.roles, &known.teams);
        let row_of = |line: usize| sheet.rows.get(line - 1).map_or(0, |row| row.row);
        let rows = sheet.rows.iter().zip(&plan.lines).filter_map(|(row, planned)| {
            let needs_work = match planned.verdict {
                Verdict::Invite(_) => return None,
                Verdict::Known(_) => false,
                Verdict::Mistakes(_) => true,
            };
            let remarks = remarks.about(planned, row_of).into_iter();
            let remarks = remarks
                .map(|remark| CellRemark { column: column(sheet, remark.field), remark })
                .collect();
            Some(Row { row: row.row, email: row.line.email.clone(), needs_work, remarks })
        });
        let rows: Vec<Row> = rows.collect();
        let work = rows.iter().filter(|row| row.needs_work).count();
        Report {
            workspace: order.workspace.clone(),
            file: order.file.display().to_string(),
            sheet: sheet.sheets.get(sheet.sheet).cloned().unwrap_or_default(),
            dry_run: order.dry_run,
            waits: order.wait,
            people: plan.lines.len(),
            ready: plan.invitees().count(),
            known: rows.len() - work,
            work,
            seats_missing: plan.without_seat(),
            sent: 0,
            waiting: 0,
            rows,
        }
    }

    /// Says it on standard output.
    pub fn print(&self, as_json: bool) -> Result<(), String> {
        if as_json {
            let json = serde_json::to_string_pretty(self).map_err(|error| error.to_string())?;
            return terminal::say_json(&json);
        }
        terminal::say(&self.lines())
    }

    /// Whoever is here already is named only where nothing is sent: it is no news afterwards.
    fn lines(&self) -> Vec<String> {
        let sheet = if self.sheet.is_empty() { "" } else { ", sheet " };
        let Report { file, people, ready, known, work, .. } = self;
        let mut lines = vec![
            format!("{file}{sheet}{}: {people} people", self.sheet),
            format!("{ready:>7} ready"),
            format!("{known:>7} already here, or in the file twice"),
            format!("{work:>7} to be mended"),
        ];
        for row in self.rows.iter().filter(|row| row.needs_work || self.dry_run) {
            for CellRemark { column, remark } in &row.remarks {
                let (number, Remark { problem, suggestion, .. }) = (row.row, remark);
                lines.push(format!("row {number}, {column}: {problem}. {suggestion}"));
            }
        }
        if self.dry_run && self.seats_missing > 0 {
            lines.push(format!("{:>7} of them without a seat", self.seats_missing));
        }
        if !self.dry_run && (self.seats_missing == 0 || self.waits) {
            lines.push(format!("{:>7} invited", self.sent));
        }
        if self.waiting > 0 {
            lines.push(format!("{:>7} waiting for a seat", self.waiting));
        }
        lines
    }
}

/// What the file calls the column of a field; its number as spreadsheet programs show it where there
/// is no header, and what it would be called where there is no such column.
fn column(sheet: &Sheet, field: Field) -> String {
    let names = [Field::Name, Field::LastName, Field::FirstName];
    let is_it = |one: &Option<Field>| match field {
        Field::Name => one.is_some_and(|one| names.contains(&one)),
        _ => *one == Some(field),
    };
    match sheet.columns.iter().position(is_it) {
        Some(place) if !sheet.headers[place].is_empty() => sheet.headers[place].clone(),
        Some(place) => format!("column {}", letters(place)),
        None => field.to_string(),
    }
}

/// `A` for 0, `AA` for 26.
fn letters(place: usize) -> String {
    let letter = char::from(b'A' + (place % 26) as u8).to_string();
    if place < 26 { letter } else { letters(place / 26 - 1) + &letter }
}
