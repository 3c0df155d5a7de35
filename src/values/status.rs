use super::text_enum::text_enum;
use crate::values::Lang;

text_enum! {
    /// Where a user stands in their workspace.
    Status {
        /// Invited, has not accepted. Holds a seat.
        Initiated = "initiated",
        /// Has accepted. Holds a seat.
        Active = "active",
        /// Holds no seat; tasks and teams are kept.
        Deactivated = "deactivated",
    }
}

impl Status {
    /// What it is called.
    pub fn title(self, lang: Lang) -> &'static str {
        lang.text(match self {
            Status::Initiated => "status-initiated",
            Status::Active => "status-active",
            Status::Deactivated => "status-deactivated",
        })
    }
}

text_enum! {
    /// Why a user who never accepted is Deactivated.
    Note {
        Withdrawn = "withdrawn",
        Declined = "declined",
    }
}
