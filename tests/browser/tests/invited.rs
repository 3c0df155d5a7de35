//! What the link of an invitation does in browsers: nothing, until a person wants it.

use browser::{Program, Scripts, Stage, axe, journey};

const TILDA: &str = "tilda.moe@example.com";

#[test]
fn t05_five_browsers_that_open_a_link_change_nothing() {
    journey(Program::demo(), async |stage| {
        let link = invited(stage).await;
        let before = stage.program.rows();
        for _ in 0..5 {
            let scanner = stage.browser(Scripts::On).await;
            scanner.visit(&link).await;
            scanner.page().heading("Join Nordlicht").is_visible().await;
            // Some press what there is to press.
            scanner.page().button("Set password and join").click().await;
            scanner.page().role("alert").is_visible().await;
        }
        assert_eq!(stage.program.rows(), before);
        let tilda = stage.browser(Scripts::On).await;
        tilda.visit(&link).await;
        tilda.page().field("Password").fill("copper lantern orbit thicket").await;
        tilda.page().button("Set password and join").click().await;
        tilda.page().link("My tasks").is_visible().await;
        assert_ne!(stage.program.rows(), before);
    });
}

#[test]
fn t13_the_page_of_a_link_tells_no_other_site_of_it() {
    journey(Program::demo(), async |stage| {
        let link = invited(stage).await;
        let tilda = stage.browser(Scripts::On).await;
        tilda.visit(&link).await;
        tilda.page().heading("Join Nordlicht").is_visible().await;
        let foreign = "const asked = performance.getEntriesByType('resource').map(one => one.name);
            const named = [...document.querySelectorAll('[href], [src], [action]')].map(one =>
                new URL(one.getAttribute('href') ?? one.getAttribute('src')
                    ?? one.getAttribute('action'), location).href);
            return [...asked, ...named].filter(one =>
                new URL(one).origin !== location.origin && !one.startsWith('data:'))";
        assert_eq!(tilda.run(foreign).await, serde_json::json!([]));
        let asked = tilda.run("return performance.getEntriesByType('resource').length").await;
        assert!(asked.as_u64() > Some(0), "the page has styles at least");
        tilda.run("location.href = '/sign-in'").await;
        tilda.page().heading("Sign in").is_visible().await;
        assert_eq!(tilda.run("return document.referrer").await, serde_json::json!(""));
    });
}

#[test]
fn t15_somebody_else_who_is_signed_in_chooses_before_anything_happens() {
    journey(Program::demo(), async |stage| {
        let link = invited(stage).await;
        let admin = stage.admin(Scripts::On).await;
        let before = stage.program.rows();
        admin.visit(&link).await;
        let page = admin.page();
        let (email, _) = stage.program.admin();
        page.text(&format!("You are signed in as {email}; this is for {TILDA}."))
            .is_visible()
            .await;
        page.button("Set password and join").is_gone().await;
        axe::expect_none(&admin).await;
        page.link_with("Stay signed in as").click().await;
        admin.visit("/w/nordlicht/settings/users").await;
        page.link("Add").is_visible().await;
        assert_eq!(stage.program.rows(), before);

        admin.visit(&link).await;
        page.button("Sign out and continue").click().await;
        page.heading("Join Nordlicht").is_visible().await;
        page.field("Password").fill("copper lantern orbit thicket").await;
        page.button("Set password and join").click().await;
        page.button_with("Tilda Moe").is_visible().await;
    });
}

/// The Admin invites Tilda; the link of her mail.
async fn invited(stage: &Stage) -> String {
    stage.program.hold_mails(0);
    let admin = stage.admin(Scripts::On).await;
    admin.visit("/w/nordlicht/settings/users").await;
    let page = admin.page();
    page.link("Add").click().await;
    let line = page.region("Invite users").group("Line 1");
    line.field("E-mail").fill(TILDA).await;
    line.field("Name").fill("Tilda Moe").await;
    line.field("Role").choose("User").await;
    page.button("Send 1 invitation").click().await;
    page.text("1 invitation queued").is_visible().await;
    admin.open_mail_to(TILDA).await;
    admin.page().link("Open link").attribute("href").await
}
