//! What the plan, the account and a new workspace look like on their way.

use super::{ERROR, NORDLICHT, Onlookers, follow_mail, shows};
use crate::browser::Browser;

impl Onlookers<'_> {
    /// A number that is none, a planned reduction, the end of the trial, and links that confirm
    /// an address.
    pub(super) async fn see_office(&self, see: &mut impl AsyncFnMut(&str, &Browser)) {
        let (admin, stranger) = (self.admin, self.stranger);
        admin.visit("/w/nordlicht/settings/plan/change?seats=many&seen=40").await;
        shows(admin, ERROR).await;
        see("plan, refused", admin).await;
        let change = |change: &str| {
            self.sql(&format!("update workspaces set {change} where slug = 'nordlicht'"));
        };
        change("planned_seats = booked_seats - 2");
        admin.visit("/w/nordlicht/settings/plan").await;
        see("plan, with a planned reduction", admin).await;
        change("planned_seats = null");
        self.see_paused(see).await;
        stranger.visit("/sign-up").await;
        let ask = "document.querySelector('[name=email]').value = 'nora@new.example';
             document.querySelector('main form').submit();";
        stranger.run(ask).await;
        shows(stranger, "main a[href='/dev/mailbox']").await;
        see("sign-up, asked for", stranger).await;
        follow_mail(stranger, "nora@new.example", "/sign-up/").await;
        see("sign-up, confirmed", stranger).await;
        stranger.run("document.querySelector('main form').submit()").await;
        shows(stranger, ERROR).await;
        see("sign-up, refused", stranger).await;
    }

    /// The page of those who cannot book when the trial is over.
    async fn see_paused(&self, see: &mut impl AsyncFnMut(&str, &Browser)) {
        let before = self.sql(
            "select format('trial_ends_at = %L, booked_seats = %s', trial_ends_at, booked_seats)
             from workspaces where slug = 'nordlicht'",
        );
        let role = |preset: &str| {
            format!(
                "(select id from roles where workspace_id = {NORDLICHT} and preset = '{preset}')"
            )
        };
        let give = |preset: &str| {
            self.sql(&format!(
                "update users set role_id = {} where workspace_id = {NORDLICHT} and name = 'Ada Engel'",
                role(preset)
            ));
        };
        self.sql("update workspaces set trial_ends_at = now(), booked_seats = 0 where slug = 'nordlicht'");
        give("user");
        self.admin.visit("/w/nordlicht/").await;
        self.admin.is_at("/w/nordlicht/paused").await;
        see("paused", self.admin).await;
        give("admin");
        for page in ["users", "plan"] {
            self.admin.visit(&format!("/w/nordlicht/settings/{page}")).await;
            see(&format!("paused, {page}"), self.admin).await;
        }
        self.sql(&format!("update workspaces set {before} where slug = 'nordlicht'"));
    }
}
