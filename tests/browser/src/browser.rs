//! One person's browser: cookies of its own, a window, a theme.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use thirtyfour::prelude::*;
use thirtyfour::{
    BrowserLogEntry, ChromeCapabilities, ChromiumLikeCapabilities, LoggingPrefsLogLevel,
};

use crate::chromedriver::Chromedriver;
use crate::deadline::within_deadline;
use crate::part::Part;

/// Whether pages may run JavaScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scripts {
    On,
    Off,
}

/// What the system prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
}

/// A browser of one person, 1280 by 900 pixels.
#[derive(Clone)]
pub struct Browser {
    driver: WebDriver,
    address: String,
}

impl Browser {
    /// Opens an empty window; paths are taken from `address`.
    ///
    /// # Panics
    ///
    /// When Chromium does not start. This holds for every step: one that cannot be made ends
    /// the test.
    pub async fn open(chromedriver: &Chromedriver, address: &str, scripts: Scripts) -> Browser {
        let driver = WebDriver::new(chromedriver.address(), capabilities(scripts))
            .await
            .expect("Chromium starts");
        let browser = Browser { driver, address: address.to_owned() };
        browser.set_width(1280).await;
        // Several windows are open, and each belongs to a person who looks at it.
        let focus = browser.driver.cdp();
        let is_on = serde_json::json!({ "enabled": true });
        let kept = focus.send_raw("Emulation.setFocusEmulationEnabled", is_on).await;
        kept.expect("the window keeps the focus");
        browser
    }

    /// Goes to a path of the program, or to a full address.
    pub async fn visit(&self, place: &str) {
        let url = match place.strip_prefix('/') {
            Some(_) => format!("{}{place}", self.address),
            None => place.to_owned(),
        };
        self.driver.goto(&url).await.unwrap_or_else(|error| panic!("{url} does not load: {error}"));
    }

    /// Loads the page anew.
    pub async fn reload(&self) {
        self.driver.refresh().await.expect("the page reloads");
    }

    /// Goes back by one page.
    pub async fn back(&self) {
        self.driver.back().await.expect("the page before loads");
    }

    /// The path of the present page, without its query.
    pub async fn path(&self) -> String {
        self.driver.current_url().await.expect("a page has an address").path().to_owned()
    }

    /// Waits until the present page is at this path.
    pub async fn is_at(&self, path: &str) {
        within_deadline(async || match self.path().await {
            present if present == path => Ok(()),
            present => Err(present),
        })
        .await
        .unwrap_or_else(|present| panic!("expected to be at {path}, but at {present}"));
    }

    /// Signs in at the sign-in page.
    pub async fn sign_in(&self, email: &str, password: &str) {
        self.visit("/sign-in").await;
        let page = self.page();
        page.field("E-mail").fill(email).await;
        page.field("Password").fill(password).await;
        page.button("Sign in").click().await;
        page.button("Sign in").is_gone().await;
    }

    /// The title of the present page.
    pub async fn title(&self) -> String {
        self.driver.title().await.expect("a page has a title")
    }

    /// The whole page.
    pub fn page(&self) -> Part {
        Part::whole(&self.driver)
    }

    /// Presses keys together, wherever the focus is.
    pub async fn press(&self, keys: &[Key]) {
        let mut actions = self.driver.action_chain();
        for key in keys {
            actions = actions.key_down(key.clone());
        }
        for key in keys.iter().rev() {
            actions = actions.key_up(key.clone());
        }
        actions.perform().await.expect("keys can be pressed");
    }

    /// Types text wherever the focus is.
    pub async fn type_text(&self, text: &str) {
        let typed = self.driver.action_chain().send_keys(text).perform().await;
        typed.expect("text can be typed");
    }

    pub(crate) fn actions(&self) -> thirtyfour::action_chain::ActionChain {
        self.driver.action_chain()
    }

    pub(crate) async fn active_element(&self) -> WebElement {
        self.driver.active_element().await.expect("something has the focus")
    }

    /// Runs a script in the page and returns its answer.
    pub async fn run(&self, script: &str) -> serde_json::Value {
        let answer = self.driver.execute(script, Vec::new()).await;
        answer.unwrap_or_else(|error| panic!("the script fails: {error}")).json().clone()
    }

    /// Runs a script that hands its answer to its last argument, a function.
    pub async fn run_until_answered(&self, script: &str) -> serde_json::Value {
        let answer = self.driver.execute_async(script, Vec::new()).await;
        answer.unwrap_or_else(|error| panic!("the script fails: {error}")).json().clone()
    }

    /// Makes the page this many pixels wide; the height stays 900.
    pub async fn set_width(&self, pixels: u32) {
        let narrow = pixels < 600;
        let metrics = serde_json::json!({
            "width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": narrow
        });
        let set = self.driver.cdp();
        set.send_raw("Emulation.setDeviceMetricsOverride", metrics)
            .await
            .expect("the width is set");
    }

    /// Makes it a telephone's browser, which is touched.
    pub async fn touch(&self) {
        self.set_width(390).await;
        let touch = self.driver.cdp();
        let set = touch
            .send_raw("Emulation.setTouchEmulationEnabled", serde_json::json!({ "enabled": true }));
        set.await.expect("touch can be set");
    }

    /// Lets the system prefer light or dark.
    pub async fn set_theme(&self, theme: Theme) {
        let value = match theme {
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        self.set_media("prefers-color-scheme", value).await;
    }

    /// Lets the system ask for this one thing, such as `prefers-reduced-motion: reduce`.
    pub async fn set_media(&self, feature: &str, value: &str) {
        let features = serde_json::json!({ "features": [{ "name": feature, "value": value }] });
        let set = self.driver.cdp();
        set.send_raw("Emulation.setEmulatedMedia", features).await.expect("media can be set");
    }

    /// Asks for pages in this language, `en` or `de`.
    pub async fn set_language(&self, language: &str) {
        let headers = serde_json::json!({ "headers": { "Accept-Language": language } });
        let network = self.driver.cdp();
        let enabled = network.send_raw("Network.enable", serde_json::json!({})).await;
        enabled.expect("the network can be watched");
        let set = network.send_raw("Network.setExtraHTTPHeaders", headers).await;
        set.expect("the language can be set");
    }

    /// Forgets every file that was loaded, as if nothing had ever been visited.
    pub async fn forget_files(&self) {
        let network = self.driver.cdp();
        let emptied = network.send_raw("Network.clearBrowserCache", serde_json::json!({})).await;
        emptied.expect("the cache can be emptied");
    }

    /// The window's picture, as PNG.
    pub async fn picture(&self) -> Vec<u8> {
        self.driver.screenshot_as_png().await.expect("a picture can be taken")
    }

    /// The picture of the whole page, below the window's edge too, as PNG.
    pub async fn whole_picture(&self) -> Vec<u8> {
        let parameters = serde_json::json!({ "format": "png", "captureBeyondViewport": true });
        let answer = self.driver.cdp().send_raw("Page.captureScreenshot", parameters).await;
        let answer = answer.expect("a picture can be taken");
        let picture = answer["data"].as_str().expect("a picture has data");
        BASE64_STANDARD.decode(picture).expect("its data is base64")
    }

    /// The page as it stands now.
    pub async fn source(&self) -> String {
        self.driver.source().await.expect("a page has a source")
    }

    /// What the browser complained about since the last call: errors of scripts, breaches of the
    /// Content-Security-Policy, files that are missing. A page that refuses is no complaint.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.driver.browser_log().await.expect("the browser keeps a log");
        log.into_iter().filter(is_complaint).map(|entry| entry.message).collect()
    }

    /// Closes the window.
    pub async fn close(self) {
        // Chromium that is gone already is as good.
        let _ = self.driver.quit().await;
    }
}

fn is_complaint(entry: &BrowserLogEntry) -> bool {
    let refusal = entry.message.contains("the server responded with a status of 4")
        && !entry.message.contains("/static/");
    matches!(entry.level.as_str(), "SEVERE" | "WARNING") && !refusal
}

fn capabilities(scripts: Scripts) -> ChromeCapabilities {
    let mut capabilities = DesiredCapabilities::chrome();
    let arguments = [
        "--headless=new",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        // Elements tell their name and role, as screen readers get them.
        "--enable-blink-features=ComputedAccessibilityInfo",
        "--lang=en-US",
        "--window-size=1280,900",
        // A mouse, which machines without a screen lack.
        "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4",
    ];
    for argument in arguments {
        capabilities.add_arg(argument).expect("text is an argument");
    }
    // SAFETY: asks for a number.
    if unsafe { libc::geteuid() } == 0 {
        // Chromium's sandbox does not work under root.
        capabilities.set_no_sandbox().expect("a flag is an argument");
    }
    if scripts == Scripts::Off {
        let blocked =
            serde_json::json!({ "profile.managed_default_content_settings.javascript": 2 });
        capabilities.add_experimental_option("prefs", blocked).expect("preferences are an option");
    }
    capabilities.set_browser_log_level(LoggingPrefsLogLevel::All).expect("a level is an option");
    capabilities
}
