//! What the forms have in common that add somebody to a team or a project, or take them out.

use serde::Deserialize;
use uuid::Uuid;

use crate::error::{AppError, AppResult};

/// The address of somebody's membership.
#[derive(Deserialize)]
pub struct MembershipPath {
    /// Of the team or the project.
    pub id: Uuid,
    pub user: Uuid,
}

/// The form that adds somebody.
#[derive(Deserialize)]
pub struct MembershipForm {
    /// Empty when nobody was chosen.
    user: String,
}

impl MembershipForm {
    /// Who was chosen; [`AppError::BadRequest`] when it is no id.
    pub fn chosen(&self) -> AppResult<Option<Uuid>> {
        match self.user.as_str() {
            "" => Ok(None),
            id => Uuid::parse_str(id).map(Some).map_err(|_| AppError::BadRequest),
        }
    }
}
