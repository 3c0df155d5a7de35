//! The question before something that people would miss: a dialog, and a page without JavaScript.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::frame::{Frame, Section};
use crate::handlers::{is_fragment, ok, undecided};
use crate::security::access::Member;

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

#[derive(Template)]
#[template(path = "users/confirm.html")]
struct ConfirmPage {
    frame: Frame,
    confirm: Confirm,
}

#[derive(Template)]
#[template(path = "users/_confirm.html")]
struct ConfirmSheet {
    frame: Frame,
    confirm: Confirm,
}

impl Confirm {
    /// The page for a form that was posted and needs this answer first.
    pub fn ask_first(self, member: &Member) -> HttpResponse {
        undecided(&ConfirmPage { frame: Frame::new(member, Section::Users), confirm: self })
    }

    /// The sheet for a dialog, or the page around it.
    pub fn answer(self, request: &HttpRequest, member: &Member) -> HttpResponse {
        let frame = Frame::new(member, Section::Users);
        if is_fragment(request) {
            ok(&ConfirmSheet { frame, confirm: self })
        } else {
            ok(&ConfirmPage { frame, confirm: self })
        }
    }
}
