use browser::states::Onlookers;
use browser::{Browser, Program, Scripts, Stage, Theme, axe, journey, layout, tour};

#[test]
fn every_page_and_state_keeps_the_rules_of_accessibility_in_english() {
    look_at_everything("en", accessibility_faults);
}

#[test]
fn every_page_and_state_keeps_the_rules_of_accessibility_in_german() {
    look_at_everything("de", accessibility_faults);
}

#[test]
fn nothing_overlaps_or_is_cut_off_however_wide_large_or_turned_round() {
    look_at_everything("de", layout::faults);
}

/// Asks every page of the tour and every state for faults, and demands that there are none.
fn look_at_everything(language: &str, faults_of: impl AsyncFn(&Browser) -> Vec<String>) {
    journey(Program::demo(), async |stage: &Stage| {
        stage.program.hold_mails(0);
        let admin = stage.admin(Scripts::On).await;
        let stranger = stage.browser(Scripts::On).await;
        let onlookers = Onlookers { stage, admin: &admin, stranger: &stranger };
        let inside = tour::inside(&admin).await;
        onlookers.speak(language).await;
        let mut faults = Vec::new();
        for (browser, stops) in [(&stranger, tour::outside()), (&admin, inside)] {
            for (name, path) in stops {
                browser.visit(&path).await;
                faults.extend(named(name, faults_of(browser).await));
            }
        }
        let see = async |name: &str, browser: &Browser| {
            faults.extend(named(name, faults_of(browser).await));
        };
        onlookers.see_all(see).await;
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    });
}

fn named(name: &str, faults: Vec<String>) -> impl Iterator<Item = String> {
    faults.into_iter().map(move |fault| format!("{name}: {fault}"))
}

async fn accessibility_faults(browser: &Browser) -> Vec<String> {
    let mut faults = Vec::new();
    for theme in [Theme::Dark, Theme::Light] {
        browser.set_theme(theme).await;
        let found = axe::violations(browser).await;
        faults.extend(found.into_iter().map(|fault| format!("{theme:?}: {fault}")));
    }
    faults
}
