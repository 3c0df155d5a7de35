//! Parts of a page, found as people find them: by role, label and text.

use std::path::Path;

use thirtyfour::prelude::*;

use crate::deadline::within_deadline;

/// A part of the page, named but not yet looked for: every step looks anew, so that a part may
/// come, go and be drawn again. A step that cannot be made within the deadline ends the test.
#[derive(Clone)]
pub struct Part {
    driver: WebDriver,
    path: String,
    name: String,
}

/// What is within a part.
impl Part {
    pub(crate) fn whole(driver: &WebDriver) -> Part {
        Part { driver: driver.clone(), path: "/*".to_owned(), name: "the page".to_owned() }
    }

    /// The button with exactly this text or label; what opens a menu is one too.
    pub fn button(&self, name: &str) -> Part {
        let name_is = format!("normalize-space(.)={0} or @aria-label={0}", quoted(name));
        self.within("button", name, &format!("[self::button or self::summary][{name_is}]"))
    }

    /// The button that has this text in it, beside an avatar for example.
    pub fn button_with(&self, text: &str) -> Part {
        let holds = format!("[contains(normalize-space(.), {})]", quoted(text));
        self.within("button with", text, &format!("[self::button or self::summary]{holds}"))
    }

    /// The pressed toggle that has this text in it.
    pub fn chosen(&self, text: &str) -> Part {
        let holds = format!("[contains(normalize-space(.), {})]", quoted(text));
        self.within("chosen", text, &format!("[self::button][@aria-pressed='true']{holds}"))
    }

    /// The link with exactly this text.
    pub fn link(&self, name: &str) -> Part {
        let name_is = format!("normalize-space(.)={0} or @aria-label={0}", quoted(name));
        self.within("link", name, &format!("[self::a[@href]][{name_is}]"))
    }

    /// The link that has this text in it: a card, or the title of a row.
    pub fn link_with(&self, text: &str) -> Part {
        let holds = format!("[contains(normalize-space(.), {})]", quoted(text));
        self.within("link with", text, &format!("[self::a[@href]]{holds}"))
    }

    /// The field whose label begins with this text.
    pub fn field(&self, label: &str) -> Part {
        let begins = format!("starts-with(normalize-space(.), {})", quoted(label));
        let labelled = format!(
            "@id=//label[{begins}]/@for or ancestor::label[{begins}] or @aria-label={}",
            quoted(label)
        );
        let is_field = "[self::input or self::select or self::textarea]";
        self.within("field", label, &format!("{is_field}[{labelled}]"))
    }

    /// The section or dialog that is labelled by a heading with this text.
    pub fn region(&self, heading: &str) -> Part {
        let heading_is = format!("//*[normalize-space(.)={}]/@id", quoted(heading));
        self.within("region", heading, &format!("[self::section][@aria-labelledby={heading_is}]"))
    }

    /// The open dialog that is labelled by a heading with this text.
    pub fn dialog(&self, heading: &str) -> Part {
        let heading_is = format!("//*[normalize-space(.)={}]/@id", quoted(heading));
        self.within(
            "dialog",
            heading,
            &format!("[self::dialog][@open][@aria-labelledby={heading_is}]"),
        )
    }

    /// The group of fields with this legend.
    pub fn group(&self, legend: &str) -> Part {
        let legend_is = format!("[normalize-space(legend)={}]", quoted(legend));
        self.within("group", legend, &format!("[self::fieldset]{legend_is}"))
    }

    /// The row of a table, or the item of a list, that has this text in it.
    pub fn row(&self, text: &str) -> Part {
        let holds = format!("[contains(normalize-space(.), {})]", quoted(text));
        self.within("row", text, &format!("[self::tr or self::li][not(.//li)]{holds}"))
    }

    /// The heading with this text.
    pub fn heading(&self, text: &str) -> Part {
        let is_heading = "[self::h1 or self::h2 or self::h3]";
        self.within("heading", text, &format!("{is_heading}[normalize-space(.)={}]", quoted(text)))
    }

    /// What has this role by its attribute: `alert`, `status`.
    pub fn role(&self, role: &str) -> Part {
        self.within("role", role, &format!("[@role={}]", quoted(role)))
    }

    /// What shows this text to a mouse that rests on it.
    pub fn titled(&self, title: &str) -> Part {
        self.within("what is titled", title, &format!("[@title={}]", quoted(title)))
    }

    /// The smallest part that holds this text.
    pub fn text(&self, text: &str) -> Part {
        let holds = format!("contains(normalize-space(.), {})", quoted(text));
        self.within("text", text, &format!("[{holds}][not(*[{holds}])]"))
    }

    fn within(&self, kind: &str, name: &str, predicates: &str) -> Part {
        Part {
            driver: self.driver.clone(),
            path: format!("{}/descendant-or-self::*{predicates}", self.path),
            name: format!("{kind} {name:?} in {}", self.name),
        }
    }
}

/// Steps and what is seen.
impl Part {
    /// Waits until it is visible.
    pub async fn is_visible(&self) {
        self.attempt("is not visible", async |_| Ok(())).await;
    }

    /// Waits until nothing of it is visible.
    pub async fn is_gone(&self) {
        let gone = within_deadline(async || match self.visible().await {
            Ok(_) => Err(()).map_err(|()| String::new()),
            Err(_) => Ok(()),
        });
        assert!(gone.await.is_ok(), "{} is still visible", self.name);
    }

    /// Whether it is visible at this moment.
    pub async fn is_visible_now(&self) -> bool {
        self.visible().await.is_ok()
    }

    /// Waits until the focus is on it.
    pub async fn has_focus(&self) {
        self.attempt("has no focus", async |element| {
            let active = self.driver.active_element().await.map_err(|error| error.to_string())?;
            if active == *element { Ok(()) } else { Err("the focus is elsewhere".to_owned()) }
        })
        .await;
    }

    /// Waits until this text stands in it.
    pub async fn says(&self, text: &str) {
        self.attempt(&format!("does not say {text:?}"), async |element| {
            let said = element.text().await.map_err(|error| error.to_string())?;
            if said.contains(text) { Ok(()) } else { Err(format!("it says {said:?}")) }
        })
        .await;
    }

    /// Waits until this is what the field holds.
    pub async fn holds(&self, value: &str) {
        self.attempt(&format!("does not hold {value:?}"), async |element| {
            let held = element.value().await.map_err(|error| error.to_string())?;
            let held = held.unwrap_or_default();
            if held == value { Ok(()) } else { Err(format!("it holds {held:?}")) }
        })
        .await;
    }

    /// Waits until the option with this text is the chosen one.
    pub async fn has_chosen(&self, option: &str) {
        let chosen = self.within("option", option, &is_option(option));
        let chosen = within_deadline(async || {
            let option = chosen.visible().await?;
            let is = option.is_selected().await.map_err(|error| error.to_string())?;
            if is { Ok(()) } else { Err("it is not chosen".to_owned()) }
        });
        chosen.await.unwrap_or_else(|why| panic!("{option:?} of {}: {why}", self.name));
    }

    /// Its text.
    pub async fn text_of(&self) -> String {
        let text =
            async |element: &WebElement| element.text().await.map_err(|error| error.to_string());
        self.attempt("cannot be read", text).await
    }

    /// An attribute or property, empty when it has none.
    pub async fn attribute(&self, name: &str) -> String {
        self.attempt("cannot be read", async |element| {
            let value = element.attr(name).await.map_err(|error| error.to_string())?;
            Ok(value.unwrap_or_default())
        })
        .await
    }

    /// Presses it.
    pub async fn click(&self) {
        self.attempt("cannot be pressed", async |element| {
            element.click().await.map_err(|error| error.to_string())
        })
        .await;
    }

    /// Presses it twice, as fast as people do.
    pub async fn double_click(&self) {
        self.attempt("cannot be pressed twice", async |element| {
            let chain = self.driver.action_chain().double_click_element(element);
            chain.perform().await.map_err(|error| error.to_string())
        })
        .await;
    }

    /// Takes it with the mouse and lets it go so many pixels further down, further up when negative.
    pub async fn drag_down(&self, pixels: i64) {
        self.attempt("cannot be dragged", async |element| {
            let chain = self.driver.action_chain().click_and_hold_element(element);
            let half = chain.move_by_offset(0, pixels / 2).move_by_offset(0, pixels - pixels / 2);
            half.release().perform().await.map_err(|error| error.to_string())
        })
        .await;
    }

    /// Types into it, after what it holds.
    pub async fn type_in(&self, text: &str) {
        self.attempt("takes no keys", async |element| {
            element.send_keys(text).await.map_err(|error| error.to_string())
        })
        .await;
    }

    /// Replaces what the field holds, again when something else was put there meanwhile.
    pub async fn fill(&self, text: &str) {
        self.attempt("cannot be filled", async |element| {
            element.clear().await.map_err(|error| error.to_string())?;
            element.send_keys(text).await.map_err(|error| error.to_string())?;
            let held = element.value().await.map_err(|error| error.to_string())?;
            if held.as_deref() == Some(text) { Ok(()) } else { Err(format!("it holds {held:?}")) }
        })
        .await;
    }

    /// Chooses the option with this text.
    pub async fn choose(&self, option: &str) {
        self.within("option", option, &is_option(option)).click().await;
    }

    /// Gives a file to the field, which itself may be invisible.
    pub async fn take_file(&self, file: &Path) {
        let file = file.to_str().expect("the path of a test's file is text");
        let taken = within_deadline(async || {
            let field = self.driver.find(By::XPath(&self.path)).await;
            let field = field.map_err(|error| error.to_string())?;
            field.send_keys(file).await.map_err(|error| error.to_string())
        });
        taken.await.unwrap_or_else(|why| panic!("{} takes no file: {why}", self.name));
    }

    /// How many there are, visible or not.
    pub async fn count(&self) -> usize {
        self.driver.find_all(By::XPath(&self.path)).await.expect("the page can be read").len()
    }

    async fn visible(&self) -> Result<WebElement, String> {
        let elements = self.driver.find_all(By::XPath(&self.path)).await;
        for element in elements.map_err(|error| error.to_string())? {
            if element.is_displayed().await.unwrap_or(false) {
                return Ok(element);
            }
        }
        Err("nothing like it is visible".to_owned())
    }

    /// Tries a step on what is visible until it works.
    async fn attempt<T>(
        &self,
        failure: &str,
        step: impl AsyncFn(&WebElement) -> Result<T, String>,
    ) -> T {
        let done = within_deadline(async || {
            let element = self.visible().await?;
            step(&element).await
        });
        done.await.unwrap_or_else(|why| panic!("{} {failure}: {why}", self.name))
    }
}

fn is_option(text: &str) -> String {
    format!("[self::option][normalize-space(.)={}]", quoted(text))
}

/// A text as XPath writes it, which knows no escapes.
fn quoted(text: &str) -> String {
    if !text.contains('\'') {
        return format!("'{text}'");
    }
    let pieces: Vec<_> = text.split('\'').map(|piece| format!("'{piece}'")).collect();
    format!("concat({})", pieces.join(", \"'\", "))
}
