//! `paste [TIMES]`: how long it takes from pasting 100 mixed lines into the invite window until they are painted, as
//! medians of that many windows. `USHER_BIN` names the program, which should be a release build.

use std::time::Duration;

use browser::{Program, Scripts, Stage};

const LINES: usize = 100;

/// From the event until the frame after the one in which the lines stand.
const MEASURE: &str = "
    const done = arguments[arguments.length - 1];
    const said = document.querySelector('[data-said]');
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', TEXT);
    const start = performance.now();
    new MutationObserver(() => {
        const placed = performance.now() - start;
        requestAnimationFrame(() => setTimeout(() => done([placed, performance.now() - start])));
    }).observe(said, { childList: true });
    const paste = { clipboardData, bubbles: true, cancelable: true };
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', paste));";

fn main() {
    let times = std::env::args().nth(1).and_then(|times| times.parse().ok()).unwrap_or(5);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime starts");
    let stage = Stage::new(Program::demo());
    runtime.block_on(async {
        let mut painted: Vec<Duration> = Vec::new();
        let admin = stage.admin(Scripts::On).await;
        for _ in 0..times {
            painted.push(paste_once(&admin).await);
        }
        painted.sort();
        let median = painted[painted.len() / 2];
        println!("paste of {LINES} lines: {} ms (all: {painted:?})", median.as_millis());
        stage.close().await;
    });
}

async fn paste_once(admin: &browser::Browser) -> Duration {
    admin.visit("/w/nordlicht/settings/users").await;
    admin.page().link("Add").click().await;
    let window = admin.page().dialog("Invite users");
    window.group("Line 1").field("E-mail").has_focus().await;
    let text = serde_json::Value::from(mixed());
    let answer = admin.run_until_answered(&MEASURE.replace("TEXT", &text.to_string())).await;
    let placed = window.group(&format!("Line {LINES}")).count().await;
    assert_eq!(placed, 1, "the lines stand in the window");
    Duration::from_secs_f64(answer[1].as_f64().expect("a time is a number") / 1000.0)
}

/// As people copy them: lists of mail programs, columns of spreadsheets, with a few duplicates.
fn mixed() -> String {
    let people = (0..LINES).map(|n| match n % 6 {
        0 => format!("anna.example{n}@example.com"),
        1 => format!("Bo Ek <bo{n}@example.com>;"),
        2 => format!("\"Example, Cy\" <cy{n}@example.com>"),
        3 => format!("Dora\tLind\tdora{n}@example.com"),
        4 => format!("emil{n}@example.com\tEmil Berg\tGuest"),
        _ => format!("mailto:frida.holm{n}@example.com"),
    });
    let all: Vec<String> = people.chain(["BO1@example.com".to_owned()]).collect();
    all.join("\n")
}
