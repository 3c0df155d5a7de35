//! What teams and projects have in common where somebody becomes a member or leaves: the popup in which
//! members are chosen, and its forms.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use crate::frame::Frame;
use crate::handlers::people_choice::PeopleChoice;
use crate::handlers::{is_fragment, ok};

/// The address of somebody's membership.
#[derive(Deserialize)]
pub struct MembershipPath {
    /// Of the team or the project.
    pub id: Uuid,
    pub user: Uuid,
}

/// A press on somebody in the popup.
#[derive(Deserialize)]
pub struct MemberForm {
    pub user: Uuid,
    /// What the person is to be afterwards, so that a repeated request changes nothing.
    pub member: bool,
    #[serde(default)]
    pub q: String,
}

/// The popup as a page; its content alone is the fragment.
#[derive(Template)]
#[template(path = "members.html", blocks = ["content"])]
pub struct MembersPage {
    pub frame: Frame,
    /// Of the team or the project.
    pub name: String,
    /// The page of the team or the project.
    pub back: String,
    pub choice: PeopleChoice,
    /// Whether somebody just became a member or left: the page below shows what was before.
    pub is_changed: bool,
}

impl MembersPage {
    /// The content for a dialog, or the page.
    pub fn show(&self, request: &HttpRequest) -> HttpResponse {
        if is_fragment(request) { ok(&self.as_content()) } else { ok(self) }
    }
}
