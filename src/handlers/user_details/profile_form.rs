//! The form of a profile.

use std::collections::HashSet;

use serde::Deserialize;
use uuid::Uuid;

use crate::error::{AppError, AppResult};
use crate::frame::FieldError;
use crate::handlers::form;
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
    /// Given by Admins who know that they give up their own role.
    pub sure: Option<String>,
    /// The chosen teams, sent as fields of one name, an empty one among them; `None` when the form
    /// had no teams to choose.
    #[serde(skip)]
    pub teams: Option<HashSet<Uuid>>,
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
            sure: None,
            teams: None,
        }
    }

    /// Reads a posted form.
    pub fn read(body: &[u8]) -> AppResult<ProfileForm> {
        let fields = form::<Vec<(String, String)>>(body)?;
        let teams: Vec<&str> =
            fields.iter().filter(|(name, _)| name == "team").map(|(_, id)| id.as_str()).collect();
        let chosen: Result<HashSet<Uuid>, _> =
            teams.iter().filter(|id| !id.is_empty()).map(|id| id.parse()).collect();
        let chosen = chosen.map_err(|_| AppError::BadRequest)?;
        let teams = (!teams.is_empty()).then_some(chosen);
        Ok(ProfileForm { teams, ..form(body)? })
    }

    /// The same fields, and that it is meant.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let texts = [("name", &self.name), ("gender", &self.gender), ("language", &self.language)];
        let mut fields: Vec<_> = texts.map(|(name, text)| (name, text.clone())).into();
        fields.extend(self.role.iter().map(|role| ("role", role.clone())));
        if let Some(teams) = &self.teams {
            fields.push(("team", String::new()));
            fields.extend(teams.iter().map(|id| ("team", id.to_string())));
        }
        fields.push(("sure", "yes".to_owned()));
        fields
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
                Ok(ProfileChange { name, gender, language, role_id, teams: self.teams.clone() })
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
