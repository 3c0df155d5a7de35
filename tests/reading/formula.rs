use proptest::prelude::*;
use usher::inviting::spreadsheet::formula::{is_like_one, meant, neutral};

#[test]
fn what_spreadsheet_programs_run_is_marked() {
    for text in
        ["=1", "+1", "-1", "@a", "\0x", " =1", "＝1", "\u{feff}@x", "'=1", "\"=1\"", "\"\"-1"]
    {
        assert_eq!(neutral(text), format!("'{text}"), "{text:?}");
    }
    for text in ["", "Anna", "a=1", "o'Neil", "'s-Hertogenbosch", "1-2", "anna@example.com"] {
        assert_eq!(neutral(text), text);
    }
}

#[test]
fn so_is_what_would_begin_a_cell_if_something_else_separated_them() {
    for (text, written) in [
        ("Paula,=1+2", "Paula,'=1+2"),
        ("Paula;=1+2", "Paula;'=1+2"),
        ("Paula|=1+2", "Paula|'=1+2"),
        ("Paula\t=1+2", "Paula\t'=1+2"),
        ("Paula\n=1+2", "Paula\n'=1+2"),
        ("Paula\r\n=1+2", "Paula\r'\n'=1+2"),
        ("Paula, =1+2", "Paula,' =1+2"),
        ("Paula,\"=1+2\"", "Paula,'\"=1+2\""),
        ("Paula,\" =1+2", "Paula,'\" =1+2"),
        ("a;+1;-1;@x", "a;'+1;'-1;'@x"),
        ("=1,=2", "'=1,'=2"),
        ("\t=1", "'\t'=1"),
        ("Paula,'=1", "Paula,''=1"),
        (",=1", ",'=1"),
        ("Beck, Anna; Lund, Bo", "Beck, Anna; Lund, Bo"),
        ("1-2, 3=3", "1-2, 3=3"),
    ] {
        assert_eq!(neutral(text), written, "{text:?}");
        assert_eq!(meant(written), text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn a_marked_text_is_no_formula_and_is_read_as_it_was(text in "['=+\\-@＝ \t\r\0\u{feff}a1]{0,6}|\\PC*") {
        let cell = neutral(&text);
        prop_assert!(!is_like_one(&cell), "{cell:?}");
        prop_assert_eq!(meant(&cell), text.as_str());
    }

    #[test]
    fn no_part_of_a_marked_text_is_a_formula(text in "['=+@\\-,;|\t\r\n\" a1]{0,9}") {
        let cell = neutral(&text);
        for part in cell.split([',', ';', '|', '\t', '\r', '\n']) {
            prop_assert!(!is_like_one(part), "{part:?} of {cell:?}");
        }
        prop_assert_eq!(meant(&cell), text.as_str());
    }
}
