use browser::{Program, Scripts, axe, journey};

#[test]
fn when_the_trial_is_over_an_admin_books_and_invites_and_everybody_goes_on() {
    book_and_invite(Scripts::On);
}

#[test]
fn the_same_without_javascript() {
    book_and_invite(Scripts::Off);
}

fn book_and_invite(scripts: Scripts) {
    journey(Program::demo(), async |stage| {
        stage.program.hold_mails(0);
        let admin = stage.admin(scripts).await;
        stage.program.end_trial();
        let page = admin.page();
        admin.visit("/w/nordlicht/projects").await;
        admin.is_at("/w/nordlicht/settings/plan").await;
        page.text("The trial has ended.").is_visible().await;
        page.field("Number of seats").fill("30").await;
        page.button("Review change").click().await;
        page.heading("30 seats more, at once").is_visible().await;
        if matches!(scripts, Scripts::On) {
            axe::expect_none(&admin).await;
        }
        page.button("Book 30 seats").click().await;
        page.text("30 seats are booked").is_visible().await;

        page.link("Users").click().await;
        page.heading("Users").is_visible().await;
        page.link("Add").click().await;
        let line = page.region("Invite users").group("Line 1");
        line.field("E-mail").fill("ida.new@example.com").await;
        line.field("Name").fill("Ida New").await;
        line.field("Role").choose("Guest").await;
        page.button_with("Send ").click().await;
        page.text("1 invitation queued").is_visible().await;
        page.row("Ida New").says("Initiated").await;
    });
}
