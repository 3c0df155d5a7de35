//! The rules of who may do what: pure functions of a permission role.

use uuid::Uuid;

use crate::models::role::Role;
use crate::values::Level;

/// Only Admins invite, resend, withdraw, change roles and the plan.
pub fn can_invite(role: &Role) -> bool {
    role.is_admin()
}

/// The user list and everybody's details.
pub fn can_read_people(role: &Role) -> bool {
    role.is_admin() || role.people >= Level::Read
}

/// Profiles and teams of others.
pub fn can_manage_people(role: &Role) -> bool {
    role.is_admin() || role.people >= Level::Manage
}

/// The workspace's settings pages, read only at least.
pub fn can_read_settings(role: &Role) -> bool {
    role.is_admin() || role.settings >= Level::Read
}

/// The workspace's own settings.
pub fn can_manage_settings(role: &Role) -> bool {
    role.is_admin() || role.settings >= Level::Manage
}

/// Every project of the workspace, beyond membership and assignment.
pub fn can_read_all_projects(role: &Role) -> bool {
    role.is_admin() || role.projects >= Level::Read
}

/// Change every project and its members.
pub fn can_manage_projects(role: &Role) -> bool {
    role.is_admin() || role.projects >= Level::Manage
}

/// Every task of the workspace, beyond membership and assignment.
pub fn can_read_all_tasks(role: &Role) -> bool {
    role.is_admin() || role.tasks >= Level::Read
}

/// Create, change and assign tasks.
pub fn can_manage_tasks(role: &Role) -> bool {
    role.is_admin() || role.tasks >= Level::Manage
}

pub fn can_create_projects(role: &Role) -> bool {
    role.is_admin() || role.can_create_projects
}

/// How far a member sees into the work of their workspace; the queries of projects and tasks ask
/// for it, so that none of them can forget.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    pub workspace_id: Uuid,
    pub user_id: Uuid,
    /// Every project, not only those they are a member of.
    pub all_projects: bool,
    /// Every task, not only those they are assigned to.
    pub all_tasks: bool,
}
