//! Measures what Usher costs, beside what the same would cost at least. `script/bench` runs it.

mod cpu;
mod doors;
mod floor;
mod http;
mod life;
mod load;
mod pages;
mod program;
mod report;
mod sheets;
mod sink;
mod site;

use std::env;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use diesel::sql_types::Uuid as SqlUuid;
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl};
use uuid::Uuid;

use crate::cpu::Processes;
use crate::http::Client;
use crate::program::{Program, Settings};
use crate::report::Line;
use crate::sink::Sink;
use crate::site::{PASSWORD, Site, Workspaces};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A program on a database of its own.
struct Stage {
    settings: Settings,
    program: Program,
    url: String,
    /// Of the workspace "big".
    workspace: Uuid,
    /// An Admin of it, signed in.
    admin: Client,
}

/// Everything that is measured. Programs end before the server does.
struct Bench {
    small: Stage,
    /// The same with a million people in other workspaces.
    large: Option<Stage>,
    sink: Sink,
    postmaster: i32,
    rounds: usize,
    site: Site,
}

/// What the command line says.
#[derive(Default)]
struct Wishes {
    is_quick: bool,
    is_check: bool,
    only: Option<String>,
    file: Option<String>,
}

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let wishes = Wishes::read()?;
    let load = report::load();
    let bench = Bench::start(&wishes)?;
    let mut lines = Vec::new();
    if wishes.wants("lists") {
        lines.extend(told(pages::lists(&bench)?));
    }
    if wishes.wants("sign-in-page") {
        lines.extend(told(vec![pages::sign_in_page(&bench)?]));
    }
    if wishes.wants("doors") {
        lines.extend(told(doors::doors(&bench)?));
    }
    if wishes.wants("storm") {
        lines.extend(told(vec![doors::storm(&bench)?]));
    }
    if wishes.wants("invitations") {
        lines.extend(told(life::invitations(&bench)?));
    }
    if wishes.wants("spreadsheets") {
        lines.extend(told(sheets::sheets(&bench)?));
    }
    if wishes.wants("start") {
        lines.extend(told(life::start(&bench)?));
    }
    drop(bench);
    let (machine, table) = (report::machine(&load), report::table(&lines));
    println!("{machine}\n\n{table}");
    if let Some(file) = &wishes.file {
        report::write(file, &machine, &table)?;
    }
    let missed = report::missed(&lines);
    println!("{missed} marks missed");
    let is_bad = wishes.is_check && missed > 0;
    Ok(if is_bad { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Shows on the way what has come out so far.
fn told(lines: Vec<Line>) -> Vec<Line> {
    eprintln!("{}", report::table(&lines));
    lines
}

impl Wishes {
    fn read() -> Result<Wishes> {
        let mut wishes = Wishes::default();
        let mut arguments = env::args().skip(1);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--quick" => wishes.is_quick = true,
                "--check" => wishes.is_check = true,
                "--write" => wishes.file = Some("docs/figures.md".to_owned()),
                "--only" => wishes.only = arguments.next(),
                other => return Err(format!("what is {other}? --quick, --check, --write, --only lists|sign-in-page|doors|storm|invitations|spreadsheets|start").into()),
            }
        }
        Ok(wishes)
    }

    fn wants(&self, part: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only == part)
    }
}

impl Bench {
    fn start(wishes: &Wishes) -> Result<Bench> {
        let binary = env::var_os("USHER_BIN").ok_or("USHER_BIN names the program to measure")?;
        let (site, sink) = (Site::start()?, Sink::start()?);
        let stage = |name: &str, all: &[Workspaces]| {
            eprintln!("filling the database {name} …");
            let settings = Settings {
                binary: PathBuf::from(&binary),
                database_url: site.database(name, all)?,
                smtp: sink.address().to_string(),
                folder: site.folder().to_owned(),
            };
            Stage::start(settings)
        };
        let big = || Workspaces { first: 0, last: 0, people: 10_000 };
        let others = Workspaces { first: 1, last: 1000, people: 1000 };
        let small = stage("small", &[big()])?;
        let large = if wishes.is_quick { None } else { Some(stage("large", &[big(), others])?) };
        let postmaster = site.postmaster()?;
        let rounds = if wishes.is_quick { 5 } else { 9 };
        Ok(Bench { small, large, sink, postmaster, rounds, site })
    }

    fn processes(&self, stage: &Stage) -> Result<Processes> {
        Ok(Processes { program: stage.program.pid(), postmaster: self.postmaster })
    }
}

impl Stage {
    fn start(settings: Settings) -> Result<Stage> {
        #[derive(QueryableByName)]
        struct Found {
            #[diesel(sql_type = SqlUuid)]
            id: Uuid,
        }
        let program = Program::start(&settings)?;
        let admin = program.signed_in("person1@w0.example", PASSWORD)?;
        let url = settings.database_url.clone();
        let mut conn = PgConnection::establish(&url)?;
        let found: Found = diesel::sql_query("SELECT id FROM workspaces WHERE slug = 'big'")
            .get_result(&mut conn)?;
        Ok(Stage { settings, program, url, workspace: found.id, admin })
    }
}
