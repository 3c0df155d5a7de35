use serde::Deserialize;

use crate::frame::FieldError;
use crate::models::role::Role;
use crate::models::user::{ProfileChange, User};
use crate::values::{Gender, Lang, PersonName, PersonNameError};

/// The profile as it was typed.
#[derive(Debug, Deserialize)]
pub struct ProfileForm {
    pub name: String,
    /// Empty: not given.
    pub gender: String,
    /// Empty: as the workspace.
    pub language: String,
    /// A role's id; only Admins send it.
    pub role: Option<String>,
}

impl ProfileForm {
    /// The form before anything is typed. Who edits themselves sees their account's language.
    pub fn of(user: &User, own_language: Option<Option<Lang>>) -> ProfileForm {
        let language = own_language.unwrap_or(user.language);
        ProfileForm {
            name: user.name.clone(),
            gender: user.gender.map(|gender| gender.to_string()).unwrap_or_default(),
            language: language.map(|lang| lang.to_string()).unwrap_or_default(),
            role: Some(user.role_id.to_string()),
        }
    }

    /// Whether this role is the chosen one.
    pub fn is_role(&self, id: &str) -> bool {
        self.role.as_deref() == Some(id)
    }

    /// The change it asks for, or a message for each field that has to be mended.
    pub fn parse(&self, lang: Lang, roles: &[Role]) -> Result<ProfileChange, Vec<FieldError>> {
        let name = PersonName::parse(&self.name).map_err(|error| {
            FieldError::new(
                "name",
                lang.t(match error {
                    PersonNameError::Empty => "user-name-missing",
                    PersonNameError::TooLong => "user-name-long",
                    PersonNameError::ControlCharacter => "user-name-invisible",
                }),
            )
        });
        let gender = given(&self.gender, Gender::parse)
            .map_err(|()| FieldError::new("gender", lang.t("user-gender-unknown")));
        let language = given(&self.language, Lang::parse)
            .map_err(|()| FieldError::new("language", lang.t("user-language-unknown")));
        let of_id = |id: &str| roles.iter().map(|role| role.id).find(|role| role.to_string() == id);
        let role_id = self
            .role
            .as_deref()
            .map(|id| of_id(id).ok_or_else(|| FieldError::new("role", lang.t("user-role-unknown"))))
            .transpose();
        match (name, gender, language, role_id) {
            (Ok(name), Ok(gender), Ok(language), Ok(role_id)) => {
                Ok(ProfileChange { name, gender, language, role_id })
            }
            (name, gender, language, role_id) => {
                let mistakes = [name.err(), gender.err(), role_id.err(), language.err()];
                Err(mistakes.into_iter().flatten().collect())
            }
        }
    }
}

/// `None` for an empty field.
fn given<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, ()> {
    if text.is_empty() { Ok(None) } else { parse(text).map(Some).ok_or(()) }
}
