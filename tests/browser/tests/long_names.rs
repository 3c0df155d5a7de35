//! Names as long as they may be: nothing they stand in becomes wider than its page.

use browser::{Browser, Program, Scripts, journey, layout};

const LONG: &str = "Donaudampfschifffahrtsgesellschaftskapitaenskajuetenschluessel";

#[test]
fn long_names_of_projects_tasks_and_roles_stay_within_their_pages() {
    journey(Program::demo(), async |stage| {
        let program = &stage.program;
        program.sql(&format!("update projects set name = '{LONG}' where name like 'Website%'"));
        program.sql(&format!("update tasks set title = '{LONG}' where title like 'Draw the%'"));
        program.sql(&format!("update roles set name = '{LONG}' where name = 'Office'"));
        let admin = stage.admin(Scripts::On).await;
        let mut faults = layout::faults(&admin).await;
        admin.visit("/w/nordlicht/settings/permissions").await;
        faults.extend(layout::faults(&admin).await);
        admin.visit("/w/nordlicht/projects").await;
        admin.page().link_with(LONG).click().await;
        for opener in ["Add people", &format!("Assign: {LONG}")] {
            admin.page().link(opener).click().await;
            for width in [1280, 390] {
                admin.set_width(width).await;
                stays_inside(&admin).await;
            }
            faults.extend(layout::faults(&admin).await);
            admin.page().link("Close").click().await;
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    });
}

#[test]
fn the_name_of_the_workspace_takes_one_line_of_the_bar() {
    journey(Program::demo(), async |stage| {
        let name = "Bäckerei Großmann & Söhne, Konditorei und Café am Marktplatz";
        let admin = stage.admin(Scripts::On).await;
        stage.program.sql(&format!("update workspaces set name = '{name}'"));
        admin.set_width(390).await;
        admin.visit("/w/nordlicht/projects").await;
        let is_low = "return document.querySelector('.topbar').offsetHeight < 64";
        assert_eq!(admin.run(is_low).await, true, "the bar has more than one line");
    });
}

/// Whether the dialog's cross stands within it.
async fn stays_inside(admin: &Browser) {
    admin.page().link("Close").is_visible().await;
    let inside = "const box = (one) => document.querySelector(one).getBoundingClientRect();
        const [cross, dialog] = [box('dialog .sheet-close'), box('dialog')];
        return cross.right <= dialog.right && cross.left >= dialog.left";
    assert_eq!(admin.run(inside).await, true, "the cross is outside of its dialog");
}
