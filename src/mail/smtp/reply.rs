//! What a server said, as one line to show and to store.

use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::{Code, Response, Severity};

use crate::mail::letter::clean;

/// Longest reply kept, in characters. Servers may answer with half a page.
const LIMIT: usize = 500;

/// Code and words of a positive answer.
pub(super) fn line(response: &Response) -> String {
    let words: Vec<&str> = response.message().collect();
    clean(&format!("{} {}", response.code(), words.join(" ")), LIMIT)
}

/// Code and words of a refusal, or what went wrong with the connection.
pub(super) fn words(error: &Error) -> String {
    let cause = std::error::Error::source(error).map(ToString::to_string);
    let text = match (error.status(), cause) {
        (Some(code), cause) => format!("{code} {}", cause.unwrap_or_default()),
        (None, Some(cause)) => cause,
        (None, None) => error.to_string(),
    };
    clean(&text, LIMIT)
}

/// 421: the server closes the connection, whatever was asked.
pub(super) fn is_closing(code: Code) -> bool {
    u16::from(code) == 421
}

/// A refusal that is about our access to the server and not about the letter: 530, 534, 535, 538.
pub(super) fn is_about_access(code: Code) -> bool {
    matches!(u16::from(code), 530 | 534 | 535 | 538)
}

pub(super) fn is_permanent(code: Code) -> bool {
    code.severity == Severity::PermanentNegativeCompletion && !is_about_access(code)
}
