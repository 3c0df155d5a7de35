use browser::{Program, Scripts, axe, journey};

#[test]
fn the_first_admin_sets_up_a_workspace_and_signs_in_again() {
    journey(Program::empty(), async |stage| {
        let admin = stage.browser(Scripts::On).await;
        admin.visit(stage.program.said("Set up")).await;
        let page = admin.page();
        axe::expect_none(&admin).await;
        page.field("Workspace").fill("Hafen").await;
        page.field("Your name").fill("Hanna Lund").await;
        page.field("E-mail").fill("hanna@example.com").await;
        page.field("Password").fill("correct horse battery staple").await;
        page.button("Create workspace").click().await;
        page.text("Hafen is ready. Invite your team.").is_visible().await;

        page.button_with("Hanna Lund").click().await;
        page.button("Sign out").click().await;
        page.heading("Sign in").is_visible().await;
        page.field("E-mail").fill("Hanna@Example.com").await;
        page.field("Password").fill("wrong").await;
        page.button("Sign in").click().await;
        page.role("alert").has_focus().await;
        page.field("Password").fill("correct horse battery staple").await;
        page.button("Sign in").click().await;
        page.link("My tasks").is_visible().await;
    });
}

#[test]
fn a_forgotten_password_is_set_anew_by_mail() {
    journey(Program::demo(), async |stage| {
        let admin = stage.browser(Scripts::On).await;
        let (email, old) = stage.program.admin();
        admin.visit("/sign-in").await;
        let page = admin.page();
        page.link("Forgot your password?").click().await;
        page.field("E-mail").fill(email).await;
        page.button("Send the link").click().await;
        page.text("a mail with a link is on its way").is_visible().await;
        admin.open_mail_to(email).await;
        admin.follow_link().await;
        page.heading("Set a new password").is_visible().await;
        axe::expect_none(&admin).await;
        page.field("New password").fill("eleven slow trams in the fog").await;
        page.button("Set password").click().await;
        page.text("Your new password is set. Sign in with it.").is_visible().await;

        page.field("E-mail").fill(email).await;
        page.field("Password").fill(old).await;
        page.button("Sign in").click().await;
        page.role("alert").is_visible().await;
        admin.sign_in(email, "eleven slow trams in the fog").await;
        page.link("Nordlicht").is_visible().await;
    });
}
