//! Signing in and accepting, beside one argon2id hash; and the list during a storm of sign-ins.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use diesel::sql_types::{Text, Uuid as SqlUuid};
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl};
use usher::security::keys::Keys;
use usher::security::links::JoinClaim;
use uuid::Uuid;

use crate::cpu::Used;
use crate::floor;
use crate::http::Client;
use crate::load::Series;
use crate::pages::expect;
use crate::program::KEYS;
use crate::report::Line;
use crate::site::PASSWORD;
use crate::{Bench, Result};

#[derive(QueryableByName)]
struct Invited {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    name: String,
}

/// Signing in and accepting, and the hash, by turns.
pub fn doors(bench: &Bench) -> Result<Vec<Line>> {
    let stage = &bench.small;
    let host = &stage.program.host;
    let mut tokens = tokens(bench)?.into_iter();
    let (mut hash, mut sign_in, mut accept) =
        (Series::default(), Series::default(), Series::default());
    for _ in 0..bench.rounds {
        let hashes = (0..8).map(|_| floor::hash()).collect::<Result<Vec<_>>>()?;
        let program = hashes.iter().map(|(_, cpu)| *cpu).sum();
        let used = Used { program, database: Duration::ZERO };
        hash.add(used, hashes.iter().map(|(time, _)| *time));
        let mut one = [Client::new(host)?];
        sign_in.round(bench.processes(stage)?, &mut one, 8, |client, i| {
            *client = Client::new(host)?;
            let form = format!("email=person{}%40w0.example&password={PASSWORD}", i + 2);
            expect(client.post("/sign-in", &form)?, 303)
        })?;
        let some: Vec<(String, String)> = tokens.by_ref().take(8).collect();
        accept.round(bench.processes(stage)?, &mut one, some.len(), |client, i| {
            *client = Client::new(host)?;
            let (token, name) = &some[i];
            let form = format!("name={}&password={PASSWORD}", name.replace(' ', "+"));
            expect(client.post(&format!("/join/{token}"), &form)?, 303)
        })?;
    }
    let floor = format!("{:.2} one hash", hash.cpu());
    let line = |what, series: &Series| {
        let ratio = series.cpu() / hash.cpu();
        Line::of(what, series).floor(&floor).mark("≤ {} × the hash", ratio, 1.3)
    };
    Ok(vec![line("sign-in", &sign_in), line("accepting an invitation", &accept)])
}

/// The links of people who have not accepted yet.
fn tokens(bench: &Bench) -> Result<Vec<(String, String)>> {
    let mut conn = PgConnection::establish(&bench.small.url)?;
    let invited: Vec<Invited> = diesel::sql_query(
        "SELECT invitations.id, name FROM invitations JOIN users
         ON users.workspace_id = invitations.workspace_id AND users.id = user_id
         WHERE invitations.workspace_id = $1 AND status = 'initiated' AND accepted_at IS NULL
         ORDER BY invitations.id LIMIT 200",
    )
    .bind::<SqlUuid, _>(bench.small.workspace)
    .load(&mut conn)?;
    let keys = Keys::parse(KEYS)?;
    let token = |invitation_id| {
        let workspace_id = bench.small.workspace;
        JoinClaim { workspace_id, invitation_id, generation: 1 }.token(&keys)
    };
    Ok(invited.into_iter().map(|one| (token(one.id), one.name)).collect())
}

/// The list while nobody else asks, and while sixteen people keep signing in.
pub fn storm(bench: &Bench) -> Result<Line> {
    let stage = &bench.small;
    let mut clients = [stage.admin.again()?];
    let ask = |client: &mut Client, _: usize| expect(client.get("/w/big/settings/users")?, 200);
    let (mut idle, mut stormy) = (Series::default(), Series::default());
    let is_over = AtomicBool::new(false);
    idle.round(bench.processes(stage)?, &mut clients, 400, ask)?;
    let all: io::Result<usize> = thread::scope(|scope| {
        let storm: Vec<_> = (0..16)
            .map(|i| {
                let is_over = &is_over;
                scope.spawn(move || sign_in_until(&stage.program.host, i + 2, is_over))
            })
            .collect();
        thread::sleep(Duration::from_millis(300));
        let processes = bench.processes(stage).map_err(|error| io::Error::other(error.to_string()));
        let asked = processes.and_then(|processes| {
            let round = stormy.round(processes, &mut clients, 400, ask);
            round.map_err(|error| io::Error::other(error.to_string()))
        });
        is_over.store(true, Ordering::Relaxed);
        let sum = storm
            .into_iter()
            .map(|one| one.join().unwrap_or_else(|_| Err(io::ErrorKind::Other.into())))
            .sum();
        asked.and(sum)
    });
    let signed_in = all?;
    let ratio = stormy.percentile(0.99) / idle.percentile(0.99);
    Ok(Line {
        p50: Some(stormy.percentile(0.5)),
        p99: Some(stormy.percentile(0.99)),
        ..Line::new(format!("user list during {signed_in} sign-ins by 16"))
    }
    .floor(format!("{:.2} p99 when idle", idle.percentile(0.99)))
    .mark("≤ {} × p99 idle", ratio, 5.0))
}

/// How often somebody signed in until it was over; each time on a new connection.
fn sign_in_until(host: &str, number: usize, is_over: &AtomicBool) -> io::Result<usize> {
    let mut times = 0;
    while !is_over.load(Ordering::Relaxed) {
        let mut client = Client::new(host)?;
        let form = format!("email=person{number}%40w0.example&password={PASSWORD}");
        let status = client.post("/sign-in", &form)?.status;
        // Who has to wait too long is told so; that is right in a storm.
        if status != 303 && status != 503 {
            return Err(io::Error::other(format!("a sign-in is answered {status}")));
        }
        times += usize::from(status == 303);
    }
    Ok(times)
}
