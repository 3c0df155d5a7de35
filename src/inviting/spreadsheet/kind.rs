//! What kind of file it is, by its first bytes.

use crate::inviting::spreadsheet::Unreadable;

/// The kinds that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A zip archive; whether it holds a workbook is seen when it is opened.
    Workbook,
    /// Text in some encoding, to be read as CSV.
    Text,
}

impl Kind {
    /// The kind of a file, or why that kind is not read.
    pub fn of(file: &[u8]) -> Result<Self, Unreadable> {
        if file.is_empty() {
            return Err(Unreadable::Empty);
        }
        let begins = |magic: &[u8]| file.starts_with(magic);
        if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") {
            return Ok(Self::Workbook);
        }
        if begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
            return Err(compound(file));
        }
        // Excel 2 to 4 wrote their records without a container.
        let bare_excel =
            [b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00"];
        if bare_excel.iter().any(|magic| begins(*magic)) {
            return Err(Unreadable::OldExcel);
        }
        if begins(b"%PDF") || begins(b"{\\rtf") {
            return Err(Unreadable::WrongType);
        }
        Ok(Self::Text)
    }
}

/// Old Excel files and encrypted new ones come in the same container; the names of the streams
/// in it tell which. They stand in its directory in UTF-16.
fn compound(file: &[u8]) -> Unreadable {
    let has_stream = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        file.windows(name.len()).any(|bytes| bytes == name)
    };
    if has_stream("EncryptedPackage") {
        Unreadable::Encrypted
    } else if has_stream("Workbook") || has_stream("Book") {
        Unreadable::OldExcel
    } else {
        Unreadable::WrongType
    }
}
