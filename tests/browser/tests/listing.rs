//! The user list with scripts: steps back, and its menus.

use browser::deadline::within_deadline;
use browser::{Browser, Program, Scripts, Stage, journey};

const LIST: &str = "/w/nordlicht/settings/users";

#[test]
fn back_takes_back_one_choice_and_no_typed_letter() {
    journey(Program::demo(), async |stage| {
        let admin = admin_at_the_users(stage).await;
        let page = admin.page();
        let (status, order) = (page.field("Status"), page.field("Order"));
        let all = rows(&admin).await;
        status.choose("Initiated").await;
        asks(&admin, "?status=initiated&sort=name").await;
        page.field("Search").type_in("zzz").await;
        page.text("No user matches").is_visible().await;
        asks(&admin, "?q=zzz&status=initiated&sort=name").await;
        order.choose("E-mail").await;
        asks(&admin, "?q=zzz&status=initiated&sort=email").await;

        admin.back().await;
        asks(&admin, "?q=zzz&status=initiated&sort=name").await;
        order.has_chosen("Name A–Z").await;
        page.field("Search").holds("zzz").await;
        admin.back().await;
        asks(&admin, "").await;
        status.has_chosen("Status").await;
        page.field("Search").holds("").await;
        page.text("No user matches").is_gone().await;
        assert_eq!(rows(&admin).await, all);
    });
}

#[test]
fn a_role_of_two_words_and_all_filters_without_scripts_take_one_line() {
    journey(Program::demo(), async |stage| {
        let admin = stage.admin(Scripts::Off).await;
        let team = "Kundenbetreuung und Vertrieb Nordeuropa";
        stage.program.sql(&format!("update teams set name = '{team}' where name = 'Design'"));
        admin.visit(LIST).await;
        admin.page().button("Filter").is_visible().await;
        let place = |one: &str| format!("document.querySelector('{one}').getBoundingClientRect()");
        let add = place(".toolbar .button-primary");
        let is_beside = format!("return {}.top === {add}.top", place(".toolbar .without-js"));
        assert_eq!(admin.run(&is_beside).await, true, "Filter has a line of its own");
        let is_one_line = "const box = document.createRange();
            const cell = [...document.querySelectorAll('td')].find((one) => one.textContent === 'Project lead');
            box.selectNodeContents(cell);
            return box.getClientRects().length === 1";
        assert_eq!(admin.run(is_one_line).await, true, "the role has two lines");
    });
}

#[test]
fn a_menu_is_seen_in_full_wherever_its_row_stands() {
    journey(Program::demo(), async |stage| {
        let admin = admin_at_the_users(stage).await;
        for width in [1280, 390] {
            admin.set_width(width).await;
            admin.visit(LIST).await;
            let count =
                admin.run("return document.querySelectorAll('tbody details.menu').length").await;
            for at in 0..count.as_u64().expect("a number") {
                // Each row at the lower and at the upper edge of the window.
                for block in ["end", "start"] {
                    let script = format!(
                        "const [answer] = arguments;
                         const menu = document.querySelectorAll('tbody details.menu')[{at}];
                         menu.scrollIntoView({{ block: '{block}' }});
                         menu.addEventListener('toggle', () => requestAnimationFrame(() => {{
                           const {{ top, bottom }} = menu.querySelector('.menu-panel').getBoundingClientRect();
                           menu.open = false;
                           answer(Math.max(0, -top, bottom - innerHeight));
                         }}), {{ once: true }});
                         menu.open = true;"
                    );
                    let outside = admin.run_until_answered(&script).await;
                    let outside = outside.as_f64().expect("a number");
                    assert!(outside < 1.0, "row {at} at the {block}, {width} px: {outside} px");
                }
            }
        }
    });
}

#[test]
fn keys_are_told_where_there_are_some() {
    journey(Program::demo(), async |stage| {
        let admin = admin_at_the_users(stage).await;
        let keys = admin
            .page()
            .text("Enter: next line · Ctrl+Enter: send · Alt+Backspace: remove the line");
        admin.visit("/w/nordlicht/settings/invite").await;
        keys.is_visible().await;
        admin.touch().await;
        admin.visit("/w/nordlicht/settings/invite").await;
        keys.is_gone().await;
    });
}

/// Waits until the list's address asks for this.
async fn asks(admin: &Browser, query: &str) {
    within_deadline(async || match admin.run("return location.search").await {
        present if present == query => Ok(()),
        present => Err(present.to_string()),
    })
    .await
    .unwrap_or_else(|present| panic!("expected {query}, not {present}"));
}

async fn rows(admin: &Browser) -> serde_json::Value {
    admin.run("return [...document.querySelectorAll('tbody .who-name')].map((name) => name.textContent)").await
}

async fn admin_at_the_users(stage: &Stage) -> Browser {
    let admin = stage.admin(Scripts::On).await;
    admin.visit(LIST).await;
    admin
}
