//! Invitations until they are at the mail server, the start, and the memory.

use std::thread;
use std::time::{Duration, Instant};

use diesel::sql_types::{BigInt, Text};
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl};
use uuid::Uuid;

use crate::cpu;
use crate::floor;
use crate::load::{Series, median};
use crate::pages::expect;
use crate::program::Program;
use crate::report::Line;
use crate::{Bench, Result};

/// As many as are sent in one measurement, and as one form takes.
const INVITATIONS: usize = 1000;
const LINES: usize = 100;

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[derive(QueryableByName)]
struct RoleId {
    #[diesel(sql_type = Text)]
    id: String,
}

/// 1,000 people, in forms of 100 lines that are sent one after the other.
pub fn invitations(bench: &Bench) -> Result<Vec<Line>> {
    let stage = &bench.small;
    let mut conn = PgConnection::establish(&stage.url)?;
    let role: RoleId = diesel::sql_query(
        "SELECT roles.id::text FROM roles JOIN workspaces ON workspaces.id = workspace_id
         WHERE slug = 'big' AND preset = 'user'",
    )
    .get_result(&mut conn)?;
    let (mut series, mut at_sink, mut posting) = (Series::default(), Vec::new(), Vec::new());
    let (mut raw, mut raw_cpu) = (Vec::new(), Vec::new());
    for round in 0..bench.rounds.min(5) {
        let forms: Vec<String> =
            (0..INVITATIONS / LINES).map(|form| window(round, form, &role.id)).collect();
        let mut admin = stage.admin.again()?;
        let (processes, wanted) = (bench.processes(stage)?, bench.sink.count() + INVITATIONS);
        let (before, began) = (processes.used(), Instant::now());
        for form in &forms {
            expect(admin.post("/w/big/settings/invite", form)?, 303)?;
        }
        posting.push(began.elapsed().as_secs_f64());
        let arrived = bench.sink.wait_for(wanted, Duration::from_secs(60));
        let arrived = arrived.ok_or("not every invitation arrived within a minute")? - began;
        until_settled(&mut conn)?;
        let used = processes.used().since(before);
        let each = arrived / u32::try_from(INVITATIONS)?;
        series.add(used, (0..INVITATIONS).map(|_| each));
        at_sink.push(arrived.as_secs_f64());
        let (took, cpu) = floor::smtp(bench.sink.address(), &bench.sink.last(), INVITATIONS)?;
        raw.push(took.as_secs_f64());
        raw_cpu.push(cpu.as_secs_f64() * 1000.0);
    }
    let seconds = |all: Vec<f64>| median(all.into_iter());
    let (at_sink, posting) = (seconds(at_sink), seconds(posting));
    Ok(vec![
        Line { cpu: Some((series.program(), series.database())), ..Line::new("an invitation") }
            .floor(format!("{:.3} raw SMTP", seconds(raw_cpu)))
            .mark("≤ {} ms CPU", series.cpu(), 0.6),
        Line::new(format!(
            "1,000 invitations at the mail server, in s; {posting:.2} until all were posted"
        ))
        .floor(format!("{:.2} raw SMTP", seconds(raw)))
        .mark("≤ {} s", at_sink, 0.75),
    ])
}

/// The form of an invite window with 100 lines.
fn window(round: usize, form: usize, role: &str) -> String {
    let mut text = format!("form_id={}&source=typed", Uuid::now_v7());
    for line in 0..LINES {
        let n = form * LINES + line;
        text += &format!(
            "&lines%5B{line}%5D%5Bemail%5D=new{n}.round{round}%40invited.example\
             &lines%5B{line}%5D%5Bname%5D=New+Person{n}&lines%5B{line}%5D%5Brole%5D={role}\
             &lines%5B{line}%5D%5Bteam%5D="
        );
    }
    text
}

/// Until the outcome of every mail is written down.
fn until_settled(conn: &mut PgConnection) -> Result<()> {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(30) {
        let open: Count = diesel::sql_query(
            "SELECT count(*) FROM outbox_emails WHERE state IN ('due', 'leased', 'retry', 'unknown')",
        )
        .get_result(conn)?;
        if open.count == 0 {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(20));
    }
    Err("some mails were never settled".into())
}

/// How soon the program serves, and the memory it then holds.
pub fn start(bench: &Bench) -> Result<Vec<Line>> {
    let (mut times, mut cpu, mut resident) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..bench.rounds.max(5) {
        let program = Program::start(&bench.small.settings)?;
        times.push(program.served_after.as_secs_f64() * 1000.0);
        cpu.push(cpu::of_process(program.pid()).as_secs_f64() * 1000.0);
        let mut admin = program.signed_in("person1@w0.example", crate::site::PASSWORD)?;
        expect(admin.get("/w/big/settings/users")?, 200)?;
        thread::sleep(Duration::from_millis(500));
        resident.push(cpu::resident(program.pid()) as f64 / 1e6);
    }
    let used = cpu::resident(bench.small.program.pid()) as f64 / 1e6;
    let [times, cpu, resident] = [times, cpu, resident].map(|all| median(all.into_iter()));
    Ok(vec![
        Line { cpu: Some((cpu, 0.0)), ..Line::new("from the start to the first page, in ms") }
            .mark("≤ {} ms", times, 150.0),
        Line::new("memory when idle, after a sign-in and a list, in MB")
            .floor(format!("{used:.0} after all of the above"))
            .mark("≤ {} MB", resident, 25.0),
    ])
}
