//! The window as it is shown: lines, choices, messages. Its sentences stand in `texts`.

mod texts;

use std::fmt::Display;
use std::mem;

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono_tz::Tz;
use uuid::Uuid;

use crate::app::App;
use crate::dates;
use crate::error::AppResult;
use crate::frame::{FieldError, Frame, Section};
use crate::handlers::invite::form::{ForAll, InviteForm, Removed, Shown};
use crate::handlers::invite::form_line::FormLine;
use crate::handlers::invite::messages::{self, Saying};
use crate::handlers::invite::window_line::{Choice, Message, Remedy, WindowLine};
use crate::handlers::invite::{known, task_title};
use crate::handlers::{is_fragment, ok, refused};
use crate::inviting::line::LINES;
use crate::inviting::plan::{Fact, Known, SendPlan};
use crate::inviting::send::LeftOver;
use crate::models::import::{Import, RecentImport};
use crate::models::workspace::Seats;
use crate::security::access::Admin;
use crate::security::session::Flash;
use crate::values::{Gender, Lang};

/// So many lines that lack the same are named together.
const MANY: usize = 4;

/// The full page.
#[derive(Template)]
#[template(path = "invite/new.html")]
struct Page {
    frame: Frame,
    window: Window,
}

/// The part that stands in the dialog.
#[derive(Template)]
#[template(path = "invite/_window.html")]
struct Sheet {
    frame: Frame,
    window: Window,
}

/// A file that was read before.
pub struct RecentFile {
    pub id: Uuid,
    pub name: String,
    /// "25 November 2026, 14:05 (CET)"
    pub when: String,
    /// What sent its people, the last of several.
    pub batch: Option<Uuid>,
}

/// What both show.
pub struct Window {
    frame: Option<Frame>,
    lang: Lang,
    zone: Tz,
    pub form_id: Uuid,
    pub source: &'static str,
    /// The file that lines came from.
    pub import: Option<Uuid>,
    /// Id and title of the task the people will be assigned to.
    pub task: Option<(Uuid, String)>,
    pub back: String,
    pub lines: Vec<WindowLine>,
    pub roles: Vec<Choice>,
    pub teams: Vec<Choice>,
    pub genders: Vec<Choice>,
    pub seats: Seats,
    pub has_gender: bool,
    /// Nothing would leave: no mail server is set.
    pub is_mail_off: bool,
    /// What was done, most recent last.
    pub done: Vec<Flash>,
    pub shown: Shown,
    /// The batch that was just sent, as long as it may be undone.
    pub batch: Option<Uuid>,
    pub errors: Vec<FieldError>,
    /// Files that were read before; as long as the lines come from none.
    pub recent: Vec<RecentFile>,
    /// Nothing was typed yet.
    is_new: bool,
    /// The only domains that are invited, if there are any.
    allowed: Vec<String>,
    /// The line that was removed last, to be brought back.
    pub removed: Option<Removed>,
    /// The one choice for all lines.
    pub all: ForAll,
    /// How many lines kept another choice when the one for all was applied; `None` when it was not.
    pub applied: Option<usize>,
    /// The id of the field that gets the focus; empty when the page's own order decides.
    pub focus: String,
}

impl Window {
    /// Loads the choices and the seats for this form.
    pub async fn load(app: &App, admin: &Admin, form: InviteForm) -> AppResult<Window> {
        let task = match form.task_id()? {
            Some(id) => Some((id, task_title(app, admin, id).await?)),
            None => None,
        };
        let known = known(app, admin).await?;
        let lang = admin.lang;
        let roles: Vec<_> =
            known.roles.iter().map(|role| Choice::new(role.id, role.title(lang))).collect();
        let teams: Vec<_> =
            known.teams.iter().map(|team| Choice::new(team.id, team.name.clone())).collect();
        let lines = form.form_lines().map(|line| window_line(line, &known)).collect();
        Ok(Window {
            frame: Some(Frame::new(admin, Section::Invite)),
            lang,
            zone: admin.workspace.zone(),
            form_id: form.id(),
            source: form.source().as_str(),
            import: form.import_id(),
            task,
            back: admin.path(&form.back()?),
            lines,
            roles,
            teams,
            genders: genders(lang),
            seats: known.seats,
            has_gender: form.has_gender(),
            is_mail_off: app.mailer.is_off(),
            done: Vec::new(),
            shown: form.shown(),
            batch: form.batch_id(),
            errors: Vec::new(),
            recent: match form.import_id() {
                None => recent(app, admin).await?,
                Some(_) => Vec::new(),
            },
            is_new: form.is_new(),
            allowed: admin.workspace.allowed_domains.clone(),
            removed: form.removed().cloned(),
            all: form.all,
            applied: None,
            focus: String::new(),
        })
    }

    /// Whether something is said about a line, as about the rows of a file.
    pub fn has_problems(&self) -> bool {
        self.lines.iter().any(|line| !line.messages.is_empty())
    }

    /// The same with the focus on the field of this id, as scripts would set it.
    pub fn with_focus(self, focus: String) -> Window {
        Window { focus, ..self }
    }

    /// Whether the lines came back with what was typed, which closing would lose.
    pub fn is_typed(&self) -> bool {
        !self.is_new
    }

    /// Whether this field of the line of this index gets the focus.
    pub fn wants_focus(&self, index: impl Display, field: &str) -> bool {
        !self.focus.is_empty() && self.focus == format!("l{index}-{field}")
    }

    /// The same with the messages of a refused send.
    pub fn refuse(mut self, plan: &SendPlan) -> Window {
        self.seats = plan.seats;
        self.shown = Shown::Everything;
        self.say_plan(plan);
        if self.is_over() {
            self.errors.push(FieldError::new("invite-seats", self.over_text()));
        }
        self.collect_errors();
        self
    }

    /// The same with the messages it showed before a button changed its lines, or with those about
    /// what a file brought.
    pub fn remark(mut self, plan: &SendPlan) -> Window {
        self.say_plan(plan);
        self
    }

    /// The same with a message about no lines at all, or too many.
    pub fn refuse_count(mut self, count: usize) -> Window {
        let text = if count == 0 {
            self.lang.t("invite-err-empty")
        } else {
            self.lang.say("invite-err-many").with("n", count).with("m", LINES).to_string()
        };
        self.errors.push(FieldError::new("l0-email", text));
        self
    }

    /// The same with a message that other lines were sent with this form.
    pub fn refuse_as_sent(mut self) -> Window {
        self.errors.push(FieldError::new("l0-email", self.lang.t("invite-err-sent-before")));
        self
    }

    /// The same with a message about a file.
    pub fn refuse_file(mut self, text: String) -> Window {
        self.errors.push(FieldError::new("import-file", text));
        self
    }

    /// The same after the others were sent.
    pub fn after(mut self, done: Flash, left_over: &[LeftOver]) -> Window {
        let mut lines = mem::take(&mut self.lines);
        let words = self.words();
        for (place, (line, left)) in lines.iter_mut().zip(left_over).enumerate() {
            let message = match left.fact {
                // The line it repeats was sent and is gone.
                Fact::SameAddress { .. } => messages::twice(self.lang, &left.line.email, place),
                _ => words.of_fact(&left.line.email, &left.fact, place),
            };
            line.messages.push(message);
        }
        self.lines = lines;
        self.saying(done)
    }

    /// The same with a message above the lines.
    pub fn saying(mut self, flash: Flash) -> Window {
        self.done.push(flash);
        self
    }

    pub fn show(self, request: &HttpRequest) -> HttpResponse {
        self.respond(request, false)
    }

    /// With 422.
    pub fn show_refused(self, request: &HttpRequest) -> HttpResponse {
        self.respond(request, true)
    }

    fn respond(mut self, request: &HttpRequest, is_refused: bool) -> HttpResponse {
        if self.lines.is_empty() {
            self.lines.push(WindowLine::empty(self.has_gender));
        }
        let Some(frame) = self.frame.take() else {
            return HttpResponse::InternalServerError().finish();
        };
        if is_fragment(request) {
            let sheet = Sheet { frame, window: self };
            if is_refused { refused(&sheet) } else { ok(&sheet) }
        } else {
            let page = Page { frame, window: self };
            if is_refused { refused(&page) } else { ok(&page) }
        }
    }

    /// What the messages are written with.
    fn words(&self) -> Saying<'_> {
        Saying {
            lang: self.lang,
            zone: self.zone,
            roles: &self.roles,
            assigns: self.task.is_some(),
            allowed: &self.allowed,
        }
    }

    fn say_plan(&mut self, plan: &SendPlan) {
        let mut lines = mem::take(&mut self.lines);
        self.words().of_plan(plan, self.shown, &mut lines);
        self.lines = lines;
    }

    /// Far from its line, a message says which one is meant. Many lines without a role are named
    /// together, since one choice mends them all.
    fn collect_errors(&mut self) {
        let without_role = self.lines.iter().filter(|line| line.is_wrong("role")).count();
        let is_many = without_role >= MANY;
        if is_many {
            let text = self.lang.say("invite-err-roles").with("n", without_role);
            self.errors.push(FieldError::new("all-role", text));
        }
        for (place, line) in self.lines.iter().enumerate() {
            let is_named = |m: &&Message| m.is_mistake && !(is_many && m.field == "role");
            for message in line.messages.iter().filter(is_named) {
                let text = self.lang.say("invite-err-at").with("i", place + 1);
                let field = format!("l{place}-{}", message.field);
                self.errors.push(FieldError::new(field, text.with("text", &message.text)));
            }
        }
    }

    /// The empty line for `<template>`.
    pub fn template_line(&self) -> WindowLine {
        WindowLine::empty(self.has_gender)
    }

    /// Whether not even one person can be invited.
    pub fn has_no_seat(&self) -> bool {
        self.seats.free() == Some(0)
    }

    /// How many people the lines would invite.
    pub fn count(&self) -> usize {
        let needed = |line: &&WindowLine| !line.typed.email.trim().is_empty() && line.needs_seat();
        self.lines.iter().filter(needed).count()
    }

    /// Whether there are more lines than free seats.
    pub fn is_over(&self) -> bool {
        self.seats.free().is_some_and(|free| self.count() as i64 > free)
    }
}

fn window_line(typed: &FormLine, known: &Known) -> WindowLine {
    let role = known.roles.iter().find(|role| role.is_meant_by(&typed.role));
    let team = known.teams.iter().find(|team| team.is_meant_by(&typed.team));
    WindowLine {
        typed: typed.clone(),
        role: role.map(|role| role.id.to_string()).unwrap_or_default(),
        team: team.map(|team| team.id.to_string()).unwrap_or_default(),
        messages: Vec::new(),
    }
}

async fn recent(app: &App, admin: &Admin) -> AppResult<Vec<RecentFile>> {
    let workspace_id = admin.workspace_id();
    let (lang, zone) = (admin.lang, admin.workspace.zone());
    let recent = app.db.run(move |conn| Import::recent(conn, workspace_id)).await?;
    let file = |import: RecentImport| RecentFile {
        id: import.id,
        name: import.file_name,
        when: dates::moment(lang, zone, import.created_at),
        batch: import.batch_id,
    };
    Ok(recent.into_iter().map(file).collect())
}

/// The genders to choose from.
pub fn genders(lang: Lang) -> Vec<Choice> {
    Gender::ALL.iter().map(|gender| Choice::new(gender, gender.title(lang))).collect()
}
