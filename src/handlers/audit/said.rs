//! Events in the reader's words.

use chrono_tz::Tz;
use serde_json::Value;

use crate::dates;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::audit_list::{AuditRow, Group};
use crate::models::role::Role;
use crate::values::Lang;

/// What the columns of the log are called.
pub const HEADS: [&str; 6] =
    ["audit-when", "audit-who", "audit-to-whom", "audit-what", "audit-address", "audit-device"];

/// Says events in one language.
pub struct Words {
    lang: Lang,
    zone: Tz,
    /// Ids and titles.
    roles: Vec<(String, String)>,
}

/// An event as it is shown.
pub struct Entry {
    pub when: String,
    /// For machines.
    pub datetime: String,
    pub who: String,
    /// Empty when it was done to nobody.
    pub whom: String,
    pub what: String,
    pub address: String,
    pub device: String,
}

impl Entry {
    /// "Ada Engel: 25 seats booked instead of 10"
    pub fn sentence(&self) -> String {
        format!("{}: {}", self.who, self.what)
    }

    /// What stands in the columns of [`HEADS`].
    pub fn cells(self) -> [String; 6] {
        [self.when, self.who, self.whom, self.what, self.address, self.device]
    }
}

impl Words {
    pub fn new(lang: Lang, zone: Tz, roles: &[Role]) -> Words {
        let roles = roles.iter().map(|role| (role.id.to_string(), role.title(lang))).collect();
        Words { lang, zone, roles }
    }

    /// For events that speak of no role.
    pub fn plain(lang: Lang, zone: Tz) -> Words {
        Words::new(lang, zone, &[])
    }

    pub fn entry(&self, row: &AuditRow) -> Entry {
        let event = &row.event;
        let somebody = |id: Option<_>, name: &Option<String>, nobody: &str| match (id, name) {
            (_, Some(name)) => name.clone(),
            (Some(_), None) => self.lang.t("audit-somebody"),
            (None, None) => nobody.to_owned(),
        };
        Entry {
            when: dates::moment(self.lang, self.zone, event.at),
            datetime: event.at.to_rfc3339(),
            who: somebody(event.actor_id, &row.actor, self.lang.text("audit-itself")),
            // Events about work name it in their text.
            whom: match event.action.group() {
                Group::Work => row.subject.clone().unwrap_or_default(),
                _ => somebody(event.subject_id, &row.subject, ""),
            },
            what: self.what(event),
            address: event.from_address.clone().unwrap_or_default(),
            device: event.from_device.clone().unwrap_or_default(),
        }
    }

    fn what(&self, event: &AuditEvent) -> String {
        let details = &event.details;
        let number = |key: &str| details[key].as_i64().unwrap_or_default();
        let text = |key: &str| details[key].as_str().unwrap_or_default().to_owned();
        let key = key(event);
        let phrase = self.lang.say(key);
        match event.action {
            Action::RoleChanged => phrase
                .with("from", self.role(&details["from"]))
                .with("to", self.role(&details["to"])),
            Action::Invited => phrase.with("role", self.role(&details["role"])),
            Action::InvitationsQueued => phrase.with("n", number("invited")),
            Action::BatchUndone | Action::WaitingAdded | Action::WaitingInvited => {
                phrase.with("n", number("people"))
            }
            Action::PlanChanged | Action::SeatsPlanned => {
                phrase.with("from", number("from")).with("to", number("to"))
            }
            Action::EmailChanged => phrase.with("from", text("from")).with("to", text("to")),
            Action::SeatsKept => phrase.with("n", number("planned")),
            Action::Exported if details["events"].is_number() => phrase.with("n", number("events")),
            Action::Exported if details["file"].is_string() => phrase.with("file", text("file")),
            Action::Exported => phrase.with("n", number("people")),
            Action::Imported => phrase.with("n", number("rows")).with("file", text("file")),
            Action::Refused => phrase.with("path", text("path")),
            Action::SettingsChanged => phrase.with("fields", self.fields(&details["fields"])),
            _ => phrase.with("name", self.name(details)),
        }
        .to_string()
    }

    /// What the thing was called that it is about.
    fn name<'a>(&self, details: &'a Value) -> &'a str {
        ["name", "project", "task"].iter().find_map(|key| details[*key].as_str()).unwrap_or("–")
    }

    /// The title of a role; a dash for one that is gone.
    fn role(&self, id: &Value) -> &str {
        let id = id.as_str().unwrap_or_default();
        self.roles.iter().find(|(one, _)| one == id).map_or("–", |(_, title)| title)
    }

    /// What fields of the settings are called.
    fn fields(&self, names: &Value) -> String {
        let names = names.as_array().map(Vec::as_slice).unwrap_or_default();
        let names = names.iter().filter_map(Value::as_str);
        let title = |name: &str| self.lang.t(&format!("workspace-{}", name.replace('_', "-")));
        names.map(title).collect::<Vec<_>>().join(", ")
    }
}

/// The text of an event. It tells neither who did it nor to whom: that stands beside it.
fn key(event: &AuditEvent) -> &'static str {
    match event.action {
        Action::InvitationsQueued => "audit-invitations-queued",
        Action::Invited => "audit-invited",
        Action::BatchUndone => "audit-batch-undone",
        Action::Resent => "audit-resent",
        Action::Withdrawn => "audit-withdrawn",
        Action::Accepted => "audit-accepted",
        Action::Deactivated => "audit-deactivated",
        Action::Activated => "audit-activated",
        Action::ProfileChanged => "audit-profile-changed",
        Action::RoleChanged => "audit-role-changed",
        Action::TeamsChanged => "audit-teams-changed",
        Action::PlanChanged if event.details["cycle"].is_boolean() => "audit-plan-cycle",
        Action::PlanChanged if event.details["from"] == 0 => "audit-plan-first",
        Action::PlanChanged => "audit-plan-changed",
        Action::SeatsPlanned => "audit-seats-planned",
        Action::SeatsKept => "audit-seats-kept",
        Action::TrialWarned => "audit-trial-warned",
        Action::WaitingAdded => "audit-waiting-added",
        Action::WaitingRemoved => "audit-waiting-removed",
        Action::WaitingMoved => "audit-waiting-moved",
        Action::WaitingInvited => "audit-waiting-invited",
        Action::Exported if event.details["events"].is_number() => "audit-exported-log",
        Action::Exported if event.details["file"].is_string() => "audit-exported-file",
        Action::Exported => "audit-exported",
        Action::Imported => "audit-imported",
        Action::SettingsChanged => "audit-settings-changed",
        Action::WorkspaceMade => "audit-workspace-made",
        Action::EmailChanged => "audit-email-changed",
        Action::SignedIn => "audit-signed-in",
        Action::RoleMade => "audit-role-made",
        Action::RoleEdited => "audit-role-edited",
        Action::RoleDeleted => "audit-role-deleted",
        Action::TeamMade => "audit-team-made",
        Action::TeamEdited => "audit-team-edited",
        Action::TeamDeleted => "audit-team-deleted",
        Action::ProjectCreated => "audit-project-created",
        Action::ProjectChanged => "audit-project-changed",
        Action::ProjectArchived => "audit-project-archived",
        Action::ProjectRestored => "audit-project-restored",
        Action::ProjectDeleted => "audit-project-deleted",
        Action::ProjectJoined => "audit-project-joined",
        Action::ProjectLeft => "audit-project-left",
        Action::TaskCreated => "audit-task-created",
        Action::TaskChanged => "audit-task-changed",
        Action::TaskMoved => "audit-task-moved",
        Action::TaskDone => "audit-task-done",
        Action::TaskReopened => "audit-task-reopened",
        Action::TaskDeleted => "audit-task-deleted",
        Action::Assigned => "audit-assigned",
        Action::Unassigned => "audit-unassigned",
        Action::Refused => "audit-refused",
    }
}
