//! Projects and their tasks, from the first to the last.

use browser::deadline::within_deadline;
use browser::{Browser, Program, Scripts, Stage, axe, journey};

#[test]
fn a_project_is_made_worked_on_archived_and_deleted() {
    journey(Program::demo(), async |stage| live(stage, Scripts::On).await);
}

#[test]
fn a_project_is_made_worked_on_archived_and_deleted_without_javascript() {
    journey(Program::demo(), async |stage| live(stage, Scripts::Off).await);
}

async fn live(stage: &Stage, scripts: Scripts) {
    let admin = stage.admin(scripts).await;
    make(&admin).await;
    put_in_order(&admin, scripts).await;
    let page = admin.page();
    page.button("Done: Print the posters").click().await;
    page.region("Done").row("Print the posters").is_visible().await;
    page.button("More actions").click().await;
    if scripts == Scripts::On {
        axe::expect_none(&admin).await;
    }
    page.button("Archive").click().await;
    page.text("This project is archived").is_visible().await;
    page.button("Add task").is_gone().await;
    page.link("Projects").click().await;
    page.link_with("Archived").click().await;
    page.link_with("Harbour festival").click().await;
    page.button("Take it back").click().await;
    page.button("Add task").is_visible().await;

    page.button("More actions").click().await;
    page.link("Delete project").click().await;
    let question = page.region("Delete project");
    question.text("its 3 tasks?").is_visible().await;
    question.button("Delete project").click().await;
    page.text("“Harbour festival” was deleted").is_visible().await;
    page.link_with("Harbour festival").is_gone().await;
}

async fn make(admin: &Browser) {
    let page = admin.page();
    page.link("Projects").click().await;
    page.link("New project").click().await;
    let form = page.region("New project");
    form.button("Create project").click().await;
    form.role("alert").says("Enter a name").await;
    form.field("Name").fill("Harbour festival").await;
    form.field("Description").fill("Two days in June.").await;
    form.field("Green").click().await;
    form.button("Create project").click().await;
    page.heading("Harbour festival").is_visible().await;
    page.text("Two days in June.").is_visible().await;
    for title in ["Book the band", "Print the posters", "Order the stage"] {
        page.field("New task").fill(title).await;
        page.button("Add task").click().await;
        page.row(title).is_visible().await;
    }
}

async fn put_in_order(admin: &Browser, scripts: Scripts) {
    let page = admin.page();
    let (up, down) = ("Move up: Order the stage", "Move down: Order the stage");
    page.button(up).click().await;
    order_is(admin, ["Book the band", "Order the stage", "Print the posters"]).await;
    if scripts == Scripts::On {
        page.button(up).has_focus().await;
        page.role("status").says("Order the stage: place 2 of 3").await;
    }
    page.button(up).click().await;
    order_is(admin, ["Order the stage", "Book the band", "Print the posters"]).await;
    if scripts == Scripts::On {
        page.button(down).has_focus().await;
        page.row("Print the posters").titled("Drag to move").drag_down(-200).await;
        order_is(admin, ["Print the posters", "Order the stage", "Book the band"]).await;
        admin.reload().await;
        order_is(admin, ["Print the posters", "Order the stage", "Book the band"]).await;
    }
}

/// Waits until the open tasks stand in this order.
async fn order_is(admin: &Browser, titles: [&str; 3]) {
    within_deadline(async || {
        let page = admin.source().await;
        let places = titles.map(|title| page.find(&format!(">{title}</a>")));
        if places.is_sorted() { Ok(()) } else { Err(format!("{places:?}")) }
    })
    .await
    .unwrap_or_else(|places| panic!("{titles:?} stand at {places}"));
}
