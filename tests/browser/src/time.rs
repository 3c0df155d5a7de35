//! Time that passes at once, by moving it in the program's own database.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::Program;

impl Program {
    /// Lets mails leave this many seconds after Send, instead of ten.
    pub fn hold_mails(&self, seconds: u32) {
        self.sql(&format!("update workspaces set hold_seconds = {seconds}"));
    }

    /// Lets the open invitation of this address end a minute ago.
    pub fn expire_invitation(&self, email: &str) {
        let changed = self.sql(&format!(
            "update invitations set expires_at = now() - interval '1 minute' \
             where accepted_at is null \
             and user_id in (select id from users where email = '{email}')"
        ));
        assert_eq!(changed, "UPDATE 1", "no open invitation of {email}");
    }

    /// Signs everybody out.
    pub fn end_sessions(&self) {
        self.sql("delete from sessions");
    }

    /// A digest of every row that a link could change: equal before and after when none has.
    pub fn rows(&self) -> String {
        let tables = ["accounts", "users", "invitations", "outbox_emails", "audit_events"];
        let digest = |table: &str| {
            format!(
                "select md5(coalesce(string_agg(t::text, ' ' order by t::text), '')) from {table} t"
            )
        };
        self.sql(&tables.map(digest).join(" union all "))
    }

    /// Gives Nordlicht so many seats.
    pub fn book(&self, seats: usize) {
        self.sql(&format!("update workspaces set booked_seats = {seats} where slug = 'nordlicht'"));
    }

    /// Lets Nordlicht's trial end now, with nothing booked.
    pub fn end_trial(&self) {
        self.sql(
            "update workspaces set trial_ends_at = now(), booked_seats = 0
             where slug = 'nordlicht'",
        );
    }

    /// Runs one statement over the database's own socket and returns what psql prints.
    pub fn sql(&self, statement: &str) -> String {
        let output = Command::new(psql())
            .args(["--no-psqlrc", "--tuples-only", "--set=ON_ERROR_STOP=1", "--username=usher"])
            .arg(format!("--host={}", self.folder().join("run").display()))
            .args(["--dbname=usher", "--command", statement])
            .output()
            .expect("psql starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }
}

/// The client beside the server's programs, else the one on the path.
fn psql() -> PathBuf {
    let named = env::var_os("USHER_PG_BIN").map(|folder| Path::new(&folder).join("psql"));
    named.unwrap_or_else(|| PathBuf::from("psql"))
}
