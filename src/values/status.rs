use super::text_enum::text_enum;

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

text_enum! {
    /// Why a user who never accepted is Deactivated.
    Note {
        Withdrawn = "withdrawn",
        Declined = "declined",
    }
}
