//! The mailbox page, where tests read what was sent.

use crate::browser::Browser;
use crate::deadline::within_deadline;

impl Browser {
    /// Opens the newest mail to this address, waiting until it has arrived.
    pub async fn open_mail_to(&self, email: &str) {
        let mail = self.page().link_with(email);
        within_deadline(async || {
            self.visit("/dev/mailbox").await;
            if mail.is_visible_now().await { Ok(()) } else { Err(String::new()) }
        })
        .await
        .unwrap_or_else(|_| panic!("no mail to {email} arrived"));
        mail.click().await;
    }

    /// Opens the newest mail to this address and follows its link, waiting until it is another
    /// one than `before`.
    pub async fn open_other_link(&self, email: &str, before: &str) -> String {
        within_deadline(async || {
            self.open_mail_to(email).await;
            let link = self.follow_link().await;
            if link == before { Err(link) } else { Ok(link) }
        })
        .await
        .unwrap_or_else(|_| panic!("no newer mail to {email} arrived"))
    }

    /// Follows the link of the mail that is open, and returns its address.
    pub async fn follow_link(&self) -> String {
        let link = self.page().link("Open link");
        let address = link.attribute("href").await;
        self.visit(&address).await;
        address
    }
}
