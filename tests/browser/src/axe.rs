//! axe-core: does a page keep to the rules of accessibility?

use serde_json::Value;

use crate::browser::{Browser, Theme};

const AXE: &str = include_str!("../vendor/axe-core/axe.min.js");

/// Colours may still be on their way from one theme to the other.
const RUN: &str = "const done = arguments[arguments.length - 1];
    Promise.allSettled(document.getAnimations().map((animation) => animation.finished))
        .then(() => axe.run(document, { resultTypes: ['violations'] }))
        .then(done, (error) => done(String(error)));";

/// What axe-core finds wrong with the present page, one text for each rule; empty when nothing.
pub async fn violations(browser: &Browser) -> Vec<String> {
    if browser.run("return 'axe' in window").await != true {
        browser.run(AXE).await;
    }
    let answer = browser.run_until_answered(RUN).await;
    let Some(violations) = answer["violations"].as_array() else {
        return vec![format!("axe-core fails: {answer}")];
    };
    violations.iter().map(told).collect()
}

/// Demands that axe-core finds nothing in light nor in dark.
///
/// # Panics
///
/// When it does, with what it found.
pub async fn expect_none(browser: &Browser) {
    for theme in [Theme::Dark, Theme::Light] {
        browser.set_theme(theme).await;
        let found = violations(browser).await;
        assert!(found.is_empty(), "{} {theme:?}:\n{}", browser.path().await, found.join("\n"));
    }
}

fn told(violation: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut lines = vec![format!("{}: {}", text(&violation["id"]), text(&violation["help"]))];
    for node in violation["nodes"].as_array().into_iter().flatten() {
        lines.push(format!("    {}\n      {}", text(&node["html"]), text(&node["failureSummary"])));
    }
    lines.join("\n")
}
