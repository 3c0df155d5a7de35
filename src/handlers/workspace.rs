//! The settings of the workspace itself.

use std::str::FromStr;

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data};
use askama::Template;
use chrono::Utc;
use chrono_tz::{TZ_VARIANTS, Tz};
use serde::Deserialize;

use crate::app::App;
use crate::error::AppResult;
use crate::frame::{FieldError, Frame, Section};
use crate::handlers::{form, ok, refused, see_other, title_error};
use crate::models::rights::can_manage_settings;
use crate::models::workspace::{AcceptNote, Workspace, WorkspaceChange};
use crate::security::access::{Member, SettingsManager, SettingsReader};
use crate::security::session::Flash;
use crate::values::{DomainList, Lang, NoDomain, Title};

#[derive(Template)]
#[template(path = "workspace/show.html")]
struct WorkspacePage {
    frame: Frame,
    form: WorkspaceForm,
    can_manage: bool,
    errors: Vec<FieldError>,
}

#[derive(Clone, Deserialize)]
pub struct WorkspaceForm {
    name: String,
    language: String,
    time_zone: String,
    invitation_days: String,
    hold_seconds: String,
    #[serde(default)]
    allowed_domains: String,
    #[serde(default)]
    refused_domains: String,
    #[serde(default)]
    accept_note: String,
}

/// `GET /w/{slug}/settings/workspace`: read only for those who may not change it.
pub async fn show(member: SettingsReader) -> HttpResponse {
    let form = WorkspaceForm::of(&member.workspace);
    ok(&WorkspacePage::new(&member, form, Vec::new()))
}

/// `POST /w/{slug}/settings/workspace`
pub async fn update(
    app: Data<App>,
    member: SettingsManager,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let form: WorkspaceForm = form(&body)?;
    match form.parse(&member) {
        Ok(change) => {
            let id = member.workspace_id();
            // Who has chosen no language reads the next page in the workspace's new one.
            let lang = member.account.language.unwrap_or(change.language);
            let actor = member.user.id;
            member.change(&app, move |conn| Workspace::update(conn, id, actor, &change)).await?;
            Flash::done(lang.t("workspace-saved")).leave(&member.session);
            Ok(see_other(&member.path("settings/workspace")))
        }
        Err(errors) => Ok(refused(&WorkspacePage::new(&member, form, errors))),
    }
}

impl WorkspacePage {
    fn new(member: &Member, form: WorkspaceForm, errors: Vec<FieldError>) -> WorkspacePage {
        WorkspacePage {
            frame: Frame::new(member, Section::Workspace),
            form,
            can_manage: can_manage_settings(&member.role),
            errors,
        }
    }

    /// The names of all time zones.
    fn zones(&self) -> impl Iterator<Item = &'static str> {
        TZ_VARIANTS.iter().map(|zone| zone.name())
    }

    fn has_error(&self, field: &str) -> bool {
        self.errors.iter().any(|error| error.field == field)
    }

    /// Who may get a mail: word and title.
    fn notes(&self) -> Vec<(&'static str, String)> {
        let title = |note: AcceptNote| self.frame.lang.t(&format!("workspace-note-{note}"));
        AcceptNote::ALL.iter().map(|note| (note.as_str(), title(*note))).collect()
    }

    /// What everybody reads who may not change it: labels and values.
    fn facts(&self) -> [(&'static str, String); 8] {
        let language = Lang::parse(&self.form.language).map(Lang::own_name).unwrap_or_default();
        let note = AcceptNote::parse(&self.form.accept_note);
        let note = note.map(|note| self.frame.lang.t(&format!("workspace-note-{note}")));
        [
            ("workspace-name", self.form.name.clone()),
            ("workspace-language", language.to_owned()),
            ("workspace-zone", self.form.time_zone.clone()),
            ("workspace-days", self.form.invitation_days.clone()),
            ("workspace-hold", self.form.hold_seconds.clone()),
            ("workspace-allowed", self.form.allowed_domains.clone()),
            ("workspace-refused", self.form.refused_domains.clone()),
            ("workspace-note", note.unwrap_or_default()),
        ]
    }

    fn languages(&self) -> &'static [Lang] {
        Lang::ALL
    }
}

impl WorkspaceForm {
    fn of(workspace: &Workspace) -> WorkspaceForm {
        WorkspaceForm {
            name: workspace.name.clone(),
            language: workspace.language.to_string(),
            time_zone: workspace.time_zone.clone(),
            invitation_days: workspace.invitation_days.to_string(),
            hold_seconds: workspace.hold_seconds.to_string(),
            allowed_domains: workspace.allowed_domains.join(", "),
            refused_domains: workspace.refused_domains.join(", "),
            accept_note: workspace.accept_note.to_string(),
        }
    }

    /// The change, or a message at each field that must be mended.
    fn parse(&self, member: &Member) -> Result<WorkspaceChange, Vec<FieldError>> {
        let mut errors = Vec::new();
        let name = self.name(member).map_err(|error| errors.push(error));
        let mut known =
            |field: &str, key: &str| errors.push(FieldError::new(field, member.lang.t(key)));
        let language = Lang::parse(&self.language);
        if language.is_none() {
            known("language", "workspace-language-unknown");
        }
        let time_zone = Tz::from_str(self.time_zone.trim()).ok();
        if time_zone.is_none() {
            known("time_zone", "setup-time-zone-refused");
        }
        let days = number_in(&self.invitation_days, 1..=90);
        if days.is_none() {
            known("invitation_days", "workspace-days-range");
        }
        let seconds = number_in(&self.hold_seconds, 0..=300);
        if seconds.is_none() {
            known("hold_seconds", "workspace-hold-range");
        }
        let allowed = domains(member, "allowed_domains", &self.allowed_domains, &mut errors);
        let refused = domains(member, "refused_domains", &self.refused_domains, &mut errors);
        if let Some(domain) = allowed.as_slice().iter().find(|domain| refused.covers(domain)) {
            let text = member.lang.say("workspace-domain-both").with("domain", domain);
            errors.push(FieldError::new("refused_domains", text));
        }
        // A form that does not have it leaves it as it is.
        let accept_note =
            AcceptNote::parse(&self.accept_note).unwrap_or(member.workspace.accept_note);
        match (name, language, time_zone, days, seconds) {
            (
                Ok(name),
                Some(language),
                Some(time_zone),
                Some(invitation_days),
                Some(hold_seconds),
            ) if errors.is_empty() => Ok(WorkspaceChange {
                name,
                language,
                time_zone,
                invitation_days,
                hold_seconds,
                allowed_domains: allowed,
                refused_domains: refused,
                accept_note,
            }),
            _ => Err(errors),
        }
    }
}

impl WorkspaceForm {
    /// The name stands in every mail, so before somebody pays it advertises no address.
    fn name(&self, member: &Member) -> Result<Title, FieldError> {
        let name = Title::parse(&self.name).map_err(|error| title_error("name", error, member))?;
        if member.workspace.trial_ends_at > Utc::now() && name.has_web_address() {
            return Err(FieldError::new("name", member.lang.t("workspace-name-address")));
        }
        Ok(name)
    }
}

/// The domains that were typed; none, and a message at the field, when one is no domain.
fn domains(member: &Member, field: &str, typed: &str, errors: &mut Vec<FieldError>) -> DomainList {
    DomainList::parse(typed).unwrap_or_else(|NoDomain(word)| {
        let text = member.lang.say("workspace-domain-none").with("word", word);
        errors.push(FieldError::new(field, text));
        DomainList::default()
    })
}

fn number_in(text: &str, range: std::ops::RangeInclusive<i32>) -> Option<i32> {
    text.trim().parse().ok().filter(|number| range.contains(number))
}
