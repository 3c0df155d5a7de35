//! Icons that every row of a list has. As symbols they stand in the page once.

use std::fmt;

/// What stands around the shapes in the files of `templates/icons`.
const BEGIN: &str = r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">"#;
const END: &str = "</svg>";

macro_rules! icons {
    ($($name:literal),+) => {
        [$(($name, include_str!(concat!("../templates/icons/_", $name, ".svg")))),+]
    };
}

/// The icons of a row of the user list.
const OF_USERS: [(&str, &str); 8] =
    icons!["more", "clock", "check", "minus", "send", "edit", "user", "again"];

/// The symbols that the rows of the user list use, as a page holds them: HTML of our own files.
pub struct SymbolsOfUsers;

impl askama::filters::HtmlSafe for SymbolsOfUsers {}

impl fmt::Display for SymbolsOfUsers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(r#"<svg class="visually-hidden" aria-hidden="true">"#)?;
        for (name, file) in OF_USERS {
            f.write_str(&symbol(name, file))?;
        }
        f.write_str(END)
    }
}

fn symbol(name: &str, file: &str) -> String {
    let shapes = file.trim().strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix(END));
    let shapes = shapes.unwrap_or_default();
    format!(r#"<symbol id="icon-{name}" viewBox="0 0 24 24">{shapes}</symbol>"#)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symbol_has_its_shapes() {
        for (name, file) in OF_USERS {
            assert!(symbol(name, file).contains("\"><"), "{name}: {}", symbol(name, file));
        }
    }
}
