use actix_web::cookie::{Cookie, CookieJar};

use super::app::TestApp;

impl TestApp {
    /// The session's key in a cookie, given as `usher=…`. The cookie itself is encrypted anew with
    /// every answer, so only the key tells whether it is another session.
    pub fn session_key(&self, cookie: &str) -> String {
        let cookie = Cookie::parse_encoded(cookie.to_owned()).unwrap();
        let name = cookie.name().to_owned();
        let mut jar = CookieJar::new();
        jar.add_original(cookie);
        let private = jar.private(&self.app.keys.cookie_key()).get(&name);
        private.expect("the cookie is ours").value().to_owned()
    }
}
