//! What changed from what to what, in the reader's words.

use serde_json::Value;

use crate::values::Lang;

/// The areas of a role.
const AREAS: [&str; 4] = ["projects", "tasks", "people", "settings"];

/// Settings with their values before and after; the names alone where an older event has no more.
pub fn of_settings(lang: Lang, details: &Value) -> String {
    let title = |field: &str| lang.t(&format!("workspace-{}", field.replace('_', "-")));
    let told = |change: &Value| {
        let field = text(&change["field"]);
        let value = |value: &Value| setting(lang, field, text(value));
        say(lang, &title(field), &value(&change["from"]), &value(&change["to"]))
    };
    match details["changes"].as_array() {
        Some(changes) => changes.iter().map(told).collect::<Vec<_>>().join(", "),
        None => {
            let names = details["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
            names.iter().map(text).map(title).collect::<Vec<_>>().join(", ")
        }
    }
}

/// Name and rights of a role that became others; empty when none did.
pub fn of_role(lang: Lang, details: &Value) -> String {
    let (from, to) = (&details["from"], &details["to"]);
    let level = |value: &Value| lang.t(&format!("permissions-{}", text(value)));
    let areas = AREAS.iter().filter(|area| from[**area] != to[**area]);
    let areas = areas.map(|area| {
        let title = lang.t(&format!("permissions-{area}"));
        say(lang, &title, &level(&from[*area]), &level(&to[*area]))
    });
    let may = |rights: &Value| match rights["can_create_projects"].as_bool() {
        Some(true) => lang.t("permissions-yes"),
        _ => lang.t("permissions-no"),
    };
    let creates = say(lang, &lang.t("permissions-create"), &may(from), &may(to));
    let creates = (may(from) != may(to)).then_some(creates);
    name(lang, details).into_iter().chain(areas).chain(creates).collect::<Vec<_>>().join(", ")
}

/// Name and colour of a team that became others; empty when none did.
pub fn of_team(lang: Lang, details: &Value) -> String {
    let (from, to) = (&details["was_colour"], &details["colour"]);
    let colour = |value: &Value| match value.as_i64() {
        Some(number) => lang.t(&format!("team-colour-{number}")),
        None => String::new(),
    };
    let colours = (from.is_number() && from != to)
        .then(|| say(lang, &lang.t("team-colour"), &colour(from), &colour(to)));
    name(lang, details).into_iter().chain(colours).collect::<Vec<_>>().join(", ")
}

/// Teams that somebody was put into, and taken out of; `None` where an older event has no names.
pub fn of_teams(lang: Lang, details: &Value) -> Option<String> {
    let names = |key: &str| {
        let names = details[key].as_array().map(Vec::as_slice).unwrap_or_default();
        names.iter().map(text).collect::<Vec<_>>().join(", ")
    };
    let said = [("audit-teams-added", names("added")), ("audit-teams-removed", names("removed"))];
    let said = said.into_iter().filter(|(_, names)| !names.is_empty());
    let said: Vec<_> =
        said.map(|(key, names)| lang.say(key).with("teams", names).to_string()).collect();
    (!said.is_empty()).then(|| said.join("; "))
}

/// What somebody who was deactivated has left to others; each part begins with its separator.
pub fn of_handover(lang: Lang, details: &Value) -> String {
    let parts = [
        ("audit-tasks-handed", "tasks", "tasks_to_name"),
        ("audit-invitations-handed", "invitations", "invitations_to_name"),
    ];
    let told = |(key, number, name): (&'static str, &str, &str)| {
        let number = details[number].as_i64().filter(|number| *number > 0)?;
        let name = details[name].as_str().map_or_else(|| lang.t("audit-somebody"), str::to_owned);
        Some(format!("; {}", lang.say(key).with("n", number).with("name", name)))
    };
    parts.into_iter().filter_map(told).collect()
}

fn name(lang: Lang, details: &Value) -> Option<String> {
    let (from, to) = (text(&details["was"]), text(&details["name"]));
    (from != to && !from.is_empty()).then(|| say(lang, &lang.t("role-name"), from, to))
}

/// "Tasks (Read → Manage)"
fn say(lang: Lang, what: &str, from: &str, to: &str) -> String {
    let or_dash = |value: &str| if value.is_empty() { "–".to_owned() } else { value.to_owned() };
    let phrase = lang.say("audit-change").with("what", what);
    phrase.with("from", or_dash(from)).with("to", or_dash(to)).to_string()
}

/// A setting's value as its form shows it.
fn setting(lang: Lang, field: &str, value: &str) -> String {
    match field {
        "language" => Lang::parse(value).map_or(value, |lang| lang.own_name()).to_owned(),
        "note" => lang.t(&format!("workspace-note-{value}")),
        _ => value.to_owned(),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
