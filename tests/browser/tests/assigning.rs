use browser::{Program, Scripts, axe, journey};

#[test]
fn somebody_who_is_not_there_yet_is_assigned_a_task() {
    journey(Program::demo(), async |stage| {
        stage.program.hold_mails(0);
        let admin = stage.admin(Scripts::On).await;
        let page = admin.page();
        page.link("Projects").click().await;
        page.heading("Website relaunch").click().await;
        page.link("Assign: Build the page frame").click().await;
        let popup = page.region("Assign “Build the page frame”");
        popup.button_with("Henrik Aalto").is_visible().await;
        axe::expect_none(&admin).await;
        popup.field("Search people").type_in("ida.new@example.com").await;
        popup.button_with("Henrik Aalto").is_gone().await;
        popup.link("Invite ida.new@example.com").click().await;

        let line = page.region("Invite users").group("Line 1");
        line.field("E-mail").holds("ida.new@example.com").await;
        line.field("Name").fill("Ida New").await;
        line.field("Role").choose("Guest").await;
        page.button("Send 1 invitation").click().await;
        page.text("1 invitation queued").is_visible().await;
        // The page that the popup stood over.
        page.heading("Website relaunch").is_visible().await;
        page.link("Build the page frame").click().await;
        page.region("Assignees").row("Ida New").says("Initiated").await;

        let ida = stage.browser(Scripts::On).await;
        ida.open_mail_to("ida.new@example.com").await;
        ida.page().link("Text").click().await;
        ida.page().text("Build the page frame").is_visible().await;
        ida.follow_link().await;
        ida.page().field("Password").fill("seven quiet lamps on a pier").await;
        ida.page().button("Set password and join").click().await;
        ida.page().heading("Build the page frame").is_visible().await;
        ida.page().text("Welcome to Nordlicht").is_visible().await;
    });
}
