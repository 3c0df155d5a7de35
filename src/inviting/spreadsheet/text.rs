//! Text from the bytes of a file.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::inviting::spreadsheet::Unreadable;

/// So many bytes are looked at to tell an encoding or a web page.
const LOOKED_AT: usize = 1024;

/// Decodes by the byte order mark, else as UTF-16 where every other byte is zero, as UTF-8 where
/// that is valid, as a web page says, and as Windows-1252, which Excel writes in the West.
/// `WrongType` for what is no text.
pub(super) fn decode(file: &[u8]) -> Result<Cow<'_, str>, Unreadable> {
    let text = match Encoding::for_bom(file) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&file[mark..]).0,
        None => match without_mark(file) {
            Some(encoding) => encoding.decode_without_bom_handling(file).0,
            None => match std::str::from_utf8(file) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) => {
                    let encoding = declared(file).unwrap_or(WINDOWS_1252);
                    encoding.decode_without_bom_handling(file).0
                }
            },
        },
    };
    if text.trim().is_empty() {
        return Err(Unreadable::Empty);
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

/// The encoding that the beginning of a web page names.
fn declared(file: &[u8]) -> Option<&'static Encoding> {
    let beginning = String::from_utf8_lossy(&file[..file.len().min(LOOKED_AT)]).to_lowercase();
    let (_, label) = beginning.split_once("<meta")?.1.split_once("charset=")?;
    let is_end = |letter: char| !letter.is_ascii_alphanumeric() && letter != '-' && letter != '_';
    let label = label.trim_start_matches(['"', '\'']).split(is_end).next()?;
    Encoding::for_label(label.as_bytes())
}

/// Whether a text is HTML. `WebPage` where Excel saved one as a mail message, `WrongType` for other
/// markup. A list may begin with an address in brackets.
pub(super) fn is_web_page(text: &str) -> Result<bool, Unreadable> {
    let text =
        text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
    let beginning = text.chars().take(LOOKED_AT).collect::<String>().to_lowercase();
    if beginning.starts_with("mime-version:") {
        return Err(Unreadable::WebPage);
    }
    let has = |tags: &[&str]| tags.iter().any(|tag| beginning.contains(tag));
    let is_page = has(&["<html", "<!doctype html", "<table", "<head", "<meta", "<body", "<style"]);
    if beginning.starts_with('<') && is_page {
        Ok(true)
    } else if beginning.starts_with("<?xml") {
        Err(Unreadable::WrongType)
    } else {
        Ok(false)
    }
}

fn is_binary(letter: char) -> bool {
    letter.is_ascii_control()
        && !matches!(letter, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{1a}')
}
