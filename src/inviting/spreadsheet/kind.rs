//! What kind of file it is, by its first bytes.

use crate::inviting::spreadsheet::Unreadable;
use crate::values::text_enum::text_enum;

text_enum! {
    /// The kinds of files that are read.
    FileKind {
        Xlsx = "xlsx",
        Xls = "xls",
        Xlsb = "xlsb",
        Ods = "ods",
        Csv = "csv",
        Tsv = "tsv",
        /// Many programs "export to Excel" by writing a table in HTML under the name .xls.
        Html = "html",
    }
}

/// What a file is on the outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// A zip archive; what it holds is seen when it is opened.
    Archive,
    /// The container of old Excel files.
    Compound,
    /// Text in some encoding.
    Text,
}

/// The container of a file, or why that kind is not read.
pub(super) fn container(file: &[u8]) -> Result<Container, Unreadable> {
    if file.is_empty() {
        return Err(Unreadable::Empty);
    }
    let begins = |magic: &[u8]| file.starts_with(magic);
    if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") {
        return Ok(Container::Archive);
    }
    if begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return compound(file);
    }
    // Excel 2 to 4 wrote their records without a container.
    let bare_excel =
        [b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00"];
    if bare_excel.iter().any(|magic| begins(*magic)) {
        return Err(Unreadable::OldExcel);
    }
    if begins(b"%PDF") || begins(b"{\\rtf") || begins(b"ID;PWXL") {
        return Err(Unreadable::WrongType);
    }
    Ok(Container::Text)
}

/// Old Excel files and encrypted new ones come in the same container; the names of the streams
/// in it tell which. They stand in its directory in UTF-16.
fn compound(file: &[u8]) -> Result<Container, Unreadable> {
    let has_stream = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        file.windows(name.len()).any(|bytes| bytes == name)
    };
    if has_stream("EncryptedPackage") {
        Err(Unreadable::Encrypted)
    } else if has_stream("Workbook") || has_stream("Book") {
        Ok(Container::Compound)
    } else if has_stream("Root Entry") {
        Err(Unreadable::WrongType)
    } else {
        // Even the directory is gone.
        Err(Unreadable::Corrupt)
    }
}
