//! Columns whose names say more than one thing, or nothing.

use usher::inviting::spreadsheet::{Field, Unreadable, Wish};

use crate::{full_line, line, lines, read, read_as};

#[tokio::test]
async fn an_address_is_known_with_a_word_before_or_behind() {
    for header in [
        "E-Mail dienstlich",
        "E-Mail geschäftlich",
        "Email - Work",
        "E-Mail privat",
        "E-Mail (privat)",
        "Private E-Mail",
        "Benutzerprinzipalname",
        "User principal name",
        "UPN",
    ] {
        let text = format!("{header};Team\nanna@example.com;Design");
        let expected = [full_line(["anna@example.com", "", "", "Design", ""])];
        assert_eq!(lines(text).await, expected, "{header}");
    }
    for header in ["Manager's e-mail", "E-Mail Vorgesetzter", "Mailbox size"] {
        assert_eq!(Field::recognise(header), None, "{header}");
    }
}

#[tokio::test]
async fn of_several_addresses_the_one_at_work_is_taken() {
    let work = [line("anna@example.com", "Anna Beck")];
    for header in [
        "E-Mail privat;E-Mail dienstlich",
        "Personal email;Work email",
        "E-Mail (privat);E-Mail",
        "Benutzerprinzipalname;E-Mail",
        "UPN;Private E-Mail",
    ] {
        let text = format!("{header};Name\nanna@home.example;anna@example.com;Anna Beck");
        assert_eq!(lines(text).await, work, "{header}");
    }
    // Of nobody at work is anything known.
    let text = "E-Mail dienstlich;E-Mail privat;Name\n;anna@example.com;Anna Beck";
    assert_eq!(lines(text).await, work);
}

#[tokio::test]
async fn names_as_directories_call_them_are_known() {
    for header in ["Preferred Name", "Angezeigter Name", "Display name", "Anzeigename"] {
        let text = format!("UPN;{header}\nab@example.com;Anna Beck");
        assert_eq!(lines(text).await, [line("ab@example.com", "Anna Beck")], "{header}");
    }
    let text = "Legal Last Name;Legal First Name;Work Email\nBeck;Anna;ab@example.com";
    assert_eq!(lines(text).await, [line("ab@example.com", "Anna Beck")]);
}

#[tokio::test]
async fn one_unknown_header_throws_no_other_away() {
    let expected = [full_line(["ab@example.com", "", "", "Design", ""])];
    assert_eq!(lines("Team;Login\nDesign;ab@example.com").await, expected);
    for text in
        ["E-Mail;Kennung\nanna.beck@example.com;abeck", "E-Mail;Chef\nab@example.com;Bo Lund"]
    {
        assert_eq!(lines(text).await[0].name, "", "{text}");
    }
    let text = "E-Mail;Wer;Geschl.;Abteilung\n\
        anna.beck@example.com;Anna Beck;weiblich;Vertrieb\nbo@example.com;Bo Lund;männlich;Einkauf";
    let expected = [
        full_line(["anna.beck@example.com", "Anna Beck", "", "", "female"]),
        full_line(["bo@example.com", "Bo Lund", "", "", "male"]),
    ];
    assert_eq!(lines(text).await, expected);
}

#[tokio::test]
async fn a_word_within_a_text_tells_no_gender() {
    for text in [
        "anna.beck@example.com;Anna Beck;Frankfurt a. M.",
        "anna.beck@example.com;Anna Beck;hr@x",
        "anna.beck@example.com;Anna Beck;Firma Herr & Frau",
    ] {
        assert_eq!(lines(text).await[0].gender, "", "{text}");
    }
    for text in
        ["E-Mail;Paid\nanna@example.com;x", "E-Mail;Size\nanna@example.com;M", "anna@example.com;x"]
    {
        assert_eq!(lines(text).await[0].gender, "", "{text}");
    }
    for (word, gender) in [("m", "male"), ("Frau", "female"), ("Divers", "other")] {
        let text = format!("anna.beck@example.com;Anna Beck;{word}");
        assert_eq!(lines(text).await[0].gender, gender, "{word}");
    }
    for word in
        ["Unspecified", "nicht angegeben", "none", "keine Angabe", "unknown", "0", "-", "n/a"]
    {
        let text = format!("E-Mail;Gender\nab@example.com;{word}");
        assert_eq!(lines(text).await[0].gender, "", "{word}");
    }
}

#[tokio::test]
async fn the_only_column_of_addresses_is_proposed_where_another_is_called_so() {
    let text = "E-Mail;Name;Login\n12;Anna Beck;ab@example.com\n13;Bo Lund;bl@example.com";
    let sheet = read(text).await.unwrap();
    assert_eq!(sheet.columns, [None, Some(Field::Name), Some(Field::Email)]);
    assert!(sheet.rows.is_empty(), "somebody says so first");
    let wish = Wish { columns: Some(sheet.columns), ..Wish::default() };
    let told = read_as(text, wish).await.unwrap();
    assert_eq!(told.rows[1].line, line("bl@example.com", "Bo Lund"));
    let several = "E-Mail;Name;Login;Chef\n1;Anna Beck;ab@example.com;bo@example.com\n";
    assert_eq!(read(several).await.unwrap().columns, [None, Some(Field::Name), None, None]);
}

#[tokio::test]
async fn a_template_that_nobody_filled_in_has_only_its_example() {
    let text = "E-Mail;Name\nexample.person@example.com;Example Person\n";
    assert_eq!(read(text).await, Err(Unreadable::OnlyExample));
    assert_eq!(lines(format!("{text}ab@example.com;Anna Beck\n")).await.len(), 1);
    assert_eq!(read("E-Mail;Name\n;Anna Beck\n").await, Err(Unreadable::NoAddresses));
}

#[tokio::test]
async fn long_and_invisible_names_of_columns_and_sheets_are_cut_and_tidied() {
    let text = format!("E-Mail;{}\nab@example.com;{}", "h".repeat(1_000), "c".repeat(1_000));
    let sheet = read(text).await.unwrap();
    assert_eq!(sheet.headers[1], "h".repeat(100));
    assert_eq!(sheet.samples[0][1], "c".repeat(100));
    let name = format!("a\u{202e}b{}", "x".repeat(5_000));
    let tables = format!(
        "<table:table table:name=\"{name}\"><table:table-row><table:table-cell><text:p>\
         ab@example.com</text:p></table:table-cell></table:table-row></table:table>"
    );
    let sheet = read(crate::ods::spreadsheet("", &tables)).await.unwrap();
    assert_eq!(sheet.sheets, [format!("ab{}", "x".repeat(98))]);
}

#[tokio::test]
async fn wishes_beyond_all_sheets_and_columns_do_no_harm() {
    let text = "E-Mail;Name\nab@example.com;Anna Beck";
    for sheet in [1, 7, usize::MAX] {
        let wish = Wish { sheet: Some(sheet), ..Wish::default() };
        assert_eq!(read_as(text, wish).await, Err(Unreadable::Empty), "{sheet}");
    }
    let mut columns = vec![Some(Field::Email), Some(Field::Name)];
    columns.resize(500_000, Some(Field::Team));
    let wish = Wish { columns: Some(columns), ..Wish::default() };
    assert_eq!(
        read_as(text, wish).await.unwrap().rows[0].line,
        line("ab@example.com", "Anna Beck")
    );
}
