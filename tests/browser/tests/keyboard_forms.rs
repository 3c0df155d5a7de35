//! The forms of projects, teams, roles and the plan by the keyboard alone, with scripts and without.

use browser::{Browser, Program, Scripts, Stage, journey};
use thirtyfour::Key;

#[test]
fn projects_teams_roles_and_seats_need_no_mouse() {
    journey(Program::demo(), async |stage| make_everything(stage, Scripts::On).await);
}

#[test]
fn projects_teams_roles_and_seats_need_no_mouse_and_no_javascript() {
    journey(Program::demo(), async |stage| make_everything(stage, Scripts::Off).await);
}

async fn make_everything(stage: &Stage, scripts: Scripts) {
    let admin = stage.admin(scripts).await;
    project(&admin).await;
    team(&admin, scripts).await;
    role(&admin).await;
    plan(&admin).await;
}

async fn project(admin: &Browser) {
    admin.enter("Projects").await;
    admin.page().heading("Projects").is_visible().await;
    admin.enter("New project").await;
    admin.page().region("New project").is_visible().await;
    admin.focus_is_on("Name").await;
    admin.press_enter().await;
    admin.focus_is_on("There is a problem…").await;
    admin.enter("Enter a name").await;
    admin.focus_is_on("Name").await;
    admin.type_text("Harbour festival").await;
    admin.tab_to("Pink").await;
    admin.press(&[Key::Right]).await;
    admin.focus_is_on("Turquoise").await;
    admin.press_enter().await;
    admin.page().heading("Harbour festival").is_visible().await;
}

async fn team(admin: &Browser, scripts: Scripts) {
    admin.visit("/w/nordlicht/settings/teams").await;
    admin.type_into("Name", "Dockers").await;
    admin.press_enter().await;
    admin.page().heading("Dockers").is_visible().await;
    admin.enter("Add people").await;
    admin.page().heading("Members of “Dockers”").is_visible().await;
    admin.type_into("Search people", "henrik").await;
    admin.press_enter().await;
    if scripts == Scripts::Off {
        admin.page().button_with("Mia Lindqvist").is_gone().await;
        admin.enter("Henrik Aalto…").await;
    }
    admin.page().chosen("Henrik Aalto").is_visible().await;
    match scripts {
        Scripts::On => admin.press(&[Key::Escape]).await,
        Scripts::Off => admin.enter("Done").await,
    }
    admin.page().button("Remove Henrik Aalto").is_visible().await;
    if scripts == Scripts::On {
        admin.focus_is_on("Add people").await;
    }
    admin.enter("Remove Henrik Aalto").await;
    admin.page().text("Nobody is in this team yet.").is_visible().await;
    if scripts == Scripts::On {
        admin.focus_is_on("Dockers").await;
    }
}

async fn role(admin: &Browser) {
    admin.visit("/w/nordlicht/settings/permissions").await;
    admin.enter("New role").await;
    admin.page().heading("New role").is_visible().await;
    admin.type_into("Name", "Docker").await;
    admin.tab_to("None").await;
    admin.press(&[Key::Right]).await;
    admin.focus_is_on("Read").await;
    admin.enter("Save").await;
    admin.focus_is_on("Role saved…").await;
    admin.page().text("Docker").is_visible().await;
}

async fn plan(admin: &Browser) {
    admin.visit("/w/nordlicht/settings/plan").await;
    admin.tab_to("Number of seats").await;
    admin.press_enter().await;
    admin.focus_is_on("There is a problem…").await;
    admin.tab_to("Number of seats").await;
    admin.press_with(Key::Control, 'a').await;
    admin.type_text("45").await;
    admin.press_enter().await;
    admin.page().heading("5 seats more, at once").is_visible().await;
    admin.enter("Book 45 seats").await;
    admin.focus_is_on("45 seats are booked…").await;
}
