//! Events in the reader's words.

use chrono::SecondsFormat;
use chrono_tz::Tz;
use serde_json::Value;

use crate::dates;
use crate::handlers::audit::changes;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::audit_list::AuditRow;
use crate::models::role::Role;
use crate::values::Lang;

/// What the columns of the log are called.
pub const HEADS: [&str; 8] = [
    "audit-when",
    "audit-who",
    "audit-who-email",
    "audit-to-whom",
    "audit-to-whom-email",
    "audit-what",
    "audit-address",
    "audit-device",
];

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
    /// Their address; empty for nobody, and for somebody who is gone.
    pub who_email: String,
    /// Empty when it was done to nobody.
    pub whom: String,
    pub whom_email: String,
    pub what: String,
    pub address: String,
    pub device: String,
}

impl Entry {
    /// "Ada Engel: 25 seats booked instead of 10"
    pub fn sentence(&self) -> String {
        format!("{}: {}", self.who, self.what)
    }

    /// What stands in the columns of [`HEADS`]: the moment so that a program can sort by it.
    pub fn cells(self) -> [String; 8] {
        let Entry { who, who_email, whom, whom_email, what, address, device, .. } = self;
        [self.datetime, who, who_email, whom, whom_email, what, address, device]
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
        type Found = Option<(String, String)>;
        let somebody = |id: Option<_>, found: &Found, nobody: &str| match (id, found) {
            (_, Some((name, _))) => name.clone(),
            (Some(_), None) => self.lang.t("audit-somebody"),
            (None, None) => nobody.to_owned(),
        };
        let email = |found: &Found| found.as_ref().map(|(_, email)| email.clone());
        let email = |found: &Found| email(found).unwrap_or_default();
        Entry {
            when: dates::moment(self.lang, self.zone, event.at),
            datetime: event
                .at
                .with_timezone(&self.zone)
                .to_rfc3339_opts(SecondsFormat::Secs, false),
            who_email: email(&row.actor),
            whom_email: email(&row.subject),
            who: somebody(event.actor_id, &row.actor, self.lang.text(nobody(event.action))),
            whom: match event.action.is_to_somebody() {
                true => somebody(event.subject_id, &row.subject, ""),
                false => row.subject.as_ref().map(|(name, _)| name.clone()).unwrap_or_default(),
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
            Action::SettingsChanged => {
                phrase.with("changes", changes::of_settings(self.lang, details))
            }
            Action::RoleEdited | Action::TeamEdited => {
                let changes = match event.action {
                    Action::RoleEdited => changes::of_role(self.lang, details),
                    _ => changes::of_team(self.lang, details),
                };
                let name = phrase.with("name", self.name(details)).to_string();
                return if changes.is_empty() { name } else { format!("{name}, {changes}") };
            }
            Action::TeamsChanged => {
                return changes::of_teams(self.lang, details).unwrap_or_else(|| phrase.to_string());
            }
            Action::Deactivated => {
                return format!("{phrase}{}", changes::of_handover(self.lang, details));
            }
            _ => phrase.with("name", self.name(details)),
        }
        .to_string()
    }

    /// What the thing was called that it is about.
    fn name<'a>(&self, details: &'a Value) -> &'a str {
        ["name", "project", "task"].iter().find_map(|key| details[*key].as_str()).unwrap_or("–")
    }

    /// The title that a role had. Where an event knows its id alone, the one it has now; a dash for
    /// one that is gone.
    fn role(&self, told: &Value) -> String {
        if let Some(preset) = told["preset"].as_str() {
            return self.lang.t(&format!("role-{preset}"));
        }
        if let Some(name) = told["name"].as_str() {
            return name.to_owned();
        }
        let id = told.as_str().unwrap_or_default();
        let now = self.roles.iter().find(|(one, _)| one == id);
        now.map_or("–", |(_, title)| title).to_owned()
    }
}

/// Who did what nobody is named for: whoever typed a wrong password is not known.
fn nobody(action: Action) -> &'static str {
    match action {
        Action::SignInFailed => "audit-unknown",
        _ => "audit-itself",
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
        Action::SignInFailed => "audit-sign-in-failed",
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
