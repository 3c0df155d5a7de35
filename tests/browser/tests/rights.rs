//! Roles, previews and handing over, with and without JavaScript.

use browser::{Browser, Program, Scripts, journey};

const PERMISSIONS: &str = "/w/nordlicht/settings/permissions";

#[test]
fn an_admin_copies_a_role_looks_through_it_and_deletes_it() {
    journey(Program::demo(), async |stage| {
        for scripts in [Scripts::On, Scripts::Off] {
            let admin = stage.admin(scripts).await;
            let page = admin.page();
            admin.visit(PERMISSIONS).await;
            page.link("Copy Office").click().await;
            page.field("Name").fill("Reception").await;
            page.group("People Read: the list. Manage: profiles and teams")
                .field("None")
                .click()
                .await;
            page.button("Save").click().await;
            page.text("Role saved.").is_visible().await;

            page.button("See as Reception").click().await;
            page.text("You see the workspace as Reception.").is_visible().await;
            admin.visit("/w/nordlicht/settings/users").await;
            page.heading("Not allowed").is_visible().await;
            page.button("Exit preview").click().await;
            admin.is_at(PERMISSIONS).await;

            page.link("Delete Reception").click().await;
            page.button("Delete role").click().await;
            page.text("“Reception” was deleted").is_visible().await;
        }
    });
}

#[test]
fn the_tasks_of_somebody_who_leaves_are_handed_over() {
    journey(Program::demo(), async |stage| {
        for (scripts, leaves, title) in [
            (Scripts::On, "Henrik Aalto", "Build the page frame"),
            (Scripts::Off, "Amira Haddad", "Translate the letters"),
        ] {
            let admin = stage.admin(scripts).await;
            let page = admin.page();
            details(&admin, leaves).await;
            page.link("Deactivate").click().await;
            page.text(title).is_visible().await;
            page.field("Hand the open tasks to").choose("Mia Lindqvist").await;
            page.button("Deactivate").click().await;
            page.text(&format!("{leaves} is deactivated.")).is_visible().await;
            details(&admin, "Mia Lindqvist").await;
            page.region("Tasks").link(title).is_visible().await;
        }
        let admin = stage.admin(Scripts::On).await;
        stage.program.hold_mails(0);
        details(&admin, "Lotte van der Meer").await;
        admin.page().link("Deactivate").click().await;
        admin.page().dialog("Deactivate user").button("Deactivate").click().await;
        admin.page().text("Lotte van der Meer is deactivated.").is_visible().await;
        admin.open_mail_to("lotte.van.der.meer@nordlicht.example").await;
        admin.page().text("Your access to Nordlicht has ended").is_visible().await;
    });
}

async fn details(admin: &Browser, name: &str) {
    admin.visit(&format!("/w/nordlicht/settings/users?q={}", name.replace(' ', "+"))).await;
    admin.page().link(name).click().await;
    admin.page().heading(name).is_visible().await;
}
