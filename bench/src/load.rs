//! Asks the same thing many times, in rounds, and keeps what each round cost.

use std::io;
use std::thread;
use std::time::{Duration, Instant};

use crate::Result;
use crate::cpu::{Processes, Used};

/// What was measured of one thing.
#[derive(Clone, Debug, Default)]
pub struct Series {
    times: Vec<Duration>,
    /// Of each round, for one request, in milliseconds: program and database.
    costs: Vec<(f64, f64)>,
}

impl Series {
    /// One round: `request` is called by each client for the given number of times. The time of
    /// every call is kept, and what the processes used divided by their number.
    pub fn round<C: Send>(
        &mut self,
        processes: Processes,
        clients: &mut [C],
        times: usize,
        request: impl Fn(&mut C, usize) -> io::Result<()> + Sync,
    ) -> Result<()> {
        let before = processes.used();
        let request = &request;
        let all = thread::scope(|scope| {
            let running: Vec<_> = clients
                .iter_mut()
                .map(|client| scope.spawn(move || ask(client, times, request)))
                .collect();
            running.into_iter().map(|one| one.join().unwrap_or_else(|_| Err(broken()))).collect()
        });
        let all: Vec<Vec<Duration>> = io::Result::from_iter::<Vec<io::Result<_>>>(all)?;
        self.add(processes.used().since(before), all.into_iter().flatten());
        Ok(())
    }

    /// A round whose times and cost were measured elsewhere.
    pub fn add(&mut self, used: Used, times: impl Iterator<Item = Duration>) {
        let before = self.times.len();
        self.times.extend(times);
        let n = (self.times.len() - before).max(1) as f64;
        let each = |time: Duration| time.as_secs_f64() * 1000.0 / n;
        self.costs.push((each(used.program), each(used.database)));
    }

    /// Milliseconds in which this part of the requests was answered: 0.5 is the median.
    pub fn percentile(&self, part: f64) -> f64 {
        let mut times = self.times.clone();
        times.sort();
        let at = (times.len() as f64 * part) as usize;
        let time = times.get(at.min(times.len().saturating_sub(1)));
        time.map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    }

    /// Processor milliseconds of a request in the program, by the median of the rounds.
    pub fn program(&self) -> f64 {
        median(self.costs.iter().map(|cost| cost.0))
    }

    /// The same in the database.
    pub fn database(&self) -> f64 {
        median(self.costs.iter().map(|cost| cost.1))
    }

    /// The same in both together.
    pub fn cpu(&self) -> f64 {
        median(self.costs.iter().map(|cost| cost.0 + cost.1))
    }
}

pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => 0.0,
        n if n % 2 == 1 => values[n / 2],
        n => (values[n / 2 - 1] + values[n / 2]) / 2.0,
    }
}

fn ask<C>(
    client: &mut C,
    times: usize,
    request: impl Fn(&mut C, usize) -> io::Result<()>,
) -> io::Result<Vec<Duration>> {
    (0..times)
        .map(|i| {
            let began = Instant::now();
            request(client, i)?;
            Ok(began.elapsed())
        })
        .collect()
}

fn broken() -> io::Error {
    io::Error::other("a client ended before its time")
}
