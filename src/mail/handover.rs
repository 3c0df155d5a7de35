//! What came of handing a letter over.

/// What became of one attempt to hand a letter over. `reply` is one line fit to be shown and
/// stored: the server's words with its code, or a sentence of ours when it said nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handover {
    /// The server has taken the letter on itself.
    Accepted { reply: String },
    /// The letter certainly did not leave; a later attempt may succeed.
    Retry { reply: String },
    /// The letter did not leave and never will as it is.
    Refused { reply: String },
    /// The whole letter was sent but no answer came: it may or may not arrive, and sending it
    /// again may deliver it twice.
    Unknown { reply: String },
}
