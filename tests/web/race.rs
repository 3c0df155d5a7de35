//! Many at once for one link, so close together that only the database can tell them apart.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use diesel::prelude::*;
use usher::inviting::line::Line;
use usher::inviting::send::{Outcome, Sending, apply};
use usher::models::batch::Source;
use usher::models::invitation::Invitation;
use usher::schema::{accounts, audit_events, invitations, users};
use usher::security::links::JoinClaim;
use usher::values::Status;
use uuid::Uuid;

use crate::joining::NEW_PASSWORD;
use crate::support::{TestApp, TestWorkspace};

/// How many people race for each link.
const AT_ONCE: usize = 20;

/// How many links. The whole case are a thousand; most of the time goes into judging their 20,000
/// passwords, so the usual run has fewer. USHER_TEST_LINKS=1000 runs all.
fn links() -> usize {
    std::env::var("USHER_TEST_LINKS").ok().and_then(|text| text.parse().ok()).unwrap_or(100)
}

/// Invites so many people; the paths of their links.
fn invite_many(workspace: &TestWorkspace<'_>, count: usize) -> Vec<String> {
    let conn = &mut workspace.app.conn();
    let line = |number: usize| Line {
        email: format!("p{number}@example.com"),
        role: workspace.user_role.id.to_string(),
        ..Line::default()
    };
    let numbers: Vec<usize> = (0..count).collect();
    for chunk in numbers.chunks(100) {
        let sending = Sending {
            workspace_id: workspace.id,
            sender_id: workspace.ada.id,
            form_id: Uuid::now_v7(),
            lines: chunk.iter().map(|number| line(*number)).collect(),
            source: Source::Typed,
            task_id: None,
            import_id: None,
            keeps_rest: false,
        };
        assert!(matches!(apply(conn, &sending).unwrap(), Outcome::Sent(_)));
    }
    let all: Vec<Invitation> =
        invitations::table.select(Invitation::as_select()).load(conn).unwrap();
    all.iter()
        .map(|one| {
            let (workspace_id, invitation_id) = (one.workspace_id, one.id);
            let claim = JoinClaim { workspace_id, invitation_id, generation: one.generation };
            format!("/join/{}", claim.token(&workspace.app.app.keys))
        })
        .collect()
}

/// A connection that is kept open from one race to the next.
struct Runner(BufReader<TcpStream>);

impl Runner {
    fn new(app: &TestApp) -> Runner {
        let address = app.base.strip_prefix("http://").unwrap();
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Runner(BufReader::new(stream))
    }

    fn send(&mut self, bytes: &[u8]) {
        self.0.get_mut().write_all(bytes).unwrap();
    }

    /// The status of the answer and its page.
    fn answer(&mut self) -> (u16, String) {
        let mut head = Vec::new();
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).unwrap();
            match line.trim_end() {
                "" => break,
                line => head.push(line.to_lowercase()),
            }
        }
        let length = head.iter().find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
        self.0.read_exact(&mut body).unwrap();
        let status = head[0].split(' ').nth(1).unwrap().parse().unwrap();
        (status, String::from_utf8(body).unwrap())
    }
}

#[test]
fn t06_of_twenty_whose_last_byte_comes_together_one_joins_by_each_link() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let count = links();
    workspace.book(i32::try_from(count).unwrap() + 1);
    let paths = invite_many(&workspace, count);
    let mut runners: Vec<Runner> = (0..AT_ONCE).map(|_| Runner::new(&app)).collect();
    let body = format!("name=Hanna+Lund&password={NEW_PASSWORD}");
    for path in &paths {
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nOrigin: {}\r\nContent-Length: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\n{body}",
            app.base.strip_prefix("http://").unwrap(),
            app.base,
            body.len()
        );
        let (most, last) = request.as_bytes().split_at(request.len() - 1);
        runners.iter_mut().for_each(|runner| runner.send(most));
        runners.iter_mut().for_each(|runner| runner.send(last));
        let mut answers: Vec<_> = runners.iter_mut().map(Runner::answer).collect();
        // On a busy machine some are asked to come again; they do.
        for (runner, answer) in runners.iter_mut().zip(&mut answers) {
            while answer.0 == 503 {
                runner.send(request.as_bytes());
                *answer = runner.answer();
            }
        }
        let joined = answers.iter().filter(|(status, _)| *status == 303).count();
        let told = answers
            .iter()
            .filter(|(status, page)| *status == 410 && page.contains("You already joined"));
        let statuses: Vec<u16> = answers.iter().map(|(status, _)| *status).collect();
        assert_eq!((joined, told.count()), (1, AT_ONCE - 1), "{statuses:?}");
    }
    let conn = &mut app.conn();
    let all = i64::try_from(count).unwrap();
    let active = users::table.filter(users::status.eq(Status::Active)).count();
    assert_eq!(active.get_result(conn), Ok(all + 1), "members, with Ada");
    assert_eq!(users::table.count().get_result(conn), Ok(all + 1), "seats");
    assert_eq!(accounts::table.count().get_result(conn), Ok(all + 1));
    let accepted = invitations::table.filter(invitations::accepted_at.is_not_null()).count();
    assert_eq!(accepted.get_result(conn), Ok(all));
    let told = audit_events::table.filter(audit_events::action.eq("accepted")).count();
    assert_eq!(told.get_result(conn), Ok(all));
}
