//! Every journey by the keyboard alone, with scripts and without: nothing is clicked, everything is
//! found by walking to it, and the focus must be seen wherever it goes.

use std::path::Path;

use browser::{Browser, Program, Scripts, Stage, journey};
use thirtyfour::Key;

const PASSWORD: &str = "seven quiet lamps on a pier";

#[test]
fn an_admin_needs_no_mouse() {
    journey(Program::demo(), async |stage| use_everything(stage, Scripts::On).await);
}

#[test]
fn an_admin_needs_no_mouse_and_no_javascript() {
    journey(Program::demo(), async |stage| use_everything(stage, Scripts::Off).await);
}

#[test]
fn a_workspace_is_set_up_and_a_password_reset_without_a_mouse() {
    journey(Program::empty(), async |stage| set_up_and_reset(stage, Scripts::On).await);
}

#[test]
fn a_workspace_is_set_up_and_a_password_reset_without_a_mouse_or_javascript() {
    journey(Program::empty(), async |stage| set_up_and_reset(stage, Scripts::Off).await);
}

async fn use_everything(stage: &Stage, scripts: Scripts) {
    stage.program.hold_mails(0);
    let file = stage.program.folder().join("people.csv");
    std::fs::write(&file, "E-Mail;Name;Role\nper.lund@example.com;Per Lund;Guest\n")
        .expect("the scratch folder takes a file");
    let admin = stage.browser(scripts).await;
    sign_in(stage, &admin).await;
    open_window(&admin, scripts).await;
    fill_two_lines(&admin, scripts).await;
    lose_a_line_and_get_it_back(&admin, scripts).await;
    send(&admin, scripts).await;
    admin.focus_is_on("2 invitations queued…").await;
    let nora = stage.browser(scripts).await;
    join(&nora).await;
    resend(&admin, scripts).await;
    withdraw(&admin, scripts).await;
    edit_details(&admin).await;
    import(&admin, scripts, &file).await;
    assign(&admin, scripts).await;
}

async fn sign_in(stage: &Stage, admin: &Browser) {
    let (email, password) = stage.program.admin();
    admin.visit("/sign-in").await;
    admin.focus_is_on("E-mail").await;
    admin.type_text(email).await;
    admin.type_into("Password", "wrong").await;
    admin.press_enter().await;
    admin.focus_is_on("There is a problem…").await;
    admin.press(&[Key::Tab]).await;
    admin.press_enter().await;
    admin.focus_is_on("E-mail").await;
    admin.type_into("Password", password).await;
    admin.press_enter().await;
    admin.is_at("/").await;
    admin.enter("Nordlicht…").await;
    admin.is_at("/w/nordlicht/").await;
}

async fn open_window(admin: &Browser, scripts: Scripts) {
    admin.enter("Users").await;
    admin.page().heading("Users").is_visible().await;
    match scripts {
        Scripts::On => {
            admin.type_text("i").await;
            admin.focus_is_on("E-mail").await;
            admin.press(&[Key::Escape]).await;
            admin.focus_is_on("Add").await;
            admin.press_enter().await;
        }
        Scripts::Off => admin.enter("Add").await,
    }
    admin.focus_is_on("E-mail").await;
}

/// With a refused send in between.
async fn fill_two_lines(admin: &Browser, scripts: Scripts) {
    let window = admin.page().region("Invite users");
    admin.type_text("nora.winter@example.com").await;
    admin.tab_to("Name").await;
    if scripts == Scripts::On {
        window.group("Line 1").field("Name").holds("Nora Winter").await;
    }
    send(admin, scripts).await;
    admin.focus_is_on("There is a problem…").await;
    assert!(admin.title().await.starts_with("Error:"));
    admin.enter("Line 1: Choose a role").await;
    admin.focus_is_on("Role").await;
    admin.type_text("User").await;
    admin.tab_back_to("E-mail").await;
    admin.press_enter().await;
    window.group("Line 2").is_visible().await;
    admin.focus_is_on("E-mail").await;
    admin.type_text("bo.ek@example.com").await;
    admin.type_into("Name", "Bo Ek").await;
    admin.type_into("Role", "Guest").await;
    window.group("Line 1").field("Name").holds("Nora Winter").await;
    window.group("Line 1").field("Role").has_chosen("User").await;
}

async fn lose_a_line_and_get_it_back(admin: &Browser, scripts: Scripts) {
    let window = admin.page().region("Invite users");
    match scripts {
        Scripts::On => admin.press(&[Key::Alt, Key::Backspace]).await,
        Scripts::Off => admin.enter("Remove line 2").await,
    }
    window.group("Line 2").is_gone().await;
    window.text("Line 2 removed.").is_visible().await;
    admin.focus_is_on("E-mail").await;
    admin.enter("Undo removal").await;
    let line = window.group("Line 2");
    line.field("E-mail").has_focus().await;
    line.field("E-mail").holds("bo.ek@example.com").await;
    line.field("Name").holds("Bo Ek").await;
    line.field("Role").has_chosen("Guest").await;
}

async fn send(admin: &Browser, scripts: Scripts) {
    match scripts {
        Scripts::On => admin.press(&[Key::Control, Key::Enter]).await,
        Scripts::Off => admin.enter("Send…").await,
    }
}

async fn join(nora: &Browser) {
    nora.open_mail_to("nora.winter@example.com").await;
    nora.follow_link().await;
    nora.type_into("Password", PASSWORD).await;
    nora.enter("Set password and join").await;
    nora.focus_is_on("Welcome to Nordlicht…").await;
}

async fn resend(admin: &Browser, scripts: Scripts) {
    find(admin, scripts, "anna-lena").await;
    open_menu(admin, scripts, "Actions for Anna-Lena Schmidt").await;
    admin.enter("Resend invitation").await;
    admin.focus_is_on("Sent again to anna-lena.schmidt…").await;
}

async fn withdraw(admin: &Browser, scripts: Scripts) {
    find(admin, scripts, "bo.ek").await;
    if scripts == Scripts::On {
        open_menu(admin, scripts, "Actions for Bo Ek").await;
        admin.press(&[Key::End]).await;
        admin.focus_is_on("Withdraw invitation").await;
        admin.press(&[Key::Escape]).await;
        admin.focus_is_on("Actions for Bo Ek").await;
    }
    open_menu(admin, scripts, "Actions for Bo Ek").await;
    admin.enter("Withdraw invitation").await;
    admin.page().heading("Withdraw invitation").is_visible().await;
    admin.enter("Keep it").await;
    admin.page().heading("Withdraw invitation").is_gone().await;
    if scripts == Scripts::On {
        admin.focus_is_on("Actions for Bo Ek").await;
    }
    open_menu(admin, scripts, "Actions for Bo Ek").await;
    admin.enter("Withdraw invitation").await;
    admin.page().heading("Withdraw invitation").is_visible().await;
    admin.enter("Withdraw invitation").await;
    admin.focus_is_on("The invitation for Bo Ek is withdrawn…").await;
}

async fn edit_details(admin: &Browser) {
    admin.enter("Bo Ek").await;
    admin.page().heading("Bo Ek").is_visible().await;
    admin.tab_to("Name").await;
    admin.press(&[Key::End]).await;
    admin.type_text("holm").await;
    admin.enter("Save").await;
    admin.page().heading("Bo Ekholm").is_visible().await;
}

async fn import(admin: &Browser, scripts: Scripts, file: &Path) {
    open_window(admin, scripts).await;
    admin.tab_to("Import User…").await;
    admin.give_file(file).await;
    if scripts == Scripts::Off {
        admin.enter("Read the file").await;
    }
    let window = admin.page().region("Invite users");
    window.group("Line 1").field("E-mail").holds("per.lund@example.com").await;
    window.group("Line 1").field("Role").has_chosen("Guest").await;
    send(admin, scripts).await;
    admin.focus_is_on("1 invitation queued…").await;
}

async fn assign(admin: &Browser, scripts: Scripts) {
    admin.enter("Projects").await;
    admin.enter("Website relaunch…").await;
    admin.enter("Assign : Build the page frame").await;
    admin.page().heading("Assign “Build the page frame”").is_visible().await;
    admin.type_into("Search people", "ida.new@example.com").await;
    if scripts == Scripts::Off {
        admin.press_enter().await;
    }
    admin.page().text("Nobody matches.").is_visible().await;
    admin.enter("Invite ida.new@example.com").await;
    match scripts {
        Scripts::On => admin.focus_is_on("Role").await,
        Scripts::Off => {
            admin.page().heading("Invite users").is_visible().await;
            admin.tab_to("Role").await;
        }
    }
    admin.type_text("Guest").await;
    send(admin, scripts).await;
    admin.focus_is_on("1 invitation queued…").await;
    if scripts == Scripts::On {
        // The window went back to the page that it stood over.
        admin.enter("Build the page frame").await;
    }
    admin.page().region("Assignees").row("ida.new@example.com").says("Initiated").await;
}

/// Leaves only the people in the list who match.
async fn find(admin: &Browser, scripts: Scripts, text: &str) {
    admin.visit("/w/nordlicht/settings/users").await;
    match scripts {
        Scripts::On => {
            admin.type_text("/").await;
            admin.focus_is_on("Search").await;
            admin.type_text(text).await;
            admin.page().role("status").says("1 user").await;
            admin.focus_is_on("Search").await;
        }
        Scripts::Off => {
            admin.type_into("Search", text).await;
            admin.press_enter().await;
        }
    }
    admin.page().row("Ada Engel").is_gone().await;
}

async fn open_menu(admin: &Browser, scripts: Scripts, name: &str) {
    admin.tab_to(name).await;
    match scripts {
        Scripts::On => admin.press(&[Key::Down]).await,
        Scripts::Off => admin.press_enter().await,
    }
}

async fn set_up_and_reset(stage: &Stage, scripts: Scripts) {
    let admin = stage.browser(scripts).await;
    admin.visit(stage.program.said("Set up")).await;
    admin.type_into("Workspace", "Hafen").await;
    admin.type_into("Your name", "Hanna Lund").await;
    admin.type_into("E-mail", "hanna@example.com").await;
    admin.type_into("Password", "correct horse battery staple").await;
    admin.press_enter().await;
    admin.focus_is_on("Hafen is ready…").await;

    admin.enter("Hanna Lund Admin").await;
    admin.enter("Sign out").await;
    admin.enter("Forgot your password?").await;
    admin.type_into("E-mail", "hanna@example.com").await;
    admin.press_enter().await;
    admin.page().text("a mail with a link is on its way").is_visible().await;
    admin.open_mail_to("hanna@example.com").await;
    admin.follow_link().await;
    admin.type_into("New password", PASSWORD).await;
    admin.press_enter().await;
    admin.focus_is_on("Your new password is set…").await;
    admin.type_into("E-mail", "hanna@example.com").await;
    admin.type_into("Password", PASSWORD).await;
    admin.press_enter().await;
    admin.page().heading("My tasks").is_visible().await;
}
