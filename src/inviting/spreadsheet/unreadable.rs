//! Why a file gives no people.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Each has its own sentence and its own way on in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error, Serialize, Deserialize)]
pub enum Unreadable {
    #[error("neither an Excel workbook nor a CSV file")]
    WrongType,
    #[error("a workbook in the .xls format used before Excel 2007")]
    OldExcel,
    #[error("a web page saved under the name of a spreadsheet")]
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
    #[error("reading took too long")]
    TookTooLong,
    /// Says nothing about the file: the same one may be read later.
    #[error("the reader is busy or did not start")]
    Unavailable,
}
