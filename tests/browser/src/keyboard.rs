//! The keyboard alone: what has the focus, and the way to something by Tab.

use std::path::Path;

use thirtyfour::Key;

use crate::browser::Browser;
use crate::deadline::within_deadline;

/// No page has more stops than this between two things.
const MOST_STOPS: usize = 150;

/// Name and role are what a screen reader gets, as the browser computes them. What is out of sight
/// but labelled, a file field for example, shows the focus at its label.
const FOCUSED: &str = "
    const focused = document.activeElement;
    if (!focused || focused === document.body) return null;
    const isTiny = (one) => one.getBoundingClientRect().width <= 1;
    const shown = isTiny(focused) && focused.labels?.[0] ? focused.labels[0] : focused;
    const style = getComputedStyle(shown);
    const box = shown.getClientRects()[0] ?? shown.getBoundingClientRect();
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return {
        // Messages have no name; they are read.
        name: focused.computedName || (focused.tabIndex < 0 ? focused.innerText.trim() : ''),
        role: focused.computedRole,
        value: focused.value ?? '',
        rings: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1,
        seen: !!hit && (shown.contains(hit) || hit.contains(shown)) && box.width > 1,
    };";

/// What has the focus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Focused {
    pub name: String,
    pub role: String,
    pub value: String,
}

impl Focused {
    /// Whether this is its name; `Nordlicht…` is the beginning of one.
    fn is(&self, name: &str) -> bool {
        match name.strip_suffix('…') {
            Some(beginning) => self.name.starts_with(beginning),
            None => self.name == name,
        }
    }
}

impl Browser {
    /// What has the focus; `None` where nothing has.
    ///
    /// # Panics
    ///
    /// When it is hidden or covered, or nothing shows that it has the focus.
    pub async fn focused(&self) -> Option<Focused> {
        let answer = self.run(FOCUSED).await;
        let text = |key: &str| answer[key].as_str().unwrap_or_default().to_owned();
        let focused = Focused { name: text("name"), role: text("role"), value: text("value") };
        if answer.is_null() || focused.role == "main" {
            return None;
        }
        assert_eq!(answer["seen"], true, "the focus is hidden or covered: {focused:?}");
        // Headings and messages take the focus only to be read; what can be used must show it.
        let is_read = ["heading", "alert", "status", "dialog"].contains(&focused.role.as_str());
        assert!(is_read || answer["rings"] == true, "nothing shows the focus: {focused:?}");
        Some(focused)
    }

    /// Waits until the focus is on what has this name, or a name that begins so: `Nordlicht…`.
    pub async fn focus_is_on(&self, name: &str) {
        within_deadline(async || match self.focused().await {
            Some(focused) if focused.is(name) => Ok(()),
            other => Err(format!("{other:?}")),
        })
        .await
        .unwrap_or_else(|other| panic!("the focus is not on {name:?} but on {other}"));
    }

    /// Presses Tab until the focus is on what has this name; stays when it is there already.
    pub async fn tab_to(&self, name: &str) {
        self.walk_to(name, &[Key::Tab]).await;
    }

    /// The same backwards.
    pub async fn tab_back_to(&self, name: &str) {
        self.walk_to(name, &[Key::Shift, Key::Tab]).await;
    }

    async fn walk_to(&self, name: &str, keys: &[Key]) {
        let mut stops = Vec::new();
        for _ in 0..MOST_STOPS {
            let focused = self.focused().await.unwrap_or_default();
            if focused.is(name) && focused.role != "heading" {
                return;
            }
            stops.push(focused.name);
            self.press(keys).await;
        }
        panic!("no {name:?} on the way of Tab: {stops:?}");
    }

    /// Walks by Tab to what has this name, and presses Enter.
    pub async fn enter(&self, name: &str) {
        self.tab_to(name).await;
        self.press_enter().await;
    }

    /// Presses Enter where the focus is. As one command, since a page may be left by it: a chain of
    /// key down and key up that a navigation interrupts is begun anew by the driver.
    pub async fn press_enter(&self) {
        let focused = self.active_element().await;
        focused.send_keys(Key::Enter).await.expect("Enter can be pressed");
    }

    /// Walks by Tab to a field, and types; in a select that chooses.
    pub async fn type_into(&self, name: &str, text: &str) {
        self.tab_to(name).await;
        self.type_text(text).await;
    }

    /// Presses a letter while another key is held.
    pub async fn press_with(&self, held: Key, letter: char) {
        let chain = self.actions().key_down(held.clone()).key_down(letter);
        let pressed = chain.key_up(letter).key_up(held).perform().await;
        pressed.expect("keys can be pressed");
    }

    /// Pastes text where the focus is, as it comes from a clipboard.
    pub async fn paste(&self, text: &str) {
        let text = serde_json::Value::from(text);
        self.run(&format!(
            "const clipboardData = new DataTransfer();
            clipboardData.setData('text/plain', {text});
            const paste = {{ clipboardData, bubbles: true, cancelable: true }};
            document.activeElement.dispatchEvent(new ClipboardEvent('paste', paste));"
        ))
        .await;
    }

    /// Gives a file to the focused field, as the system's own dialog would.
    pub async fn give_file(&self, file: &Path) {
        let file = file.to_str().expect("the path of a test's file is text");
        let field = self.active_element().await;
        field.send_keys(file).await.expect("the field takes a file");
    }
}
