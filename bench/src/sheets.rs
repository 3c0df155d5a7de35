//! Spreadsheets: reading them beside openpyxl and SheetJS, and the way to the finished review.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use diesel::{Connection, PgConnection, RunQueryDsl};
use rust_xlsxwriter::Workbook;
use usher::inviting::spreadsheet::CHILD_COMMAND;
use uuid::Uuid;

use crate::cpu;
use crate::http::Client;
use crate::load::{Series, median};
use crate::pages::expect;
use crate::report::Line;
use crate::{Bench, Result};

/// The task of a child that looks for people and was told nothing about the file.
const PEOPLE: &str = "{\"People\":{\"sheet\":null,\"columns\":null}}";
const FOLDER: &str = "script/bench.d";

/// What a process took, from its start to its end.
#[derive(Clone, Copy)]
struct Took {
    time: Duration,
    cpu: Duration,
    /// The most memory it held at once, in bytes.
    peak: u64,
}

/// What was measured of files with so many people.
struct Size {
    people: u32,
    /// Seconds until the review is finished.
    most: f64,
    /// Megabytes of the child.
    memory: Option<f64>,
}

/// Reading, the finished review and its page.
pub fn sheets(bench: &Bench) -> Result<Vec<Line>> {
    let python = std::env::var("BENCH_PYTHON").map_err(|_| "BENCH_PYTHON has openpyxl")?;
    let mut lines = Vec::new();
    for size in [
        Size { people: 10_000, most: 1.0, memory: Some(64.0) },
        Size { people: 50_000, most: 4.0, memory: None },
    ] {
        let path = bench.site.folder().join(format!("{}.xlsx", size.people));
        fs::write(&path, workbook(size.people)?)?;
        lines.push(reading(bench, &size, &path, &python)?);
        lines.extend(review(bench, &size, &path)?);
    }
    Ok(lines)
}

/// A workbook with five columns; all of its people can be invited.
fn workbook(people: u32) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["E-Mail", "First name", "Last name", "Gender", "Role"])?;
    for row in 1..=people {
        let (email, name) = (format!("reader.{row}@invited.example"), format!("Beispiel-{row}"));
        sheet.write_row(row, 0, [email.as_str(), "Anna", &name, "female", "User"])?;
    }
    Ok(book.save_to_buffer()?)
}

/// The child alone, beside two libraries that read the same file in processes of their own.
fn reading(bench: &Bench, size: &Size, path: &Path, python: &str) -> Result<Line> {
    let (mut ours, mut openpyxl, mut sheetjs) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..bench.rounds.min(5) {
        let mut child = Command::new(&bench.small.settings.binary);
        child.args([CHILD_COMMAND, PEOPLE]).stdin(File::open(path)?);
        ours.push(took(child)?);
        let mut script = Command::new(python);
        script.arg(format!("{FOLDER}/read.py")).arg(path);
        openpyxl.push(took(script)?);
        let mut script = Command::new("node");
        script.arg(format!("{FOLDER}/read.js")).arg(path);
        sheetjs.push(took(script)?);
    }
    let [ours, openpyxl, sheetjs] = [ours, openpyxl, sheetjs].map(Medians::of);
    let than =
        |other: &Medians| format!("{:.1} × the time, {:.0} MB", other.time / ours.time, other.peak);
    let line = Line {
        p50: Some(ours.time * 1000.0),
        cpu: Some((ours.cpu * 1000.0, 0.0)),
        ..Line::new(format!(
            "reading {} rows of .xlsx; the child holds {:.0} MB",
            size.people, ours.peak
        ))
    };
    let line = line.floor(format!("openpyxl {}; SheetJS {}", than(&openpyxl), than(&sheetjs)));
    Ok(match size.memory {
        Some(most) => line.mark("≤ {} MB", ours.peak, most),
        None => line,
    })
}

/// From the upload to the review, the review's page, and a row that is mended in it.
fn review(bench: &Bench, size: &Size, path: &Path) -> Result<Vec<Line>> {
    let stage = &bench.small;
    let processes = bench.processes(stage)?;
    let mut admin = stage.admin.again()?;
    let body = upload(&fs::read(path)?);
    let (mut uploaded, mut mended) = (Series::default(), Series::default());
    let mut page = String::new();
    for round in 0..bench.rounds.min(5) {
        let (before, began) = (processes.used(), Instant::now());
        page = admin.upload("/w/big/settings/invite/import", BOUNDARY, &body)?;
        expect(admin.get(&page)?, 200)?;
        uploaded.add(processes.used().since(before), [began.elapsed()].into_iter());
        let form = format!(
            "rows%5B1%5D%5Bemail%5D=mended{round}%40invited.example&rows%5B1%5D%5Bname%5D=Anna\
             &rows%5B1%5D%5Brole%5D=User&rows%5B1%5D%5Bgender%5D=female"
        );
        let (before, began) = (processes.used(), Instant::now());
        expect(admin.post(&page, &form)?, 303)?;
        mended.add(processes.used().since(before), [began.elapsed()].into_iter());
    }
    let mut shown = Series::default();
    let ask = |client: &mut Client, _: usize| expect(client.get(&page)?, 200);
    shown.round(processes, &mut [admin], 20, ask)?;
    let mut conn = PgConnection::establish(&stage.url)?;
    diesel::sql_query("DELETE FROM imports").execute(&mut conn)?;
    let (people, seconds) = (size.people, uploaded.percentile(0.5) / 1000.0);
    Ok(vec![
        Line::of(format!("from the upload of {people} rows to the finished review"), &uploaded)
            .mark("≤ {} s", seconds, size.most),
        Line::of(format!("the review of {people} rows"), &shown).mark(
            "≤ {} ms",
            shown.percentile(0.5),
            100.0,
        ),
        Line::of(format!("mending one of {people} rows"), &mended),
    ])
}

const BOUNDARY: &str = "bench-0123456789";

fn upload(file: &[u8]) -> Vec<u8> {
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"form_id\"\r\n\r\n{}\r\n\
         --{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"people.xlsx\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n",
        Uuid::now_v7()
    );
    let end = format!("\r\n--{BOUNDARY}--\r\n");
    [head.as_bytes(), file, end.as_bytes()].concat()
}

/// Runs it to its end. The most memory it held is asked for again and again: what the system says of
/// an ended process counts the memory of whoever started it.
fn took(mut command: Command) -> Result<Took> {
    let began = Instant::now();
    let child = command.stdout(Stdio::null()).stderr(Stdio::inherit()).spawn()?;
    let (pid, mut status, mut peak) = (i32::try_from(child.id())?, 0, 0);
    // SAFETY: plain numbers, for which all zeros is a value.
    let mut used: libc::rusage = unsafe { std::mem::zeroed() };
    loop {
        // SAFETY: both point to live variables, and nobody else waits for this child.
        match unsafe { libc::wait4(pid, &mut status, libc::WNOHANG, &mut used) } {
            0 => peak = cpu::most_resident(pid).max(peak),
            found if found == pid => break,
            _ => return Err(io::Error::last_os_error().into()),
        }
        thread::sleep(Duration::from_millis(2));
    }
    if status != 0 {
        return Err(format!("{command:?} fails").into());
    }
    let time = |time: libc::timeval| {
        Duration::from_secs_f64(time.tv_sec as f64 + time.tv_usec as f64 / 1e6)
    };
    let cpu = time(used.ru_utime) + time(used.ru_stime);
    Ok(Took { time: began.elapsed(), cpu, peak })
}

/// Seconds, seconds and megabytes.
struct Medians {
    time: f64,
    cpu: f64,
    peak: f64,
}

impl Medians {
    fn of(all: Vec<Took>) -> Medians {
        Medians {
            time: median(all.iter().map(|one| one.time.as_secs_f64())),
            cpu: median(all.iter().map(|one| one.cpu.as_secs_f64())),
            peak: median(all.iter().map(|one| one.peak as f64 / 1e6)),
        }
    }
}
