use usher::inviting::paste::read;

use crate::{full_line, line};

#[test]
fn entries_are_separated_in_every_usual_way() {
    let cases = [
        "anna@example.com\nbob@example.com",
        "anna@example.com\r\n\r\n  bob@example.com  \r\n",
        "anna@example.com\rbob@example.com",
        "anna@example.com,bob@example.com",
        "anna@example.com; bob@example.com;",
        "anna@example.com\tbob@example.com",
        "anna@example.com bob@example.com",
        "<anna@example.com>, <bob@example.com>",
        "mailto:anna@example.com?subject=Hello\nMAILTO:bob@example.com",
        "• anna@example.com\n- bob@example.com.",
        "\u{feff}anna@example.com\u{200b}\n\u{a0}bob@example.com\u{a0}",
    ];
    for case in cases {
        let expected = [line("anna@example.com", ""), line("bob@example.com", "")];
        assert_eq!(read(case).lines, expected, "{case:?}");
    }
}

#[test]
fn a_name_beside_an_address_is_taken() {
    let cases = [
        "Anna Example <anna@example.com>",
        "\"Anna Example\" <anna@example.com>",
        "'Anna Example' <anna@example.com>",
        "\"Example, Anna\" <anna@example.com>",
        "Example, Anna <anna@example.com>",
        "Example, Anna <anna@example.com>;",
        "<anna@example.com> Anna Example",
        "anna@example.com (Anna Example)",
        "Anna Example anna@example.com",
        "Anna Example: anna@example.com",
        "Anna Example\tanna@example.com",
        "anna@example.com\tAnna Example",
        "anna@example.com\t\tExample, Anna",
        "Anna\tExample\tanna@example.com",
        "anna@example.com;Anna Example",
        "Anna\u{a0}Example, anna@example.com",
    ];
    for case in cases {
        assert_eq!(read(case).lines, [line("anna@example.com", "Anna Example")], "{case:?}");
    }
}

#[test]
fn a_third_column_is_a_role() {
    let cases = [
        "anna@example.com\tAnna Example\tEditor",
        "Anna Example\tanna@example.com\tEditor",
        "Anna Example\tEditor\tanna@example.com",
        "anna@example.com;Anna Example;Editor",
    ];
    for case in cases {
        let expected = full_line(["anna@example.com", "Anna Example", "Editor", "", ""]);
        assert_eq!(read(case).lines, [expected], "{case:?}");
    }
    assert_eq!(
        read("Thomas\tMann\ttom@example.com").lines,
        [line("tom@example.com", "Thomas Mann")]
    );
    let expected = full_line(["anna@example.com", "Anna", "Gast", "", "female"]);
    assert_eq!(read("Anna\tw\tGast\tanna@example.com").lines, [expected]);
}

#[test]
fn header_names_copied_along_tell_the_columns() {
    let text = "Rolle\tNachname\tVorname\tE-Mail\nAdmin\tBeispiel\tAnna\tanna@example.com";
    let expected = full_line(["anna@example.com", "Anna Beispiel", "Admin", "", ""]);
    assert_eq!(read(text).lines, [expected]);
    let text = "Name;E-Mail\nBeispiel, Anna;anna@example.com\n\nbob@example.com";
    let expected = [line("anna@example.com", "Anna Beispiel"), line("bob@example.com", "")];
    assert_eq!(read(text).lines, expected);
}

#[test]
fn semicolons_may_separate_what_has_commas_in_it() {
    let text = "Anna Example, anna@example.com; Bob Beta, bob@example.com;";
    let expected = [line("anna@example.com", "Anna Example"), line("bob@example.com", "Bob Beta")];
    assert_eq!(read(text).lines, expected);
}

#[test]
fn quoted_commas_do_not_separate() {
    let text = "\"Example, Anna\" <anna@example.com>, \"Bob \"\"B\"\" Beta\" <bob@example.com>";
    let names: Vec<_> = read(text).lines.into_iter().map(|line| line.email).collect();
    assert_eq!(names, ["anna@example.com", "bob@example.com"]);
    let text = "Anna Example, PhD <anna@example.com>; Example, Bob <bob@example.com>";
    let expected =
        [line("anna@example.com", "Anna Example, PhD"), line("bob@example.com", "Bob Example")];
    assert_eq!(read(text).lines, expected);
}

#[test]
fn the_same_address_twice_is_dropped_and_counted() {
    let pasted =
        read("Anna <anna@Example.com>\nANNA@example.COM\nanna@bücher.de\nanna@xn--bcher-kva.de");
    assert_eq!(pasted.lines, [line("anna@Example.com", "Anna"), line("anna@bücher.de", "")]);
    assert_eq!(pasted.duplicates, 2);
}

#[test]
fn what_is_no_address_stays_to_be_mended() {
    let pasted = read(
        "anna.example.com\nAnna Example\nanna@\nanna@@example.com\n@@@\n---\n\"open, bob@example.com",
    );
    let expected = [
        line("anna.example.com", ""),
        line("", "Anna Example"),
        line("anna@", ""),
        line("anna@@example.com", ""),
        line("@@@", ""),
        line("bob@example.com", "open"),
    ];
    assert_eq!(pasted.lines, expected);
}

#[test]
fn nothing_gives_nothing() {
    for case in ["", " \n\t\n", ",;,;\n\t;", "---\n•", "\"", "<>", "\u{200b}"] {
        assert_eq!(read(case).lines, [], "{case:?}");
    }
}

#[test]
fn any_text_at_all_is_read() {
    let alphabet = "[a-z@.,;<>\"()\\t\\n \u{a0}ßéA:?/-]{0,80}";
    proptest::proptest!(|(text in alphabet)| {
        for line in read(&text).lines {
            proptest::prop_assert!(!line.is_empty(), "{text:?}");
        }
    });
}
