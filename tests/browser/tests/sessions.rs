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
