use diesel::PgConnection;
use usher::inviting::line::Line;
use usher::inviting::send::{Outcome, Sending, apply};
use usher::models::account::Account;
use usher::models::assignment::Assignment;
use usher::models::audit_event::Action;
use usher::models::batch::Source;
use usher::models::project::{Project, ProjectChange};
use usher::models::role::{Preset, Rights, Role, RoleChange, RoleOutcome};
use usher::models::task::Task;
use usher::models::user::{NewUser, User};
use usher::models::workspace::{NewWorkspace, Workspace};
use usher::values::{Colour, Description, EmailAddress, Lang, Level, PersonName, Title};
use uuid::Uuid;

use super::app::TestApp;
use super::person::Person;

/// A workspace and the means to fill it.
pub struct TestWorkspace<'a> {
    pub app: &'a TestApp,
    pub id: Uuid,
    pub slug: String,
    pub admin_role: Role,
    pub user_role: Role,
    pub guest_role: Role,
    /// Ada Engel, Admin.
    pub ada: User,
}

/// The password of everybody in tests.
pub const PASSWORD: &str = "violet-anchor-mosaic-7";

impl<'a> TestWorkspace<'a> {
    pub fn create(app: &'a TestApp, name: &str, language: Lang) -> TestWorkspace<'a> {
        let conn = &mut app.conn();
        let new = NewWorkspace {
            name: Title::parse(name).unwrap(),
            language,
            time_zone: chrono_tz::Europe::Berlin,
        };
        let (workspace, [admin_role, user_role, guest_role]) =
            Workspace::create(conn, &new).unwrap();
        app.sql(&format!(
            "UPDATE workspaces SET trial_ends_at = now() - interval '1 day', booked_seats = 10,
             hold_seconds = 0 WHERE id = '{}'",
            workspace.id
        ));
        let ada =
            add(app, conn, &admin_role, "Ada Engel", &format!("ada@{}.example", workspace.slug));
        let (id, slug) = (workspace.id, workspace.slug);
        TestWorkspace { app, id, slug, admin_role, user_role, guest_role, ada }
    }

    /// An address in this workspace.
    pub fn path(&self, rest: &str) -> String {
        format!("/w/{}/{rest}", self.slug)
    }

    pub fn role(&self, preset: Preset) -> &Role {
        match preset {
            Preset::Admin => &self.admin_role,
            Preset::User => &self.user_role,
            Preset::Guest => &self.guest_role,
        }
    }

    /// Another Active user.
    pub fn user(&self, preset: Preset, name: &str, email: &str) -> User {
        add(self.app, &mut self.app.conn(), self.role(preset), name, email)
    }

    /// An own role with these rights: projects, tasks, people, settings, may create projects.
    pub fn own_role(&self, name: &str, levels: [Level; 4], can_create_projects: bool) -> Role {
        let conn = &mut self.app.conn();
        let [projects, tasks, people, settings] = levels;
        let rights = Rights { projects, tasks, people, settings, can_create_projects };
        let change = RoleChange { name: Title::parse(name).unwrap(), rights };
        let made = Role::create(conn, self.id, self.ada.id, &change).unwrap();
        assert_eq!(made, RoleOutcome::Done, "{name}");
        let all = Role::all(conn, self.id).unwrap();
        all.into_iter().find(|role| role.name == name).unwrap()
    }

    /// Another Active user, who holds this role.
    pub fn holder(&self, role: &Role, name: &str, email: &str) -> User {
        add(self.app, &mut self.app.conn(), role, name, email)
    }

    /// Somebody who waits for a seat, with these words for role and team.
    pub fn wait(&self, email: &str, role: &str, team: &str) {
        self.app.sql(&format!(
            "INSERT INTO waiting_people (workspace_id, id, place, email, email_key, name, role,
                 team, gender, queued_by)
             VALUES ('{}', gen_random_uuid(), 1, '{email}', '{email}', '', '{role}', '{team}', '',
                 '{}')",
            self.id, self.ada.id
        ));
    }

    /// Somebody whom Ada has invited as a User and who has not accepted; the mail waits.
    pub fn invite(&self, name: &str, email: &str) -> User {
        let conn = &mut self.app.conn();
        let line = Line {
            email: email.to_owned(),
            name: name.to_owned(),
            role: self.user_role.id.to_string(),
            ..Line::default()
        };
        let sending = Sending {
            workspace_id: self.id,
            sender_id: self.ada.id,
            form_id: Uuid::now_v7(),
            lines: vec![line],
            source: Source::Typed,
            task_id: None,
            import_id: None,
            keeps_rest: false,
        };
        assert!(matches!(apply(conn, &sending).unwrap(), Outcome::Sent(_)), "{email}");
        User::with_emails(conn, self.id, &[email.to_owned()]).unwrap().remove(0)
    }

    /// One of each kind of thing, and the addresses of the pages that show them.
    pub fn fill(&self) -> Vec<(&'static str, String)> {
        let [project, task, team, gone] = [(); 4].map(|()| Uuid::now_v7());
        let bea = self.invite("Bea Held", "bea@filled.example");
        let carl = self.user(Preset::User, "Carl Lund", "carl@filled.example");
        let id = self.id;
        for row in [
            format!("projects VALUES ('{id}', '{project}', 'Website')"),
            format!("project_members VALUES ('{id}', '{project}', '{}')", carl.id),
            format!("teams VALUES ('{id}', '{team}', 'Design')"),
            format!("team_members VALUES ('{id}', '{team}', '{}')", carl.id),
            format!(
                "tasks (workspace_id, id, project_id, title)
                 VALUES ('{id}', '{task}', '{project}', 'Write the texts')"
            ),
            format!("task_assignees VALUES ('{id}', '{task}', '{}')", carl.id),
        ] {
            self.app.sql(&format!("INSERT INTO {row}"));
        }
        let name = |noun: &str, id: Uuid| format!("{noun}/{id}");
        vec![
            ("users/{id}", name("users", bea.id)),
            ("projects/{id}", name("projects", project)),
            ("tasks/{id}", name("tasks", task)),
            ("teams/{id}", name("teams", team)),
            ("{user}", carl.id.to_string()),
            ("{id}", gone.to_string()),
        ]
    }

    /// A project that Ada made.
    pub fn project(&self, name: &str) -> Project {
        let change = ProjectChange {
            name: Title::parse(name).unwrap(),
            description: Description::default(),
            colour: Colour::new(0).unwrap(),
        };
        Project::create(&mut self.app.conn(), self.id, &change, self.ada.id).unwrap().unwrap()
    }

    /// A task that Ada made, the last of the project.
    pub fn task(&self, project: &Project, title: &str) -> Task {
        let (conn, title) = (&mut self.app.conn(), Title::parse(title).unwrap());
        Task::create(conn, project, self.ada.id, &title).unwrap().unwrap()
    }

    /// Puts somebody on a task.
    pub fn assign(&self, task: &Task, user: &User) {
        Assignment::add(&mut self.app.conn(), task, self.ada.id, user.id).unwrap();
    }

    /// What the audit log has recorded besides sign-ins, oldest first.
    pub fn audited(&self) -> Vec<Action> {
        use diesel::prelude::*;
        use usher::schema::audit_events::{self, action, id, workspace_id};
        let own = audit_events::table.filter(workspace_id.eq(self.id));
        let own = own.filter(action.ne(Action::SignedIn));
        own.order(id).select(action).load(&mut self.app.conn()).unwrap()
    }

    /// Sets how many seats are booked.
    pub fn book(&self, seats: i32) {
        self.app
            .sql(&format!("UPDATE workspaces SET booked_seats = {seats} WHERE id = '{}'", self.id));
    }

    /// Ada, signed in.
    pub async fn signed_in_admin(&self) -> Person {
        self.sign_in(&self.ada.email).await
    }

    /// The person of this address, signed in through the page.
    pub async fn sign_in(&self, email: &str) -> Person {
        let person = self.app.stranger();
        let answer = person
            .post("/sign-in", &[("email", email), ("password", PASSWORD), ("next", "")])
            .await;
        assert_eq!(answer.status, 303, "{email} cannot sign in: {}", answer.text());
        person
    }
}

fn add(app: &TestApp, conn: &mut PgConnection, role: &Role, name: &str, email: &str) -> User {
    let email = EmailAddress::parse(email).unwrap();
    let hash = hash(app);
    let account = match Account::claim(conn, &email, &hash, None).unwrap() {
        Some(account) => account,
        None => Account::by_email(conn, email.key()).unwrap().unwrap(),
    };
    NewUser::active(&account, &PersonName::parse(name).unwrap(), role).insert(conn).unwrap()
}

/// The hash of [`PASSWORD`] at the test's low cost.
fn hash(app: &TestApp) -> String {
    use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
    let settings = &app.app.settings;
    let params = Params::new(settings.hash_memory, settings.hash_passes, 1, None).unwrap();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password(PASSWORD.as_bytes())
        .unwrap()
        .to_string()
}
