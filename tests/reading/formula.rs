use proptest::prelude::*;
use usher::inviting::spreadsheet::formula::{is_like_one, meant, neutral};

#[test]
fn what_spreadsheet_programs_run_is_marked() {
    for text in ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\0x", " =1", "＝1", "\u{feff}@x", "'=1"]
    {
        assert_eq!(neutral(text), format!("'{text}"), "{text:?}");
    }
    for text in ["", "Anna", "a=1", "o'Neil", "'s-Hertogenbosch", "1-2", "anna@example.com"] {
        assert_eq!(neutral(text), text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn a_marked_text_is_no_formula_and_is_read_as_it_was(text in "['=+\\-@＝ \t\r\0\u{feff}a1]{0,6}|\\PC*") {
        let cell = neutral(&text);
        prop_assert!(!is_like_one(&cell), "{cell:?}");
        prop_assert_eq!(meant(&cell), &text);
    }
}
