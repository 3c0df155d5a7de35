//! The question before something that people would miss: a dialog, and a page without JavaScript.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::frame::{FieldError, Frame, Section};
use crate::handlers::{is_fragment, ok, refused, undecided};
use crate::models::deactivation::Left;
use crate::security::access::Member;
use crate::values::Lang;

/// What is asked, and what the two answers are called: "no" says what stays as it is.
pub struct Confirm {
    /// The entry of the navigation that its page belongs to.
    pub section: Section,
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
    pub more: More,
}

/// What a question has besides, where that is needed.
#[derive(Default)]
pub struct More {
    /// What "yes" posts besides.
    pub fields: Vec<(&'static str, String)>,
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
#[template(path = "confirm.html")]
struct ConfirmPage {
    frame: Frame,
    confirm: Confirm,
}

#[derive(Template)]
#[template(path = "_confirm.html")]
struct ConfirmSheet {
    frame: Frame,
    confirm: Confirm,
}

impl Confirm {
    /// The page for a form that was posted and needs this answer first.
    pub fn ask_first(self, member: &Member) -> HttpResponse {
        undecided(&ConfirmPage { frame: Frame::new(member, self.section), confirm: self })
    }

    /// The sheet for a dialog, or the page around it; 422 when its choice was refused.
    pub fn answer(self, request: &HttpRequest, member: &Member) -> HttpResponse {
        let frame = Frame::new(member, self.section);
        let is_refused = !self.more.errors().is_empty();
        match (is_fragment(request), is_refused) {
            (true, false) => ok(&ConfirmSheet { frame, confirm: self }),
            (true, true) => refused(&ConfirmSheet { frame, confirm: self }),
            (false, false) => ok(&ConfirmPage { frame, confirm: self }),
            (false, true) => refused(&ConfirmPage { frame, confirm: self }),
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
    fn errors(&self) -> Vec<FieldError> {
        let refused = self.choice.iter().filter_map(|one| Some((one.name, one.error.as_ref()?)));
        refused.map(|(name, error)| FieldError::new(name, error)).collect()
    }
}
