//! What an import is filled in with: the columns it recognises, in the reader's language, and what
//! the workspace has to choose from as drop-down lists.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, Format as Look, FormatAlign, Formula, Workbook,
    Worksheet, XlsxError,
};

use crate::error::{AppError, AppResult};
use crate::files::Format;
use crate::files::writer::{Looks, Style, Writer, set_widths};
use crate::inviting::spreadsheet::{EXAMPLE_ADDRESS, PEOPLE};
use crate::models::role::{Preset, Role};
use crate::models::team::Team;
use crate::values::{Gender, Lang};

/// How wide the notes are, in characters.
const NOTE_WIDTH: u16 = 90;
/// Where the lists begin beside the notes, with a column between.
const FIRST_LIST: u16 = 2;

/// What the workspace has to choose from.
#[derive(Clone, Debug)]
pub struct Template {
    pub roles: Vec<Role>,
    /// Without one there is no column for them.
    pub teams: Vec<Team>,
    pub lang: Lang,
}

struct Column {
    title: String,
    width: u16,
    example: String,
    /// What can be chosen; empty where anything can stand.
    choices: Vec<String>,
}

impl Template {
    /// The file in this format; only a workbook has notes and lists.
    pub fn write(&self, format: Format) -> AppResult<Vec<u8>> {
        match format {
            Format::Xlsx => self.workbook().map_err(AppError::internal),
            Format::Text { .. } => self.text(format),
        }
    }

    fn text(&self, format: Format) -> AppResult<Vec<u8>> {
        let columns = self.columns();
        let mut writer = Writer::new(format, "", &[])?;
        writer.row(Style::Head, columns.iter().map(|column| &column.title))?;
        writer.row(Style::Example, columns.iter().map(|column| &column.example))?;
        writer.finish()
    }

    fn columns(&self) -> Vec<Column> {
        let title = |key: &str| self.lang.t(key);
        let free = |key: &str, width: u16, example: String| {
            let choices = Vec::new();
            Column { title: title(key), width, example, choices }
        };
        let user = self.roles.iter().find(|role| role.preset == Some(Preset::User));
        let roles: Vec<String> = self.roles.iter().map(|role| role.title(self.lang)).collect();
        let teams: Vec<String> = self.teams.iter().map(|team| team.name.clone()).collect();
        let genders = Gender::ALL.iter().map(|gender| gender.title(self.lang)).collect();
        let mut columns = vec![
            free("email", 36, EXAMPLE_ADDRESS.to_owned()),
            free("users-name", 28, title("template-example")),
            Column {
                title: title("users-role"),
                width: 18,
                example: user.map(|role| role.title(self.lang)).unwrap_or_default(),
                choices: roles,
            },
        ];
        if let Some(first) = teams.first().cloned() {
            let title = title("users-team");
            columns.push(Column { title, width: 24, example: first, choices: teams });
        }
        let title = title("user-gender");
        columns.push(Column { title, width: 14, example: String::new(), choices: genders });
        columns
    }

    fn workbook(&self) -> Result<Vec<u8>, XlsxError> {
        let (mut workbook, looks) = (Workbook::new(), Looks::default());
        let columns = self.columns();
        let people = workbook.add_worksheet();
        people.set_name(self.lang.t("template-people"))?.set_freeze_panes(1, 0)?;
        set_widths(people, &columns.iter().map(|column| column.width).collect::<Vec<_>>())?;
        let mut list = FIRST_LIST;
        for (index, column) in (0..).zip(&columns) {
            write(people, &looks, 0, index, Style::Head, &column.title)?;
            write(people, &looks, 1, index, Style::Example, &column.example)?;
            if !column.choices.is_empty() {
                let offered = self.offered(list, column.choices.len())?;
                people.add_data_validation(1, index, PEOPLE as u32 + 1, index, &offered)?;
                list += 1;
            }
        }
        self.write_notes(workbook.add_worksheet(), &looks, &columns)?;
        workbook.save_to_buffer()
    }

    /// A drop-down list of so many words in this column of the notes. Other words are pointed out,
    /// and can stay: there may be new teams when the file comes back.
    fn offered(&self, column: u16, words: usize) -> Result<DataValidation, XlsxError> {
        let letter = char::from(b'A' + column as u8);
        let sheet = self.lang.t("template-notes");
        let range = format!("='{sheet}'!${letter}$2:${letter}${}", words + 1);
        DataValidation::new()
            .allow_list_formula(Formula::new(range))
            .set_error_style(DataValidationErrorStyle::Warning)
            .set_error_title(self.lang.t("template-choose-title"))?
            .set_error_message(self.lang.t("template-choose"))
    }

    fn write_notes(
        &self,
        sheet: &mut Worksheet,
        looks: &Looks,
        columns: &[Column],
    ) -> Result<(), XlsxError> {
        let name = self.lang.t("template-notes");
        sheet.set_name(&name)?;
        set_widths(sheet, &[NOTE_WIDTH])?;
        write(sheet, looks, 0, 0, Style::Head, &name)?;
        let note = Look::new().set_text_wrap().set_align(FormatAlign::Top);
        for (row, text) in (1..).zip(self.notes()) {
            sheet.write_string_with_format(row, 0, text, &note)?;
        }
        let lists = columns.iter().filter(|column| !column.choices.is_empty());
        for (index, column) in (FIRST_LIST..).zip(lists) {
            sheet.set_column_width(index, f64::from(column.width))?;
            write(sheet, looks, 0, index, Style::Head, &column.title)?;
            for (row, word) in (1..).zip(&column.choices) {
                write(sheet, looks, row, index, Style::Plain, word)?;
            }
        }
        Ok(())
    }

    fn notes(&self) -> Vec<String> {
        let say = |key: &str| self.lang.t(key);
        vec![
            say("template-note-rows"),
            say("template-note-email"),
            say("template-note-name"),
            say("template-note-role"),
            say("template-note-team"),
            self.lang.say("template-note-most").with("people", PEOPLE).to_string(),
        ]
    }
}

fn write(
    sheet: &mut Worksheet,
    looks: &Looks,
    row: u32,
    column: u16,
    style: Style,
    text: &str,
) -> Result<(), XlsxError> {
    match text {
        "" => Ok(()),
        _ => {
            let look = looks.of(style, text);
            sheet.write_string_with_format(row, column, text, look).map(drop)
        }
    }
}
