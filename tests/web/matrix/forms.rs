//! A form for every route that takes one, good enough that only rights and ids can refuse it.

use reqwest::multipart::{Form, Part};
use usher::routes::Route;
use uuid::Uuid;

use super::things::{Kind, Things};
use crate::support::{Answer, Person};

type Fields = Vec<(&'static str, String)>;

/// Sends the route's form, filled from these things, to this address.
///
/// # Panics
///
/// When nobody has said yet what the route's form is.
pub async fn ask(person: &Person, route: &Route, address: &str, things: &Things) -> Answer {
    let url = person.url(address);
    let request = match route.method.as_str() {
        "GET" => person.client.get(url),
        _ => person.client.post(url).header("origin", person.url("")),
    };
    let answer = person
        .send(match (route.method.as_str(), route.path) {
            ("GET", _) => request,
            (_, "/w/{slug}/settings/invite/import") => request.multipart(upload()),
            (_, path) => {
                let fields = fields(path, things);
                request.form(&fields.unwrap_or_else(|| panic!("no form is known for {path}")))
            }
        })
        .await;
    if route.path.ends_with("/preview") {
        // Or nothing could be changed any more.
        person.post("/preview/end", &[]).await;
    }
    answer
}

fn upload() -> Form {
    let file = include_bytes!("../../reading/files/employees.xlsx");
    let file = Part::bytes(file.as_slice()).file_name("employees.xlsx");
    Form::new().text("form_id", Uuid::now_v7().to_string()).part("file", file)
}

fn fields(path: &str, things: &Things) -> Option<Fields> {
    let form_id = || ("form_id", Uuid::now_v7().to_string());
    let text = |name: &'static str, value: &str| (name, value.to_owned());
    let role = |name: &str| {
        let levels = ["projects", "tasks", "people", "settings"].map(|area| text(area, "read"));
        [text("name", name)].into_iter().chain(levels).collect()
    };
    let member = || things.name(Kind::Member).to_owned();
    Some(match path.strip_prefix("/w/{slug}/")? {
        "settings/invite" => vec![
            form_id(),
            text("lines[0][email]", "new@example.com"),
            ("lines[0][role]", things.user_role.to_string()),
        ],
        "settings/invite/lines" => vec![form_id(), text("change", "add")],
        "settings/invite/name" => vec![text("email", "anna.example@example.com")],
        "settings/invite/paste" => vec![text("text", "anna@example.com")],
        "settings/users/{id}" => {
            vec![text("name", "Dora Eklund"), text("gender", ""), text("language", "")]
        }
        "settings/users/{id}/resend" => vec![text("generation", "1")],
        "settings/imports/{id}" => vec![text("change", "leave-1")],
        "settings/imports/{id}/columns" => {
            vec![text("sheet", "0"), text("columns[0]", "email"), text("columns[1]", "name")]
        }
        "settings/imports/{id}/send" => vec![("batch", Uuid::now_v7().to_string())],
        "settings/batches/{id}/undo"
        | "settings/batches/{id}/resume"
        | "settings/batches/{id}/stop"
        | "settings/batches/{id}/retry"
        | "settings/batches/{id}/withdrawal"
        | "settings/users/{id}/withdrawal"
        | "settings/users/{id}/deactivation"
        | "settings/users/{id}/activation"
        | "settings/waiting/{id}/removal"
        | "projects/{id}/members/{user}/removal"
        | "projects/{id}/archive"
        | "projects/{id}/archive/removal"
        | "projects/{id}/deletion"
        | "tasks/{id}/deletion"
        | "settings/teams/{id}/deletion"
        | "settings/teams/{id}/members/{user}/removal" => Vec::new(),
        "projects" | "projects/{id}" => vec![text("name", "Shop")],
        "tasks/{id}/position" => vec![text("to", "up")],
        "projects/{id}/tasks" => vec![text("title", "Call the printer")],
        "projects/{id}/members" | "settings/teams/{id}/members" => {
            vec![("user", member()), text("member", "true")]
        }
        "tasks/{id}" => {
            vec![text("title", "Write"), text("description", ""), text("due_on", "")]
        }
        "tasks/{id}/done" => vec![text("done", "true"), text("from", "task")],
        "tasks/{id}/assignees" => vec![("user", member()), text("assigned", "true")],
        "settings/permissions" => role("Sales"),
        "settings/permissions/{id}" => role("Service"),
        "settings/permissions/{id}/deletion" | "settings/permissions/{id}/preview" => Vec::new(),
        "settings/teams" => vec![text("name", "Sales"), text("colour", "3")],
        "settings/teams/{id}" => vec![text("name", "Service"), text("colour", "4")],
        "settings/waiting/{id}/move" => vec![text("to", "up")],
        "settings/plan" => vec![text("seats", "99")],
        "settings/workspace" => vec![
            text("name", "Another name"),
            text("language", "de"),
            text("time_zone", "Europe/Vienna"),
            text("invitation_days", "9"),
            text("hold_seconds", "9"),
        ],
        _ => return None,
    })
}
