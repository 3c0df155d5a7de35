//! Roles, previews and what stands before somebody is deactivated.

use super::{Onlookers, open_dialog, shows};
use crate::browser::Browser;

const PERMISSIONS: &str = "/w/nordlicht/settings/permissions";

impl Onlookers<'_> {
    /// The questions before a role is deleted and somebody deactivated, and the workspace as others
    /// see it.
    pub(super) async fn see_rights(&self, see: &mut impl AsyncFnMut(&str, &Browser)) {
        let admin = self.admin;
        admin.visit(PERMISSIONS).await;
        open_dialog(admin, "a[href$='/deletion']").await;
        see("the question before a role in use is deleted", admin).await;
        admin.run("document.querySelector('dialog form').requestSubmit()").await;
        shows(admin, "dialog [data-error-summary]").await;
        see("a role in use that was not replaced", admin).await;

        admin.visit(PERMISSIONS).await;
        // The Guest's: presets come first, and Admins are not looked through.
        let last_preset = "[...document.querySelectorAll('form[action$=\"/preview\"]')][1]";
        admin.run(&format!("{last_preset}.requestSubmit()")).await;
        shows(admin, ".preview").await;
        see("my tasks, as a Guest", admin).await;
        for path in ["/w/nordlicht/projects", PERMISSIONS, "/w/suedwind/", "/profile"] {
            admin.visit(path).await;
            see(&format!("{path}, in a preview"), admin).await;
        }
        admin.visit("/w/nordlicht/").await;
        admin.run("document.querySelector('main form[action$=\"/done\"]').submit()").await;
        shows(admin, ".page-lead").await;
        see("a change, refused in a preview", admin).await;
        admin.run("document.querySelector('.preview form').requestSubmit()").await;
        admin.is_at(PERMISSIONS).await;
    }
}
