//! `usher invite`: the people of a file, read, planned and sent as by the window.

mod progress;
mod reading;
mod report;
mod sending;
mod terminal;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Arg, Args};
use diesel::{OptionalExtension, PgConnection};
use uuid::Uuid;

use crate::commands::start;
use crate::config::Settings;
use crate::inviting::line::Line;
use crate::inviting::plan::{Known, SendPlan};
use crate::models::user::User;
use crate::models::workspace::Workspace;
use crate::values::EmailAddress;
use reading::Reading;
use report::Report;

/// What the exit code says, for `--help`.
pub const EXIT_CODES: &str = "\
Exit codes:
  0  everybody was invited, or nothing was left to do; with --wait, or waits for a seat
  1  it failed; the sentence on standard error says why
  2  the command line is wrong
  3  some rows need work; all others were invited

With --dry-run the codes say what would happen. To invite with the same file again does no harm:
whoever is here or invited already is left out. Mails leave by `usher serve` or `usher work`.";

/// Some rows need work.
const NEEDS_WORK: u8 = 3;

/// Who is invited where, and how it is said.
#[derive(Args, Clone, Debug)]
pub struct Order {
    /// The spreadsheet: a workbook or CSV with a column of e-mail addresses
    file: PathBuf,
    /// The sheet with the people, by its name or counted from 1 [default: the first with addresses]
    #[arg(long, value_name = "NAME|NUMBER")]
    sheet: Option<String>,
    /// The workspace, as it stands in its addresses: /w/SLUG
    #[arg(long, value_name = "SLUG")]
    workspace: String,
    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,
    /// Put those on the waiting list who find no seat, instead of inviting nobody
    #[arg(long)]
    wait: bool,
    /// Say it as JSON
    #[arg(long)]
    json: bool,
    /// The role of rows without one
    #[arg(long, value_name = "NAME")]
    role: Option<String>,
    /// The Admin who invites [default: the one who has been here longest]
    #[arg(long = "as", value_name = "EMAIL")]
    sender: Option<String>,
}

/// Of the settings, those that do nothing here are not offered.
pub fn argument(argument: Arg) -> Arg {
    const USED: [&str; 12] = [
        "database_url",
        "embedded",
        "data",
        "log_format",
        "file",
        "sheet",
        "workspace",
        "dry_run",
        "wait",
        "json",
        "role",
        "sender",
    ];
    let is_used = USED.contains(&argument.get_id().as_str());
    if is_used { argument } else { argument.hide(true) }
}

/// Reads a file, says what would happen to each row, and invites everybody who is ready.
pub fn run(settings: &Settings, order: &Order) -> ExitCode {
    // Who was invited stands in the audit log; told line by line it would hide everything else.
    start::logs(settings, "warn");
    match invite(settings, order) {
        Ok(report) if report.work > 0 => ExitCode::from(NEEDS_WORK),
        Ok(_) => ExitCode::SUCCESS,
        Err(sentence) => {
            terminal::complain(&sentence);
            ExitCode::FAILURE
        }
    }
}

fn invite(settings: &Settings, order: &Order) -> Result<Report, String> {
    let of_file = |reason: String| format!("{}: {reason}", order.file.display());
    let reading = Reading::begin(order).map_err(of_file)?;
    let database = start::Database::open(settings)?;
    database.prepare()?;
    let mut conn = database.connect()?;
    let workspace = workspace(&mut conn, order)?;
    let sheet = reading.finish(&mut conn, &workspace).map_err(of_file)?;
    let sender = sender(&mut conn, &workspace, order)?;
    let lines: Vec<Line> = sheet.rows.iter().map(|row| order.with_role(&row.line)).collect();
    let known = Known::load(&mut conn, &workspace, &lines).map_err(unanswered)?;
    if order.role.as_ref().is_some_and(|word| !known.roles.iter().any(|one| one.is_meant_by(word)))
    {
        let roles: Vec<_> = known.roles.iter().map(|role| role.name.as_str()).collect();
        return Err(format!("--role: this workspace has {}", roles.join(", ")));
    }
    let plan = SendPlan::of(&lines, &known);
    let mut report = Report::new(order, &sheet, &plan, &known, workspace.zone());
    let sent = match (order.dry_run, plan.without_seat()) {
        (_, missing @ 1..) if !order.wait => Err(format!(
            "{missing} more seats are needed; book them in the plan, leave some rows out, or let \
             people wait with --wait. Nobody was invited."
        )),
        (true, _) => Ok(()),
        (false, _) => {
            let invited = (&mut report.sent, &mut report.waiting);
            sending::send(&mut conn, &workspace, &sender, &plan, order.wait, invited)
        }
    };
    report.print(order.json)?;
    sent.map(|()| report)
}

impl Order {
    fn with_role(&self, line: &Line) -> Line {
        match &self.role {
            Some(role) if line.role.trim().is_empty() => {
                Line { role: role.clone(), ..line.clone() }
            }
            _ => line.clone(),
        }
    }
}

fn workspace(conn: &mut PgConnection, order: &Order) -> Result<Workspace, String> {
    let found = Workspace::of_slug(conn, &order.workspace).optional().map_err(unanswered)?;
    found.ok_or_else(|| format!("there is no workspace {}", order.workspace))
}

/// The Admin who was named, or the first one.
fn sender(conn: &mut PgConnection, here: &Workspace, order: &Order) -> Result<User, String> {
    let Some(word) = &order.sender else {
        return User::admin_preferring(conn, here.id, Uuid::nil()).map_err(unanswered);
    };
    let nobody = || format!("{word} is no Active Admin of {}", order.workspace);
    let email = EmailAddress::parse(word).map_err(|_| nobody())?;
    let keys = [email.key().to_owned()];
    let found = User::with_emails(conn, here.id, &keys).map_err(unanswered)?;
    let wanted = found.first().ok_or_else(nobody)?.id;
    let admin = User::admin_preferring(conn, here.id, wanted).map_err(unanswered)?;
    if admin.id == wanted { Ok(admin) } else { Err(nobody()) }
}

fn unanswered(error: diesel::result::Error) -> String {
    format!("the database does not answer: {error}")
}
