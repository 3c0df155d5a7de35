use reqwest::header::{HeaderMap, ORIGIN};
use reqwest::redirect::Policy;
use scraper::{Html, Selector};

use super::app::TestApp;

/// Somebody with a browser: keeps cookies, follows no redirect, sends the Origin of the app.
pub struct Person {
    base: String,
    pub client: reqwest::Client,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    body: Vec<u8>,
}

impl Person {
    pub fn new(base: &str) -> Person {
        let client = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(Policy::none())
            // Before the server does it, just as the next form is on its way.
            .pool_idle_timeout(std::time::Duration::from_secs(2))
            .no_proxy()
            .build()
            .unwrap();
        Person { base: base.to_owned(), client }
    }

    /// The same browser, whose requests another node answers.
    pub fn at(&self, node: &TestApp) -> Person {
        Person { base: node.base.clone(), client: self.client.clone() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.client.get(self.url(path))).await
    }

    /// Asks for the part of a page that stands in a dialog.
    pub async fn get_fragment(&self, path: &str) -> Answer {
        Answer::of(self.client.get(self.url(path)).header("X-Fragment", "1")).await
    }

    pub async fn head(&self, path: &str) -> Answer {
        Answer::of(self.client.head(self.url(path))).await
    }

    /// Posts a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        Answer::of(self.client.post(self.url(path)).header(ORIGIN, &self.base).form(fields)).await
    }

    /// Posts a form that a proxy on this machine passes on with this `X-Forwarded-For`.
    pub async fn post_from(
        &self,
        forwarded_for: &str,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let request = self.client.post(self.url(path)).header(ORIGIN, &self.base);
        Answer::of(request.header("X-Forwarded-For", forwarded_for).form(fields)).await
    }

    /// Asks for a page through a proxy on this machine that passes on this `X-Forwarded-For`.
    pub async fn get_from(&self, forwarded_for: &str, path: &str) -> Answer {
        let request = self.client.get(self.url(path));
        Answer::of(request.header("X-Forwarded-For", forwarded_for)).await
    }

    /// Posts a form as the dialog does.
    pub async fn post_fragment(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.client.post(self.url(path)).header(ORIGIN, &self.base);
        Answer::of(request.header("X-Fragment", "1").form(fields)).await
    }

    /// Any other request.
    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        Answer::of(request).await
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

impl Answer {
    async fn of(request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.bytes().await.unwrap().to_vec(),
        }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The bytes as they came, compressed or not.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.headers.get("location").map_or("", |value| value.to_str().unwrap())
    }

    /// A cookie that was set, as `name=value`.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.headers
            .get_all("set-cookie")
            .iter()
            .filter_map(|cookie| cookie.to_str().unwrap().split(';').next())
            .find(|cookie| cookie.starts_with(&format!("{name}=")))
            .map(str::to_owned)
    }

    /// The texts of all elements that match a CSS selector, spaces joined.
    pub fn all(&self, selector: &str) -> Vec<String> {
        Html::parse_document(&self.text())
            .select(&Selector::parse(selector).unwrap())
            .map(|element| {
                element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
            })
            .collect()
    }

    /// The text of the only element that matches.
    pub fn one(&self, selector: &str) -> String {
        let mut all = self.all(selector);
        assert_eq!(all.len(), 1, "{selector} matches {all:?} in {}", self.text());
        all.remove(0)
    }

    /// An attribute of every element that matches.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        Html::parse_document(&self.text())
            .select(&Selector::parse(selector).unwrap())
            .filter_map(|element| element.value().attr(name).map(str::to_owned))
            .collect()
    }

    /// Whether the page says this, tags left out.
    pub fn says(&self, words: &str) -> bool {
        self.all("body").concat().contains(words)
    }
}
