//! Zip archives, checked before anything reads what is in them.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::inviting::spreadsheet::{FileKind, Unreadable};

/// The most entries an archive may have.
const ENTRIES: usize = 1_000;
/// The most bytes all entries may have together, unpacked.
const UNPACKED: u64 = 64 * 1024 * 1024;

/// Refuses an archive that holds no workbook, that is encrypted or damaged, or that unpacks to
/// too much, by what it declares and by unpacking it into nothing. Else says what it holds.
pub(super) fn check(file: &[u8]) -> Result<FileKind, Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(reason)?;
    if archive.len() > ENTRIES {
        return Err(Unreadable::TooLarge);
    }
    let kind = kind(&archive).ok_or(Unreadable::WrongType)?;
    // Nothing is unpacked when the declaration alone is too much.
    let mut declared = 0_u64;
    for index in 0..archive.len() {
        declared = declared.saturating_add(archive.by_index_raw(index).map_err(reason)?.size());
    }
    if declared > UNPACKED {
        return Err(Unreadable::TooLarge);
    }
    let mut left = UNPACKED;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(reason)?;
        let unpacked = io::copy(&mut entry.take(left + 1), &mut io::sink());
        let unpacked = unpacked.map_err(|_| Unreadable::Corrupt)?;
        left = left.checked_sub(unpacked).ok_or(Unreadable::TooLarge)?;
    }
    Ok(kind)
}

/// Whether the name of an entry contains a text in lower case.
pub(super) fn has_part(file: &[u8], part: &str) -> bool {
    let archive = ZipArchive::new(Cursor::new(file));
    archive.is_ok_and(|archive| {
        archive.file_names().flatten().any(|name| name.to_ascii_lowercase().contains(part))
    })
}

/// What kind of workbook the archive may hold; `None` for other things, such as .docx.
fn kind(archive: &ZipArchive<Cursor<&[u8]>>) -> Option<FileKind> {
    let names: Vec<String> = archive
        .file_names()
        .flatten()
        .map(|name| name.replace('\\', "/").to_ascii_lowercase())
        .map(|name| name.trim_start_matches('/').to_owned())
        .collect();
    let has_sheet = |ending: &str| {
        names.iter().any(|name| name.starts_with("xl/worksheets/") && name.ends_with(ending))
    };
    if has_sheet(".xml") {
        Some(FileKind::Xlsx)
    } else if has_sheet(".bin") {
        Some(FileKind::Xlsb)
    } else {
        names.iter().any(|name| name == "content.xml").then_some(FileKind::Ods)
    }
}

fn reason(error: ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Unreadable::Encrypted,
        ZipError::InvalidPassword => Unreadable::Encrypted,
        _ => Unreadable::Corrupt,
    }
}
