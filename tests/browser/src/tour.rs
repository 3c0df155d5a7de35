//! A tour of every page of the demo.

use crate::browser::Browser;

/// A page of the tour: a short name, and where it is.
pub type Stop = (&'static str, String);

/// The pages of somebody who is not signed in.
pub fn outside() -> Vec<Stop> {
    let stops = [
        ("sign-in", "/sign-in"),
        ("password-reset", "/password-reset"),
        ("password-reset-ended", "/password-reset/unknown"),
        ("join-unknown", "/join/unknown"),
        ("sign-up", "/sign-up"),
        ("sign-up-ended", "/sign-up/unknown"),
        ("email-ended", "/profile/email/unknown"),
        ("mailbox", "/dev/mailbox"),
        ("not-found", "/nothing-here"),
    ];
    stops.map(|(name, path)| (name, path.to_owned())).to_vec()
}

/// The pages of the workspace Nordlicht, for its Admin, who must be signed in.
pub async fn inside(admin: &Browser) -> Vec<Stop> {
    let stops = [
        ("my-tasks", ""),
        ("projects", "projects"),
        ("projects-archive", "projects/archive"),
        ("project-new", "projects/new"),
        ("users", "settings/users"),
        ("users-none", "settings/users?q=nobody-is-called-so"),
        ("users-initiated", "settings/users?status=initiated"),
        ("invite", "settings/invite"),
        ("teams", "settings/teams"),
        ("permissions", "settings/permissions"),
        ("role-new", "settings/permissions/new"),
        ("plan", "settings/plan"),
        ("plan-more", "settings/plan/change?seats=60&seen=40"),
        ("plan-fewer", "settings/plan/change?seats=35&seen=40"),
        ("waiting-none", "settings/waiting"),
        ("workspace", "settings/workspace"),
        ("audit", "settings/audit"),
        ("audit-none", "settings/audit?q=nobody-is-called-so"),
        ("forbidden-or-missing", "settings/users/00000000-0000-7000-8000-000000000000"),
    ];
    let mut all: Vec<Stop> =
        stops.map(|(name, path)| (name, format!("/w/nordlicht/{path}"))).to_vec();
    all.push(("profile", "/profile".to_owned()));
    all.push(("waiting", "/w/werft/settings/waiting".to_owned()));
    all.push(("plan-full", "/w/werft/settings/plan".to_owned()));
    all.push(("invite-full", "/w/werft/settings/invite".to_owned()));
    for (name, list, link) in [
        ("user", "settings/users", "Ada Engel"),
        ("user-initiated", "settings/users?status=initiated", "Anna-Lena Schmidt"),
        ("user-to-deactivate", "settings/users", "Mia Lindqvist"),
        ("user-deactivated", "settings/users?status=deactivated", "Elin Berg"),
        ("team", "settings/teams", "Design"),
        ("role", "settings/permissions", "Edit Project lead"),
        ("project-archived", "projects/archive", "Summer fair"),
        ("project", "projects", "Website relaunch"),
        ("task", "", "Draw the start page"),
    ] {
        admin.visit(&format!("/w/nordlicht/{list}")).await;
        all.push((name, address_behind(admin, link).await));
    }
    let task = all.last().expect("the list ends with a task").1.clone();
    all.push(("assign", format!("{task}/assignees")));
    for (name, file) in [("import", "Trade fair contacts.csv"), ("import-sent", "New starters.csv")]
    {
        admin.visit("/w/nordlicht/settings/invite").await;
        all.push((name, address_behind(admin, file).await));
    }
    let sent = &all.last().expect("files were just added").1;
    admin.visit(sent).await;
    // Its words are the reader's language.
    let link = "document.querySelector('main a[href*=\"/batches/\"]').getAttribute('href')";
    let batch = admin.run(&format!("return {link}")).await;
    all.push(("batch", batch.as_str().expect("the file was sent").to_owned()));
    for (name, of, verb) in [
        ("withdrawal", "user-initiated", "withdrawal"),
        ("deactivation", "user-to-deactivate", "deactivation"),
        ("team-deletion", "team", "deletion"),
        ("role-deletion", "role", "deletion"),
        ("project-edit", "project", "edit"),
        ("project-members", "project", "members"),
        ("team-members", "team", "members"),
        ("project-deletion", "project", "deletion"),
        ("task-deletion", "task", "deletion"),
    ] {
        let (_, path) = all.iter().find(|(name, _)| *name == of).expect("just added");
        all.push((name, format!("{path}/{verb}")));
    }
    all
}

/// Where the link leads that has this text in it.
async fn address_behind(browser: &Browser, text: &str) -> String {
    let address = browser.page().link_with(text).attribute("href").await;
    let url = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
    url.find('/').map_or_else(String::new, |start| url[start..].to_owned())
}
