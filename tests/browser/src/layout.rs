//! Does everything fit, however wide the page, however large its text, and from whichever side it
//! is read?

use serde_json::Value;

use crate::browser::Browser;

const MEASURE: &str = include_str!("layout.js");

/// A way in which pages are shown.
struct View {
    name: &'static str,
    width: u32,
    /// In percent of its usual size.
    text: u32,
    direction: &'static str,
}

const fn view(name: &'static str, width: u32, text: u32, direction: &'static str) -> View {
    View { name, width, text, direction }
}

/// 320 pixels are what is left of 1280 at a zoom of 400 % (WCAG 2.2, 1.4.10), 200 % is how far text
/// alone must grow (1.4.4).
const VIEWS: [View; 5] = [
    view("320 px", 320, 100, "ltr"),
    view("390 px", 390, 100, "ltr"),
    view("text at 200 %", 1280, 200, "ltr"),
    view("from right to left", 1280, 100, "rtl"),
    view("from right to left, 390 px", 390, 100, "rtl"),
];

/// What overlaps, is cut off or makes the present page scroll sideways, in any of the views; empty
/// when nothing does. The page is afterwards as it was.
pub async fn faults(browser: &Browser) -> Vec<String> {
    let mut faults = Vec::new();
    for view in VIEWS {
        browser.set_width(view.width).await;
        set(browser, view.text, view.direction).await;
        let found = browser.run(MEASURE).await;
        let found = found.as_array().into_iter().flatten().filter_map(Value::as_str);
        faults.extend(found.map(|fault| format!("{}: {fault}", view.name)));
    }
    set(browser, 100, "ltr").await;
    browser.set_width(1280).await;
    faults
}

async fn set(browser: &Browser, text: u32, direction: &str) {
    let script = format!(
        "const root = document.documentElement; root.style.fontSize = '{text}%'; root.dir = '{direction}';"
    );
    browser.run(&script).await;
}
