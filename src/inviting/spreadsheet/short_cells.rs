//! Binary workbooks as SheetJS writes them: a cell right beside the one before does not say its
//! column. The reader used here leaves such cells out, so they are given it.

use std::io::{Cursor, Read, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Records of cells that say their column, and of those that do not; the latter have the number of
/// the former and so much more.
const WHOLE: std::ops::RangeInclusive<u16> = 1..=11;
const SHORT: std::ops::RangeInclusive<u16> = 12..=18;
const MORE: u16 = 11;

/// The same archive, its sheets without short cells; `Err` when it cannot be unpacked.
pub(super) fn expanded(file: &[u8]) -> ZipResult<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(file))?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let name = entry.name()?.into_owned();
        if !name.to_ascii_lowercase().contains("worksheets/") || !name.ends_with(".bin") {
            out.raw_copy_file(entry)?;
            continue;
        }
        let mut sheet = Vec::new();
        entry.read_to_end(&mut sheet)?;
        out.start_file(name, options)?;
        out.write_all(&whole_cells(&sheet))?;
    }
    Ok(out.finish()?.into_inner())
}

/// The records of a sheet; from one that is cut off on, the bytes stay as they are.
fn whole_cells(mut sheet: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(sheet.len());
    let mut column = 0_u32;
    while let Some((kind, content, rest)) = record(sheet) {
        match (SHORT.contains(&kind), content.first_chunk()) {
            (true, _) => {
                column = column.wrapping_add(1);
                write_number(&mut out, usize::from(kind - MORE));
                write_number(&mut out, content.len() + 4);
                out.extend_from_slice(&column.to_le_bytes());
                out.extend_from_slice(content);
            }
            (false, first) => {
                if let Some(first) = first.filter(|_| WHOLE.contains(&kind)) {
                    column = u32::from_le_bytes(*first);
                }
                out.extend_from_slice(&sheet[..sheet.len() - rest.len()]);
            }
        }
        sheet = rest;
    }
    out.extend_from_slice(sheet);
    out
}

/// The kind and content of the first record, and what follows it.
fn record(bytes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let (kind, bytes) = number(bytes, 2)?;
    let (length, bytes) = number(bytes, 4)?;
    let (content, rest) = bytes.split_at_checked(length)?;
    Some((u16::try_from(kind).ok()?, content, rest))
}

/// A number in groups of seven bits, the lowest first, of so many bytes at most.
fn number(bytes: &[u8], longest: usize) -> Option<(usize, &[u8])> {
    let mut number = 0;
    for (index, byte) in bytes.iter().enumerate().take(longest) {
        number |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((number, &bytes[index + 1..]));
        }
    }
    None
}

fn write_number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
