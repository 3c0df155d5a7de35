//! What arrives at the people's mail server.

use chrono::{TimeDelta, Utc};
use diesel::prelude::*;
use mailparse::{MailHeaderMap, ParsedMail};
use usher::inviting::line::Line;
use usher::models::account::Account;
use usher::models::outbox_email::{NewOutboxEmail, State};
use usher::schema::{projects, tasks};
use usher::security::links::{JoinClaim, ResetClaim};
use usher::values::Lang;
use uuid::Uuid;

use crate::sink::{Received, Sink};
use crate::web::support::{TestApp, TestWorkspace};
use crate::{app, invite, send_lines, the_mail, work_once};

fn header(mail: &ParsedMail, name: &str) -> String {
    mail.headers.get_first_value(name).unwrap_or_default()
}

fn text(message: &Received) -> String {
    let mail = mailparse::parse_mail(&message.data).unwrap();
    mail.subparts[0].get_body().unwrap().replace("\r\n", "\n")
}

/// The token of the link to this page.
fn token(app: &TestApp, text: &str, page: &str) -> String {
    let start = format!("{}/{page}/", app.base);
    let link = text.lines().find(|line| line.starts_with(&start)).unwrap();
    link[start.len()..].to_owned()
}

#[actix_web::test]
async fn an_invitation_names_its_sender_and_carries_its_own_link() {
    let sink = Sink::start().await;
    let app = app(&sink);
    invite(&app.workspace("Nordlicht"), &["bea@firma.example"]);
    work_once(&app.app).await;
    let row = the_mail(&app);
    let id = row.invitation_id.unwrap();
    let message = sink.messages().remove(0);
    let mail = mailparse::parse_mail(&message.data).unwrap();
    assert_eq!(message.from, "usher@usher.example");
    assert_eq!(header(&mail, "From"), "\"Ada Engel via Nordlicht\" <usher@usher.example>");
    assert_eq!(header(&mail, "Reply-To"), "\"Ada Engel\" <ada@nordlicht.example>");
    assert_eq!(header(&mail, "To"), "\"Bea Muster\" <bea@firma.example>");
    assert_eq!(header(&mail, "Subject"), "Ada Engel invited you to Nordlicht");
    assert_eq!(header(&mail, "Message-ID"), format!("<invitation.{id}.1@usher.example>"));
    assert_eq!(header(&mail, "Auto-Submitted"), "auto-generated");
    let claim = JoinClaim::open(&app.app.keys, &token(&app, &text(&message), "join")).unwrap();
    let workspace_id = row.workspace_id.unwrap();
    assert_eq!(claim, JoinClaim { workspace_id, invitation_id: id, generation: 1 });
}

#[actix_web::test]
async fn a_german_workspace_invites_in_german_by_gender_and_names_the_task() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let workspace = TestWorkspace::create(&app, "Nordlicht", Lang::De);
    let line = Line {
        email: "bea@firma.example".to_owned(),
        name: "Bea Muster".to_owned(),
        role: "Nutzer".to_owned(),
        gender: "female".to_owned(),
        ..Line::default()
    };
    send_lines(&workspace, vec![line], Some(task(&workspace, "Texte schreiben")));
    work_once(&app.app).await;
    let text = text(&sink.messages()[0]);
    assert!(text.starts_with("Guten Tag Frau Muster,"), "{text}");
    assert!(text.contains("Ada Engel hat Sie zu Nordlicht eingeladen"), "{text}");
    assert!(text.contains("als Nutzer mitarbeiten"), "{text}");
    assert!(text.contains("Eine Aufgabe wartet auf Sie: Texte schreiben"), "{text}");
    assert!(text.contains("(MEZ)") || text.contains("(MESZ)"), "{text}");
}

#[actix_web::test]
async fn an_invitation_counts_the_tasks_that_wait_and_says_when_the_first_is_due() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let workspace = app.workspace("Nordlicht");
    let invited_from = task(&workspace, "Write the texts");
    let line = Line {
        email: "bea@firma.example".to_owned(),
        name: "Bea Muster".to_owned(),
        role: "Guest".to_owned(),
        ..Line::default()
    };
    send_lines(&workspace, vec![line], Some(invited_from));
    for (title, due, done, archived) in [
        ("Draw", "'2126-12-03'", "NULL", "NULL"),
        ("Paint", "'2126-12-04'", "NULL", "NULL"),
        ("Finished", "'2026-11-01'", "now()", "NULL"),
        ("Put away", "'2026-11-02'", "NULL", "now()"),
    ] {
        let id = task(&workspace, title);
        app.sql(&format!("UPDATE tasks SET due_on = {due}, done_at = {done} WHERE id = '{id}'"));
        let of = format!("id = (SELECT project_id FROM tasks WHERE id = '{id}')");
        app.sql(&format!("UPDATE projects SET archived_at = {archived} WHERE {of}"));
        app.sql(&format!(
            "INSERT INTO task_assignees SELECT workspace_id, '{id}', id FROM users
             WHERE email = 'bea@firma.example'"
        ));
    }
    work_once(&app.app).await;
    let text = text(&sink.messages()[0]);
    let said = "3 tasks are waiting for you, the first due Tuesday, 3 December. \
                One of them: Write the texts";
    assert!(text.contains(said), "{text}");
}

#[actix_web::test]
async fn an_invitation_names_no_day_that_is_over() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let workspace = app.workspace("Nordlicht");
    let late = task(&workspace, "Write the texts");
    app.sql("UPDATE tasks SET due_on = '2026-01-05'");
    let line =
        Line { email: "bea@firma.example".to_owned(), role: "Guest".to_owned(), ..Line::default() };
    send_lines(&workspace, vec![line], Some(late));
    work_once(&app.app).await;
    let text = text(&sink.messages()[0]);
    assert!(text.contains("A task is waiting for you: Write the texts"), "{text}");
}

#[actix_web::test]
async fn a_password_reset_carries_a_link_for_the_present_password() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let account = account_of_ada(&app);
    queue_reset(&app, account.id, TimeDelta::hours(1));
    work_once(&app.app).await;
    let message = sink.messages().remove(0);
    assert_eq!(message.recipients, ["ada@nordlicht.example"]);
    let token = token(&app, &text(&message), "password-reset");
    let open = |account: &Account| ResetClaim::open(&app.app.keys, &token, account);
    assert_eq!(open(&account).unwrap().account_id, account.id);
    let password_hash = Some("another password".to_owned());
    assert_eq!(open(&Account { password_hash, ..account.clone() }), None);
    let email_key = "ada@elsewhere.example".to_owned();
    assert_eq!(open(&Account { email_key, ..account }), None);
}

#[actix_web::test]
async fn a_password_reset_that_ended_is_not_sent() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let account = account_of_ada(&app);
    queue_reset(&app, account.id, TimeDelta::seconds(-1));
    work_once(&app.app).await;
    assert_eq!((the_mail(&app).state, sink.messages().len()), (State::Superseded, 0));
}

fn account_of_ada(app: &TestApp) -> Account {
    let workspace = app.workspace("Nordlicht");
    Account::find(&mut app.conn(), workspace.ada.account_id.unwrap()).unwrap()
}

fn queue_reset(app: &TestApp, account_id: Uuid, life: TimeDelta) {
    let now = Utc::now();
    let mail = NewOutboxEmail::password_reset(account_id, now - TimeDelta::seconds(5), now + life);
    NewOutboxEmail::insert_all(&mut app.conn(), &[mail]).unwrap();
}

fn task(workspace: &TestWorkspace, title: &str) -> Uuid {
    let (project_id, id) = (Uuid::now_v7(), Uuid::now_v7());
    let conn = &mut workspace.app.conn();
    diesel::insert_into(projects::table)
        .values((
            projects::workspace_id.eq(workspace.id),
            projects::id.eq(project_id),
            projects::name.eq("Website"),
        ))
        .execute(conn)
        .unwrap();
    diesel::insert_into(tasks::table)
        .values((
            tasks::workspace_id.eq(workspace.id),
            tasks::id.eq(id),
            tasks::project_id.eq(project_id),
            tasks::title.eq(title),
        ))
        .execute(conn)
        .unwrap();
    id
}
