//! The sentences of the window that count something, and the same with places for scripts to fill.

use super::Window;

impl Window {
    /// "2 of 10 seats left after this", "… left" as long as nobody is named; over the limit it says
    /// what to do.
    pub fn seats_text(&self) -> String {
        let Some(free) = self.seats.free() else { return self.lang.t("invite-trial") };
        let count = self.count() as i64;
        if count == 0 {
            return self.seats_text_before();
        }
        if count > free {
            return self.lang.say("invite-seats-over").with("d", count - free).to_string();
        }
        let left = self.lang.say("invite-seats").with("n", free - count);
        left.with("m", self.seats.booked).to_string()
    }

    /// The seats that are left now.
    pub fn seats_text_before(&self) -> String {
        let free = self.seats.free().unwrap_or_default();
        let left = self.lang.say("invite-seats-before").with("n", free);
        left.with("m", self.seats.booked).to_string()
    }

    /// The same sentences with places for scripts to fill: `{n}` left, `{k}` people, `{d}` too many.
    pub fn seats_pattern(&self, is_one: bool) -> String {
        let phrase = self.lang.say("invite-seats").with("m", self.seats.booked);
        if is_one { phrase.with("n", 1) } else { phrase.with("n", "{n}") }.to_string()
    }

    pub fn seats_over_pattern(&self, is_one: bool) -> String {
        let phrase = self.lang.say("invite-seats-over");
        if is_one { phrase.with("d", 1) } else { phrase.with("d", "{d}") }.to_string()
    }

    /// How many people fit, and how many find no seat.
    fn over(&self) -> (i64, i64) {
        let free = self.seats.free().unwrap_or_default();
        (free, self.count() as i64 - free)
    }

    /// What can be done for people without a seat: booking more, or letting them wait.
    pub fn over_text(&self) -> String {
        let (free, without) = self.over();
        let phrase = self.lang.say("invite-over").with("n", free).with("d", without);
        phrase.with("k", self.count()).to_string()
    }

    /// The text of Send while people find no seat: "Invite 3, 2 wait".
    pub fn send_over_text(&self) -> String {
        let (free, without) = self.over();
        self.lang.say("invite-send-over").with("n", free).with("d", without).to_string()
    }

    /// The same with a place for scripts to fill: `{d}` without a seat.
    pub fn send_over_pattern(&self, is_one: bool) -> String {
        let phrase = self.lang.say("invite-send-over").with("n", self.over().0);
        if is_one { phrase.with("d", 1) } else { phrase.with("d", "{d}") }.to_string()
    }

    /// What the button did whose choice is for all lines; `kept` lines have another one.
    pub fn applied_text(&self, kept: usize) -> String {
        match kept {
            0 => self.lang.t("invite-applied"),
            n => self.lang.say("invite-kept").with("n", n).to_string(),
        }
    }

    /// What the button says as long as there is nothing to apply.
    pub fn applied_none(&self) -> String {
        let has_teams = !self.teams.is_empty();
        self.lang.t(if has_teams { "invite-apply-choose" } else { "invite-apply-choose-role" })
    }

    /// The same with a place for scripts to fill.
    pub fn kept_pattern(&self) -> String {
        self.lang.say("invite-kept").with("n", "{n}").to_string()
    }

    /// Said above the buttons: what was applied, or which line was removed last.
    pub fn said(&self) -> String {
        match (self.applied, &self.removed) {
            (Some(_), _) if self.all.is_empty() => self.applied_none(),
            (Some(kept), _) => self.applied_text(kept),
            (None, Some(removed)) => {
                self.lang.say("invite-removed").with("n", removed.number()).to_string()
            }
            (None, None) => String::new(),
        }
    }

    /// Whether what lines kept may be overwritten.
    pub fn keeps_some(&self) -> bool {
        self.applied.is_some_and(|kept| kept > 0)
    }

    pub fn send_text(&self, count: usize) -> String {
        match count {
            0 => self.lang.t("invite-send-none"),
            n => self.lang.say("invite-send").with("n", n).to_string(),
        }
    }

    pub fn send_pattern(&self) -> String {
        self.lang.say("invite-send").with("n", "{n}").to_string()
    }
}
