//! What pages look like when they are not as usual: refused, empty, full, ended, opened.

mod office;
mod rights;

use crate::browser::Browser;
use crate::deadline::within_deadline;
use crate::journey::Stage;

const INVITED: &str = "anna-lena.schmidt@nordlicht.example";
/// Has an account already.
const INVITED_AGAIN: &str = "mia.lindqvist@nordlicht.example";
const USERS: &str = "/w/nordlicht/settings/users";
const NORDLICHT: &str = "(select id from workspaces where slug = 'nordlicht')";
const ERROR: &str = "[data-error-summary]";

/// Who looks at the states.
pub struct Onlookers<'a> {
    pub stage: &'a Stage,
    /// Signed in as the demo's Admin.
    pub admin: &'a Browser,
    /// Not signed in.
    pub stranger: &'a Browser,
}

impl Onlookers<'_> {
    /// Lets everybody read this language.
    pub async fn speak(&self, language: &str) {
        self.sql(&format!("update accounts set language = '{language}'"));
        self.sql(&format!("update workspaces set language = '{language}'"));
        self.stranger.set_language(language).await;
    }

    /// Brings about one state after the other, and calls `see` at each with its name. Afterwards
    /// the demo is much as before.
    pub async fn see_all(&self, mut see: impl AsyncFnMut(&str, &Browser)) {
        self.see_refusals(&mut see).await;
        self.see_links(&mut see).await;
        self.see_lists(&mut see).await;
        self.see_opened(&mut see).await;
        self.see_work(&mut see).await;
        self.see_window(&mut see).await;
        self.see_seats(&mut see).await;
        self.see_office(&mut see).await;
        self.see_rights(&mut see).await;
    }

    /// Forms that were sent with nothing, or nonsense, in them.
    async fn see_refusals(&self, see: &mut impl AsyncFnMut(&str, &Browser)) {
        for (browser, path) in [
            (self.stranger, "/sign-in"),
            (self.stranger, "/password-reset"),
            (self.admin, "/profile"),
            (self.admin, "/w/nordlicht/projects/new"),
            (self.admin, "/w/nordlicht/settings/teams"),
            (self.admin, "/w/nordlicht/settings/permissions/new"),
            (self.admin, "/w/nordlicht/settings/workspace"),
        ] {
            browser.visit(path).await;
            send_nonsense(browser).await;
            see(&format!("{path}, refused"), browser).await;
        }
        self.stranger.visit("/password-reset").await;
        let send = "document.querySelector('[name=email]').value = 'nobody@example.com';
             document.querySelector('main form').submit();";
        self.stranger.run(send).await;
        self.stranger.is_at("/sign-in").await;
        see("password reset, asked for", self.stranger).await;
    }

    /// Every page that a mailed link can lead to.
    async fn see_links(&self, see: &mut impl AsyncFnMut(&str, &Browser)) {
        let stranger = self.stranger;
        open_mail(stranger, INVITED_AGAIN).await;
        see("an invitation for an account that exists", stranger).await;
        let link = open_mail(stranger, INVITED).await;
        see("an invitation", stranger).await;
        send_nonsense(stranger).await;
        see("an invitation, refused", stranger).await;
        self.admin.visit(&link).await;
        see("an invitation for somebody else", self.admin).await;
        for (name, there, back) in [
            (
                "ended",
                "expires_at = now() - interval '1 day'",
                "expires_at = now() + interval '6 days'",
            ),
            ("replaced", "generation = generation + 1", "generation = generation - 1"),
            ("accepted", "accepted_at = now()", "accepted_at = null"),
            ("withdrawn", "withdrawn_at = now()", "withdrawn_at = null"),
            ("declined", "declined_at = now()", "declined_at = null"),
        ] {
            self.change_invitation(there);
            stranger.visit(&link).await;
            see(&format!("an invitation, {name}"), stranger).await;
            self.change_invitation(back);
        }
    }

    fn change_invitation(&self, change: &str) {
        let user = format!("(select id from users where email = '{INVITED}')");
        self.sql(&format!("update invitations set {change} where user_id = {user}"));
    }

    /// The user list with many rows, long names, and alone.
    async fn see_lists(&self, see: &mut impl AsyncFnMut(&str, &Browser)) {
        let admin = self.admin;
        self.sql(&format!(
            "insert into users (workspace_id, id, email, email_key, name, role_id, status)
             select {NORDLICHT}, gen_random_uuid(), 'crowd' || n || '@example.com',
                 'crowd' || n || '@example.com', 'Crowd ' || n,
                 (select id from roles where workspace_id = {NORDLICHT} and preset = 'guest'),
                 'deactivated'
             from generate_series(1, 60) n"
        ));
        admin.visit(USERS).await;
        see("users, 50 rows", admin).await;
        admin.visit(&format!("{USERS}?page=2")).await;
        see("users, the second page", admin).await;
        self.sql("delete from users where email like 'crowd%'");

        let long = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewis";
        self.sql(&format!("update users set name = '{long}' where email = '{INVITED}'"));
        for path in ["?status=initiated", "?q=wolfeschlegel"] {
            admin.visit(&format!("{USERS}{path}")).await;
            see(&format!("users{path}, with a very long name"), admin).await;
        }
        admin.run("document.querySelector('tbody a').click()").await;
        shows(admin, "main form").await;
        see("user, with a very long name", admin).await;
        self.sql(&format!("update users set name = 'Anna-Lena Schmidt' where email = '{INVITED}'"));
        self.see_alone(see).await;
    }

    /// A workspace that was just made.
    async fn see_alone(&self, see: &mut impl AsyncFnMut(&str, &Browser)) {
        self.sql(
            "insert into workspaces (id, slug, name, time_zone, language)
             select gen_random_uuid(), 'alone', 'Alone', time_zone, language
             from workspaces where slug = 'nordlicht'",
        );
        self.sql(
            "insert into roles (workspace_id, id, name, preset)
             select id, gen_random_uuid(), 'Admin', 'admin' from workspaces where slug = 'alone'",
        );
        self.sql(
            "insert into users (workspace_id, id, account_id, email, email_key, name, role_id, status)
             select r.workspace_id, gen_random_uuid(), a.id, a.email, a.email_key, 'Ada Engel', r.id, 'active'
             from roles r, accounts a
             where r.workspace_id = (select id from workspaces where slug = 'alone')
               and a.email_key = 'ada.engel@nordlicht.example'",
        );
        for path in ["", "projects", "settings/users", "settings/teams", "settings/plan"] {
            self.admin.visit(&format!("/w/alone/{path}")).await;
            see(&format!("alone, {path}"), self.admin).await;
        }
        self.sql("delete from workspaces where slug = 'alone'");
    }

    /// Menus, questions and what is opened over a page.
    async fn see_opened(&self, see: &mut impl AsyncFnMut(&str, &Browser)) {
        let admin = self.admin;
        for (name, menu) in
            [("a row's menu", "tbody details.menu"), ("the person's menu", ".nav details.menu")]
        {
            admin.visit(&format!("{USERS}?status=initiated")).await;
            admin.run(&format!("document.querySelector({menu:?}).open = true")).await;
            see(name, admin).await;
        }
        admin
            .run("document.querySelector('tbody form[action$=\"/resend\"]').requestSubmit()")
            .await;
        shows(admin, ".banner").await;
        see("an invitation that was sent again", admin).await;
        for (name, query, link) in [
            ("withdrawal", "?status=initiated", "a[href*='/withdrawal']"),
            ("deactivation", "?status=active", "a[href*='/deactivation']"),
        ] {
            admin.visit(&format!("{USERS}{query}")).await;
            open_dialog(admin, link).await;
            see(&format!("the question before a {name}"), admin).await;
        }
        admin.visit("/w/nordlicht/").await;
        open_dialog(admin, "a[href$='/assignees']").await;
        see("assign popup", admin).await;
        let search = "const field = document.querySelector('[data-people]');
            field.value = 'elin.berg@nordlicht.example';
            field.dispatchEvent(new Event('input', { bubbles: true }));";
        admin.run(search).await;
        shows(admin, "#assign-found > p > a").await;
        see("assign popup, somebody deactivated", admin).await;
        admin.visit("/w/werft/settings/waiting").await;
        open_dialog(admin, "a[href$='/removal']").await;
        see("the question before somebody waits no more", admin).await;
    }

    /// A project with more tasks than stand on a page, and what is opened over it.
    async fn see_work(&self, see: &mut impl AsyncFnMut(&str, &Browser)) {
        let admin = self.admin;
        let project = self.sql(&format!(
            "select id from projects where workspace_id = {NORDLICHT} and name = 'Website relaunch'"
        ));
        let path = format!("/w/nordlicht/projects/{project}");
        self.sql(&format!(
            "insert into tasks (workspace_id, id, project_id, title)
             select {NORDLICHT}, gen_random_uuid(), '{project}', 'Crowd ' || n
             from generate_series(1, 120) n"
        ));
        for page in ["", "?page=2"] {
            admin.visit(&format!("{path}{page}")).await;
            see(&format!("a long project{page}"), admin).await;
        }
        self.sql("delete from tasks where title like 'Crowd%'");
        for link in ["a[href$='/edit']", "a[href$='/deletion']"] {
            admin.visit(&path).await;
            open_dialog(admin, link).await;
            see(&format!("project, {link}"), admin).await;
        }
        admin.visit(&path).await;
        admin.run("document.querySelector('.task-title').click()").await;
        shows(admin, "#due_on").await;
        open_dialog(admin, "a[href$='/deletion']").await;
        see("the question before a task is deleted", admin).await;
    }

    /// The invite window, empty, refused, full, and about to be closed.
    async fn see_window(&self, see: &mut impl AsyncFnMut(&str, &Browser)) {
        let admin = self.admin;
        admin.visit(USERS).await;
        open_dialog(admin, "main a[href$='/settings/invite']").await;
        see("invite window", admin).await;
        let lines: Vec<_> =
            (1..=100).map(|n| format!("Person {n} <person{n}@example.com>")).collect();
        let paste = format!(
            "const field = document.querySelector('dialog [data-email]');
             const data = new DataTransfer();
             data.setData('text/plain', {:?});
             field.dispatchEvent(new ClipboardEvent('paste', {{ clipboardData: data, bubbles: true, cancelable: true }}));",
            lines.join("\n")
        );
        admin.run(&paste).await;
        shows(admin, "dialog [data-line]:nth-of-type(100)").await;
        see("invite window, 100 lines", admin).await;
        admin.run("document.querySelector('dialog [data-send]').click()").await;
        shows(admin, &format!("dialog {ERROR}")).await;
        see("invite window, 100 lines refused", admin).await;
        admin.run("document.querySelector('dialog a[data-close]').click()").await;
        shows(admin, "dialog[data-ask][open]").await;
        see("the question before the window closes", admin).await;
        admin.run("document.querySelector('dialog [value=discard]').click()").await;
    }

    /// The window and the plan when seats are unlimited, used up, or not booked.
    async fn see_seats(&self, see: &mut impl AsyncFnMut(&str, &Browser)) {
        let before = self.sql(
            "select format('trial_ends_at = %L, booked_seats = %s', trial_ends_at, booked_seats)
             from workspaces where slug = 'nordlicht'",
        );
        let used = format!(
            "(select count(*) from users where workspace_id = {NORDLICHT} and status <> 'deactivated')"
        );
        let change = |change: &str| {
            self.sql(&format!("update workspaces set {change} where slug = 'nordlicht'"));
        };
        for (name, state) in [
            (
                "in the trial",
                "trial_ends_at = now() + interval '3 days', booked_seats = 0".to_owned(),
            ),
            ("full", format!("trial_ends_at = now(), booked_seats = {used}")),
            ("after the trial", "trial_ends_at = now(), booked_seats = 0".to_owned()),
        ] {
            change(&state);
            for page in ["users", "invite", "plan"] {
                self.admin.visit(&format!("/w/nordlicht/settings/{page}")).await;
                see(&format!("{page}, {name}"), self.admin).await;
            }
        }
        change(&before);
    }

    fn sql(&self, statement: &str) -> String {
        self.stage.program.sql(statement)
    }
}

/// Empties the page's first form, whatever the browser thinks of that, and sends it.
async fn send_nonsense(browser: &Browser) {
    browser
        .run(
            "const form = [...document.querySelectorAll('main form[method=post]')].find((form) => form.querySelector('input:not([type=hidden], [readonly])'));
             for (const field of form.querySelectorAll('input:not([type=hidden], [readonly], [type=checkbox], [type=radio])')) field.value = '';
             form.submit();",
        )
        .await;
    shows(browser, &format!("{ERROR}, [role=alert]:not([hidden])")).await;
}

/// Opens the newest invitation to this address. Returns the link's address.
async fn open_mail(browser: &Browser, email: &str) -> String {
    follow_mail(browser, email, "/join/").await
}

/// Opens the newest mail to this address and follows its link with this in it, whatever language
/// the mailbox speaks. Returns the link's address.
async fn follow_mail(browser: &Browser, email: &str, part: &str) -> String {
    let mail = format!(
        "return [...document.querySelectorAll('a[href^=\"/dev/mailbox/\"]')]
             .find((link) => link.textContent.includes({email:?}))?.href ?? null"
    );
    let mail = within_deadline(async || {
        browser.visit("/dev/mailbox").await;
        browser.run(&mail).await.as_str().map(str::to_owned).ok_or_else(String::new)
    })
    .await
    .unwrap_or_else(|_| panic!("no mail to {email} arrived"));
    browser.visit(&mail).await;
    let link = format!("return document.querySelector('main a[href*={part:?}]').href");
    let link = browser.run(&link).await;
    let link = link.as_str().expect("a mail has a link").to_owned();
    browser.visit(&link).await;
    link
}

async fn open_dialog(browser: &Browser, link: &str) {
    browser.run(&format!("document.querySelector({link:?}).click()")).await;
    shows(browser, "dialog[open]").await;
}

/// Waits until something on the page fits this selector.
async fn shows(browser: &Browser, selector: &str) {
    let script = format!("return document.querySelector({selector:?}) !== null");
    within_deadline(
        async || {
            if browser.run(&script).await == true { Ok(()) } else { Err(String::new()) }
        },
    )
    .await
    .unwrap_or_else(|_| panic!("the page never shows {selector}"));
}
