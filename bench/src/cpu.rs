//! The processor time of other processes, to the nanosecond and with all of their threads.

use std::fs;
use std::time::Duration;

/// Program and database, whose time is counted together.
#[derive(Clone, Copy, Debug)]
pub struct Processes {
    pub program: i32,
    pub postmaster: i32,
}

/// What they have used so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Used {
    pub program: Duration,
    pub database: Duration,
}

impl Processes {
    pub fn used(self) -> Used {
        Used { program: of_process(self.program), database: of_family(self.postmaster) }
    }
}

impl Used {
    pub fn since(self, before: Used) -> Used {
        Used {
            program: self.program.saturating_sub(before.program),
            database: self.database.saturating_sub(before.database),
        }
    }

    pub fn total(self) -> Duration {
        self.program + self.database
    }
}

/// The processor time of one process; nothing when it has ended.
pub fn of_process(pid: i32) -> Duration {
    let mut clock = 0;
    // SAFETY: the pointer is to a live variable.
    if unsafe { libc::clock_getcpuclockid(pid, &mut clock) } != 0 {
        return Duration::ZERO;
    }
    read(clock)
}

/// The processor time of the calling thread.
pub fn of_this_thread() -> Duration {
    read(libc::CLOCK_THREAD_CPUTIME_ID)
}

/// The processor time of a PostgreSQL server: its own, its children's, and that of the children
/// that have ended.
fn of_family(postmaster: i32) -> Duration {
    let children = children(postmaster).into_iter().map(of_process).sum::<Duration>();
    of_process(postmaster) + children + ended_children(postmaster)
}

fn read(clock: libc::clockid_t) -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a live variable.
    if unsafe { libc::clock_gettime(clock, &mut time) } != 0 {
        return Duration::ZERO;
    }
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

fn children(parent: i32) -> Vec<i32> {
    let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() };
    let ids = processes.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    ids.filter(|id| fields(*id).get(1).is_some_and(|ppid| *ppid == i64::from(parent))).collect()
}

/// In the kernel's ticks of 10 ms: backends seldom end while something is measured.
fn ended_children(pid: i32) -> Duration {
    let fields = fields(pid);
    let ticks = |at: usize| fields.get(at).copied().unwrap_or(0).unsigned_abs();
    Duration::from_millis((ticks(13) + ticks(14)) * 10)
}

/// What stands behind the name in a process's line, the state counted as 0 (see proc(5)).
fn fields(pid: i32) -> Vec<i64> {
    let line = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let rest = line.rsplit_once(") ").map_or("", |(_, rest)| rest);
    rest.split_whitespace().map(|field| field.parse().unwrap_or(0)).collect()
}

/// The memory a process holds, in bytes.
pub fn resident(pid: i32) -> u64 {
    memory(pid, "VmRSS:")
}

/// The most memory a process has held so far, in bytes.
pub fn most_resident(pid: i32) -> u64 {
    memory(pid, "VmHWM:")
}

fn memory(pid: i32, label: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(label));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or(0) * 1024
}
