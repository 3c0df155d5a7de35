//! The window's form, read from either encoding.

use std::collections::BTreeMap;

use serde::Deserialize;
use uuid::Uuid;

use crate::error::{AppError, AppResult};
use crate::handlers::invite::form_line::{FormLine, cut};
use crate::inviting::line::{LINES, Line};
use crate::inviting::names::Habits;
use crate::inviting::plan::Known;
use crate::inviting::remark::meant;
use crate::inviting::send::LeftOver;
use crate::models::batch::Source;
use crate::values::EmailAddress;
use crate::values::text_enum::text_enum;

/// The most lines the window takes back: [`LINES`] typed and as many pasted.
const MOST_LINES: usize = 2 * LINES;

/// The highest index of a line that a window comes to, however long it is worked in.
const HIGHEST_INDEX: u32 = 100_000;

text_enum! {
    /// Which verdicts are shown. The form carries it, so that a button of the window does not wipe
    /// away what was said.
    Shown {
        /// A window nobody has sent yet.
        Nothing = "",
        /// Before anything is sent, a role that is still to be chosen is no mistake.
        WithoutMissingRoles = "facts",
        Everything = "all",
    }
}

/// What was typed in the window. Unknown fields are ignored.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    form_id: String,
    task: String,
    source: String,
    /// The file that lines came from, the last of several.
    import: String,
    /// Which messages the window showed: see [`Shown`].
    shown: String,
    /// The batch that was just sent and may still be undone.
    batch: String,
    /// The line that was removed last, until it is taken back.
    removed: Option<Removed>,
    /// Nothing was typed yet.
    #[serde(skip)]
    is_new: bool,
    /// `wait`: whoever finds no seat is put on the waiting list.
    rest: String,
    /// The button that changes the lines: `add`, `apply`, `overwrite`, `more`, `remove-3` …
    pub change: String,
    pub all: ForAll,
    lines: BTreeMap<u32, FormLine>,
}

/// A removed line, and the place it had, counted from 0.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Removed {
    place: usize,
    line: FormLine,
}

/// One choice for all lines.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ForAll {
    pub role: String,
    pub team: String,
}

impl InviteForm {
    /// A window that was just opened.
    pub fn opened(task: &str, email: &str) -> AppResult<InviteForm> {
        let line = FormLine { email: email.trim().to_owned(), ..FormLine::default() };
        let form = InviteForm {
            form_id: Uuid::now_v7().to_string(),
            task: task.to_owned(),
            lines: BTreeMap::from([(0, line)]),
            is_new: true,
            ..InviteForm::default()
        };
        form.task_id()?;
        Ok(form)
    }

    /// Reads an urlencoded body; [`AppError::BadRequest`] when it is none of this form,
    /// [`AppError::TooLarge`] when it has far more lines than are ever sent.
    pub fn parse(body: &[u8]) -> AppResult<InviteForm> {
        let config = serde_qs::Config::new().use_form_encoding(true);
        let mut form: InviteForm = config.deserialize_bytes(body).map_err(|error| {
            tracing::debug!(%error, "not the form of the invite window");
            AppError::BadRequest
        })?;
        Uuid::parse_str(&form.form_id).map_err(|_| AppError::BadRequest)?;
        if form.lines.len() > MOST_LINES {
            return Err(AppError::TooLarge);
        }
        // Each removal and addition raises the next index by one.
        if form.lines.keys().next_back().is_some_and(|last| *last > HIGHEST_INDEX) {
            return Err(AppError::BadRequest);
        }
        form.cut();
        Ok(form)
    }

    /// Cuts every field to what can be meant, since the window repeats some of them in each line.
    fn cut(&mut self) {
        let removed = self.removed.iter_mut().map(|removed| &mut removed.line);
        self.lines.values_mut().chain(removed).for_each(FormLine::cut);
        cut(&mut self.all.role);
        cut(&mut self.all.team);
        if let Some(removed) = &mut self.removed {
            removed.place = removed.place.min(MOST_LINES);
        }
    }

    /// Names the batch that this form makes, however often it is posted.
    pub fn id(&self) -> Uuid {
        Uuid::parse_str(&self.form_id).unwrap_or_default()
    }

    /// The task the people are invited from; [`AppError::NotFound`] when it is no id.
    pub fn task_id(&self) -> AppResult<Option<Uuid>> {
        match self.task.as_str() {
            "" => Ok(None),
            id => Uuid::parse_str(id).map(Some).map_err(|_| AppError::NotFound),
        }
    }

    /// The file that lines came from.
    pub fn import_id(&self) -> Option<Uuid> {
        Uuid::parse_str(&self.import).ok()
    }

    /// Whether whoever finds no seat shall wait for one.
    pub fn keeps_rest(&self) -> bool {
        self.rest == "wait"
    }

    pub fn source(&self) -> Source {
        Source::parse(&self.source).unwrap_or(Source::Typed)
    }

    pub fn shown(&self) -> Shown {
        Shown::parse(&self.shown).unwrap_or(Shown::Nothing)
    }

    /// The same, as a window that shows these messages.
    pub fn showing(self, shown: Shown) -> InviteForm {
        InviteForm { shown: shown.as_str().to_owned(), ..self }
    }

    /// The batch that was sent from this window before.
    pub fn batch_id(&self) -> Option<Uuid> {
        Uuid::parse_str(&self.batch).ok()
    }

    /// The line that was removed last.
    pub fn removed(&self) -> Option<&Removed> {
        self.removed.as_ref()
    }

    /// Whether this is a window that was just opened.
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// Where **Cancel** leads, within the workspace.
    pub fn back(&self) -> AppResult<String> {
        Ok(match self.task_id()? {
            Some(task) => format!("tasks/{task}"),
            None => "settings/users".to_owned(),
        })
    }

    /// Everybody on the lines; empty lines are left out.
    pub fn lines(&self) -> Vec<Line> {
        self.lines.values().map(FormLine::line).filter(|line| !line.is_empty()).collect()
    }

    /// The same without the names that were recognised, which follow their addresses.
    pub fn typed_lines(&self) -> Vec<Line> {
        let typed = self.lines.values().map(|line| {
            let name = if line.is_recognised() { "" } else { &line.name };
            FormLine { name: name.to_owned(), ..line.clone() }.line()
        });
        typed.filter(|line| !line.is_empty()).collect()
    }

    /// The lines in their order, empty ones too.
    pub fn form_lines(&self) -> impl Iterator<Item = &FormLine> {
        self.lines.values()
    }

    pub fn has_gender(&self) -> bool {
        self.lines.values().any(|line| line.gender.is_some())
    }

    /// The same with the empty lines taken out, so that messages stand at the lines they mean.
    pub fn without_empty_lines(self) -> InviteForm {
        let lines = self.lines.values().filter(|line| !line.line().is_empty()).cloned().collect();
        self.with_lines(lines)
    }

    /// The same to be sent anew.
    pub fn renewed(self) -> InviteForm {
        InviteForm { form_id: Uuid::now_v7().to_string(), ..self }
    }

    /// The form for what was not sent: these lines alone, as a new form.
    pub fn with_left_over(mut self, left_over: &[LeftOver]) -> InviteForm {
        let has_gender = self.has_gender();
        let lines = left_over.iter().map(|left| FormLine::of(&left.line, has_gender)).collect();
        let batch = std::mem::take(&mut self.form_id);
        let form_id = Uuid::now_v7().to_string();
        let form = InviteForm { batch, form_id, removed: None, ..self };
        form.showing(Shown::WithoutMissingRoles).with_lines(lines)
    }

    /// The same with lines from a file behind those that were typed.
    pub fn with_imported(self, import_id: Uuid, lines: &[Line]) -> InviteForm {
        let mut form = self.between(&[], lines);
        form.source = Source::File.as_str().to_owned();
        form.import = import_id.to_string();
        form.showing(Shown::WithoutMissingRoles)
    }

    /// The same with the lines of a batch that was taken back before those that were typed since.
    pub fn with_taken_back(self, lines: &[Line]) -> InviteForm {
        let mut form = self.between(lines, &[]).renewed();
        form.batch.clear();
        if let Some(removed) = &mut form.removed {
            removed.place += lines.len();
        }
        form
    }

    /// The same with further lines around those that name somebody.
    fn between(self, before: &[Line], after: &[Line]) -> InviteForm {
        let mut further = before.iter().chain(after);
        let has_gender = self.has_gender() || further.any(|line| !line.gender.is_empty());
        let mut form = InviteForm { is_new: false, ..self.without_empty_lines() };
        if has_gender {
            form.show_gender();
        }
        let of = |line: &Line| FormLine::of(line, has_gender);
        let typed = form.lines.values().cloned();
        let all = before.iter().map(of).chain(typed).chain(after.iter().map(of)).collect();
        form.with_lines(all)
    }

    /// The same with these lines, numbered anew.
    pub fn with_lines(mut self, lines: Vec<FormLine>) -> InviteForm {
        self.lines = (0..).zip(lines).collect();
        self
    }

    /// An empty line at the end.
    pub fn add_line(&mut self) {
        let next = self.lines.keys().next_back().map_or(0, |last| last + 1);
        let gender = self.has_gender().then(String::new);
        self.lines.insert(next, FormLine { gender, ..FormLine::default() });
    }

    /// Takes out the line of this index; nothing happens when there is none.
    pub fn drop_line(&mut self, index: u32) {
        self.lines.remove(&index);
    }

    /// The same for a line that can be brought back. Returns the place it had.
    pub fn remove_line(&mut self, index: u32) -> usize {
        let place = self.lines.range(..index).count();
        let line = self.lines.remove(&index).filter(|line| !line.is_empty());
        self.removed = line.map(|line| Removed { place, line });
        place
    }

    /// Puts the address that was probably meant into the line of this index. Returns its place.
    pub fn take_meant(&mut self, index: u32) -> usize {
        if let Some(line) = self.lines.get_mut(&index)
            && let Some(email) = meant(&line.email)
        {
            line.email = email;
        }
        self.lines.range(..index).count()
    }

    /// Puts the line that was removed last back where it was, in place of the empty line that
    /// stands in for the last one. Returns its place.
    pub fn restore_line(self) -> (InviteForm, usize) {
        let mut lines: Vec<_> = self.lines.values().cloned().collect();
        let Some(Removed { place, line }) = self.removed.clone() else { return (self, 0) };
        lines.retain(|line| self.lines.len() > 1 || !line.is_empty());
        let place = place.min(lines.len());
        lines.insert(place, line);
        (InviteForm { removed: None, ..self }.with_lines(lines), place)
    }

    /// Gives the lines the one choice for all, as far as something was chosen: every line, or those
    /// that have none yet. How many lines keep another choice.
    pub fn apply_to_all(&mut self, known: &Known, overwrites: bool) -> usize {
        let ForAll { role, team } = &self.all;
        let has_role = |word: &str| known.roles.iter().any(|role| role.is_meant_by(word));
        let has_team = |word: &str| known.teams.iter().any(|team| team.is_meant_by(word));
        let give = |field: &mut String, choice: &str, is_chosen: bool| {
            if choice.is_empty() || *field == choice {
                return false;
            }
            if is_chosen && !overwrites {
                return true;
            }
            *field = choice.to_owned();
            false
        };
        let mut kept = 0;
        for line in self.lines.values_mut() {
            let (role_is_chosen, team_is_chosen) = (has_role(&line.role), has_team(&line.team));
            let keeps_role = give(&mut line.role, role, role_is_chosen);
            let keeps_team = give(&mut line.team, team, team_is_chosen);
            kept += usize::from(keeps_role || keeps_team);
        }
        kept
    }

    pub fn show_gender(&mut self) {
        for line in self.lines.values_mut() {
            line.gender.get_or_insert_default();
        }
    }

    /// The addresses of those whom nobody has named by hand.
    pub fn unnamed(&self) -> Vec<EmailAddress> {
        let unnamed = self.lines.values().filter(|line| line.is_free());
        unnamed.filter_map(|line| EmailAddress::parse(&line.email).ok()).collect()
    }

    /// The same with the names recognised that nobody has typed.
    pub fn with_names(mut self, habits: &Habits) -> InviteForm {
        for line in self.lines.values_mut() {
            line.recognise(habits);
        }
        self
    }
}

impl ForAll {
    /// Whether nothing is chosen.
    pub fn is_empty(&self) -> bool {
        self.role.is_empty() && self.team.is_empty()
    }
}

impl Removed {
    /// What people call its place.
    pub fn number(&self) -> usize {
        self.place + 1
    }

    /// Its fields, for a form that carries it.
    pub fn fields(&self) -> Vec<(String, String)> {
        let line = &self.line;
        let texts = [
            ("email", Some(&line.email)),
            ("name", Some(&line.name)),
            ("role", Some(&line.role)),
            ("team", Some(&line.team)),
            ("recognised", Some(&line.recognised)),
            ("gender", line.gender.as_ref()),
        ];
        let mut fields = vec![("removed[place]".to_owned(), self.place.to_string())];
        for (name, text) in texts {
            fields.extend(text.map(|text| (format!("removed[line][{name}]"), text.clone())));
        }
        fields
    }
}
