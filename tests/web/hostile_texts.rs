//! Names that are markup: shown as text, wherever they stand.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use reqwest::header::ORIGIN;
use reqwest::multipart::{Form, Part};
use scraper::{Html, Selector};
use usher::mail::messages::Sender;
use usher::models::invitation::Invitation;
use usher::models::outbox_email::OutboxEmail;
use usher::schema::{invitations, outbox_emails};
use usher::security::links::JoinClaim;
use uuid::Uuid;

use crate::payloads::{harmless, payloads};
use crate::support::{Answer, Person, TestApp, TestWorkspace};

/// The elements of a page and the names of their attributes, in order: whatever a text breaks out
/// of, this changes.
fn shape(html: &str) -> Vec<String> {
    let everything = Selector::parse("*").unwrap();
    Html::parse_document(html)
        .select(&everything)
        .map(|element| {
            let names: BTreeSet<_> = element.value().attrs().map(|(name, _)| name).collect();
            format!("{}{names:?}", element.value().name())
        })
        .collect()
}

/// Texts and attribute values of a page, each with single blanks.
fn said(html: &str) -> String {
    let page = Html::parse_document(html);
    let everything = Selector::parse("*").unwrap();
    let attributes: Vec<&str> = page
        .select(&everything)
        .flat_map(|element| element.value().attrs().map(|(_, value)| value))
        .collect();
    let texts: Vec<&str> = page.root_element().text().collect();
    plain(&format!("{} {}", texts.join(" "), attributes.join(" ")))
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Puts these names, one each, on the rows of a table that were made for it.
fn rename(app: &TestApp, table: &str, column: &str, names: &[String]) {
    let conn = &mut app.conn();
    for (number, name) in names.iter().enumerate() {
        let id = id(table, number);
        diesel::sql_query(format!("UPDATE {table} SET {column} = $1 WHERE id = '{id}'"))
            .bind::<Text, _>(name)
            .execute(conn)
            .unwrap();
    }
}

/// The same id in every run.
fn id(table: &str, number: usize) -> Uuid {
    Uuid::from_u128(((table.len() as u128) << 64) + number as u128 + 1)
}

/// Two hundred of each thing that has a name; the pages that show them.
fn crowd(workspace: &TestWorkspace<'_>, count: usize) -> Vec<String> {
    let (app, workspace_id, role) = (workspace.app, workspace.id, workspace.user_role.id);
    let (project, task) = (id("projects", 0), id("tasks", 0));
    let mut rows = String::new();
    for number in 0..count {
        let of = |table: &str| id(table, number);
        for row in [
            format!(
                "users (workspace_id, id, email, email_key, name, role_id, status) VALUES
                 ('{workspace_id}', '{}', 'p{number}@x.example', 'p{number}@x.example', 'N{number}',
                  '{role}', 'initiated')",
                of("users")
            ),
            format!("teams VALUES ('{workspace_id}', '{}', 'N{number}')", of("teams")),
            format!("projects VALUES ('{workspace_id}', '{}', 'N{number}')", of("projects")),
            format!(
                "tasks (workspace_id, id, project_id, title)
                 VALUES ('{workspace_id}', '{}', '{project}', 'N{number}')",
                of("tasks")
            ),
            format!(
                "team_members VALUES ('{workspace_id}', '{}', '{}')",
                of("teams"),
                id("users", 0)
            ),
            format!("project_members VALUES ('{workspace_id}', '{project}', '{}')", of("users")),
            format!("task_assignees VALUES ('{workspace_id}', '{task}', '{}')", of("users")),
            format!(
                "task_assignees VALUES ('{workspace_id}', '{}', '{}') ON CONFLICT DO NOTHING",
                of("tasks"),
                id("users", 0)
            ),
        ] {
            rows += &format!("INSERT INTO {row};");
        }
    }
    app.conn().batch_execute(&rows).unwrap();
    // In the order of names everybody would stand on another page once they are renamed.
    let users = "settings/users?sort=newest&".to_owned();
    let long = [users, "projects?".to_owned(), format!("projects/{project}?")];
    let paged = |list: String| (1..=count / 50).map(move |page| format!("{list}page={page}"));
    let mut pages: Vec<String> = long.into_iter().flat_map(paged).collect();
    pages.extend(
        [
            "settings/teams".to_owned(),
            "settings/invite".to_owned(),
            format!("projects/{project}/edit"),
            format!("projects/{project}/deletion"),
            format!("tasks/{task}"),
            format!("tasks/{task}/deletion"),
            format!("tasks/{task}/assignees"),
            format!("settings/users/{}", id("users", 0)),
            format!("settings/teams/{}", id("teams", 0)),
        ]
        .map(|path| path.to_owned()),
    );
    pages.iter().map(|page| workspace.path(page)).collect()
}

async fn all(person: &Person, pages: &[String]) -> Vec<Answer> {
    let mut answers = Vec::new();
    for page in pages {
        let answer = person.get(page).await;
        assert_eq!(answer.status, 200, "{page}");
        answers.push(answer);
    }
    answers
}

#[actix_web::test]
async fn s04_two_hundred_payloads_as_names_of_people_teams_projects_and_tasks_are_text() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(1000);
    let ada = workspace.signed_in_admin().await;
    let payloads = payloads();
    assert_eq!(payloads.len(), 200);
    let pages = crowd(&workspace, payloads.len());
    let before = all(&ada, &pages).await;
    let kinds = [("users", "name"), ("teams", "name"), ("projects", "name"), ("tasks", "title")];
    for (table, column) in kinds {
        let names: Vec<_> = payloads.iter().map(|payload| format!("{payload} {table}")).collect();
        rename(&app, table, column, &names);
    }
    let after = all(&ada, &pages).await;
    // Another order of names is another order of rows.
    let shapes = |answers: &[Answer]| {
        let mut shapes: Vec<_> = answers.iter().flat_map(|answer| shape(&answer.text())).collect();
        shapes.sort_unstable();
        shapes
    };
    assert!(shapes(&after) == shapes(&before), "a name has become an element or an attribute");
    let shown: String = after.iter().map(|answer| said(&answer.text())).collect();
    for (table, _) in kinds {
        for payload in &payloads {
            let name = plain(&format!("{payload} {table}"));
            assert!(shown.contains(&name), "{name} is not shown");
        }
    }
}

/// The mail that waits, as it would leave.
fn letter(app: &TestApp) -> (String, String, String) {
    let conn = &mut app.conn();
    let mail: OutboxEmail =
        outbox_emails::table.select(OutboxEmail::as_select()).first(conn).unwrap();
    let sender = Sender { settings: &app.app.settings, keys: &app.app.keys };
    let letter = sender.letter(conn, &mail).unwrap().unwrap();
    (letter.subject, letter.text, letter.html)
}

fn link(app: &TestApp) -> String {
    let invitation: Invitation =
        invitations::table.select(Invitation::as_select()).first(&mut app.conn()).unwrap();
    let (workspace_id, generation) = (invitation.workspace_id, invitation.generation);
    let claim = JoinClaim { workspace_id, invitation_id: invitation.id, generation };
    format!("/join/{}", claim.token(&app.app.keys))
}

#[actix_web::test]
async fn s04_two_hundred_payloads_as_workspace_and_inviter_are_text_in_title_page_and_mail() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    workspace.invite("Bea Held", "bea@x.example");
    let link = link(&app);
    let pages = [workspace.path("settings/workspace"), link];
    let call = |name: &str| {
        for table in ["workspaces", "users"] {
            let query = format!("UPDATE {table} SET name = $1");
            diesel::sql_query(query).bind::<Text, _>(name).execute(&mut app.conn()).unwrap();
        }
    };
    call(harmless());
    let before = all(&ada, &pages[..1]).await.remove(0).text();
    let joining = app.stranger().get(&pages[1]).await.text();
    let (_, text, mail) = letter(&app);
    for payload in payloads() {
        call(&payload);
        let page = ada.get(&pages[0]).await;
        assert_eq!(shape(&page.text()), shape(&before), "{payload}");
        assert!(page.one("title").contains(&plain(&payload)), "{payload}: {}", page.one("title"));
        assert_eq!(page.attributes("input[name=name]", "value"), [payload.as_str()]);
        let page = app.stranger().get(&pages[1]).await;
        assert_eq!(shape(&page.text()), shape(&joining), "{payload}");
        assert!(page.one("title").contains(&plain(&payload)), "{payload}");
        let (subject, plain_text, html) = letter(&app);
        assert_eq!(shape(&html), shape(&mail), "{payload}: {html}");
        assert_eq!(plain_text.lines().count(), text.lines().count(), "{payload}: {plain_text}");
        assert!(!subject.contains(['\r', '\n']), "{subject}");
    }
}

async fn import(ada: &Person, path: &str, file_name: &str, cells: &[String]) -> Answer {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["E-mail", "Name"]).unwrap();
    for (number, cell) in cells.iter().enumerate() {
        csv.write_record([&format!("p{number}@x.example"), cell]).unwrap();
    }
    let part = Part::bytes(csv.into_inner().unwrap()).file_name(file_name.to_owned());
    let form = Form::new().text("form_id", Uuid::now_v7().to_string()).part("file", part);
    ada.send(ada.client.post(ada.url(path)).header(ORIGIN, ada.url("")).multipart(form)).await
}

#[actix_web::test]
async fn s04_two_hundred_payloads_as_cells_and_file_names_are_text() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let path = workspace.path("settings/invite/import");
    for cells in payloads().chunks(100) {
        let names = vec![harmless().to_owned(); cells.len()];
        let before = import(&ada, &path, "people.csv", &names).await;
        let after = import(&ada, &path, &cells[0], cells).await;
        assert_eq!((before.status, after.status), (200, 200));
        assert_eq!(shape(&after.text()), shape(&before.text()));
        let values = after.attributes("[data-lines] input[id$=-name]", "value");
        assert_eq!(values.len(), cells.len());
        for (cell, value) in cells.iter().zip(values) {
            // A name loses the quotes around it.
            let cell = plain(cell);
            assert!(cell.contains(&value) && value.len() + 4 >= cell.len(), "{cell}: {value}");
        }
    }
    for payload in payloads() {
        // A file that cannot be read, under this name, and this as its only cell.
        let answer = import(&ada, &path, &payload, &[]).await;
        assert_eq!(answer.status, 422);
        assert!(answer.all("script:not([src])").is_empty() && answer.all("img").is_empty());
        let typed = [("email", payload.as_str()), ("password", payload.as_str()), ("next", "")];
        let refused = app.stranger().post("/sign-in", &typed).await;
        assert_eq!(refused.attributes("input[name=email]", "value"), [payload.as_str()]);
    }
}

fn templates(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            templates(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "html" || ending == "txt") {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

/// A template without what is filled in, which becomes a letter.
fn without_values(template: &str) -> String {
    let mut rest = template;
    let mut plain = String::new();
    while let Some(start) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        plain += &rest[..start];
        let end = if rest[start..].starts_with("{{") { "}}" } else { "%}" };
        let Some(length) = rest[start..].find(end) else { break };
        plain += if end == "}}" { "v" } else { "" };
        rest = &rest[start + length + 2..];
    }
    plain + rest
}

/// The attributes of a template's tags whose values stand in no quotes.
fn unquoted(template: &str) -> Vec<String> {
    let mut found = Vec::new();
    let plain = without_values(template);
    for tag in plain.split('<').skip(1) {
        let mut quote = None;
        let bytes = tag.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            match (quote, byte) {
                (None, b'>') => break,
                (None, b'"' | b'\'') => quote = Some(*byte),
                (None, b'=') if !matches!(bytes.get(at + 1), Some(b'"' | b'\'')) => {
                    found.push(tag.chars().take(60).collect());
                }
                (Some(open), byte) if open == *byte => quote = None,
                _ => {}
            }
        }
    }
    found
}

#[test]
fn s04_no_template_turns_escaping_off_or_leaves_an_attribute_unquoted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    templates(&root.join("templates"), &mut all);
    assert!(all.len() > 40);
    for (name, template) in &all {
        let filters: Vec<&str> =
            template.split('|').skip(1).map(|filter| filter.trim_start()).collect();
        assert!(!filters.iter().any(|filter| filter.starts_with("safe")), "{name}");
        assert!(!template.contains("autoescape") && !template.contains("escape("), "{name}");
        if name.ends_with(".html") {
            assert_eq!(unquoted(template), Vec::<String>::new(), "{name}");
            // Mail programs know no other place for styles.
            let is_mail = name.contains("/mail/");
            assert!(is_mail || !template.contains(" style="), "{name}");
            assert!(is_mail || !template.contains("<style"), "{name}");
            assert!(!template.contains(" onclick") && !template.contains(" onload"), "{name}");
        }
    }
    assert_eq!(unquoted("<a href={{ x }}>"), ["a href=v>"], "the gate bites");
    assert_eq!(unquoted("<a {% if y %}b=\"{{ x }}\"{% endif %} c=d>").len(), 1);
}
