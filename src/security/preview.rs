//! "See the workspace as this role": an Admin looks at the pages as whoever holds it would find
//! them. It stands in the Admin's session alone, lasts until they stop it or sign out, takes rights
//! away and never gives any, and lets nothing be changed meanwhile, wherever they are.

use actix_session::Session;
use actix_web::HttpRequest;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::{AppError, AppResult};

/// Where it stands in a session's state.
const PREVIEW: &str = "preview";

/// What may be posted all the same: the two ways out.
const WAYS_OUT: [&str; 2] = ["/preview/end", "/sign-out"];

/// The role through which a workspace is seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    pub workspace_id: Uuid,
    pub slug: String,
    pub role_id: Uuid,
}

impl Preview {
    /// The one that this session is in.
    pub fn of(session: &Session) -> Option<Preview> {
        session.get(PREVIEW).ok().flatten()
    }

    pub fn begin(&self, session: &Session) -> AppResult<()> {
        session.insert(PREVIEW, self).map_err(AppError::internal)
    }

    /// Ends the one that this session is in, and returns it.
    pub fn end(session: &Session) -> Option<Preview> {
        session.remove_as(PREVIEW).and_then(Result::ok)
    }

    /// [`AppError::Previewing`] when the request would change something.
    pub fn refuse_changes(session: &Session, request: &HttpRequest) -> AppResult<()> {
        let is_change = !request.method().is_safe() && !WAYS_OUT.contains(&request.path());
        match is_change && session.contains_key(PREVIEW) {
            true => Err(AppError::Previewing),
            false => Ok(()),
        }
    }
}
