//! What is done on a page leaves the focus where it was, and what is typed elsewhere stays.

use browser::deadline::within_deadline;
use browser::{Browser, Program, Scripts, Stage, journey};
use thirtyfour::Key;

#[test]
fn people_are_assigned_by_the_search_and_arrows_alone() {
    journey(Program::demo(), async |stage| {
        let admin = on_website(stage).await;
        admin.enter("Assign : Try it with a screen reader").await;
        admin.focus_is_on("Search people").await;
        admin.type_text("henrik").await;
        admin.press_enter().await;
        let popup = admin.page().region("Assign “Try it with a screen reader”");
        popup.button_with("Henrik Aalto").is_visible().await;
        is_pressed(&admin, "Henrik Aalto").await;
        admin.focus_is_on("Search people").await;
        admin.press(&[Key::Down]).await;
        admin.press(&[Key::Down]).await;
        admin.press(&[Key::Up]).await;
        admin.press(&[Key::Up]).await;
        admin.focus_is_on("Search people").await;
        admin.type_text("new.person@kunde.example").await;
        popup.link("Invite new.person@kunde.example").is_visible().await;
        admin.press(&[Key::Escape]).await;
        popup.is_gone().await;
        admin.focus_is_on("Assign : Try it with a screen reader").await;

        admin.enter("Add people").await;
        admin.focus_is_on("Search people").await;
        admin.type_text("tomasz").await;
        admin.press_enter().await;
        is_pressed(&admin, "Tomasz Zieliński").await;
        admin.press(&[Key::Escape]).await;
        admin.focus_is_on("Add people").await;
        admin.page().button("Remove Tomasz Zieliński").is_visible().await;
    });
}

#[test]
fn a_deactivated_person_comes_back_by_the_popup() {
    journey(Program::demo(), async |stage| {
        let admin = on_website(stage).await;
        admin.enter("Assign : Try it with a screen reader").await;
        admin.focus_is_on("Search people").await;
        admin.type_text("elin.berg@nordlicht.example").await;
        admin.page().text("Elin Berg is deactivated.").is_visible().await;
        admin.enter("Activate again").await;
        admin.page().region("Invite users").is_visible().await;
        admin.enter("Activate again").await;
        let said = "Elin Berg is active again and assigned to “Try it with a screen reader”.";
        admin.page().text(said).is_visible().await;
    });
}

#[test]
fn what_is_typed_in_a_task_outlives_its_buttons() {
    journey(Program::demo(), async |stage| {
        let admin = on_website(stage).await;
        admin.enter("Try it with a screen reader").await;
        admin.page().heading("Try it with a screen reader").is_visible().await;
        admin.type_into("Description…", "Typed and not saved").await;
        admin.tab_back_to("Mark as done").await;
        admin.press_enter().await;
        admin.page().button("Open again").is_visible().await;
        admin.focus_is_on("Open again").await;
        admin.page().field("Description").holds("Typed and not saved").await;
        admin.page().link("Assign").click().await;
        admin.page().field("Search people").has_focus().await;
        admin.type_text("henrik").await;
        admin.press_enter().await;
        is_pressed(&admin, "Henrik Aalto").await;
        admin.press(&[Key::Escape]).await;
        admin.page().region("Assignees").row("Henrik Aalto").is_visible().await;
        admin.page().link("Assign").has_focus().await;
        admin.page().field("Description").holds("Typed and not saved").await;
    });
}

#[test]
fn tasks_are_added_and_ticked_without_losing_the_place() {
    journey(Program::demo(), async |stage| {
        let admin = on_website(stage).await;
        admin.tab_to("New task").await;
        for title in ["First of mine", "Second of mine"] {
            admin.type_text(title).await;
            admin.press_enter().await;
            admin.page().row(title).is_visible().await;
            admin.focus_is_on("New task").await;
        }
        admin.press_enter().await;
        admin.focus_is_on("There is a problem…").await;
        admin.tab_to("Done: First of mine").await;
        admin.press_enter().await;
        admin.page().region("Done").row("First of mine").is_visible().await;
        admin.focus_is_on("Done: First of mine").await;
    });
}

#[test]
fn a_changed_form_in_a_window_is_asked_about() {
    journey(Program::demo(), async |stage| {
        let admin = on_website(stage).await;
        admin.enter("Edit").await;
        admin.page().region("Edit project").is_visible().await;
        admin.focus_is_on("Name").await;
        admin.press(&[Key::End]).await;
        admin.type_text(" 2").await;
        admin.press(&[Key::Escape]).await;
        admin.page().dialog("Discard what you typed?").is_visible().await;
        admin.enter("Keep editing").await;
        admin.page().region("Edit project").field("Name").holds("Website relaunch 2").await;
        admin.press(&[Key::Escape]).await;
        admin.enter("Discard").await;
        admin.page().region("Edit project").is_gone().await;
        admin.focus_is_on("Edit").await;
    });
}

#[test]
fn whoever_is_signed_out_over_a_window_keeps_what_was_typed() {
    journey(Program::demo(), async |stage| {
        let admin = on_website(stage).await;
        admin.enter("Edit").await;
        admin.focus_is_on("Name").await;
        admin.press(&[Key::End]).await;
        admin.type_text(" 2").await;
        stage.program.end_sessions();
        admin.press_enter().await;
        admin.page().text("You were signed out.").is_visible().await;
        admin.focus_is_on("Sign in…").await;
        admin.page().region("Edit project").field("Name").holds("Website relaunch 2").await;
    });
}

#[test]
fn without_javascript_the_popups_are_pages_with_a_way_back() {
    journey(Program::demo(), async |stage| {
        let admin = stage.admin(Scripts::Off).await;
        let page = admin.page();
        page.link("Projects").click().await;
        page.link_with("Website relaunch").click().await;
        for opener in ["Add people", "Assign: Build the page frame"] {
            page.link(opener).click().await;
            page.field("Search people").is_visible().await;
            page.link("Done").click().await;
            page.field("Search people").is_gone().await;
        }
        page.heading("Build the page frame").is_visible().await;
    });
}

#[test]
fn own_tasks_and_the_waiting_list_keep_the_place() {
    journey(Program::demo(), async |stage| {
        let admin = stage.admin(Scripts::On).await;
        admin.tab_to("Done: Draw the start page").await;
        admin.press_enter().await;
        admin.page().region("Done").row("Draw the start page").is_visible().await;
        admin.focus_is_on("Done: Draw the start page").await;

        // Werft speaks German.
        admin.visit("/w/werft/settings/waiting").await;
        admin.tab_to("Sönke Thomsen nach oben").await;
        admin.press_enter().await;
        is_second(&admin, "Sönke Thomsen").await;
        admin.focus_is_on("Sönke Thomsen nach oben").await;
        admin.press_enter().await;
        admin.focus_is_on("Sönke Thomsen nach unten").await;
        admin.enter("Sönke Thomsen von der Liste nehmen").await;
        admin.page().region("Von der Warteliste nehmen").is_visible().await;
        admin.press(&[Key::Escape]).await;
        admin.focus_is_on("Sönke Thomsen von der Liste nehmen").await;
        admin.press_enter().await;
        admin.page().region("Von der Warteliste nehmen").is_visible().await;
        admin.enter("Von der Liste nehmen").await;
        admin.focus_is_on("soenke.thomsen@werft.example wartet nicht mehr.").await;
    });
}

/// Waits until somebody is the second who waits.
async fn is_second(admin: &Browser, name: &str) {
    let second = "return document.querySelector('#waiting li:nth-child(2)').innerText";
    within_deadline(async || match admin.run(second).await.as_str() {
        Some(text) if text.contains(name) => Ok(()),
        other => Err(format!("{other:?}")),
    })
    .await
    .unwrap_or_else(|other| panic!("the second is not {name} but {other}"));
}

async fn on_website(stage: &Stage) -> Browser {
    let admin = stage.admin(Scripts::On).await;
    admin.enter("Projects").await;
    admin.enter("Website relaunch…").await;
    admin.page().heading("Website relaunch").is_visible().await;
    admin
}

/// Waits until somebody is chosen in the popup.
async fn is_pressed(browser: &Browser, person: &str) {
    let chosen = browser.page().chosen(person);
    chosen.is_visible().await;
}
