use crate::{full_line, line, lines, read};

#[tokio::test]
async fn columns_are_known_by_english_and_german_names() {
    let cases = [
        "Email,Name,Role,Team,Gender\nanna@example.com,Anna Example,Admin,Design,f",
        "E-Mail,Full name,Permission role,Group,Sex\nanna@example.com,Anna Example,Admin,Design,Female",
        "E-MAIL ADDRESS *,First Name,Last Name,Role (optional),Team:,Salutation\nanna@example.com,Anna,Example,Admin,Design,Ms",
        "Team,Geschlecht (m/w/d),Rolle,Nachname,Vorname,E-Mail-Adresse\nDesign,w,Admin,Example,Anna,anna@example.com",
        "Anrede,Vorname,Name,Mailadresse,Berechtigung,Gruppe\nFrau Dr.,Anna,Example,anna@example.com,Admin,Design",
        "Geschlecht,Vor- und Nachname,Geschäftliche E-Mail,Rollen,Teams\nWeiblich,Anna Example,anna@example.com,Admin,Design",
        "work e_mail,surname,forename,user role,team name,gender\nanna@example.com,Example,Anna,Admin,Design,F",
        "Personalnummer,Nachname/Vorname,Straße,E-Mail / Email,Rolle,Team,Geschlecht\n007,\"Example, Anna\",Weg 1,anna@example.com,Admin,Design,weibl. (Frau)",
    ];
    for case in cases {
        let expected = full_line(["anna@example.com", "Anna Example", "Admin", "Design", "female"]);
        assert_eq!(lines(case).await, [expected], "{case}");
    }
}

#[tokio::test]
async fn genders_are_known_by_english_and_german_words() {
    let cases = [
        ("f", "female"),
        ("w", "female"),
        ("Female", "female"),
        ("WEIBLICH", "female"),
        ("Frau", "female"),
        ("Mrs.", "female"),
        ("Ms", "female"),
        ("Miss", "female"),
        ("m", "male"),
        ("male", "male"),
        ("männlich", "male"),
        ("maennlich", "male"),
        ("Ma\u{308}nnlich", "male"),
        ("Herr", "male"),
        ("Herrn Prof. Dr.", "male"),
        ("Mr.", "male"),
        ("d", "other"),
        ("x", "other"),
        ("divers", "other"),
        ("other", "other"),
        ("non-binary", "other"),
        ("Mx", "other"),
        ("", ""),
        ("keine Angabe", ""),
        ("k. A.", ""),
        ("Herr/Frau", "Herr/Frau"),
        ("Firma", "Firma"),
    ];
    for (word, expected) in cases {
        let text = format!("E-Mail;Geschlecht\nanna@example.com;{word}\n");
        assert_eq!(lines(text).await[0].gender, expected, "{word}");
    }
}

#[tokio::test]
async fn titles_above_and_repetitions_of_the_header_are_no_people() {
    let text = "Participants 2026;;\nQuestions to;hr@example.com;\n\n;;\nTeam;Name;E-Mail\n\
        Design;Anna;anna@example.com\nTeam;Name;E-Mail\n;;\nSales;Bob;bob@example.com\n;;2 people\n";
    let expected = [
        full_line(["anna@example.com", "Anna", "", "Design", ""]),
        full_line(["bob@example.com", "Bob", "", "Sales", ""]),
    ];
    assert_eq!(lines(text).await, expected);
}

#[tokio::test]
async fn an_unnamed_column_of_addresses_is_found_by_its_contents() {
    let cases = [
        "Vorname;Nachname;Kontakt\nAnna;Example;anna@example.com",
        "anna@example.com;Anna Example",
        "Anna Example;anna@example.com;030 1234",
        "17;Anna;Example;anna@example.com",
        "Example, Anna;anna@example.com",
        "List of people;\nAnna Example;anna@example.com",
        "Anna Example <anna@example.com>",
        "anna@example.com (Anna Example)",
    ];
    for case in cases {
        assert_eq!(lines(case).await, [line("anna@example.com", "Anna Example")], "{case}");
    }
    let text = "Anna Example;User;w;anna@example.com\nBob Beta;Admin;m;bob@example.com";
    let expected = [
        full_line(["anna@example.com", "Anna Example", "User", "", "female"]),
        full_line(["bob@example.com", "Bob Beta", "Admin", "", "male"]),
    ];
    assert_eq!(lines(text).await, expected);
}

#[tokio::test]
async fn names_come_from_whichever_columns_say_them() {
    let cases = [
        ("Vorname;Name\nAnna;Beispiel", "Anna Beispiel"),
        ("First name;Name\nAnna;Anna Beispiel", "Anna Beispiel"),
        ("First name;Last name;Display name\nAnna;Beispiel;AB", "Anna Beispiel"),
        ("First name;Last name;Display name\n;;Anna Beispiel", "Anna Beispiel"),
        ("First name;Last name\nAnna;", "Anna"),
        ("First name;Last name\n;Beispiel", "Beispiel"),
        ("Name;Note\nBeispiel, Anna;x", "Anna Beispiel"),
        ("Name;Note\nAnna Beispiel, PhD;x", "Anna Beispiel, PhD"),
    ];
    for (columns, expected) in cases {
        let (header, row) = columns.split_once('\n').unwrap();
        let text = format!("{header};E-Mail\n{row};anna@example.com\n");
        assert_eq!(lines(text).await, [line("anna@example.com", expected)], "{columns}");
    }
}

#[tokio::test]
async fn addresses_of_other_people_are_not_taken() {
    let text = "Manager e-mail;Name;E-mail\nboss@example.com;Anna;anna@example.com\n";
    assert_eq!(lines(text).await, [line("anna@example.com", "Anna")]);
}

#[tokio::test]
async fn several_addresses_in_one_cell_are_several_people() {
    let cases = [
        "a@example.com; b@example.com",
        "a@example.com, b@example.com,",
        "a@example.com b@example.com",
        "a@example.com/b@example.com",
        "a@example.com (a@example.com) b@example.com",
        "\"a@example.com\n\n<mailto:b@example.com>\"",
    ];
    for case in cases {
        let text = format!("E-Mail\tName\tTeam\n{case}\tAnna\tX\nc@example.com\tCarl\tY\n");
        let sheet = read(text).await.unwrap();
        let rows: Vec<u32> = sheet.rows.iter().map(|row| row.row).collect();
        let lines: Vec<_> = sheet.rows.into_iter().map(|row| row.line).collect();
        let person = |email, name, team| full_line([email, name, "", team, ""]);
        let (a, b) = (person("a@example.com", "", "X"), person("b@example.com", "", "X"));
        assert_eq!(lines, [a, b, person("c@example.com", "Carl", "Y")], "{case}");
        assert_eq!(rows, [2, 2, 3], "{case}");
    }
    let text = "E-Mail\tName\n\"Example, Anna <a@example.com>; Bob <b@example.com>\"\tBoard\n";
    let expected = [line("a@example.com", "Anna Example"), line("b@example.com", "Bob")];
    assert_eq!(lines(text).await, expected);
}

#[tokio::test]
async fn people_without_an_address_stay_to_be_mended() {
    let text = "Name;E-Mail\nAnna;anna@example.com\nBob;\nCarl;carl(at)example.com";
    let expected =
        [line("anna@example.com", "Anna"), line("", "Bob"), line("carl(at)example.com", "Carl")];
    assert_eq!(lines(text).await, expected);
}
