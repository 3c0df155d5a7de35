use browser::{Browser, Program, Scripts, axe, journey};

const USERS: &str = "/w/nordlicht/settings/users";
const PASSWORD: &str = "seven quiet lamps on a pier";

#[test]
fn two_people_are_invited_and_one_joins() {
    journey(Program::demo(), async |stage| {
        stage.program.hold_mails(2);
        invite_two_and_let_one_join(stage, Scripts::On).await;
    });
}

#[test]
fn two_people_are_invited_and_one_joins_without_javascript() {
    journey(Program::demo(), async |stage| {
        stage.program.hold_mails(2);
        invite_two_and_let_one_join(stage, Scripts::Off).await;
    });
}

async fn invite_two_and_let_one_join(stage: &browser::Stage, scripts: Scripts) {
    let admin = stage.admin(scripts).await;
    let page = admin.page();
    page.link("Users").click().await;
    admin.is_at(USERS).await;
    page.link("Add").click().await;

    let window = page.region("Invite users");
    window.is_visible().await;
    let is_dialog = page.dialog("Invite users").is_visible_now().await;
    assert_eq!(is_dialog, scripts == Scripts::On);
    refuse_a_line_without_role(&admin, scripts).await;
    window.button("Add line").click().await;
    let second = window.group("Line 2");
    second.field("E-mail").fill("bo.ek@example.com").await;
    second.field("Name").fill("Bo Erik Ek").await;
    second.field("Role").choose("Guest").await;
    window.field("Role for all lines").has_chosen("Choose role").await;
    let send = if scripts == Scripts::On { "Send 2 invitations" } else { "Send 1 invitation" };
    window.button(send).click().await;

    page.text("2 invitations queued").is_visible().await;
    page.button("Undo").is_visible().await;
    admin.is_at(USERS).await;
    page.row("nora.winter@example.com").says("Initiated").await;
    page.row("nora.winter@example.com").says("Nora Winter").await;
    page.row("Bo Erik Ek").says("Guest").await;

    let nora = stage.browser(scripts).await;
    let link = join(&nora, scripts).await;
    admin.reload().await;
    page.row("nora.winter@example.com").says("Active").await;
    page.row("bo.ek@example.com").says("Initiated").await;

    let other = stage.browser(scripts).await;
    other.visit(&link).await;
    other.page().heading("You already joined").is_visible().await;
    if scripts == Scripts::On {
        axe::expect_none(&other).await;
    }
}

/// The first line, at first without its role.
async fn refuse_a_line_without_role(admin: &Browser, scripts: Scripts) {
    let page = admin.page();
    let window = page.region("Invite users");
    let line = window.group("Line 1");
    line.field("E-mail").fill("nora.winter@example.com").await;
    if scripts == Scripts::On {
        // Leaving the field asks for the name.
        line.field("Name").click().await;
        line.field("Name").holds("Nora Winter").await;
        line.text("recognised").is_visible().await;
        window.button("Send 1 invitation").click().await;
    } else {
        window.button("Send invitations").click().await;
    }
    window.heading("There is a problem").is_visible().await;
    window.link("Line 1: Choose a role").is_visible().await;
    if scripts == Scripts::On {
        window.role("alert").has_focus().await;
        axe::expect_none(admin).await;
    }
    line.field("E-mail").holds("nora.winter@example.com").await;
    line.field("Role").has_chosen("Choose role").await;
    line.field("Role").choose("User").await;
}

/// Nora opens her mail and joins. Returns the address of her link.
async fn join(nora: &Browser, scripts: Scripts) -> String {
    nora.open_mail_to("nora.winter@example.com").await;
    let page = nora.page();
    page.heading("Ada Engel invited you to Nordlicht").is_visible().await;
    let link = nora.follow_link().await;
    page.heading("Join Nordlicht").is_visible().await;
    page.field("E-mail").holds("nora.winter@example.com").await;
    page.field("Name").holds("Nora Winter").await;
    if scripts == Scripts::On {
        axe::expect_none(nora).await;
    }
    page.field("Password").fill("short").await;
    page.button("Set password and join").click().await;
    page.role("alert").is_visible().await;
    page.field("Password").fill(PASSWORD).await;
    page.button("Set password and join").click().await;
    page.text("Welcome to Nordlicht. Your role is User.").is_visible().await;
    nora.is_at("/w/nordlicht/").await;
    link
}
