//! The pages: user list, search, sign-in page.

use std::io;

use diesel::{Connection, PgConnection};

use crate::cpu::{self, Processes, Used};
use crate::floor::{self, Nginx};
use crate::http::{AS_BROWSERS, Client, PLAIN};
use crate::load::Series;
use crate::report::Line;
use crate::{Bench, Result, Stage};

/// What is typed into the search: parts of names and addresses, two words, nothing that is there.
const SEARCHES: [&str; 8] = [
    "lindqvist",
    "ann",
    "m%C3%BCller",
    "person77",
    "zoe+gra",
    "%C3%B6zt",
    "w0.example",
    "nobody-here",
];

const LIST: &str = "/w/big/settings/users";

/// What is asked again and again, and the series it is kept in.
struct Question<'a> {
    stage: &'a Stage,
    encoding: &'static str,
    path: fn(usize) -> String,
    series: Series,
    eight: Series,
}

impl<'a> Question<'a> {
    fn new(stage: &'a Stage, encoding: &'static str, path: fn(usize) -> String) -> Self {
        Question { stage, encoding, path, series: Series::default(), eight: Series::default() }
    }

    fn round(&mut self, bench: &Bench, times: usize) -> Result<()> {
        let processes = bench.processes(self.stage)?;
        let path = self.path;
        let ask = |client: &mut Client, i: usize| expect(client.get(&path(i))?, 200);
        let mut client = self.stage.admin.again()?;
        client.encoding = self.encoding;
        ask(&mut client, 0)?;
        let mut one = [client];
        self.series.round(processes, &mut one, times, ask)?;
        let mut eight = (0..8).map(|_| one[0].again()).collect::<io::Result<Vec<_>>>()?;
        self.eight.round(processes, &mut eight, times / 4, ask)
    }

    fn line(&self, what: &str) -> Line {
        Line::of(what, &self.series).eight(&self.eight)
    }
}

pub fn expect(answer: crate::http::Answer, status: u16) -> io::Result<()> {
    if answer.status == status {
        return Ok(());
    }
    let body = String::from_utf8_lossy(&answer.body);
    Err(io::Error::other(format!("answered {} instead of {status}: {body:.300}", answer.status)))
}

/// The lists of both databases by turns, so that a slow minute of the machine is everybody's.
pub fn lists(bench: &Bench) -> Result<Vec<Line>> {
    let list = |_: usize| LIST.to_owned();
    let search = |i: usize| format!("{LIST}?q={}", SEARCHES[i % SEARCHES.len()]);
    let small = &bench.small;
    let mut plain = Question::new(small, PLAIN, list);
    let mut packed = Question::new(small, AS_BROWSERS, list);
    let mut searched = Question::new(small, AS_BROWSERS, search);
    let mut large = bench.large.as_ref().map(|stage| {
        (Question::new(stage, AS_BROWSERS, list), Question::new(stage, AS_BROWSERS, search))
    });
    let mut bare = Series::default();
    let mut conn = PgConnection::establish(&small.url)?;
    floor::prepare_list(&mut conn)?;
    for round in 0..=bench.rounds {
        // The first one is thrown away: it warms caches and connections up.
        if round == 1 {
            for question in [&mut plain, &mut packed, &mut searched] {
                (question.series, question.eight) = Default::default();
            }
            bare = Series::default();
            if let Some((a, b)) = &mut large {
                for question in [a, b] {
                    (question.series, question.eight) = Default::default();
                }
            }
        }
        plain.round(bench, 160)?;
        packed.round(bench, 160)?;
        if let Some((list, search)) = &mut large {
            list.round(bench, 160)?;
            search.round(bench, 160)?;
        }
        searched.round(bench, 160)?;
        bare_sql(bench, &mut conn, &mut bare)?;
    }
    let floor = format!("{:.2} its bare SQL", bare.cpu());
    let mut lines = vec![
        packed.line("user list of 10,000").floor(&floor).mark(
            "≤ {} ms CPU",
            packed.series.cpu(),
            0.7,
        ),
        plain.line("the same, uncompressed").floor(&floor),
        searched.line("search in 10,000").mark("≤ {} ms CPU", searched.series.cpu(), 1.0),
    ];
    if let Some((list, search)) = &large {
        let ratio = list.series.cpu() / packed.series.cpu();
        lines.push(
            list.line("user list of 10,000 among 1,000,000")
                .floor(format!("{:.2} without them", packed.series.cpu()))
                .mark("≤ {} × without them", ratio, 1.2),
        );
        lines.push(search.line("search in 10,000 among 1,000,000").mark(
            "≤ {} ms CPU",
            search.series.cpu(),
            1.0,
        ));
    }
    Ok(lines)
}

/// A round of the page's bare SQL; this thread's own time stands for the program's.
fn bare_sql(bench: &Bench, conn: &mut PgConnection, bare: &mut Series) -> Result<()> {
    const TIMES: u32 = 160;
    let processes = Processes { program: 0, postmaster: bench.postmaster };
    let (before, began) = (processes.used(), cpu::of_this_thread());
    for _ in 0..TIMES {
        floor::list_sql(conn, bench.small.workspace, "person1@w0.example")?;
    }
    let program = cpu::of_this_thread() - began;
    let used = Used { program, ..processes.used().since(before) };
    bare.add(used, (0..TIMES).map(|_| used.total() / TIMES));
    Ok(())
}

/// The sign-in page beside nginx, which serves the same bytes from a file.
pub fn sign_in_page(bench: &Bench) -> Result<Line> {
    let stage = &bench.small;
    let mut first = Client::new(&stage.program.host)?;
    first.encoding = PLAIN;
    let page = first.get("/sign-in")?.body;
    let nginx = Nginx::start(bench.site.folder(), &page)?;
    let (mut ours, mut theirs, mut packed) =
        (Series::default(), Series::default(), Series::default());
    let of_nginx = Processes { program: nginx.pid(), postmaster: 0 };
    for _ in 0..bench.rounds {
        let ask = |path: &'static str| {
            move |client: &mut Client, _: usize| expect(client.get(path)?, 200)
        };
        let mut clients = [Client::new(&nginx.host)?];
        theirs.round(of_nginx, &mut clients, 1000, ask("/page.html"))?;
        let mut clients = [Client::new(&stage.program.host)?];
        clients[0].encoding = PLAIN;
        ours.round(bench.processes(stage)?, &mut clients, 1000, ask("/sign-in"))?;
        clients[0].encoding = AS_BROWSERS;
        packed.round(bench.processes(stage)?, &mut clients, 1000, ask("/sign-in"))?;
    }
    let ratio = ours.cpu() / theirs.cpu();
    Ok(Line::of("sign-in page", &ours)
        .floor(format!(
            "{:.3} nginx, the same bytes from a file; {:.2} ours when compressed",
            theirs.cpu(),
            packed.cpu()
        ))
        .mark("≤ {} × nginx", ratio, 2.5))
}
