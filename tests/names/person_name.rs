use proptest::prelude::*;
use usher::values::{PersonName, PersonNameError};

#[test]
fn blanks_are_trimmed_and_joined() {
    assert_eq!(
        PersonName::parse("  Anna   von der  Heide ").unwrap().as_ref(),
        "Anna von der Heide"
    );
}

#[test]
fn letters_and_marks_become_one_character() {
    assert_eq!(PersonName::parse("Ju\u{308}rgen").unwrap().to_string(), "Jürgen");
}

#[test]
fn nothing_is_refused_as_empty() {
    for text in ["", " ", "\u{a0}\u{3000}", " \n "] {
        assert_eq!(PersonName::parse(text), Err(PersonNameError::Empty), "{text:?}");
    }
}

#[test]
fn a_hundred_characters_are_a_name_and_one_more_is_not() {
    assert!(PersonName::parse(&"ü".repeat(100)).is_ok());
    assert_eq!(PersonName::parse(&"ü".repeat(101)), Err(PersonNameError::TooLong));
}

#[test]
fn e05_invisible_characters_are_refused() {
    for c in [
        '\0', '\t', '\n', '\u{7f}', '\u{85}', '\u{200b}', '\u{200f}', '\u{2028}', '\u{202e}',
        '\u{2066}', '\u{feff}',
    ] {
        let text = format!("Anna{c}Schmidt");
        assert_eq!(PersonName::parse(&text), Err(PersonNameError::ControlCharacter), "{c:?}");
    }
}

proptest! {
    #[test]
    fn a_name_parses_to_itself(text in any::<String>()) {
        if let Ok(name) = PersonName::parse(&text) {
            prop_assert_eq!(PersonName::parse(name.as_ref()), Ok(name));
        }
    }
}
