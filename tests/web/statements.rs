//! How many SQL statements each page takes, so that they do not creep: whoever needs one more
//! writes it down here, and sees what it joins.

use actix_web::http::Method;
use usher::models::role::Preset;
use usher::models::user::User;
use usher::routes::table;
use usher::security::links::JoinClaim;
use usher::values::Level;
use uuid::Uuid;

use crate::imports::{begun, file_of, reviewed};
use crate::support::statements::{heard, listen};
use crate::support::{PASSWORD, Person, TestApp, TestWorkspace};

/// The most statements of each page, for an Admin who has signed in.
const PAGES: &[(&str, usize)] = &[
    ("/", 3),
    ("/static/{name:.+}", 0),
    ("/healthz", 0),
    ("/readyz", 1),
    ("/sign-in", 2),
    ("/w/{slug}/settings/invite", 7),
    ("/w/{slug}/settings/invite/template.xlsx", 3),
    ("/w/{slug}/settings/invite/template.csv", 3),
    ("/w/{slug}/settings/imports/{id}", 10),
    ("/w/{slug}/settings/imports/{id}/problems", 16),
    ("/w/{slug}/settings/imports/{id}/send", 4),
    ("/w/{slug}/settings/batches/{id}", 5),
    ("/w/{slug}/settings/batches/{id}/withdrawal", 3),
    ("/dev/mailbox", 1),
    ("/dev/mailbox/{id}", 1),
    ("/dev/mailbox/{id}/html", 1),
    ("/join/{token}", 4),
    ("/setup", 1),
    ("/password-reset", 1),
    ("/password-reset/{token}", 4),
    ("/profile", 6),
    ("/w/{slug}/settings", 1),
    ("/w/{slug}/settings/users", 7),
    ("/w/{slug}/settings/users/export.xlsx", 7),
    ("/w/{slug}/settings/users/export.csv", 7),
    ("/w/{slug}/settings/users/{id}", 12),
    ("/w/{slug}/settings/users/{id}/withdrawal", 3),
    ("/w/{slug}/settings/users/{id}/deactivation", 5),
    ("/w/{slug}", 1),
    ("/w/{slug}/", 5),
    ("/w/{slug}/projects", 3),
    ("/w/{slug}/projects/archive", 3),
    ("/w/{slug}/projects/new", 2),
    ("/w/{slug}/projects/{id}", 6),
    ("/w/{slug}/projects/{id}/members", 3),
    ("/w/{slug}/projects/{id}/edit", 2),
    ("/w/{slug}/projects/{id}/deletion", 4),
    ("/w/{slug}/tasks/{id}", 4),
    ("/w/{slug}/tasks/{id}/assignees", 4),
    ("/w/{slug}/tasks/{id}/deletion", 2),
    ("/w/{slug}/settings/teams", 3),
    ("/w/{slug}/settings/teams/{id}", 3),
    ("/w/{slug}/settings/teams/{id}/members", 3),
    ("/w/{slug}/settings/teams/{id}/deletion", 2),
    ("/w/{slug}/settings/permissions", 3),
    ("/w/{slug}/settings/permissions/new", 1),
    ("/w/{slug}/settings/permissions/{id}", 2),
    ("/w/{slug}/settings/permissions/{id}/deletion", 5),
    ("/w/{slug}/settings/plan", 4),
    ("/w/{slug}/settings/plan/change", 1),
    ("/w/{slug}/settings/audit", 3),
    ("/w/{slug}/settings/audit/export.xlsx", 6),
    ("/w/{slug}/settings/audit/export.csv", 6),
    ("/w/{slug}/paused", 1),
    ("/sign-up", 2),
    ("/sign-up/{token}", 5),
    ("/profile/email/{token}", 3),
    ("/w/{slug}/settings/waiting", 4),
    ("/w/{slug}/settings/waiting/{id}/removal", 2),
    ("/w/{slug}/settings/workspace", 1),
    // Who fits is counted before the page is looked for, in the way that suits their number.
    ("/w/{slug}/settings/users?q=", 8),
    ("/w/{slug}/settings/users?role=", 8),
    ("/w/{slug}/settings/users?team=", 6),
    ("/w/{slug}/settings/users?status=initiated", 7),
];

/// The most statements of the main forms.
const SIGN_IN: usize = 7;
const INVITE_ONE: usize = 20;
const INVITE_FORTY: usize = 20;
const JOIN: usize = 15;
const RESEND: usize = 13;

/// A workspace with some of everything.
struct Site<'a> {
    workspace: TestWorkspace<'a>,
    ada: Person,
    guest: User,
    task: String,
    project: String,
    team: String,
    token: String,
    import: String,
    batch: String,
    role: String,
}

impl<'a> Site<'a> {
    async fn new(app: &'a TestApp) -> Site<'a> {
        let workspace = app.workspace("Nordlicht");
        workspace.book(500);
        let guest = workspace.user(Preset::Guest, "Gia Gast", "gia@example.com");
        for n in 0..20 {
            let (name, email) = (format!("Person {n}"), format!("person{n}@example.com"));
            if n % 4 == 0 {
                workspace.invite(&name, &email);
            } else {
                workspace.user(Preset::User, &name, &email);
            }
        }
        let ada = workspace.signed_in_admin().await;
        ada.post(&workspace.path("projects"), &[("name", "Launch")]).await;
        let project = app.id("SELECT id FROM projects");
        let tasks = workspace.path(&format!("projects/{project}/tasks"));
        ada.post(&tasks, &[("title", "Paint the boat")]).await;
        ada.post(&workspace.path("settings/teams"), &[("name", "Design"), ("colour", "1")]).await;
        let (task, team) = (app.id("SELECT id FROM tasks"), app.id("SELECT id FROM teams"));
        let token = token(&workspace, &workspace.invite("Jo Join", "jo@example.com"));
        let (import, batch) = sent_file(&ada, &workspace).await;
        let role = workspace.own_role("Spare", [Level::Read; 4], false).id.to_string();
        Site { workspace, ada, guest, task, project, team, token, import, batch, role }
    }

    /// The address of a pattern, with what there is.
    fn path(&self, pattern: &str) -> String {
        let id = match pattern {
            _ if pattern.contains("/projects/") => self.project.clone(),
            _ if pattern.contains("/tasks/") => self.task.clone(),
            _ if pattern.contains("/teams/") => self.team.clone(),
            _ if pattern.contains("/imports/") => self.import.clone(),
            _ if pattern.contains("/batches/") => self.batch.clone(),
            _ if pattern.contains("/permissions/") => self.role.clone(),
            _ => self.guest.id.to_string(),
        };
        let path = pattern
            .replace("{slug}", &self.workspace.slug)
            .replace("{id}", &id)
            .replace("{token}", &self.token)
            .replace("{name:.+}", "app.css");
        match path.split_once('?') {
            Some((_, "q=")) => path + "person",
            Some((_, "role=")) => path + &self.workspace.user_role.id.to_string(),
            Some((_, "team=")) => path + &self.team,
            _ => path,
        }
    }
}

/// The ids of a file that was read and of the batch that sends it.
async fn sent_file(ada: &Person, workspace: &TestWorkspace<'_>) -> (String, String) {
    let id = |address: &str| address.rsplit('/').next().unwrap().to_owned();
    let review = reviewed(ada, workspace, file_of(120, "User")).await;
    let batch = begun(ada, &review).await;
    (id(&review), id(&batch))
}

fn token(workspace: &TestWorkspace<'_>, user: &User) -> String {
    let invitation = workspace
        .app
        .id(&format!("SELECT id FROM invitations WHERE user_id = '{}' ORDER BY id DESC", user.id));
    let (workspace_id, invitation_id) = (workspace.id, invitation.parse().unwrap());
    JoinClaim { workspace_id, invitation_id, generation: 1 }.token(&workspace.app.app.keys)
}

#[actix_web::test]
async fn no_page_takes_more_statements_than_are_written_down() {
    listen();
    let app = TestApp::start();
    let site = Site::new(&app).await;
    let missing =
        table().into_iter().filter(|route| route.method == Method::GET).map(|one| one.path);
    let missing: Vec<_> =
        missing.filter(|path| PAGES.iter().all(|(pattern, _)| pattern != path)).collect();
    assert!(missing.is_empty(), "no count is written down for {missing:?}");
    let mut over = Vec::new();
    for &(pattern, most) in PAGES {
        let path = site.path(pattern);
        site.ada.get(&path).await;
        heard(&app.database_url);
        let status = site.ada.get(&path).await.status;
        let statements = heard(&app.database_url);
        assert!(status < 500, "{path} answers {status}");
        if statements.len() > most {
            let number = statements.len();
            over.push(format!(
                "{pattern}: {number} instead of {most}\n  {}",
                statements.join("\n  ")
            ));
        }
    }
    assert!(over.is_empty(), "{}", over.join("\n"));
}

#[actix_web::test]
async fn no_form_takes_more_statements_than_are_written_down() {
    listen();
    let app = TestApp::start();
    let site = Site::new(&app).await;
    let mut over = Vec::new();
    let mut check = |what: &str, most: usize, status: u16| {
        let statements = heard(&app.database_url);
        assert_eq!(status, 303, "{what}");
        if statements.len() > most {
            let number = statements.len();
            over.push(format!("{what}: {number} instead of {most}\n  {}", statements.join("\n  ")));
        }
    };
    heard(&app.database_url);

    let form = [("email", site.workspace.ada.email.as_str()), ("password", PASSWORD)];
    check("sign-in", SIGN_IN, app.stranger().post("/sign-in", &form).await.status);

    check("inviting one", INVITE_ONE, invite(&site, 1).await);
    check("inviting forty", INVITE_FORTY, invite(&site, 40).await);

    let form = [("name", "Jo Join"), ("password", "quiet-harbour-lantern-42")];
    let page = format!("/join/{}", site.token);
    check("accepting", JOIN, app.stranger().post(&page, &form).await.status);

    let user = site.workspace.invite("Rea Resent", "rea@example.com");
    app.sql("UPDATE outbox_emails SET state = 'sent', sent_at = now()");
    heard(&app.database_url);
    let page = site.workspace.path(&format!("settings/users/{}/resend", user.id));
    check("resending", RESEND, site.ada.post(&page, &[("generation", "1")]).await.status);
    assert!(over.is_empty(), "{}", over.join("\n"));
}

/// Invites so many, each into the team.
async fn invite(site: &Site<'_>, people: usize) -> u16 {
    let mut fields = vec![("form_id".to_owned(), Uuid::now_v7().to_string())];
    for n in 0..people {
        let role = site.workspace.user_role.id.to_string();
        let email = format!("new{n}.of{people}@example.com");
        for (name, value) in [("email", email), ("role", role), ("team", site.team.clone())] {
            fields.push((format!("lines[{n}][{name}]"), value));
        }
    }
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    site.ada.post(&site.workspace.path("settings/invite"), &fields).await.status
}

#[actix_web::test]
async fn nothing_of_the_list_is_read_for_who_may_not_see_it() {
    listen();
    let app = TestApp::start();
    let site = Site::new(&app).await;
    let list = site.workspace.path("settings/users");
    let other = app.workspace("Werft");
    let readers = [
        (site.workspace.sign_in(&site.guest.email).await, 403),
        (other.signed_in_admin().await, 404),
        (app.stranger(), 303),
    ];
    for (reader, status) in readers {
        heard(&app.database_url);
        assert_eq!(reader.get(&list).await.status, status);
        let statements = heard(&app.database_url).join("\n");
        assert!(!statements.contains("team_members"), "{status}: {statements}");
    }
    heard(&app.database_url);
    site.ada.get(&list).await;
    assert!(heard(&app.database_url).join("\n").contains("team_members"));
}
