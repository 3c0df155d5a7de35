//! The figures as a table, for the terminal and for `docs/figures.md`.

use std::fs;
use std::process::Command;

use crate::load::Series;

/// A line of the table.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub what: String,
    /// Milliseconds: median and the slowest of a hundred.
    pub p50: Option<f64>,
    pub p99: Option<f64>,
    /// Processor milliseconds of a request: program and database.
    pub cpu: Option<(f64, f64)>,
    /// The same together, asked by eight clients at once.
    pub eight: Option<f64>,
    pub floor: String,
    pub mark: Option<Mark>,
}

/// What is promised, and what came out.
#[derive(Clone, Debug)]
pub struct Mark {
    pub says: String,
    pub value: f64,
    pub most: f64,
}

impl Mark {
    pub fn is_kept(&self) -> bool {
        self.value <= self.most
    }
}

impl Line {
    pub fn new(what: impl Into<String>) -> Line {
        Line { what: what.into(), ..Line::default() }
    }

    /// With times and cost of a series.
    pub fn of(what: impl Into<String>, series: &Series) -> Line {
        Line {
            p50: Some(series.percentile(0.5)),
            p99: Some(series.percentile(0.99)),
            cpu: Some((series.program(), series.database())),
            ..Line::new(what)
        }
    }

    pub fn eight(self, series: &Series) -> Line {
        Line { eight: Some(series.cpu()), ..self }
    }

    pub fn floor(self, floor: impl Into<String>) -> Line {
        Line { floor: floor.into(), ..self }
    }

    /// `says` with the mark in the place of `{}`.
    pub fn mark(self, says: &str, value: f64, most: f64) -> Line {
        let says = says.replace("{}", &most.to_string());
        Line { mark: Some(Mark { says, value, most }), ..self }
    }

    fn cells(&self) -> [String; 9] {
        let number =
            |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:.2}"));
        let cpu = self.cpu.map_or(String::new(), |(program, database)| {
            format!("{:.2} ({program:.2} + {database:.2})", program + database)
        });
        let (mark, value, kept) = match &self.mark {
            Some(mark) => (
                mark.says.clone(),
                format!("{:.2}", mark.value),
                if mark.is_kept() { "ok" } else { "**over**" }.to_owned(),
            ),
            None => <(String, String, String)>::default(),
        };
        let (p50, p99, eight) = (number(self.p50), number(self.p99), number(self.eight));
        [self.what.clone(), p50, p99, cpu, eight, self.floor.clone(), mark, value, kept]
    }
}

/// How many marks are missed.
pub fn missed(lines: &[Line]) -> usize {
    lines.iter().filter_map(|line| line.mark.as_ref()).filter(|mark| !mark.is_kept()).count()
}

/// The table in Markdown, its columns aligned.
pub fn table(lines: &[Line]) -> String {
    let head = [
        "what",
        "p50 ms",
        "p99 ms",
        "CPU ms (program + database)",
        "CPU ms, 8 clients",
        "floor",
        "mark",
        "value",
        "",
    ];
    let mut rows = vec![head.map(str::to_owned)];
    rows.extend(lines.iter().map(Line::cells));
    let width =
        |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let mut text = String::new();
    for (i, row) in rows.iter().enumerate() {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        text += &format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "));
        if i == 0 {
            let rules = widths.iter().map(|width| "-".repeat(*width));
            text += &format!("| {} |\n", rules.collect::<Vec<_>>().join(" | "));
        }
    }
    text
}

/// "2026-11-25, 2 cores, Intel Xeon …, load 0.4 at the start"
pub fn machine(load_before: &str) -> String {
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("an unknown processor", |(_, model)| model.trim());
    let date = chrono::Utc::now().format("%Y-%m-%d %H:%M UTC");
    let commit = Command::new("git").args(["rev-parse", "--short", "HEAD"]).output();
    let commit = commit.map_or(String::new(), |out| String::from_utf8_lossy(&out.stdout).into());
    format!(
        "{date}, commit {}, {cores} cores, {model}, load {load_before} at the start",
        commit.trim()
    )
}

/// The machine's load in the last minute.
pub fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or_default().to_owned()
}

/// Puts the table between the marks of a file that begin and end it, or makes the file.
pub fn write(path: &str, machine: &str, table: &str) -> std::io::Result<()> {
    const BEGIN: &str = "<!-- script/bench -->";
    const END: &str = "<!-- end of script/bench -->";
    let old = fs::read_to_string(path).unwrap_or_else(|_| format!("# Figures\n\n{BEGIN}\n{END}\n"));
    let (before, rest) = old.split_once(BEGIN).unwrap_or((&old, ""));
    let after = rest.split_once(END).map_or("\n", |(_, after)| after);
    fs::write(path, format!("{before}{BEGIN}\n{machine}\n\n{table}{END}{after}"))
}
