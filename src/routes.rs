//! Every address of the product, in one table: method, path, who may use it, handler.

use actix_web::http::Method;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, Resource, Route as WebRoute};

use crate::assets;
use crate::handlers::*;
use crate::models::rights;
use crate::models::role::Role;

/// Who may use a route. The handlers' extractors enforce it; the test `routes` asks every route
/// as every kind of person and compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody, signed in or not.
    Public,
    /// Everybody who is signed in.
    SignedIn,
    /// Every Active user of the workspace; what they see depends on their role.
    Member,
    ReadsPeople,
    ManagesPeople,
    ReadsSettings,
    ManagesSettings,
    ManagesProjects,
    ManagesTasks,
    CreatesProjects,
    Admin,
}

impl Access {
    /// Whether an Active user with this role may use the route.
    pub fn allows(self, role: &Role) -> bool {
        match self {
            Access::Public | Access::SignedIn | Access::Member => true,
            Access::ReadsPeople => rights::can_read_people(role),
            Access::ManagesPeople => rights::can_manage_people(role),
            Access::ReadsSettings => rights::can_read_settings(role),
            Access::ManagesSettings => rights::can_manage_settings(role),
            Access::ManagesProjects => rights::can_manage_projects(role),
            Access::ManagesTasks => rights::can_manage_tasks(role),
            Access::CreatesProjects => rights::can_create_projects(role),
            Access::Admin => rights::can_invite(role),
        }
    }
}

/// A line of the table.
#[derive(Clone, Debug)]
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
}

macro_rules! route {
    (GET) => {
        web::route()
            .guard(actix_web::guard::Any(actix_web::guard::Get()).or(actix_web::guard::Head()))
    };
    (POST) => {
        web::post()
    };
}

macro_rules! routes {
    ($($method:ident $path:literal $access:ident => $handler:path;)+) => {
        /// Every route, in the order in which they are tried.
        pub fn table() -> Vec<Route> {
            vec![$(Route {
                method: Method::$method,
                path: $path,
                access: Access::$access,
            }),+]
        }

        /// Registers every route. A HEAD request is answered like its GET, without the body.
        pub fn configure(config: &mut ServiceConfig) {
            let mut shelf = Shelf::default();
            $(shelf.add($path, route!($method).to($handler));)+
            let shown = [$(shown!($method $path)),+].concat();
            shelf.lead_up(&shown).register(config);
        }
    };
}

/// What stands before every address of a workspace.
const WORKSPACE: &str = "/w/{slug}";

/// Routes by their path. The router tries one pattern after the other, so each path is one of them,
/// and those of a workspace are only tried below it.
#[derive(Default)]
struct Shelf {
    paths: Vec<(&'static str, Resource)>,
}

impl Shelf {
    /// A further route of the last path or the first of a new one.
    fn add(&mut self, path: &'static str, route: WebRoute) {
        let resource = match self.paths.pop() {
            Some((last, resource)) if last == path => resource,
            other => {
                self.paths.extend(other);
                let inside = path.strip_prefix(WORKSPACE).unwrap_or(path);
                web::resource(inside.to_owned()).default_service(web::to(errors::not_found))
            }
        };
        self.paths.push((path, resource.route(route)));
    }

    /// Addresses of forms alone are looked at where a refusal stood there, or after a sign-in in
    /// between: they lead to the page above them.
    fn lead_up(mut self, shown: &[&str]) -> Shelf {
        let up = |(path, resource): (&'static str, Resource)| {
            let levels = levels_up(path, shown);
            let lead = move |request: HttpRequest| errors::lead_up(request, levels);
            (path, if levels == 0 { resource } else { resource.route(route!(GET).to(lead)) })
        };
        self.paths = self.paths.into_iter().map(up).collect();
        self
    }

    fn register(self, config: &mut ServiceConfig) {
        // Comparing texts is quicker than matching patterns, and what is written out comes first
        // anyway where both fit.
        let mut paths = self.paths;
        paths.sort_by_key(|(path, _)| path.trim_start_matches(WORKSPACE).contains('{'));
        let (inside, outside): (Vec<_>, Vec<_>) =
            paths.into_iter().partition(|(path, _)| path.starts_with(WORKSPACE));
        for (_, resource) in outside {
            config.service(resource);
        }
        let scope = inside
            .into_iter()
            .fold(web::scope(WORKSPACE), |scope, (_, resource)| scope.service(resource));
        config.service(scope);
    }
}

/// How many steps above this path the next one is that shows a page; 0 for one that does itself.
fn levels_up(path: &str, shown: &[&str]) -> usize {
    let above = std::iter::successors(Some(path), |path| path.rsplit_once('/').map(|(up, _)| up));
    let is_shown = |path: &str| path.is_empty() || shown.contains(&path);
    above.take_while(|path| !is_shown(path)).count()
}

macro_rules! shown {
    (GET $path:literal) => {
        &[$path][..]
    };
    (POST $path:literal) => {
        &[][..]
    };
}

routes! {
    GET "/" SignedIn => home::show;
    GET "/static/{name:.+}" Public => assets::show;
    GET "/healthz" Public => health::alive;
    GET "/readyz" Public => health::ready;

    GET "/sign-in" Public => sessions::new;
    POST "/sign-in" Public => sessions::create;
    POST "/sign-out" SignedIn => sessions::delete;
    POST "/preview/end" SignedIn => previews::delete;

    GET "/w/{slug}/settings/invite" Admin => invite::new;
    POST "/w/{slug}/settings/invite" Admin => invite::create;
    POST "/w/{slug}/settings/invite/lines" Admin => invite::change;
    POST "/w/{slug}/settings/invite/name" Admin => invite::name;
    POST "/w/{slug}/settings/invite/paste" Admin => invite::paste;
    POST "/w/{slug}/settings/invite/import" Admin => invite::import;
    GET "/w/{slug}/settings/invite/template.xlsx" Admin => invite::template::xlsx;
    GET "/w/{slug}/settings/invite/template.csv" Admin => invite::template::csv;
    GET "/w/{slug}/settings/imports/{id}" Admin => imports::show;
    POST "/w/{slug}/settings/imports/{id}" Admin => imports::update;
    POST "/w/{slug}/settings/imports/{id}/columns" Admin => imports::map_columns;
    GET "/w/{slug}/settings/imports/{id}/problems" Admin => imports::problems;
    GET "/w/{slug}/settings/imports/{id}/send" Admin => imports::confirm;
    POST "/w/{slug}/settings/imports/{id}/send" Admin => imports::send;
    GET "/w/{slug}/settings/batches/{id}" Admin => batches::show;
    POST "/w/{slug}/settings/batches/{id}/undo" Admin => undos::create;
    POST "/w/{slug}/settings/batches/{id}/resume" Admin => batches::resume;
    POST "/w/{slug}/settings/batches/{id}/stop" Admin => batches::stop;
    POST "/w/{slug}/settings/batches/{id}/retry" Admin => batches::retry;
    GET "/w/{slug}/settings/batches/{id}/withdrawal" Admin => batches::confirm_withdrawal;
    POST "/w/{slug}/settings/batches/{id}/withdrawal" Admin => batches::withdraw;

    GET "/dev/mailbox" Public => mailbox::index;
    GET "/dev/mailbox/{id}" Public => mailbox::show;
    GET "/dev/mailbox/{id}/html" Public => mailbox::html;

    GET "/join/{token}" Public => join::show;
    POST "/join/{token}" Public => join::create;

    GET "/setup" Public => setup::new;
    POST "/setup" Public => setup::create;

    GET "/password-reset" Public => password_resets::new;
    POST "/password-reset" Public => password_resets::create;
    GET "/password-reset/{token}" Public => password_resets::edit;
    POST "/password-reset/{token}" Public => password_resets::update;

    GET "/profile" SignedIn => profile::edit;
    POST "/profile" SignedIn => profile::update;
    POST "/profile/password" SignedIn => profile::set_password;
    POST "/profile/email" SignedIn => emails::create;
    GET "/profile/email/{token}" Public => emails::edit;
    POST "/profile/email/{token}" Public => emails::update;
    POST "/profile/sessions/removal" SignedIn => own_sessions::delete_all;
    POST "/profile/sessions/{id}/removal" SignedIn => own_sessions::delete;

    GET "/sign-up" Public => sign_ups::new;
    POST "/sign-up" Public => sign_ups::create;
    GET "/sign-up/{token}" Public => sign_ups::edit;
    POST "/sign-up/{token}" Public => sign_ups::update;

    GET "/w/{slug}/settings" Member => users::settings;
    GET "/w/{slug}/settings/users" ReadsPeople => users::index;
    GET "/w/{slug}/settings/users/export.xlsx" ReadsPeople => exports::xlsx;
    GET "/w/{slug}/settings/users/export.csv" ReadsPeople => exports::csv;
    GET "/w/{slug}/settings/users/{id}" Member => user_details::show;
    POST "/w/{slug}/settings/users/{id}" Member => user_details::update;
    POST "/w/{slug}/settings/users/{id}/resend" Admin => resends::create;
    GET "/w/{slug}/settings/users/{id}/withdrawal" Admin => withdrawals::new;
    POST "/w/{slug}/settings/users/{id}/withdrawal" Admin => withdrawals::create;
    GET "/w/{slug}/settings/users/{id}/deactivation" Admin => deactivations::new;
    POST "/w/{slug}/settings/users/{id}/deactivation" Admin => deactivations::create;
    POST "/w/{slug}/settings/users/{id}/activation" Admin => activations::create;

    GET "/w/{slug}" Member => my_tasks::start;
    GET "/w/{slug}/" Member => my_tasks::show;
    GET "/w/{slug}/projects" Member => projects::index;
    POST "/w/{slug}/projects" CreatesProjects => project_forms::create;
    GET "/w/{slug}/projects/archive" Member => projects::archive;
    GET "/w/{slug}/projects/new" CreatesProjects => project_forms::new;
    GET "/w/{slug}/projects/{id}" Member => projects::show;
    POST "/w/{slug}/projects/{id}" ManagesProjects => project_forms::update;
    GET "/w/{slug}/projects/{id}/edit" ManagesProjects => project_forms::edit;
    POST "/w/{slug}/projects/{id}/archive" ManagesProjects => project_archive::create;
    POST "/w/{slug}/projects/{id}/archive/removal" ManagesProjects => project_archive::delete;
    POST "/w/{slug}/projects/{id}/tasks" ManagesTasks => tasks::create;
    GET "/w/{slug}/projects/{id}/members" ManagesProjects => project_members::index;
    POST "/w/{slug}/projects/{id}/members" ManagesProjects => project_members::update;
    POST "/w/{slug}/projects/{id}/members/{user}/removal" ManagesProjects => project_members::delete;
    GET "/w/{slug}/tasks/{id}" Member => tasks::show;
    POST "/w/{slug}/tasks/{id}" ManagesTasks => tasks::update;
    POST "/w/{slug}/tasks/{id}/done" Member => tasks::finish;
    POST "/w/{slug}/tasks/{id}/position" ManagesTasks => task_order::update;
    GET "/w/{slug}/tasks/{id}/assignees" ManagesTasks => assignees::index;
    POST "/w/{slug}/tasks/{id}/assignees" ManagesTasks => assignees::update;
    GET "/w/{slug}/tasks/{id}/deletion" ManagesTasks => task_deletions::new;
    POST "/w/{slug}/tasks/{id}/deletion" ManagesTasks => task_deletions::create;
    GET "/w/{slug}/projects/{id}/deletion" ManagesProjects => project_deletions::new;
    POST "/w/{slug}/projects/{id}/deletion" ManagesProjects => project_deletions::create;

    GET "/w/{slug}/settings/teams" ReadsPeople => teams::index;
    POST "/w/{slug}/settings/teams" ManagesPeople => teams::create;
    GET "/w/{slug}/settings/teams/{id}" ReadsPeople => teams::show;
    POST "/w/{slug}/settings/teams/{id}" ManagesPeople => teams::update;
    GET "/w/{slug}/settings/teams/{id}/members" ManagesPeople => team_members::index;
    POST "/w/{slug}/settings/teams/{id}/members" ManagesPeople => team_members::update;
    POST "/w/{slug}/settings/teams/{id}/members/{user}/removal" ManagesPeople => team_members::delete;
    GET "/w/{slug}/settings/teams/{id}/deletion" ManagesPeople => team_deletions::new;
    POST "/w/{slug}/settings/teams/{id}/deletion" ManagesPeople => team_deletions::create;
    GET "/w/{slug}/settings/permissions" ReadsSettings => permissions::show;
    POST "/w/{slug}/settings/permissions" Admin => roles::create;
    GET "/w/{slug}/settings/permissions/new" Admin => roles::new;
    GET "/w/{slug}/settings/permissions/{id}" Admin => roles::edit;
    POST "/w/{slug}/settings/permissions/{id}" Admin => roles::update;
    POST "/w/{slug}/settings/permissions/{id}/preview" Admin => previews::create;
    GET "/w/{slug}/settings/permissions/{id}/deletion" Admin => role_deletions::new;
    POST "/w/{slug}/settings/permissions/{id}/deletion" Admin => role_deletions::create;
    GET "/w/{slug}/settings/plan" Admin => plan::show;
    POST "/w/{slug}/settings/plan" Admin => plan::update;
    GET "/w/{slug}/settings/plan/change" Admin => plan::confirm;
    GET "/w/{slug}/settings/waiting" Admin => waiting::index;
    POST "/w/{slug}/settings/waiting/{id}/move" Admin => waiting::shift;
    GET "/w/{slug}/settings/waiting/{id}/removal" Admin => waiting::confirm;
    POST "/w/{slug}/settings/waiting/{id}/removal" Admin => waiting::delete;
    GET "/w/{slug}/settings/audit" Admin => audit::index;
    GET "/w/{slug}/settings/audit/export.xlsx" Admin => audit::xlsx;
    GET "/w/{slug}/settings/audit/export.csv" Admin => audit::csv;
    GET "/w/{slug}/paused" Member => paused::show;
    GET "/w/{slug}/settings/workspace" ReadsSettings => workspace::show;
    POST "/w/{slug}/settings/workspace" ManagesSettings => workspace::update;
}
