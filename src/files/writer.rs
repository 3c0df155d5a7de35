//! Writes a table cell by cell, of which it holds no more than a row as long as it is written.

use csv::{Terminator, Writer as TextWriter, WriterBuilder};
use rust_xlsxwriter::{Color, Format as Look, FormatBorder, Workbook, Worksheet, XlsxError};

use crate::error::{AppError, AppResult};
use crate::files::Format;
use crate::inviting::spreadsheet::formula;

/// Tells Excel that a text is UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// How a cell of a workbook looks; text has no looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Plain,
    /// The name of a column.
    Head,
    /// An example, to be written over.
    Example,
    /// What is wrong in a row.
    Problem,
}

/// One sheet of a file. No cell of it is ever a formula, whatever it says.
pub struct Writer(Kind);

enum Kind {
    Workbook(Box<Book>),
    Text { writer: Box<TextWriter<Vec<u8>>>, rows: u32 },
}

impl Writer {
    /// Begins a sheet, whose name only workbooks have, and whose columns are so many characters
    /// wide there.
    pub fn new(format: Format, name: &str, widths: &[u16]) -> AppResult<Writer> {
        Ok(Writer(match format {
            Format::Xlsx => Kind::Workbook(Box::new(Book::new(name, widths).map_err(failed)?)),
            Format::Text { separator } => {
                let writer = WriterBuilder::new()
                    .delimiter(separator)
                    .terminator(Terminator::CRLF)
                    .flexible(true)
                    .from_writer(BYTE_ORDER_MARK.to_vec());
                Kind::Text { writer: Box::new(writer), rows: 0 }
            }
        }))
    }

    /// Writes the next cell of the row.
    pub fn cell(&mut self, style: Style, text: &str) -> AppResult<()> {
        match &mut self.0 {
            Kind::Workbook(book) => book.cell(style, text).map_err(failed),
            Kind::Text { writer, .. } => {
                writer.write_field(&*formula::neutral(text)).map_err(AppError::internal)
            }
        }
    }

    /// Ends the row.
    pub fn end_row(&mut self) -> AppResult<()> {
        match &mut self.0 {
            Kind::Workbook(book) => book.end_row(),
            Kind::Text { writer, rows } => {
                writer.write_record(None::<&[u8]>).map_err(AppError::internal)?;
                *rows += 1;
            }
        }
        Ok(())
    }

    /// Goes on in this row, counted from 1; the rows before it that were not written stay empty.
    pub fn skip_to(&mut self, row: u32) -> AppResult<()> {
        match &mut self.0 {
            Kind::Workbook(book) => book.row = book.row.max(row - 1),
            Kind::Text { rows, .. } => {
                for _ in *rows + 1..row {
                    self.end_row()?;
                }
            }
        }
        Ok(())
    }

    /// Writes a whole row.
    pub fn row<T: AsRef<str>>(
        &mut self,
        style: Style,
        cells: impl IntoIterator<Item = T>,
    ) -> AppResult<()> {
        cells.into_iter().try_for_each(|cell| self.cell(style, cell.as_ref()))?;
        self.end_row()
    }

    /// The finished file.
    pub fn finish(self) -> AppResult<Vec<u8>> {
        match self.0 {
            Kind::Workbook(book) => book.finish().map_err(failed),
            Kind::Text { writer, .. } => {
                writer.into_inner().map_err(|error| failed(error.into_error()))
            }
        }
    }
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> AppError {
    AppError::internal(error)
}

/// A workbook with one sheet, whose rows wait in a nameless temporary file.
struct Book {
    workbook: Workbook,
    sheet: Worksheet,
    looks: Looks,
    row: u32,
    column: u16,
}

impl Book {
    fn new(name: &str, widths: &[u16]) -> Result<Book, XlsxError> {
        let mut workbook = Workbook::new();
        let mut sheet = workbook.new_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        set_widths(&mut sheet, widths)?;
        Ok(Book { workbook, sheet, looks: Looks::default(), row: 0, column: 0 })
    }

    fn cell(&mut self, style: Style, text: &str) -> Result<(), XlsxError> {
        if style == Style::Head && self.column == 0 {
            self.sheet.set_freeze_panes(self.row + 1, 0)?;
        }
        if !text.is_empty() {
            let look = self.looks.of(style, text);
            self.sheet.write_string_with_format(self.row, self.column, text, look)?;
        }
        self.column += 1;
        Ok(())
    }

    fn end_row(&mut self) {
        (self.row, self.column) = (self.row + 1, 0);
    }

    fn finish(mut self) -> Result<Vec<u8>, XlsxError> {
        self.workbook.push_worksheet(self.sheet);
        self.workbook.save_to_buffer()
    }
}

/// So many characters wide, column by column.
pub(super) fn set_widths(sheet: &mut Worksheet, widths: &[u16]) -> Result<(), XlsxError> {
    for (column, width) in (0..).zip(widths) {
        sheet.set_column_width(column, f64::from(*width))?;
    }
    Ok(())
}

/// The looks of cells, made once.
pub(super) struct Looks {
    plain: Look,
    /// Stays text when somebody edits the cell, although it looks like a formula.
    quoted: Look,
    head: Look,
    example: Look,
    problem: Look,
}

impl Default for Looks {
    fn default() -> Looks {
        let head = Look::new().set_bold().set_border_bottom(FormatBorder::Thin);
        Looks {
            plain: Look::new(),
            quoted: Look::new().set_quote_prefix(),
            head: head.set_background_color(Color::RGB(0x00EE_F0F4)),
            problem: Look::new()
                .set_font_color(Color::RGB(0x00B4_2318))
                .set_background_color(Color::RGB(0x00FE_F3F2)),
            example: Look::new().set_italic().set_font_color(Color::RGB(0x006B_7280)),
        }
    }
}

impl Looks {
    pub fn of(&self, style: Style, text: &str) -> &Look {
        match style {
            Style::Plain if formula::is_like_one(text) => &self.quoted,
            Style::Plain => &self.plain,
            Style::Head => &self.head,
            Style::Example => &self.example,
            Style::Problem => &self.problem,
        }
    }
}
