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

        page.link("Edit and send again").click().await;
        let line = page.dialog("Invite users").group("Line 1");
        line.field("E-mail").holds("twice@example.com").await;
        line.field("Role").has_chosen("User").await;
    });
}

#[test]
fn undo_in_the_window_loses_nothing_that_is_typed() {
    journey(Program::demo(), async |stage| {
        let admin = admin_at_the_users(stage).await;
        let page = admin.page();
        page.link("Add").click().await;
        let window = page.dialog("Invite users");
        let line = |number: u8| window.group(&format!("Line {number}"));
        line(1).field("E-mail").type_in("new@example.com").await;
        admin.press(&[Key::Enter]).await;
        line(2).field("E-mail").type_in("ada.engel@nordlicht.example").await;
        window.field("Role for all lines").choose("User").await;
        window.button("Apply to all lines").click().await;
        window.button("Send 2 invitations").click().await;
        window.text("1 invitation queued").is_visible().await;
        window.button("Add line").click().await;
        line(2).field("E-mail").type_in("third@example.com").await;

        window.button("Undo").click().await;
        window.text("1 invitation taken back. Nothing was sent.").is_visible().await;
        line(1).field("E-mail").holds("new@example.com").await;
        line(1).field("Role").has_chosen("User").await;
        line(2).field("E-mail").holds("ada.engel@nordlicht.example").await;
        line(3).field("E-mail").holds("third@example.com").await;
    });
}

#[test]
fn escape_closes_the_window_and_asks_when_lines_are_filled() {
    journey(Program::demo(), async |stage| {
        let admin = admin_at_the_users(stage).await;
        let page = admin.page();
        let (window, ask) = (page.dialog("Invite users"), page.dialog("Discard what you typed?"));
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
        window.group("Line 1").field("Role").choose("User").await;
        window.button("Apply to all lines").click().await;
        window.text("1 line keeps what was chosen in it.").is_visible().await;
        window.group("Line 1").field("Role").has_chosen("User").await;
        window.button("Change it there too").click().await;
        window.group("Line 1").field("Role").has_chosen("Guest").await;
        window.text("Applied to all lines.").is_visible().await;
        window.button("Change it there too").is_gone().await;
        window.button("Apply to all lines").has_focus().await;
        window.button("Remove line 1").click().await;
        email(1).holds("two@example.com").await;
        window.button("Send 1 invitation").is_visible().await;
    });
}

#[test]
fn a_pasted_list_becomes_lines_and_what_was_typed_is_not_lost_unasked() {
    journey(Program::demo(), async |stage| {
        let admin = admin_at_the_users(stage).await;
        let page = admin.page();
        page.link("Add").click().await;
        let window = page.dialog("Invite users");
        let line = |number: u8| window.group(&format!("Line {number}"));
        assert!(!is_held_back(&admin).await);
        line(1).field("E-mail").type_in("first@example.com").await;
        assert!(is_held_back(&admin).await);
        line(1).field("Role").choose("User").await;
        admin.press(&[Key::Shift, Key::Tab]).await;
        admin.press(&[Key::Enter]).await;
        line(2).field("E-mail").has_focus().await;
        admin
            .paste(
                "E-Mail\tName\tRole\t\nanna@example.com\tAnna Beispiel\tGast\t\n\n\
                 \"Muster, Max\" <max@example.com>; MAX@example.com, first@example.com\n\
                 mailto:nora.winter@example.com\u{200b}",
            )
            .await;
        window.text("3 lines added, 2 duplicates dropped.").is_visible().await;
        line(1).field("E-mail").holds("first@example.com").await;
        line(2).field("Name").holds("Anna Beispiel").await;
        line(2).field("Role").has_chosen("Guest").await;
        line(3).field("Name").holds("Max Muster").await;
        line(4).field("E-mail").holds("nora.winter@example.com").await;
        line(4).field("Name").holds("Nora Winter").await;
        line(4).field("Name").has_focus().await;
        line(4).text("recognised").is_visible().await;

        window.button("Remove line 2").click().await;
        window.text("Line 2 removed.").is_visible().await;
        line(2).field("Name").holds("Max Muster").await;
        line(1).field("E-mail").has_focus().await;
        admin.press_with(Key::Control, 'z').await;
        line(2).field("Name").holds("Anna Beispiel").await;
        line(2).field("Role").has_chosen("Guest").await;
        line(2).field("E-mail").has_focus().await;
        window.text("Line 2 is back.").is_visible().await;
        window.button("Undo removal").is_gone().await;

        admin.visit("/w/nordlicht/settings/invite").await;
        let ask = page.dialog("Discard what you typed?");
        page.field("E-mail").type_in("page@example.com").await;
        page.link("Cancel").click().await;
        ask.button("Keep editing").click().await;
        page.field("E-mail").holds("page@example.com").await;
        page.link("Cancel").click().await;
        ask.button("Discard").click().await;
        admin.is_at("/w/nordlicht/settings/users").await;
    });
}

#[test]
fn undo_goes_when_its_time_is_over_and_single_keys_when_they_are_switched_off() {
    journey(Program::demo(), async |stage| {
        stage.program.hold_mails(3);
        let admin = admin_at_the_users(stage).await;
        let page = admin.page();
        admin.type_text("i").await;
        let line = page.dialog("Invite users").group("Line 1");
        line.field("E-mail").type_in("late@example.com").await;
        line.field("Role").choose("User").await;
        page.button("Send 1 invitation").click().await;
        page.button("Undo").is_visible().await;
        page.text("1 invitation queued").is_visible().await;
        page.button("Undo").is_gone().await;
        page.text("1 invitation queued").is_visible().await;

        admin.visit("/profile").await;
        page.field("Single-key shortcuts").click().await;
        admin.visit("/w/nordlicht/settings/users").await;
        admin.type_text("/i").await;
        assert_eq!(page.dialog("Invite users").count().await, 0);
        assert_eq!(admin.focused().await, None);
        admin.visit("/profile").await;
        page.field("Single-key shortcuts").click().await;
        admin.visit("/w/nordlicht/settings/users").await;
        admin.type_text("i").await;
        page.dialog("Invite users").is_visible().await;
    });
}

#[test]
fn the_list_behind_a_window_that_sent_some_lines_is_loaded_anew() {
    journey(Program::demo(), async |stage| {
        let (own, _) = stage.program.admin();
        let own = own.to_owned();
        let admin = admin_at_the_users(stage).await;
        let page = admin.page();
        page.link("Add").click().await;
        let window = page.dialog("Invite users");
        for (line, email) in [("Line 1", "some@example.com"), ("Line 2", own.as_str())] {
            window.group(line).field("E-mail").type_in(email).await;
            window.group(line).field("Role").choose("User").await;
            window.button("Add line").click().await;
        }
        window.button("Send 2 invitations").click().await;
        window.text("1 invitation queued").is_visible().await;
        window.group("Line 1").field("E-mail").holds(&own).await;
        assert_eq!(page.row("some@example.com").count().await, 0);
        window.link("Cancel").click().await;
        window.is_gone().await;
        page.row("some@example.com").says("Initiated").await;
    });
}

#[test]
fn whoever_was_signed_out_elsewhere_is_not_met_by_an_error_at_the_next_field() {
    journey(Program::demo(), async |stage| {
        let admin = admin_at_the_users(stage).await;
        let page = admin.page();
        page.link("Add").click().await;
        let line = page.dialog("Invite users").group("Line 1");
        line.field("E-mail").fill("anna.schmidt@example.com").await;
        let sign_out = "const done = arguments[0];
            fetch('/sign-out', { method: 'POST' }).then(() => done());";
        admin.run_until_answered(sign_out).await;
        let asked = "const [done, real] = [arguments[0], window.fetch];
            window.fetch = async (...asked) => {
                const answer = await real(...asked);
                setTimeout(() => done(new URL(answer.url).pathname));
                return answer;
            };
            document.activeElement.blur();";
        assert_eq!(admin.run_until_answered(asked).await, "/sign-in");
        line.field("Name").holds("").await;
        assert_eq!(admin.complaints().await, Vec::<String>::new());
    });
}

/// Whether the browser would ask before it leaves this page.
async fn is_held_back(admin: &Browser) -> bool {
    let script = "const leaving = new Event('beforeunload', { cancelable: true });
        dispatchEvent(leaving);
        return leaving.defaultPrevented;";
    admin.run(script).await == true
}

async fn admin_at_the_users(stage: &Stage) -> Browser {
    let admin = stage.admin(Scripts::On).await;
    admin.visit("/w/nordlicht/settings/users").await;
    admin
}
