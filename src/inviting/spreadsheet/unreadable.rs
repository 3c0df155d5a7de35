//! Why a file gives no people.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Each has its own sentence and its own way on in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error, Serialize, Deserialize)]
pub enum Unreadable {
    #[error("neither a spreadsheet nor text")]
    WrongType,
    #[error("a workbook in the format used before Excel 5")]
    OldExcel,
    #[error("a web page without a table that can be read")]
    WebPage,
    #[error("protected by a password")]
    Encrypted,
    #[error("damaged, or made to do damage")]
    Corrupt,
    #[error("nothing in it")]
    Empty,
    #[error("too large, packed or unpacked")]
    TooLarge,
    #[error("more than {limit} people")]
    TooManyRows { limit: usize },
    #[error("no e-mail addresses in it")]
    NoAddresses,
    /// A template that nobody has filled in.
    #[error("only the example of the template in it")]
    OnlyExample,
    #[error("reading took too long")]
    TookTooLong,
    /// Says nothing about the file: the same one may be read later.
    #[error("the reader is busy or did not start")]
    Unavailable,
}
