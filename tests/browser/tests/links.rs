use browser::{Browser, Program, Scripts, Stage, axe, journey};

const SVEN: &str = "sven.dahl@example.com";

#[test]
fn a_link_that_ended_is_repaired_by_sending_it_again() {
    journey(Program::demo(), async |stage| {
        stage.program.hold_mails(0);
        let admin = admin_who_invited_sven(stage).await;
        let sven = stage.browser(Scripts::On).await;
        sven.open_mail_to(SVEN).await;
        let first = sven.follow_link().await;
        sven.page().heading("Join Nordlicht").is_visible().await;
        stage.program.expire_invitation(SVEN);
        sven.reload().await;
        sven.page().heading("This link has ended").is_visible().await;
        axe::expect_none(&sven).await;

        admin.reload().await;
        let row = admin.page().row(SVEN);
        row.says("Link expired").await;
        row.button("Actions for Sven Dahl").click().await;
        row.button("Resend invitation").click().await;
        let sent = format!("Sent again to {SVEN}. The older link no longer works.");
        admin.page().text(&sent).is_visible().await;

        sven.visit(&first).await;
        sven.page().heading("There is a newer mail").is_visible().await;
        axe::expect_none(&sven).await;
        let second = sven.open_other_link(SVEN, &first).await;
        assert_ne!(first, second);
        sven.page().heading("Join Nordlicht").is_visible().await;
        admin.reload().await;
        row.says("Expires").await;
    });
}

#[test]
fn a_withdrawn_invitation_frees_its_seat_and_ends_its_link() {
    journey(Program::demo(), async |stage| {
        stage.program.hold_mails(0);
        let admin = admin_who_invited_sven(stage).await;
        let sven = stage.browser(Scripts::On).await;
        sven.open_mail_to(SVEN).await;
        let link = sven.follow_link().await;

        let page = admin.page();
        let row = page.row(SVEN);
        row.button("Actions for Sven Dahl").click().await;
        row.link("Withdraw invitation").click().await;
        let dialog = page.dialog("Withdraw invitation");
        dialog.text("Withdraw the invitation for").says("Sven Dahl").await;
        axe::expect_none(&admin).await;
        dialog.link("Keep it").click().await;
        dialog.is_gone().await;
        row.button("Actions for Sven Dahl").has_focus().await;
        row.says("Initiated").await;

        row.button("Actions for Sven Dahl").click().await;
        row.link("Withdraw invitation").click().await;
        dialog.button("Withdraw invitation").click().await;
        page.text("The invitation for Sven Dahl is withdrawn.").is_visible().await;
        row.says("Deactivated").await;
        row.says("Invitation withdrawn").await;
        sven.visit(&link).await;
        sven.page().heading("This invitation was withdrawn").is_visible().await;
        axe::expect_none(&sven).await;
    });
}

async fn admin_who_invited_sven(stage: &Stage) -> Browser {
    let admin = stage.admin(Scripts::On).await;
    admin.visit("/w/nordlicht/settings/users").await;
    let page = admin.page();
    page.link("Add").click().await;
    let line = page.region("Invite users").group("Line 1");
    line.field("E-mail").fill(SVEN).await;
    line.field("Name").fill("Sven Dahl").await;
    line.field("Role").choose("User").await;
    page.button("Send 1 invitation").click().await;
    page.text("1 invitation queued").is_visible().await;
    admin
}
