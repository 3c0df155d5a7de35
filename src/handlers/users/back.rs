//! Where a change of a user leads back to.

use serde::Deserialize;
use uuid::Uuid;

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
        let is_below = self.back.strip_prefix(&list).is_some_and(|rest| {
            let (path, _) = rest.split_once('?').unwrap_or((rest, ""));
            path.is_empty() || path.strip_prefix('/').is_some_and(is_id)
        });
        let is_plain = self.back.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        if is_below && is_plain { self.back.clone() } else { list }
    }
}

/// The id of a user, and so nothing that a browser would take for a way up.
fn is_id(path: &str) -> bool {
    Uuid::try_parse(path).is_ok()
}
