use browser::{Browser, Program, Scripts, Stage, journey};
use thirtyfour::Key;

#[test]
fn a_double_click_on_send_makes_one_batch_and_undo_takes_it_back() {
    journey(Program::demo(), async |stage| {
        let admin = admin_at_the_users(stage).await;
        let page = admin.page();
        page.link("Add").click().await;
        let line = page.region("Invite users").group("Line 1");
        line.field("E-mail").fill("twice@example.com").await;
        line.field("Role").choose("User").await;
        page.button("Send 1 invitation").double_click().await;
        page.text("1 invitation queued").is_visible().await;
        page.row("twice@example.com").says("Initiated").await;
        assert_eq!(page.row("twice@example.com").count().await, 1);

        page.button("Undo").click().await;
        page.text("1 invitation taken back. Nothing was sent.").is_visible().await;
        page.row("twice@example.com").is_gone().await;
    });
}

#[test]
fn escape_closes_the_window_and_asks_when_lines_are_filled() {
    journey(Program::demo(), async |stage| {
        let admin = admin_at_the_users(stage).await;
        let page = admin.page();
        let (window, ask) = (page.dialog("Invite users"), page.dialog("Discard these lines?"));
        admin.type_text("i").await;
        window.group("Line 1").field("E-mail").has_focus().await;
        admin.press(&[Key::Escape]).await;
        window.is_gone().await;
        page.link("Add").has_focus().await;

        page.link("Add").click().await;
        window.group("Line 1").field("E-mail").type_in("a@example.com").await;
        admin.press(&[Key::Escape]).await;
        ask.button("Keep editing").click().await;
        ask.is_gone().await;
        window.group("Line 1").field("E-mail").holds("a@example.com").await;
        admin.press(&[Key::Escape]).await;
        ask.button("Discard").click().await;
        window.is_gone().await;
        page.link("Add").has_focus().await;
    });
}

#[test]
fn lines_come_and_go_by_keys_and_by_one_choice_for_all() {
    journey(Program::demo(), async |stage| {
        let admin = admin_at_the_users(stage).await;
        let page = admin.page();
        page.link("Add").click().await;
        let window = page.dialog("Invite users");
        let email = |number: u8| window.group(&format!("Line {number}")).field("E-mail");
        email(1).type_in("one@example.com").await;
        admin.press(&[Key::Enter]).await;
        email(2).has_focus().await;
        email(2).type_in("two@example.com").await;
        admin.press(&[Key::Enter]).await;
        email(3).has_focus().await;
        admin.press(&[Key::Alt, Key::Backspace]).await;
        email(3).is_gone().await;
        email(2).has_focus().await;
        window.field("Role for all lines").choose("Guest").await;
        window.button("Apply to all lines").click().await;
        for line in ["Line 1", "Line 2"] {
            window.group(line).field("Role").has_chosen("Guest").await;
        }
        window.button("Send 2 invitations").is_visible().await;
        window.button("Remove line 1").click().await;
        email(1).holds("two@example.com").await;
        window.button("Send 1 invitation").is_visible().await;
    });
}

async fn admin_at_the_users(stage: &Stage) -> Browser {
    let admin = stage.admin(Scripts::On).await;
    admin.visit("/w/nordlicht/settings/users").await;
    admin
}
