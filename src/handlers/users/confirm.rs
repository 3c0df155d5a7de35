//! The question before something that people would miss: a dialog, and a page without JavaScript.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::frame::{FieldError, Frame, Section};
use crate::handlers::{is_fragment, ok, refused, undecided};
use crate::models::deactivation::Left;
use crate::security::access::Member;
use crate::values::Lang;

/// What is asked, and what the two answers are called.
pub struct Confirm {
    pub title: String,
    pub question: String,
    /// `None` when the question can only be taken back.
    pub yes: Option<String>,
    pub no: String,
    /// Where "yes" posts to.
    pub action: String,
    /// Where "no" leads, and "yes" afterwards.
    pub back: String,
    /// Whether something is lost by "yes".
    pub is_dangerous: bool,
    /// What "yes" posts besides.
    pub fields: Vec<(&'static str, String)>,
}

/// What a question has besides, where that is needed.
pub struct More {
    /// The entry of the navigation that its page belongs to.
    pub section: Section,
    /// What it is about: a title, and things.
    pub lists: Vec<Concerned>,
    pub choice: Option<Choice>,
    /// Another way on, behind the question: address and text.
    pub link: Option<(String, String)>,
    /// Another answer than "yes": name and value that it posts besides, and text.
    pub other: Option<(&'static str, &'static str, String)>,
}

/// Things that the question is about.
pub struct Concerned {
    pub title: String,
    /// Those that are worth reading.
    pub things: Vec<String>,
    /// How many there are besides, in words; empty when these are all.
    pub rest: String,
}

/// What is chosen together with "yes".
pub struct Choice {
    /// Of the field, and its id.
    pub name: &'static str,
    pub label: String,
    pub hint: String,
    /// What stands there as long as nothing is chosen.
    pub none: String,
    /// Value and text.
    pub options: Vec<(String, String)>,
    /// Why the choice was refused.
    pub error: Option<String>,
}

#[derive(Template)]
#[template(path = "users/confirm.html")]
struct ConfirmPage {
    frame: Frame,
    confirm: Confirm,
    more: More,
}

#[derive(Template)]
#[template(path = "users/_confirm.html")]
struct ConfirmSheet {
    frame: Frame,
    confirm: Confirm,
    more: More,
}

impl Confirm {
    /// The page for a form that was posted and needs this answer first.
    pub fn ask_first(self, member: &Member) -> HttpResponse {
        let more = More::in_section(Section::Users);
        undecided(&ConfirmPage { frame: Frame::new(member, more.section), confirm: self, more })
    }

    /// The sheet for a dialog, or the page around it.
    pub fn answer(self, request: &HttpRequest, member: &Member) -> HttpResponse {
        self.answer_in(Section::Users, request, member)
    }

    /// The same on another page than the users'.
    pub fn answer_in(
        self,
        section: Section,
        request: &HttpRequest,
        member: &Member,
    ) -> HttpResponse {
        self.answer_with(request, member, More::in_section(section))
    }

    /// The same with more in it; 422 when its choice was refused.
    pub fn answer_with(self, request: &HttpRequest, member: &Member, more: More) -> HttpResponse {
        let frame = Frame::new(member, more.section);
        let is_refused = !more.errors().is_empty();
        match (is_fragment(request), is_refused) {
            (true, false) => ok(&ConfirmSheet { frame, confirm: self, more }),
            (true, true) => refused(&ConfirmSheet { frame, confirm: self, more }),
            (false, false) => ok(&ConfirmPage { frame, confirm: self, more }),
            (false, true) => refused(&ConfirmPage { frame, confirm: self, more }),
        }
    }
}

impl Concerned {
    /// The first of these things; the title says, as `n`, how many they are.
    pub fn of(lang: Lang, title: &'static str, left: Left) -> Concerned {
        let title = lang.say(title).with("n", left.count).to_string();
        let rest = match left.count - left.first.len() as i64 {
            0 => String::new(),
            n => lang.say("confirm-more").with("n", n).to_string(),
        };
        Concerned { title, things: left.first, rest }
    }
}

impl More {
    /// Nothing but the question, on a page that belongs here.
    pub fn in_section(section: Section) -> More {
        More { section, lists: Vec::new(), choice: None, link: None, other: None }
    }

    fn errors(&self) -> Vec<FieldError> {
        let refused = self.choice.iter().filter_map(|one| Some((one.name, one.error.as_ref()?)));
        refused.map(|(name, error)| FieldError::new(name, error)).collect()
    }
}
