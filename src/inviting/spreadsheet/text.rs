//! Text from the bytes of a file.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::inviting::spreadsheet::Unreadable;

/// So many bytes are looked at to tell an encoding or a web page.
const LOOKED_AT: usize = 1024;

/// Decodes by the byte order mark, else as UTF-16 where every other byte is zero, as UTF-8 where
/// that is valid, and as Windows-1252, which Excel writes in the West. `WebPage` for HTML,
/// `WrongType` for other markup and for what is no text.
pub(super) fn decode(file: &[u8]) -> Result<Cow<'_, str>, Unreadable> {
    let text = match Encoding::for_bom(file) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&file[mark..]).0,
        None => match without_mark(file) {
            Some(encoding) => encoding.decode_without_bom_handling(file).0,
            None => match std::str::from_utf8(file) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) => WINDOWS_1252.decode_without_bom_handling(file).0,
            },
        },
    };
    if text.trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    if let Some(reason) = markup(&text) {
        return Err(reason);
    }
    match text.chars().any(is_binary) {
        true => Err(Unreadable::WrongType),
        false => Ok(text),
    }
}

fn without_mark(file: &[u8]) -> Option<&'static Encoding> {
    let pairs = file.len().min(LOOKED_AT) / 2;
    let zeros =
        |offset: usize| file.chunks_exact(2).take(pairs).filter(|pair| pair[offset] == 0).count();
    let (high, low) = (zeros(0), zeros(1));
    if low * 2 > pairs && high * 4 < pairs {
        Some(UTF_16LE)
    } else if high * 2 > pairs && low * 4 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Many programs "export to Excel" by writing a table in HTML under the name .xls. Excel itself
/// saves web pages as mail messages.
fn markup(text: &str) -> Option<Unreadable> {
    let beginning: String =
        text.trim_start().chars().take(LOOKED_AT).collect::<String>().to_lowercase();
    let is_page = ["<html", "<!doctype html", "<table", "<head", "<meta", "<body"]
        .iter()
        .any(|tag| beginning.contains(tag));
    if beginning.starts_with("mime-version:") || (beginning.starts_with('<') && is_page) {
        Some(Unreadable::WebPage)
    } else if beginning.starts_with("<?xml") {
        Some(Unreadable::WrongType)
    } else {
        // A list, which may begin with an address in brackets.
        None
    }
}

fn is_binary(letter: char) -> bool {
    letter.is_ascii_control()
        && !matches!(letter, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{1a}')
}
