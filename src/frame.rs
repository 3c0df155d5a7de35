//! What every page shows around its content.

use std::fmt;

use actix_session::Session;

use crate::assets;
use crate::i18n::Phrase;
use crate::models::rights;
use crate::security::access::Member;
use crate::security::preview::Preview;
use crate::security::session::Flash;
use crate::values::Lang;
use crate::values::text_enum::text_enum;

/// The frame of a signed-in page: navigation, workspace, person, message.
pub struct Frame {
    pub lang: Lang,
    pub slug: String,
    pub workspace_name: String,
    pub workspaces: Vec<SwitcherEntry>,
    pub person_name: String,
    pub person_role: String,
    pub initials: String,
    pub avatar: u8,
    /// The entry of the navigation this page belongs to.
    pub section: Option<Section>,
    pub shows_people: bool,
    pub shows_settings: bool,
    pub can_invite: bool,
    /// What is said while the workspace is seen as another role.
    pub preview: Option<String>,
    /// Started days until the trial ends, for those who book.
    pub trial_days: Option<i64>,
    /// Whether the workspace rests: the navigation then has only what stays open.
    pub is_paused: bool,
    pub flash: Option<Flash>,
}

/// A workspace in the person's menu.
pub struct SwitcherEntry {
    pub name: String,
    pub slug: String,
}

text_enum! {
    /// An entry of the navigation.
    Section {
        Tasks = "tasks",
        Projects = "projects",
        Users = "users",
        Invite = "invite",
        Teams = "teams",
        Permissions = "permissions",
        Plan = "plan",
        Workspace = "workspace",
        Audit = "audit",
    }
}

/// A message at a field of a refused form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The id of the field.
    pub field: String,
    pub text: String,
}

impl FieldError {
    pub fn new(field: impl Into<String>, text: impl ToString) -> FieldError {
        FieldError { field: field.into(), text: text.to_string() }
    }
}

impl Frame {
    /// The frame for this member; takes the message that waits for the next page.
    pub fn new(member: &Member, section: Section) -> Frame {
        let flash = Flash::take(&member.session);
        Frame { section: Some(section), flash, ..Frame::of(member) }
    }

    /// The frame of a page that belongs to no entry of the navigation and leaves the waiting
    /// message to the next one: an error.
    pub fn of(member: &Member) -> Frame {
        Frame {
            lang: member.lang,
            slug: member.workspace.slug.clone(),
            workspace_name: member.workspace.name.clone(),
            workspaces: member
                .workspaces
                .iter()
                .map(|(name, slug)| SwitcherEntry { name: name.clone(), slug: slug.clone() })
                .collect(),
            person_name: member.user.name.clone(),
            person_role: member.role.title(member.lang),
            initials: member.user.initials(),
            avatar: member.user.avatar(),
            section: None,
            shows_people: rights::can_read_people(&member.role),
            shows_settings: rights::can_read_settings(&member.role),
            can_invite: rights::can_invite(&member.role),
            preview: member.preview.as_ref().map(|preview| preview_words(preview, member)),
            trial_days: member.workspace.trial_days().filter(|_| rights::can_invite(&member.role)),
            is_paused: member.workspace.is_paused(),
            flash: None,
        }
    }

    /// How the days of the trial are shown: the last ones, of which Admins get a mail, as a warning.
    pub fn trial_pill(&self) -> &'static str {
        if self.trial_days.is_some_and(|days| days <= 3) { "pill-warn" } else { "pill-info" }
    }

    /// The text of a key.
    pub fn t(&self, key: &str) -> &'static str {
        self.lang.text(key)
    }

    /// A text with values to fill in.
    pub fn say(&self, key: &'static str) -> Phrase {
        self.lang.say(key)
    }

    /// A number as the language writes it.
    pub fn number(&self, number: &i64) -> String {
        self.lang.number(*number)
    }

    /// The address of a static file.
    pub fn asset(&self, name: &str) -> String {
        assets::path(name)
    }

    /// Whether the page belongs to this entry of the navigation.
    pub fn is_at(&self, section: &str) -> bool {
        self.section.is_some_and(|own| own.as_str() == section)
    }

    /// The letter in the workspace's mark.
    pub fn mark(&self) -> String {
        mark(&self.workspace_name)
    }

    /// An address in this workspace.
    pub fn path(&self, rest: impl fmt::Display) -> String {
        format!("/w/{}/{rest}", self.slug)
    }
}

fn preview_words(preview: &Preview, member: &Member) -> String {
    if preview.workspace_id != member.workspace.id {
        return member.lang.t("preview-elsewhere");
    }
    member.lang.say("preview-here").with("role", member.role.title(member.lang)).to_string()
}

/// The frame of a page outside of any workspace: sign-in, accept, profile, errors.
pub struct PlainFrame {
    pub lang: Lang,
    /// The workspace's name where the page speaks for one, else the product's.
    pub workspace_name: String,
    /// What is said while a workspace is seen as another role.
    pub preview: Option<String>,
    pub flash: Option<Flash>,
}

impl PlainFrame {
    pub fn new(lang: Lang) -> PlainFrame {
        PlainFrame::of(lang, "Usher")
    }

    /// The frame of a page that speaks for a workspace.
    pub fn of(lang: Lang, workspace_name: &str) -> PlainFrame {
        PlainFrame { lang, workspace_name: workspace_name.to_owned(), preview: None, flash: None }
    }

    /// The same with what waits in the session: a message, a preview.
    pub fn with_flash(self, session: &Session) -> PlainFrame {
        let preview = Preview::of(session).map(|_| self.lang.t("preview-elsewhere"));
        PlainFrame { preview, flash: Flash::take(session), ..self }
    }

    /// The letter in the mark.
    pub fn mark(&self) -> String {
        mark(&self.workspace_name)
    }

    /// The text of a key.
    pub fn t(&self, key: &str) -> &'static str {
        self.lang.text(key)
    }

    /// A text with values to fill in.
    pub fn say(&self, key: &'static str) -> Phrase {
        self.lang.say(key)
    }

    /// The address of a static file.
    pub fn asset(&self, name: &str) -> String {
        assets::path(name)
    }
}

fn mark(name: &str) -> String {
    name.chars().next().into_iter().flat_map(char::to_uppercase).collect()
}
