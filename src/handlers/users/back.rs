use serde::Deserialize;

use crate::security::access::Member;

/// The page of the user list or of a user that a change was asked for from.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Back {
    pub back: String,
}

impl Back {
    /// Where to go afterwards: that page, or the list when it is none of the list or its users.
    pub fn address(&self, member: &Member) -> String {
        let list = member.path("settings/users");
        let is_below = self
            .back
            .strip_prefix(&list)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['?', '/']));
        let is_plain = self.back.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        if is_below && is_plain { self.back.clone() } else { list }
    }
}
